//! Making lanes from a trace: awaits and kept futures, which are slim bars under the lane's own bar.

use trace::{ResourceId, SiteId, SpanId, TaskId};

use crate::timeline::lanes::cut::Awaiting;
use crate::timeline::lanes::{Bar, BarKind, Index, Lanes, MAX_DEPTH, MAX_TRACKS, OPEN, Track};

impl Lanes {
    /// The site of a lane's outermost await: what the task as a whole waits for.
    pub(crate) fn awaited(&self, lane: usize) -> Option<SiteId> {
        let open = self.cutting.tasks[lane].awaits.iter().filter_map(|s| self.cutting.spans.get(s));
        open.rev().find(|awaiting| awaiting.is_outermost()).map(|awaiting| awaiting.site)
    }

    pub(crate) fn enter(
        &mut self,
        at: Index,
        span: SpanId,
        parent: Option<SpanId>,
        task: TaskId,
        site: SiteId,
        group: Option<SiteId>,
    ) -> bool {
        let index = task.index();
        if index >= self.lanes.len() {
            return false;
        }
        let before = self.cutting.tasks[index].last;
        let outer = parent.and_then(|id| Some((id, *self.cutting.spans.get(&id)?)));
        if let Some((id, outer)) = outer {
            self.poll_from(id, before);
            if let Some((track, bar)) = outer.bar
                && let BarKind::Await { leaf, .. } =
                    &mut self.lanes[index].tracks[track].bars[bar].kind
            {
                *leaf = false;
            }
        }
        let depth = match outer {
            Some((_, outer)) => outer.depth.saturating_add(1),
            // The macro around a branch is not an await in the trace, so the branch counts as nested in it.
            None => u8::from(group.is_some()),
        };
        // The lane's own bar shows the outermost await already.
        let shown =
            (1..=MAX_DEPTH).contains(&depth) || (depth == 0 && self.awaited(index).is_some());
        let kind = BarKind::Await { span, site, leaf: true, dropped: false };
        let above = outer.and_then(|(_, outer)| outer.bar).map_or(0, |(track, _)| track + 1);
        let (bar, rows) = match shown {
            true => self.place(index, above, Bar { start: at, end: OPEN, kind }),
            false => (None, false),
        };
        let awaiting = Awaiting {
            lane: index,
            parent,
            site: group.unwrap_or(site),
            depth,
            bar,
            since: Some(at),
        };
        self.cutting.spans.insert(span, awaiting);
        self.cutting.tasks[index].awaits.push(span);
        self.touch(task, at);
        rows
    }

    /// Puts a bar into the first free track at or after `above`. Returns the track and the place in it (`None` if the
    /// lane has no track left), and whether that makes the lane higher.
    fn place(&mut self, lane: usize, above: usize, bar: Bar) -> (Option<(usize, usize)>, bool) {
        let lane = &mut self.lanes[lane];
        let keeps = matches!(bar.kind, BarKind::Kept { .. });
        let free = |track: &Track| {
            track.keeps == keeps && track.bars.last().is_none_or(|last| last.end <= bar.start)
        };
        let found = (above..lane.tracks.len()).find(|track| free(&lane.tracks[*track]));
        let new = found.is_none();
        let track = match found {
            Some(track) => track,
            None if lane.tracks.len() < MAX_TRACKS => {
                lane.tracks.push(Track { keeps, ..Track::default() });
                lane.tracks.len() - 1
            }
            None => {
                lane.crowded_out += 1;
                return (None, lane.crowded_out == 1);
            }
        };
        lane.tracks[track].bars.push(bar);
        (Some((track, lane.tracks[track].bars.len() - 1)), new)
    }

    /// Notes that a poll is within an await, and so within all awaits around it, too.
    fn poll_from(&mut self, span: SpanId, from: Index) {
        let mut next = Some(span);
        while let Some(awaiting) = next.and_then(|id| self.cutting.spans.get_mut(&id)) {
            if awaiting.since.is_some() {
                return;
            }
            awaiting.since = Some(from);
            next = awaiting.parent;
        }
    }

    /// Ends the part of a bar in which the await was polled.
    pub(crate) fn leave_poll(&mut self, at: Index, span: SpanId) {
        let Some(awaiting) = self.cutting.spans.get(&span).copied() else { return };
        let from = awaiting.since.unwrap_or(self.cutting.tasks[awaiting.lane].last);
        self.poll_from(span, from);
        if let Some(awaiting) = self.cutting.spans.get_mut(&span) {
            awaiting.since = None;
        }
        if let Some((track, _)) = awaiting.bar {
            self.lanes[awaiting.lane].tracks[track].polled.push((from, at));
        }
        let task = self.lanes[awaiting.lane].task;
        self.touch(task, at);
    }

    pub(crate) fn leave(&mut self, at: Index, span: SpanId, was_dropped: bool) {
        let Some(awaiting) = self.cutting.spans.remove(&span) else { return };
        let doing = &mut self.cutting.tasks[awaiting.lane];
        doing.awaits.retain(|other| *other != span);
        doing.last = at;
        if let Some((track, bar)) = awaiting.bar {
            let bar = &mut self.lanes[awaiting.lane].tracks[track].bars[bar];
            bar.end = at;
            if let BarKind::Await { dropped, .. } = &mut bar.kind {
                *dropped = was_dropped;
            }
        }
    }

    pub(crate) fn keep(
        &mut self,
        at: Index,
        resource: ResourceId,
        task: TaskId,
        kind: BarKind,
    ) -> bool {
        if self.lane(task).is_none() {
            return false;
        }
        let (place, rows) = self.place(task.index(), 0, Bar { start: at, end: OPEN, kind });
        if let Some((track, bar)) = place {
            self.cutting.kept.insert(resource, (task.index(), track, bar));
        }
        self.touch(task, at);
        rows
    }

    fn kept_bar(&mut self, resource: ResourceId) -> Option<&mut Bar> {
        let (lane, track, bar) = *self.cutting.kept.get(&resource)?;
        Some(&mut self.lanes[lane].tracks[track].bars[bar])
    }

    pub(crate) fn kept_polls(&mut self, resource: ResourceId, count: u32) {
        if let Some(Bar { kind: BarKind::Kept { polls, .. }, .. }) = self.kept_bar(resource) {
            *polls = count;
        }
    }

    pub(crate) fn drop_kept(&mut self, at: Index, resource: ResourceId) {
        if let Some(bar) = self.kept_bar(resource) {
            bar.end = at;
            self.cutting.kept.remove(&resource);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::Trace;

    fn bars(trace: &Trace, task: usize) -> Vec<Vec<String>> {
        let mut lanes = Lanes::default();
        lanes.extend(trace, trace.len());
        let name = |bar: &Bar| match bar.kind {
            BarKind::Await { site, leaf, dropped, .. } => {
                let name = trace.site(site).map_or("", |site| &site.name).to_owned();
                name + if leaf { "" } else { " .." } + if dropped { " x" } else { "" }
            }
            BarKind::Kept { polls, name, .. } => format!("{} {polls}", trace.label(name)),
        };
        let tracks = lanes.lanes[task].tracks.iter();
        tracks.map(|track| track.bars.iter().map(name).collect()).collect()
    }

    #[test]
    fn the_branches_of_a_join_run_side_by_side_in_one_lane() {
        let expected = [["fetch_user .."], ["sleep"], ["fetch_posts .."], ["sleep"]];
        assert_eq!(bars(&sample::joined(), 0), expected);
    }

    #[test]
    fn a_row_is_used_again_once_it_is_free() {
        let tracks = bars(&sample::endings(), 0);
        assert_eq!(tracks, [vec!["greet() 0"], vec!["download .. x"], vec!["sleep", "sleep x"]]);
    }

    #[test]
    fn a_poll_of_an_inner_await_is_a_poll_of_the_outer_ones() {
        let trace = sample::joined();
        let mut lanes = Lanes::default();
        lanes.extend(&trace, trace.len());
        let polled = |track: usize| &lanes.lanes[0].tracks[track].polled;
        // The branch of the user was polled twice, that of the posts at every poll of `main`.
        assert_eq!((polled(0).len(), polled(2).len()), (2, 3));
        for (branch, sleep) in [(0, 1), (2, 3)] {
            for (outer, inner) in polled(branch).iter().zip(polled(sleep)) {
                assert!(outer.0 <= inner.0 && inner.1 <= outer.1);
            }
        }
    }
}

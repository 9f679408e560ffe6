//! Making lanes from a trace, event by event.

use std::collections::HashMap;

use trace::{
    Cycles, Event, EventKind, ResourceId, ResourceKind, RunEnd, SiteId, SpanId, State, TaskEnd,
    TaskId, TimerId, Trace, WakeHow, WokenBy,
};

use crate::timeline::lanes::{BarKind, Form, Index, Lane, Lanes, Left, OPEN, Stretch};

/// What is under way after the last event that was read.
#[derive(Clone, Debug, Default)]
pub struct Cutting {
    read: usize,
    pub(crate) spans: HashMap<SpanId, Awaiting>,
    /// Row and place in it of each timer that is set.
    pub(crate) timers: HashMap<TimerId, (usize, usize)>,
    /// Lane, track and place in it of each kept future.
    pub(crate) kept: HashMap<ResourceId, (usize, usize, usize)>,
    /// By resource, the index of its lane.
    pub(crate) resources: Vec<Option<u32>>,
    /// For each lane, what its task is doing.
    pub(crate) tasks: Vec<Doing>,
}

/// An await under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Awaiting {
    pub(crate) lane: usize,
    pub(crate) parent: Option<SpanId>,
    /// The site of the await; for a branch, the site of its macro.
    pub(crate) site: SiteId,
    pub(crate) depth: u8,
    /// Track and place in it of the await's bar, if it has one.
    pub(crate) bar: Option<(usize, usize)>,
    /// The event since which the poll under way has been within this await.
    pub(crate) since: Option<Index>,
}

impl Awaiting {
    /// Whether no other await is around this one.
    pub(crate) fn is_outermost(&self) -> bool {
        self.parent.is_none()
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Doing {
    /// The latest wake during the poll under way.
    woken: Option<Index>,
    /// The task's latest event. Polls within the task have no event of their own, so they are drawn from here.
    pub(crate) last: Index,
    /// The awaits under way, the outer ones before the inner ones.
    pub(crate) awaits: Vec<SpanId>,
}

impl Lanes {
    /// Reads the events that have been added, up to `len` in all. Returns whether rows have changed: whether there
    /// are new lanes, or lanes that need more room.
    pub fn extend(&mut self, trace: &Trace, len: usize) -> bool {
        let mut rows = self.prepare(trace, len);
        if !self.is_sorted() {
            self.sort();
            rows = true;
        }
        self.fold_more(&trace.events()[..len.min(trace.len())]);
        rows
    }

    /// Like [`extend`](Self::extend), but assigns no rows to lanes, for lanes that are not visible yet. Returns
    /// whether lanes need more room.
    pub fn prepare(&mut self, trace: &Trace, len: usize) -> bool {
        let events = &trace.events()[..len.min(trace.len())];
        let mut rows = false;
        for (index, event) in events.iter().enumerate().skip(self.cutting.read) {
            rows |= self.cut(trace, index as Index, event);
        }
        self.cutting.read = self.cutting.read.max(events.len());
        rows
    }

    /// How many events have been read.
    pub fn read(&self) -> usize {
        self.cutting.read
    }

    fn cut(&mut self, trace: &Trace, at: Index, event: &Event) -> bool {
        match event.kind {
            EventKind::TaskSpawn { .. }
            | EventKind::PollStart { .. }
            | EventKind::PollEnd { .. }
            | EventKind::Wake { .. }
            | EventKind::TaskEnd { .. } => self.cut_task(at, event.kind),
            EventKind::AwaitEnter { span, parent, task, site } => {
                let group = trace.site(site).and_then(|site| site.group);
                let group = group.map(|group| SiteId::from_index(group as usize));
                return self.enter(at, span, parent, task, site, group);
            }
            EventKind::AwaitPending { span } => self.leave_poll(at, span),
            EventKind::AwaitReady { span } => {
                self.leave_poll(at, span);
                self.leave(at, span, false);
            }
            EventKind::AwaitDrop { span } => self.leave(at, span, true),
            EventKind::TimerSet { .. }
            | EventKind::TimerFire { .. }
            | EventKind::TimerCancel { .. }
            | EventKind::TurnStart { .. }
            | EventKind::TurnEnd => return self.cut_host(at, event.kind),
            EventKind::ResourceNew { resource, kind, name, task, site, .. } => match (kind, task) {
                (ResourceKind::Future, Some(task)) => {
                    let kind = BarKind::Kept { resource, name, site, polls: 0 };
                    return self.keep(at, resource, task, kind);
                }
                (ResourceKind::Future, None) => {}
                _ => return self.make_resource(at, event.kind),
            },
            EventKind::ResourceState { resource, len, .. } => {
                self.kept_polls(resource, len);
                return self.change_resource(at, event.kind);
            }
            EventKind::ResourceDrop { resource } => {
                self.drop_kept(at, resource);
                self.drop_resource(at, resource);
            }
            EventKind::Print { task: Some(task), .. } => {
                if let Some(lane) = self.lanes.get_mut(task.index()) {
                    lane.prints.push(at);
                    self.cutting.tasks[task.index()].last = at;
                }
            }
            EventKind::ResourceOp { task: Some(task), .. } => self.touch(task, at),
            EventKind::RunEnd { why } => self.leave_off(trace, at, why),
            EventKind::Busy { task: Some(task), .. } => {
                self.touch(task, at);
                if let Some(lane) = self.lanes.get_mut(task.index()) {
                    lane.busy.push((at, OPEN));
                }
            }
            _ => {}
        }
        false
    }

    /// The run is over: notes for each task that has not ended why it has not.
    fn leave_off(&mut self, trace: &Trace, at: Index, why: RunEnd) {
        // Finding cycles folds the whole trace, so it is done only for a deadlock.
        let cycles = match why {
            RunEnd::Deadlock => Cycles::new(&State::after(&trace.events()[..at as usize])),
            _ => Cycles::default(),
        };
        for lane in self.lanes.iter_mut().filter(|lane| lane.ended.is_none()) {
            let wanted = cycles.wanted(lane.task);
            lane.left = Some(wanted.map_or(Left::Open, Left::Circle));
        }
    }

    /// Notes that a task did something, which ends its computation if there was one.
    pub(crate) fn touch(&mut self, task: TaskId, at: Index) {
        let Some(doing) = self.cutting.tasks.get_mut(task.index()) else { return };
        doing.last = at;
        if let Some(busy) = self.lanes[task.index()].busy.last_mut() {
            busy.1 = busy.1.min(at);
        }
    }

    fn cut_task(&mut self, at: Index, event: EventKind) {
        match event {
            EventKind::TaskSpawn { task, parent, name, kind, site, .. } => {
                if let Some(parent) = parent {
                    self.touch(parent, at);
                    if let Some(lane) = self.lanes.get_mut(parent.index()) {
                        lane.has_children = true;
                    }
                }
                let depth = parent
                    .and_then(|parent| self.lane(parent))
                    .map_or(0, |p| p.depth.saturating_add(1));
                let form = Form::Scheduled { cause: at };
                self.lanes.push(Lane {
                    task,
                    parent,
                    name,
                    kind,
                    site,
                    depth,
                    has_children: false,
                    born: at,
                    ended: None,
                    left: None,
                    stretches: vec![Stretch { start: at, end: OPEN, form }],
                    tracks: Vec::new(),
                    crowded_out: 0,
                    prints: Vec::new(),
                    wakes: Vec::new(),
                    gives: Vec::new(),
                    busy: Vec::new(),
                });
                self.cutting.tasks.push(Doing { last: at, ..Doing::default() });
            }
            EventKind::PollStart { task, number, .. } => {
                self.polls += 1;
                self.turn_to(task, at, Form::Polled { number });
                self.touch(task, at);
            }
            // The event that ends the task follows.
            EventKind::PollEnd { task, ready: true, .. } => {
                self.touch(task, at);
                self.end_stretch(task, at);
            }
            EventKind::PollEnd { task, .. } => {
                self.touch(task, at);
                let Some(doing) = self.cutting.tasks.get_mut(task.index()) else { return };
                let form = match doing.woken.take() {
                    Some(cause) => Form::Scheduled { cause },
                    None => Form::Waiting { site: self.awaited(task.index()) },
                };
                self.turn_to(task, at, form);
            }
            EventKind::Wake { task, by, how, .. } => {
                if let WokenBy::Task(by) = by {
                    self.touch(by, at);
                    if let Some(giver) = self.lanes.get_mut(by.index()).filter(|_| by != task) {
                        giver.gives.push(at);
                    }
                }
                self.wake(task, at, how);
            }
            EventKind::TaskEnd { task, how, .. } => {
                self.touch(task, at);
                let Some(lane) = self.lanes.get_mut(task.index()) else { return };
                lane.ended = Some((at, how));
                // A poll that panicked may be recorded as pending, although no wait followed it.
                let waits = |form| matches!(form, Form::Waiting { .. });
                let last = lane.stretches.last();
                if how == TaskEnd::Panicked
                    && last.is_some_and(|last| waits(last.form) && last.start + 2 >= at)
                {
                    lane.stretches.pop();
                }
                self.end_stretch(task, at);
                for span in std::mem::take(&mut self.cutting.tasks[task.index()].awaits) {
                    self.leave(at, span, true);
                }
            }
            _ => {}
        }
    }

    fn wake(&mut self, task: TaskId, at: Index, how: WakeHow) {
        let Some(lane) = self.lanes.get_mut(task.index()) else { return };
        lane.wakes.push(at);
        match lane.stretches.last().map(|stretch| stretch.form) {
            Some(Form::Polled { .. }) => {
                self.cutting.tasks[task.index()].woken = Some(at);
            }
            Some(Form::Waiting { .. }) if lane.ended.is_none() => {
                self.turn_to(task, at, Form::Scheduled { cause: at });
            }
            _ => {}
        }
        // The wake of a yield comes after the poll has ended, and is not the task's own event.
        if how != WakeHow::Yield {
            self.cutting.tasks[task.index()].last = at;
        }
    }

    fn end_stretch(&mut self, task: TaskId, at: Index) {
        let Some(lane) = self.lanes.get_mut(task.index()) else { return };
        if let Some(last) = lane.stretches.last_mut() {
            last.end = last.end.min(at);
        }
    }

    fn turn_to(&mut self, task: TaskId, at: Index, form: Form) {
        self.end_stretch(task, at);
        let Some(lane) = self.lanes.get_mut(task.index()) else { return };
        if lane.ended.is_none() {
            lane.stretches.push(Stretch { start: at, end: OPEN, form });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::lanes::TimerEnd;
    use sample::Sample;
    use trace::TaskEnd;

    fn cut(trace: &Trace) -> Lanes {
        let mut lanes = Lanes::default();
        lanes.extend(trace, trace.len());
        lanes
    }

    #[test]
    fn tasks_may_spawn_each_other_however_deep() {
        let mut sample = Sample::new();
        let mut parent = sample.spawn(None, "main");
        for _ in 0..300 {
            parent = sample.spawn(Some(parent), "child");
        }
        let lanes = cut(&sample.finish(trace::RunEnd::Done));
        assert_eq!(lanes.lanes.last().map(|lane| lane.depth), Some(u8::MAX));
    }

    fn forms(lanes: &Lanes, task: usize) -> String {
        let form = |stretch: &Stretch| match stretch.form {
            Form::Scheduled { .. } => 's',
            Form::Polled { .. } => 'P',
            Form::Waiting { .. } => '-',
        };
        lanes.lanes[task].stretches.iter().map(form).collect()
    }

    #[test]
    fn a_task_is_scheduled_polled_and_waits() {
        let lanes = cut(&sample::joined());
        assert_eq!(forms(&lanes, 0), "sP-sP-sP");
        assert_eq!(lanes.polls, 3);
        let stretches = &lanes.lanes[0].stretches;
        assert!(stretches.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert!(lanes.lanes[0].ended.is_some_and(|(_, how)| how == TaskEnd::Ready));
    }

    #[test]
    fn who_waits_in_a_circle_is_told_from_who_waits_for_them() {
        let left =
            |trace: &Trace| -> Vec<_> { cut(trace).lanes.iter().map(|lane| lane.left).collect() };
        let lock = |index| Some(Left::Circle(ResourceId::from_index(index)));
        assert_eq!(left(&sample::deadlocked()), [Some(Left::Open), lock(1), lock(0), None]);
        assert_eq!(left(&sample::joined()), [None]);
        let mut cancelled = Sample::new();
        let main = cancelled.spawn(None, "main");
        cancelled.start(main);
        cancelled.pending(main);
        assert_eq!(left(&cancelled.finish(RunEnd::Cancelled)), [Some(Left::Open)]);
    }

    #[test]
    fn a_task_woken_while_it_is_polled_is_scheduled_after() {
        let lanes = cut(&sample::endings());
        assert_eq!(forms(&lanes, 2), "sPsP");
        assert_eq!(forms(&lanes, 1), "sP-");
    }

    #[test]
    fn computing_ends_with_the_next_thing_the_task_does() {
        let trace = sample::endings();
        let lanes = cut(&trace);
        let [(start, end)] = lanes.lanes[3].busy[..] else { panic!("{:?}", lanes.lanes[3].busy) };
        let at = |index: u32| trace.events()[index as usize].at;
        assert_eq!((at(start), at(end)), (0, 30_000));
    }

    #[test]
    fn a_trace_cut_piece_by_piece_gives_the_same_lanes() {
        for trace in [sample::joined(), sample::spawned(3), sample::endings()] {
            let whole = cut(&trace);
            let mut pieces = Lanes::default();
            for len in 0..=trace.len() {
                pieces.extend(&trace, len);
                assert_eq!(pieces.read(), len);
            }
            assert_eq!(pieces.lanes, whole.lanes);
            assert_eq!(pieces.host, whole.host);
            assert_eq!(pieces.order, whole.order);
        }
    }

    #[test]
    fn timers_that_overlap_get_rows_of_their_own() {
        let lanes = cut(&sample::joined());
        assert_eq!(lanes.host.timers.len(), 2);
        assert!(lanes.host.timers.iter().flatten().all(|timer| timer.how == TimerEnd::Fired));
        assert_eq!(lanes.host.turns.len(), 3);
    }

    #[test]
    fn ids_that_were_never_introduced_are_passed_over() {
        let mut sample = Sample::new();
        let ghost = TaskId::from_index(7);
        sample.start(ghost);
        sample.enter(ghost, None, 0);
        sample.wake(ghost, WokenBy::Task(ghost));
        sample.print(ghost, "boo");
        sample.span_ready(SpanId::from_index(9));
        sample.done(ghost);
        assert!(cut(&sample.trace).lanes.is_empty());
    }
}

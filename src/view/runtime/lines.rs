//! Lines of the picture: the ways that tasks go, what is on its way, the circle of a deadlock.

use playground::plain::Plain;
use scene::runtime::layout::{Area, Layout, ROW, Spot};
use scene::runtime::motion::{Moved, Wire};
use scene::runtime::words::Arc;
use trace::{EventKind, TaskId, WakeHow};

use super::draw::{Drawing, rem};
use crate::view::colours::task_class;
use crate::view::tag::{Tag, classes, tag};

/// From the ready queue's left edge to the way by which those that are woken come up.
const LANE: f64 = 11.0;
/// Radius of a bend.
const BEND: f64 = 5.0;
/// From the chips to the innermost line of a circle, and from one line to the next.
const CIRCLE: (f64, f64) = (18.0, 10.0);
/// For how many events what was returned is seen.
const MOMENT: usize = 4;
/// A character of a word in the picture.
const CHAR: f64 = 6.4;

/// A way that a task goes from one box to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Poll,
    Pending,
    Ready,
    Wake,
}

impl Drawing<'_> {
    /// All lines.
    pub fn lines(&self) -> Tag {
        let arcs = self.cycles.iter().flat_map(|circle| self.circle(circle));
        self.over(classes("rt-lines", &[]))
            .child(self.ways())
            .children(self.motion.wires.iter().map(|wire| self.wire(wire)))
            .children(arcs)
            .child(self.value())
    }

    /// What has just been returned, below the chip of who returned it.
    fn value(&self) -> Option<Tag> {
        let trace = self.words.trace;
        let mut latest = trace.events().get(..self.scene.position)?.iter().rev().take(MOMENT);
        let (task, value) = latest.find_map(|event| match event.kind {
            EventKind::TaskEnd { task, value: Some(value), .. } => Some((task, value)),
            _ => None,
        })?;
        let layout = &self.scene.layout;
        let chip = layout.chip(task).filter(|placed| placed.spot == Spot::Done)?;
        let (x, y) = (chip.area.x + 6.0, layout.done.bottom() + 12.5);
        let (x, y) = (Plain(x).to_string(), Plain(y).to_string());
        let text = tag!("text", "class" = "rt-value", "x" = x, "y" = y);
        Some(text.child(format!("returned {}", trace.label(value))))
    }

    /// A drawing over the whole picture.
    pub fn over(&self, class: Option<String>) -> Tag {
        let (w, h) = self.scene.layout.size;
        let (width, height) = (Plain(w), Plain(h));
        tag!(
            "svg",
            "class" = class,
            "viewBox" = format!("0 0 {width} {height}"),
            "aria-hidden" = "true",
            "focusable" = "false",
            "style" = format!("width:{}rem;height:{}rem", rem(w), rem(h)),
        )
    }

    fn wire(&self, wire: &Wire) -> Tag {
        let way = match (wire.moved, wire.waits_for, wire.back) {
            (Moved::Wake, Some(_), false) => up(&self.scene.layout, wire.from, wire.to),
            (Moved::Wake, Some(_), true) => up(&self.scene.layout, wire.to, wire.from),
            _ => None,
        };
        let way = way.map(|mut points| {
            if wire.back {
                points.reverse();
            }
            bent(&points)
        });
        let way = way.unwrap_or_else(|| curve(wire.from, wire.to));
        let kind = match wire.moved {
            Moved::Wake => "rt-wire wake",
            Moved::Waker => "rt-wire waker",
            Moved::Thing => "rt-wire thing",
        };
        let moves = wire.moves && self.motion.moves;
        let part = |class: &'static str, d: String| tag!("path", "class" = class, "d" = d);
        let pulse =
            || tag!("path", "class" = "pulse", "d" = way.clone(), "pathLength" = "1".to_owned());
        tag!("g", "class" = classes(kind, &[(true, task_class(wire.task))]))
            .key(format!("{}{}", wire.event, if wire.back { "b" } else { "" }))
            .child(wire.stays.then(|| part("stays", way.clone())))
            .child(wire.stays.then(|| part("tip", tip(wire.to))))
            .child(moves.then(pulse))
    }

    /// Where tasks go: from the queue to the worker, from there to those that wait or are over, and
    /// back. The way that the latest event took is in its task's colour.
    fn ways(&self) -> Tag {
        let layout = &self.scene.layout;
        let Layout { ready, polling, done, parked, frame, .. } = layout;
        let taken = self.taken();
        let now = |way: Way| taken.filter(|(taken, _)| *taken == way).map(|(_, task)| task);
        let class = |way: Way| {
            let task = now(way);
            classes("", &[(task.is_some(), "now"), (true, task.map_or("", task_class))])
        };
        let drawn = |way: Way, d: String| tag!("path", "class" = class(way), "d" = d);
        let said = |way: Way, (x, y): (f64, f64), anchor: &'static str, text: &'static str| {
            let at = [x, y].map(|number| Plain(number).to_string());
            let [x, y] = at;
            tag!("text", "class" = class(way), "x" = x, "y" = y, "text-anchor" = anchor).child(text)
        };
        let down = |x: f64, from: f64, to: f64| {
            let at = [x, from + 2.0, to - 3.0, x - 4.0, to - 7.0].map(Plain);
            format!("M{} {}V{}M{} {}l4 4 4-4", at[0], at[1], at[2], at[3], at[4])
        };
        let x = ready.right() - 26.0;
        let low = layout.pool.or(layout.threads).map_or(polling.bottom(), |area| area.bottom());
        let (middle, height) = (polling.y + polling.h.min(44.0) / 2.0, ready.y + ready.h / 2.0);
        let (lane, tip) = (ready.x - LANE, ready.x - 3.0);
        let back = bent(&[
            (parked.x - 2.0, parked.y + 13.0),
            (lane, parked.y + 13.0),
            (lane, height),
            (tip, height),
        ]);
        let back = format!("{back}M{} {}l4 4-4 4", Plain(tip - 4.0), Plain(height - 4.0));
        let to = done.right() + 4.0;
        let at = [polling.x - 3.0, middle, to, to + 4.0, middle - 4.0].map(Plain);
        let out = format!("M{} {}H{}M{} {}l-4 4 4 4", at[0], at[1], at[2], at[3], at[4]);
        // Along the way up, between it and the loop.
        let (wx, wy) = ((frame.x + lane) / 2.0 + 3.5, (height + parked.y + 13.0) / 2.0);
        let wake = tag!(
            "text",
            "class" = class(Way::Wake),
            "transform" = format!("translate({} {}) rotate(-90)", Plain(wx), Plain(wy)),
            "text-anchor" = "middle",
        );
        tag!("g", "class" = "rt-ways")
            .child(drawn(Way::Poll, down(x, ready.bottom(), polling.y)))
            .child(drawn(Way::Pending, down(x, low, parked.y)))
            .child(drawn(Way::Ready, out))
            .child(drawn(Way::Wake, back))
            .child(said(Way::Poll, (x - 8.0, ready.bottom() + 12.0), "end", "poll"))
            .child(said(Way::Pending, (x - 8.0, low + 12.0), "end", "pending"))
            .child(wake.child("wake"))
    }

    /// The way that a task went with the latest event.
    fn taken(&self) -> Option<(Way, TaskId)> {
        let latest = self.scene.position.checked_sub(1)?;
        match self.words.trace.events().get(latest)?.kind {
            EventKind::PollStart { task, .. } => Some((Way::Poll, task)),
            EventKind::PollEnd { task, ready: false, .. } => Some((Way::Pending, task)),
            EventKind::PollEnd { task, ready: true, .. } | EventKind::TaskEnd { task, .. } => {
                Some((Way::Ready, task))
            }
            EventKind::Wake { how: WakeHow::Yield, .. } => None,
            EventKind::Wake { task, .. } => Some((Way::Wake, task)),
            _ => None,
        }
    }

    /// From each that waits to who holds what it waits for, around the right.
    fn circle(&self, circle: &[Arc]) -> Vec<Tag> {
        let layout = &self.scene.layout;
        let area = |task: TaskId| layout.chip(task).map(|placed| placed.area);
        let ends = circle.iter().filter_map(|arc| Some((area(arc.task)?, area(arc.holder)?)));
        let ends: Vec<(Area, Area)> = ends.collect();
        let right = ends.iter().map(|(from, _)| from.right()).fold(0.0, f64::max);
        let lane = |at: usize| right + CIRCLE.0 + at as f64 * CIRCLE.1;
        let mut drawn: Vec<Tag> = ends
            .iter()
            .enumerate()
            .map(|(at, (from, to))| {
                // What leaves a chip does so where it is nearer to where it goes.
                let down = to.y >= from.y;
                let (leaves, arrives) = if down { (5.0, -5.0) } else { (-5.0, 5.0) };
                let (y1, y2) = (from.middle().1 + leaves, to.middle().1 + arrives);
                let (x1, x2) = (from.right() + 2.0, to.right() + 5.0);
                let way = bent(&[(x1, y1), (lane(at), y1), (lane(at), y2), (x2, y2)]);
                let head = format!("M{} {}l-5 4 5 4", Plain(x2 + 4.0), Plain(y2 - 4.0));
                tag!("g", "class" = "rt-arc")
                    .child(tag!("path", "d" = way))
                    .child(tag!("path", "d" = head))
            })
            .collect();
        let said = match circle.len() {
            1 => "waits for itself".to_owned(),
            count => format!("a cycle of {count}"),
        };
        let x = lane(ends.len()) + 2.0;
        if x + said.len() as f64 * CHAR < layout.parked.right() {
            let rows = ends.iter().map(|(from, _)| from.middle().1);
            let (top, low) =
                rows.fold((f64::MAX, 0.0), |(top, low), y| (f64::min(top, y), f64::max(low, y)));
            let y = (top + low) / 2.0 + 4.0;
            let said =
                tag!("text", "x" = Plain(x).to_string(), "y" = Plain(y).to_string()).child(said);
            drawn.push(tag!("g", "class" = "rt-circle").child(said));
        }
        drawn
    }
}

/// From a bell down to its row's edge, along that to the left, up, and along the ready queue's edge to a
/// chip in it. None if it is not there that the chip stands.
fn up(layout: &Layout, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> Option<Vec<(f64, f64)>> {
    let ready = &layout.ready;
    let (low, lane) = (y1 + ROW / 2.0, ready.x - LANE);
    let queued = (ready.y..ready.bottom()).contains(&y2) && y1 > ready.bottom();
    let way = [(x1, y1 + 7.0), (x1, low), (lane, low), (lane, ready.bottom())];
    queued.then(|| way.into_iter().chain([(x2, ready.bottom()), (x2, y2)]).collect())
}

/// A line through points one above or beside the other, with round corners.
fn bent(points: &[(f64, f64)]) -> String {
    let mut way = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).map(|at| points[at]), points.get(at + 1));
        let here = format!("{} {}", Plain(*x), Plain(*y));
        match (before, after) {
            (None, _) => way.push_str(&format!("M{here}")),
            (Some(_), None) => way.push_str(&format!("L{here}")),
            (Some(before), Some(after)) => {
                let [(x1, y1), (x2, y2)] = [before, *after].map(|other| {
                    let (x, y) = toward((*x, *y), other);
                    (Plain(x), Plain(y))
                });
                way.push_str(&format!("L{x1} {y1}Q{here} {x2} {y2}"));
            }
        }
    }
    way
}

/// A bend's radius away from a corner, but no further than half the way.
fn toward((x, y): (f64, f64), (to_x, to_y): (f64, f64)) -> (f64, f64) {
    let step = |from: f64, to: f64| from + ((to - from) / 2.0).clamp(-BEND, BEND);
    (step(x, to_x), step(y, to_y))
}

/// A line that leaves and arrives upright.
fn curve((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    let (straight, middle) = ((y1 - y2).abs() < 8.0, Plain((y1 + y2) / 2.0));
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(Plain);
    if straight {
        return format!("M{x1} {y1}L{x2} {y2}");
    }
    format!("M{x1} {y1}C{x1} {middle} {x2} {middle} {x2} {y2}")
}

/// A point where it arrives.
fn tip((x, y): (f64, f64)) -> String {
    format!("M{} {}a3 3 0 1 0 6 0 3 3 0 1 0-6 0Z", Plain(x - 3.0), Plain(y))
}

#[cfg(test)]
mod tests {
    use super::bent;

    #[test]
    fn corners_are_round_where_there_is_room() {
        assert_eq!(bent(&[(0.0, 0.0), (20.0, 0.0), (20.0, 6.0)]), "M0 0L15 0Q20 0 20 3L20 6");
        assert_eq!(bent(&[(0.0, 0.0), (20.0, 0.0)]), "M0 0L20 0");
    }
}

//! What is under the pointer.

use playground::action::Hover;
use trace::{EventKind, ResourceId, TaskId};

use crate::timeline::lanes::ends::{How, REACH};
use crate::timeline::lanes::resources::Standing;
use crate::timeline::lanes::{Bar, BarKind, Form, Index, Lane, Stretch, TimerBar, Turn};
use crate::timeline::scene::Scene;

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hit {
    /// The axis.
    Axis,
    /// A task's name, or its lane before its spawn and after its end.
    Task(TaskId),
    /// A stretch of a lane's own bar.
    Stretch(TaskId, Stretch),
    /// An await, or a future that is kept.
    Bar(TaskId, Bar),
    /// A print, by its event.
    Print(TaskId, Index),
    /// A wake of this task, by its event.
    Wake(TaskId, Index),
    /// The mark at the end of a lane.
    End(TaskId),
    /// A turn of the event loop.
    Turn(Turn),
    /// A timer.
    Timer(TimerBar),
    /// A resource's name, or its state in a stretch of its lane.
    Resource(ResourceId, Option<Standing>),
}

impl Hit {
    /// The site and the task that are highlighted in all views while the pointer is here.
    pub fn hover(&self, scene: &Scene) -> Hover {
        let (site, task) = match *self {
            Hit::Axis | Hit::Turn(_) => (None, None),
            Hit::Task(task) | Hit::Wake(task, _) | Hit::End(task) => (None, Some(task)),
            Hit::Stretch(task, Stretch { form: Form::Waiting { site }, .. }) => (site, Some(task)),
            Hit::Stretch(task, _) => (None, Some(task)),
            Hit::Bar(task, Bar { kind: BarKind::Await { site, .. }, .. }) => {
                (Some(site), Some(task))
            }
            Hit::Bar(task, Bar { kind: BarKind::Kept { site, .. }, .. }) => (site, Some(task)),
            Hit::Print(task, event) => match scene.event(event).map(|event| event.kind) {
                Some(EventKind::Print { site, .. }) => (site, Some(task)),
                _ => (None, Some(task)),
            },
            Hit::Timer(timer) => (None, timer.task),
            Hit::Resource(_, step) => (None, step.and_then(|step| step.holder)),
        };
        Hover { site, task }
    }
}

/// What is at a pixel.
pub fn hit(scene: &Scene, x: f64, y: f64) -> Option<Hit> {
    let layout = scene.layout;
    if y < layout.lanes_top() {
        return (x >= layout.labels).then_some(Hit::Axis);
    }
    if let Some(row) = layout.row_at(y) {
        if let Some(lane) = scene.resource(row) {
            let step = |x| at(scene, &lane.steps, |step| (step.start, step.end), x);
            let step = if x < layout.labels { None } else { step(x) };
            return Some(Hit::Resource(lane.resource, step));
        }
        let lane = scene.lane(row)?;
        if x < layout.labels {
            return Some(Hit::Task(lane.task));
        }
        return Some(in_lane(scene, row, lane, x, y));
    }
    (x >= layout.labels).then(|| in_host(scene, x, y)).flatten()
}

fn in_lane(scene: &Scene, row: usize, lane: &Lane, x: f64, y: f64) -> Hit {
    let layout = scene.layout;
    let bar = layout.bar(row);
    let task = lane.task;
    if y < bar + layout.density.bar * 0.3 {
        // Prints and wakes are drawn above the bar and extend over its upper edge, where they win.
        if let Some(event) = scene.nearest(&lane.prints, x) {
            return Hit::Print(task, event);
        }
        if let Some(event) = scene.nearest(&lane.wakes, x) {
            return Hit::Wake(task, event);
        }
    }
    if y >= bar + layout.density.bar {
        let track = (0..lane.tracks.len()).rev().find(|track| y >= layout.slim(row, *track) - 2.0);
        let bars = track.map_or(&[][..], |track| &lane.tracks[track].bars);
        return match at(scene, bars, |bar| (bar.start, bar.end), x) {
            Some(bar) => Hit::Bar(task, bar),
            None => Hit::Task(task),
        };
    }
    if let (Some(how), Some(last)) = (How::of(lane), lane.stretches.last()) {
        let mark = scene.x(last.end);
        let reach = if how == How::Circle { REACH } else { 13.0 };
        if (mark - 1.0..mark + reach).contains(&x) {
            return Hit::End(task);
        }
    }
    // A poll that takes no time is still some pixels wide, so it wins over what it covers.
    let polled = |stretch: &&Stretch| matches!(stretch.form, Form::Polled { .. });
    let near = scene.in_sight(&lane.stretches, |s| (s.start, s.end));
    let place = near.partition_point(|s| scene.x(s.end) < x - 2.0);
    let around = &near[place..(place + 3).min(near.len())];
    let reaches =
        |s: &&Stretch| scene.x(s.start) <= x && x <= scene.x(s.end).max(scene.x(s.start) + 2.0);
    let found = around.iter().filter(polled).find(reaches).or_else(|| around.iter().find(reaches));
    found.map_or(Hit::Task(task), |stretch| Hit::Stretch(task, *stretch))
}

fn in_host(scene: &Scene, x: f64, y: f64) -> Option<Hit> {
    let host = &scene.lanes.host;
    if let Some(row) = scene.layout.timer_at(y) {
        let bars = host.timers.get(row)?;
        return at(scene, bars, |bar| (bar.start, bar.end), x).map(Hit::Timer);
    }
    at(scene, &host.turns, |turn| (turn.start, turn.end), x).map(Hit::Turn)
}

/// The item of a sorted list at a pixel, with a tolerance of a few pixels.
fn at<T: Copy>(
    scene: &Scene,
    items: &[T],
    ends: impl Fn(&T) -> (Index, Index),
    x: f64,
) -> Option<T> {
    let place = items.partition_point(|item| scene.x(ends(item).1) < x - 3.0);
    let reaches = |item: &&T| scene.x(ends(item).0) <= x + 3.0;
    items[place..].iter().take(2).filter(reaches).last().copied()
}

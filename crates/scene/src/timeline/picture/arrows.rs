//! Wakes, drawn as arrows from the waker to the woken task.

use trace::{EventKind, TimerId, WokenBy};

use crate::timeline::lanes::ends::MIDDLE;
use crate::timeline::lanes::{Form, Index, Lane};
use crate::timeline::picture::colour;
use crate::timeline::scene::Scene;

/// More arrows than this at once cannot be told apart, so none are drawn.
const MOST: usize = 24;

/// How many events before a wake its timer's firing is searched for; it comes shortly before.
const FIRE_BEFORE: usize = 64;

/// A wake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrow {
    /// Where the arrow begins: at the waker.
    pub from: (f64, f64),
    /// Where the arrow points: at the woken task.
    pub to: (f64, f64),
    /// The colour of the woken task.
    pub colour: usize,
    /// Whether the wake is in effect at the playhead: the task has not been polled since.
    pub now: bool,
}

/// The wakes that are in effect at the playhead; besides them the wake under the pointer, or else those of
/// the task that is highlighted or selected.
pub fn arrows(scene: &Scene) -> Vec<Arrow> {
    let mut arrows: Vec<Arrow> = Vec::new();
    let mut wakes: Vec<Index> = Vec::new();
    let mut add = |event: Index, now: bool| {
        if let (false, Some(arrow)) = (wakes.contains(&event), arrow(scene, event, now)) {
            wakes.push(event);
            arrows.push(arrow);
        }
    };
    if let Some(last) = scene.position.checked_sub(1) {
        add(last as Index, true);
        for row in scene.layout.visible() {
            let stretch = scene.lane(row).and_then(|lane| lane.stretch_at(last as Index));
            if let Some(Form::Scheduled { cause }) = stretch.map(|stretch| stretch.form) {
                add(cause, true);
            }
        }
    }
    if let Some(event) = scene.pointed {
        add(event, false);
    } else if let Some(lane) =
        scene.hover.task.or(scene.chosen).and_then(|task| scene.lanes.lane(task))
    {
        for events in [&lane.wakes, &lane.gives] {
            let in_sight = scene.in_sight(events, |event| (*event, *event));
            for event in in_sight.iter().filter(|_| in_sight.len() <= MOST) {
                add(*event, false);
            }
        }
    }
    arrows
}

fn arrow(scene: &Scene, event: Index, now: bool) -> Option<Arrow> {
    let EventKind::Wake { task, by, .. } = scene.event(event)?.kind else { return None };
    let lane = scene.lanes.lane(task)?;
    let half = scene.layout.density.bar / 2.0;
    let x = scene.x(event);
    let to = (x, middle(scene, lane)?);
    let from = match by {
        WokenBy::Task(by) => {
            let waker = scene.lanes.lane(by)?;
            let y = middle(scene, waker)?;
            match waker.stretches.last().filter(|last| last.end <= event) {
                // The end of a task woke this one: the arrow begins at the mark of that end.
                Some(last) if waker.ended.is_some() => (scene.x(last.end) + MIDDLE, y),
                _ => (x, if y < to.1 { y + half } else { y - half }),
            }
        }
        WokenBy::Timer(timer) => {
            fired(scene, event, timer).unwrap_or((x, scene.layout.lanes_bottom() + 5.0))
        }
        WokenBy::Host => (x, scene.layout.lanes_bottom() + 5.0),
    };
    let in_sight = x >= scene.window.left && x <= scene.window.right;
    (in_sight && by != WokenBy::Task(task)).then_some(Arrow {
        from,
        to,
        colour: colour(Some(task)),
        now,
    })
}

/// The y coordinate of the middle of a lane's bar, clamped to the visible lanes.
fn middle(scene: &Scene, lane: &Lane) -> Option<f64> {
    let row = scene.lanes.row(lane.task)?;
    let y = scene.layout.bar(row) + scene.layout.density.bar / 2.0;
    Some(y.clamp(scene.layout.lanes_top() - 4.0, scene.layout.lanes_bottom() + 4.0))
}

/// The position of a timer's firing, which caused the wake.
fn fired(scene: &Scene, wake: Index, timer: TimerId) -> Option<(f64, f64)> {
    let before = (wake as usize).saturating_sub(FIRE_BEFORE)..wake as usize;
    let fires = |event: &usize| scene.scale.events()[*event].kind == EventKind::TimerFire { timer };
    let fire = before.rev().find(fires)? as Index;
    let rows = &scene.lanes.host.timers;
    let row =
        rows.iter().position(|row| row.binary_search_by_key(&fire, |timer| timer.end).is_ok());
    let y = row.map_or(scene.layout.lanes_bottom() + 5.0, |row| scene.layout.timer(row));
    Some((scene.x(fire), y))
}

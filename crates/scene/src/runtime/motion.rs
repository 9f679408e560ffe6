//! What has moved between two positions of a run: wakes, messages and permits that travel, tasks that
//! appeared and disappeared.

use playground::action::Speed;
use playground::snapshot::Mode;
use trace::{Event, EventKind, Op, OpPhase, State, TaskId, Trace, WakeHow, WokenBy};

use crate::runtime::layout::{Area, Layout, Placed, Spot};
use crate::runtime::names::Names;
use crate::runtime::places::{Chip, Places, WaitsFor};

/// The picture at one position of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// How many events have happened.
    pub position: usize,
    /// How many tasks have been spawned.
    pub tasks: usize,
    /// Which part of the picture each task is in.
    pub places: Places,
    /// The layout of these places.
    pub layout: Layout,
}

/// What travels along a wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// A wake.
    Wake,
    /// A waker that a task leaves with what will wake it.
    Waker,
    /// A message, a permit or a lock.
    Thing,
}

/// A line along which something travels because of one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wire {
    /// The index of the event.
    pub event: usize,
    /// What.
    pub moved: Moved,
    /// The task whose colour the line has.
    pub task: TaskId,
    /// The row of what wakes the task.
    pub waits_for: Option<WaitsFor>,
    /// Where the line begins.
    pub from: (f64, f64),
    /// Where the line ends.
    pub to: (f64, f64),
    /// Whether this is the latest event, whose line remains visible.
    pub stays: bool,
    /// Whether the event happened, or was undone, between the two positions.
    pub moves: bool,
    /// Whether the event was undone.
    pub back: bool,
}

/// A chip that moves to or from another place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// The chip at its place: the present one, or for a chip that is gone the former one.
    pub placed: Placed,
    /// The area that the chip comes from or goes to.
    pub other: Area,
}

/// What has moved between two positions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Motion {
    /// Whether the motion between the two positions is shown.
    pub moves: bool,
    /// The lines along which something travels.
    pub wires: Vec<Wire>,
    /// Chips that have appeared.
    pub come: Vec<Passage>,
    /// Chips that have disappeared.
    pub gone: Vec<Passage>,
    /// Chips that move from a row of waiting tasks to the ready queue, or back.
    pub turns: Vec<Passage>,
}

/// The most events between two positions for which motion is shown; a larger step is a jump.
const FAR: usize = 24;
/// The most lines at a time; more cannot be followed.
const MOST_WIRES: usize = 6;

/// Whether a chip at one position of the run is the same chip as one at another position.
pub fn same(one: &Placed, other: &Placed) -> bool {
    match (one.chip, other.chip) {
        (Chip::Task(one), Chip::Task(other)) => one == other,
        (Chip::Group { name: a, .. }, Chip::Group { name: b, .. }) => {
            a == b && one.spot == other.spot
        }
        _ => false,
    }
}

/// What has moved between `before` and `now`. `state` is the state at `now`; `before` has to be of the same
/// run.
pub fn motion(
    trace: &Trace,
    state: &State,
    names: &Names,
    before: Option<&Scene>,
    now: &Scene,
) -> Motion {
    let near = |before: &&Scene| before.position.abs_diff(now.position) <= FAR;
    let from = before.filter(near);
    let between = from.map_or(0..0, |before| {
        before.position.min(now.position)..before.position.max(now.position).min(trace.len())
    });
    let layouts = (from.map(|scene| &scene.layout), &now.layout);
    let finder = Finder { state, names, layouts, between: &trace.events()[between.clone()] };
    let mut motion = Motion { moves: from.is_some(), ..Motion::default() };
    let latest = now.position.checked_sub(1);
    let back = from.is_some_and(|before| before.position > now.position);
    let mut events: Vec<(usize, bool)> = between.map(|event| (event, back)).collect();
    let is_new = events.iter().any(|(event, back)| Some(*event) == latest && !back);
    if let (Some(latest), false) = (latest, is_new) {
        events.push((latest, false));
    }
    for (event, back) in events {
        let stays = Some(event) == latest;
        let Some((moved, task, waits_for, from, to)) = finder.way(trace, event) else { continue };
        let (from, to) = if back { (to, from) } else { (from, to) };
        let moves = back || !stays || is_new;
        motion.wires.push(Wire { event, moved, task, waits_for, from, to, stays, moves, back });
    }
    let first = motion.wires.len().saturating_sub(MOST_WIRES);
    motion.wires.drain(..first);
    if let Some(before) = from {
        let missing = |placed: &&Placed, from: &Layout| !from.chips.iter().any(|o| same(placed, o));
        let new = now.layout.chips.iter().filter(|placed| missing(placed, &before.layout));
        motion.come = new
            .filter_map(|placed| {
                let other = finder.origin(placed, before.tasks, &before.layout)?;
                Some(Passage { placed: *placed, other })
            })
            .collect();
        motion.turns = now
            .layout
            .chips
            .iter()
            .filter_map(|placed| {
                let was = before.layout.chips.iter().find(|was| same(was, placed))?;
                let turns = matches!(
                    (was.spot, placed.spot),
                    (Spot::WaitsFor(_), Spot::Ready) | (Spot::Ready, Spot::WaitsFor(_))
                );
                turns.then_some(Passage { placed: *placed, other: was.area })
            })
            .collect();
        let old = before.layout.chips.iter().filter(|placed| missing(placed, &now.layout));
        motion.gone = old
            .map(|placed| {
                let other = finder.origin(placed, now.tasks, &now.layout).unwrap_or(placed.area);
                Passage { placed: *placed, other }
            })
            .collect();
    }
    motion
}

struct Finder<'a> {
    state: &'a State,
    names: &'a Names,
    /// The layouts at the former position, if motion is shown, and at the present one.
    layouts: (Option<&'a Layout>, &'a Layout),
    /// The events between the two positions.
    between: &'a [Event],
}

type Way = (Moved, TaskId, Option<WaitsFor>, (f64, f64), (f64, f64));

impl Finder<'_> {
    /// What travels because of an event, with its task, its row, and where it begins and ends.
    fn way(&self, trace: &Trace, event: usize) -> Option<Way> {
        let (moved, task, waits_for, from, to) = match trace.events().get(event)?.kind {
            EventKind::Wake { how: WakeHow::Yield, .. } => return None,
            EventKind::Wake { task, by, resource, .. } => {
                let waits_for = match (resource, by) {
                    (Some(resource), _) => Some(WaitsFor::Resource(resource)),
                    (None, WokenBy::Timer(timer)) => {
                        let fired = self.state.fired.filter(|(id, _)| *id == timer)?;
                        Some(WaitsFor::Deadline(fired.1.deadline))
                    }
                    _ => None,
                };
                let from = match (waits_for.and_then(|waits_for| self.bell(waits_for)), by) {
                    (Some(bell), _) => bell,
                    (None, WokenBy::Task(by)) if by != task => self.task(by)?,
                    _ => return None,
                };
                (Moved::Wake, task, waits_for, from, self.task(task)?)
            }
            EventKind::TimerSet { task: Some(task), deadline, .. } => {
                let waits_for = WaitsFor::Deadline(deadline);
                (Moved::Waker, task, Some(waits_for), self.task(task)?, self.bell(waits_for)?)
            }
            EventKind::ResourceOp { resource, task: Some(task), op, phase } => {
                let waits_for = WaitsFor::Resource(resource);
                let (there, here) = (self.bell(waits_for)?, self.task(task)?);
                let (moved, from, to) = match (phase, op) {
                    (OpPhase::Waiting, _) => (Moved::Waker, here, there),
                    (OpPhase::Done, Op::Send | Op::Release | Op::Notify) => {
                        (Moved::Thing, here, there)
                    }
                    (OpPhase::Done, Op::Receive | Op::Acquire) => (Moved::Thing, there, here),
                    _ => return None,
                };
                (moved, task, Some(waits_for), from, to)
            }
            _ => return None,
        };
        Some((moved, task, waits_for, from, to))
    }

    fn layouts(&self) -> impl Iterator<Item = &Layout> {
        std::iter::once(self.layouts.1).chain(self.layouts.0)
    }

    /// The position of a row's bell, the symbol of a waker.
    fn bell(&self, waits_for: WaitsFor) -> Option<(f64, f64)> {
        let place = |layout: &Layout| {
            let row = layout.row(waits_for)?;
            Some((row.x + layout.label - 12.0, row.y + row.h / 2.0))
        };
        self.layouts().find_map(place)
    }

    fn task(&self, task: TaskId) -> Option<(f64, f64)> {
        let place = |layout: &Layout| self.chip(layout, task).map(|area| area.middle());
        self.layouts().find_map(place)
    }

    /// The area of a task's chip, or of a group that may contain the task: one in the ready queue if there is any.
    fn chip(&self, layout: &Layout, task: TaskId) -> Option<Area> {
        if let Some(placed) = layout.chip(task) {
            return Some(placed.area);
        }
        let name = self.names.group(task);
        let its =
            |placed: &&Placed| matches!(placed.chip, Chip::Group { name: n, .. } if n == name);
        layout
            .chips
            .iter()
            .filter(its)
            .min_by_key(|placed| placed.spot != Spot::Ready)
            .map(|p| p.area)
    }

    /// Where a chip comes from in `layout`, in which the first `tasks` tasks exist: a task that exists from its own
    /// place or its group's, a new one from the task that spawned it.
    fn origin(&self, placed: &Placed, tasks: usize, layout: &Layout) -> Option<Area> {
        let Chip::Task(task) = placed.chip else { return None };
        if task.index() < tasks {
            return self.chip(layout, task);
        }
        let parent = self.between.iter().find_map(|event| match event.kind {
            EventKind::TaskSpawn { task: spawned, parent, .. } if spawned == task => parent,
            _ => None,
        });
        self.chip(layout, parent?)
    }
}

/// How long a chip moves, in milliseconds; 0 for not at all.
pub fn duration(mode: Mode, speed: Speed) -> u32 {
    let long = match mode {
        Mode::Paused | Mode::LivePaused => 220.0,
        // In slow motion each event has a time of its own, and a chip arrives before the next event.
        Mode::Live if speed < Speed(0) => (32.0 / speed.factor()).min(240.0),
        Mode::Playing | Mode::Live => (200.0 / speed.factor()).min(240.0),
    };
    // So short a motion cannot be seen.
    if long < 40.0 { 0 } else { long as u32 }
}

#[cfg(test)]
mod tests {
    use super::duration;
    use playground::action::Speed;
    use playground::snapshot::Mode;

    #[test]
    fn motion_is_shorter_when_played_fast() {
        assert_eq!(duration(Mode::Playing, Speed(0)), 200);
        assert_eq!(duration(Mode::Playing, Speed(2)), 50);
        assert_eq!(duration(Mode::Playing, Speed(3)), 0);
        assert_eq!(duration(Mode::Playing, Speed(-5)), 240);
        assert_eq!(duration(Mode::Paused, Speed(5)), 220);
        assert_eq!(duration(Mode::Live, Speed(0)), 200);
        assert_eq!(duration(Mode::Live, Speed(-2)), 128);
        assert_eq!(duration(Mode::Live, Speed(-3)), 240);
    }
}

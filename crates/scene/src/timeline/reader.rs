//! What the reader does with lanes and stretches of time: move the focus, fold, select, search.

use playground::action::{Action, Hover, Range};
use trace::{EventKind, ResourceId, TaskId};

use crate::timeline::chips::is_on_chip;
use crate::timeline::comparison::Role;
use crate::timeline::lanes::{Index, Row};
use crate::timeline::layout::AXIS;
use crate::timeline::model::Model;
use crate::timeline::picture::overview::{Grip, Strip};
use crate::timeline::pointer::Hold;
use crate::timeline::search::task_of;

/// How near to an end of the selection a button has to be to take hold of it, in pixels.
const NEAR: f64 = 6.0;

/// How near a finger has to be, which covers what it takes hold of.
const NEAR_FINGER: f64 = 18.0;

/// The fraction of the width that is kept free on either side of what is shown.
const MARGIN: f64 = 0.1;

/// The lane that has the keyboard's focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// A task's lane.
    Task(TaskId),
    /// A resource's lane.
    Resource(ResourceId),
}

impl Model {
    /// The row of a lane.
    pub(crate) fn row_of(&self, stands: Stands) -> Option<usize> {
        match stands {
            Stands::Task(task) => self.lanes.row(task),
            Stands::Resource(resource) => self.lanes.row_of_resource(resource),
        }
    }

    fn stands_in(&self, row: usize) -> Option<Stands> {
        Some(match self.lanes.order.get(row)? {
            Row::Task(lane) => Stands::Task(self.lanes.lanes.get(*lane as usize)?.task),
            Row::Resource(place) => {
                Stands::Resource(self.lanes.resources.get(*place as usize)?.resource)
            }
        })
    }

    /// Moves the focus down by a number of lanes; without a focus, to the first visible lane. Returns the action that
    /// highlights the lane's task in all views.
    pub fn go(&mut self, by: isize) -> Option<Action> {
        let last = self.layout.rows().checked_sub(1)?;
        let row = match self.stands.and_then(|stands| self.row_of(stands)) {
            Some(row) => row.saturating_add_signed(by).min(last),
            None => self.layout.visible().start,
        };
        self.stands = self.stands_in(row);
        self.layout.scroll_into_sight(row);
        Some(self.light())
    }

    /// Moves the focus by as many lanes as are visible, a number of times.
    pub fn go_pages(&mut self, pages: isize) -> Option<Action> {
        let lanes = self.layout.visible().len().saturating_sub(1).max(1) as isize;
        self.go(pages * lanes)
    }

    /// Removes the focus, because the pointer is used.
    pub fn leave(&mut self) {
        self.stands = None;
    }

    fn light(&mut self) -> Action {
        let task = match self.stands {
            Some(Stands::Task(task)) => Some(task),
            Some(Stands::Resource(_)) | None => None,
        };
        // The pointer or the next key replaces this highlight.
        self.hovered = Hover { site: None, task };
        Action::Hover(self.hovered)
    }

    /// Folds the lane that has the focus or, if it cannot be folded, moves the focus to its parent; or unfolds it or,
    /// if it is not folded, moves the focus to its first child.
    pub fn fold_here(&mut self, folds: bool) -> Option<Action> {
        let Some(Stands::Task(task)) = self.stands else { return self.go(0) };
        if self.fold(task, folds) {
            return None;
        }
        if !folds {
            let has_children = self.lanes.lane(task)?.has_children;
            return if has_children { self.go(1) } else { None };
        }
        self.stands = self.lanes.lane(task)?.parent.map(Stands::Task).or(self.stands);
        self.go(0)
    }

    fn fold(&mut self, task: TaskId, folds: bool) -> bool {
        let changed = {
            let trace = self.snapshot.trace.borrow();
            self.lanes.fold(task, folds, trace.events())
        };
        if changed {
            self.layout.arrange(&self.lanes);
        }
        changed
    }

    /// A name was pressed, which selects its task. A press on the chip of a lane with children folds or unfolds the
    /// lane instead.
    pub(crate) fn tap(&mut self, x: f64, y: f64) -> Option<Action> {
        let Stands::Task(task) = self.stands_in(self.layout.row_at(y)?)? else { return None };
        let lane = self.lanes.lane(task)?;
        if lane.has_children && is_on_chip(lane, self.layout.labels, x) {
            self.fold(task, !self.lanes.is_folded(task));
            return None;
        }
        self.choose(task)
    }

    /// Selects the task whose lane has the focus, or deselects it.
    pub fn choose_here(&self) -> Option<Action> {
        match self.stands? {
            Stands::Task(task) => self.choose(task),
            Stands::Resource(_) => None,
        }
    }

    /// Only tasks of the program that is shown can be selected, not those of the run beside it.
    fn choose(&self, task: TaskId) -> Option<Action> {
        let chosen = Some(task).filter(|_| self.snapshot.selected != Some(task));
        (self.role != Role::Beside).then_some(Action::SelectTask(chosen))
    }

    /// What a press on the axis, or one that selects, takes hold of.
    pub(crate) fn hold_on_axis(&self, x: f64, y: f64, is_finger: bool) -> Hold {
        let (playhead, selected) = self.with(|scene| (scene.playhead, scene.selected()));
        let reach = if is_finger { NEAR_FINGER } else { NEAR };
        let near = |edge: f64| (edge - x).abs() <= reach;
        match selected {
            Some((from, to)) if near(from) => Hold::Range(to),
            Some((from, to)) if near(to) => Hold::Range(from),
            _ if is_finger => Hold::Ruler,
            // The playhead's handle.
            _ if y < AXIS / 2.0 && (playhead - x).abs() <= NEAR + 2.0 => Hold::Playhead,
            _ => Hold::Range(x),
        }
    }

    /// Selects what lies between two x coordinates.
    pub(crate) fn select(&self, from: f64, to: f64) -> Action {
        let window = self.window();
        let trace = self.snapshot.trace.borrow();
        let scale = self.scale(trace.events());
        let time = |x: f64| scale.time(window.unit(x.clamp(window.left, window.right)));
        let (from, to) = (time(from.min(to)), time(from.max(to)));
        Action::Range(Some(Range { from, to }))
    }

    /// Moves the beginning or the end of the selection to the playhead.
    pub fn select_from_here(&self, begins: bool) -> Action {
        let now = self.snapshot.now;
        let whole = Range { from: 0, to: self.snapshot.duration() };
        let Range { from, to } = self.snapshot.range.unwrap_or(whole);
        let range = match begins {
            true if now <= to => Range { from: now, to },
            true => Range { from: now, to: whole.to },
            false if now >= from => Range { from, to: now },
            false => Range { from: 0, to: now },
        };
        Action::Range(Some(range))
    }

    /// Zooms to the selection, or to the whole axis if nothing is selected.
    pub fn focus(&mut self) {
        let Some(range) = self.snapshot.range else { return self.fit() };
        let (from, to) = {
            let trace = self.snapshot.trace.borrow();
            self.scale(trace.events()).of_range(range)
        };
        let margin = ((to - from) * MARGIN).max(self.least() / 2.0);
        self.show_part((from - margin, to + margin));
    }

    /// Shows a part of the axis.
    pub fn show_part(&mut self, part: (f64, f64)) {
        let (window, extent, least) = (self.window(), self.extent(), self.least());
        self.zoom.show_part(&window, extent, part, least);
    }

    /// The overview strip, which shows the whole axis.
    pub fn strip(&self) -> Strip {
        Strip::new(&self.window(), self.extent(), self.is_fit())
    }

    /// A press on the overview strip. Returns what the press takes hold of.
    pub fn press_strip(&mut self, x: f64) -> Grip {
        let strip = self.strip();
        let (grip, part) = strip.press(x);
        if part != strip.part {
            self.show_part(part);
        }
        grip
    }

    /// Moves what is held in the overview strip by this many pixels.
    pub fn drag_strip(&mut self, grip: Grip, by: f64) {
        let part = self.strip().drag(grip, by);
        self.show_part(part);
    }

    /// Searches for a text.
    pub fn search_for(&mut self, text: &str) {
        let trace = self.snapshot.trace.borrow();
        self.search.find(&trace, self.snapshot.trace.len(), text);
    }

    /// Goes to the next or previous hit and brings it into sight.
    pub fn next_hit(&mut self, forward: bool) -> Option<Action> {
        let hit = self.search.step(forward, self.snapshot.position())?;
        self.reveal(hit);
        Some(Action::Seek(hit as usize + 1))
    }

    /// Makes an event visible: unfolds and scrolls to its lane, and moves its place on the axis into view.
    fn reveal(&mut self, event: Index) {
        let found = self.snapshot.trace.borrow().events().get(event as usize).copied();
        let Some(found) = found else { return };
        let stands = match found.kind {
            EventKind::ResourceNew { resource, .. } => Some(Stands::Resource(resource)),
            _ => task_of(&found).map(Stands::Task),
        };
        if let Some(Stands::Task(task)) = stands {
            let unfolded = {
                let trace = self.snapshot.trace.borrow();
                self.lanes.unfold_to(task, trace.events())
            };
            if unfolded {
                self.layout.arrange(&self.lanes);
            }
        }
        self.stands = stands.or(self.stands);
        if let Some(row) = stands.and_then(|stands| self.row_of(stands)) {
            self.layout.scroll_into_sight(row);
        }
        let window = self.window();
        let x = self.with(|scene| scene.x(event));
        let margin = (window.right - window.left) * MARGIN;
        if !(window.left + margin..=window.right - margin).contains(&x) {
            let middle = (window.left + window.right) / 2.0;
            self.pan(middle - x, 0.0);
        }
    }
}

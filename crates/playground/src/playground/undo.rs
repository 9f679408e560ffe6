//! The reader's settings of a run (knobs, workers, seed), and undoing changes of them.

use std::rc::Rc;

use super::Playground;
use crate::action::Action;

/// The reader's settings of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Setting {
    knobs: Vec<i64>,
    workers: Option<u16>,
    seed: u64,
}

/// The settings before each change, and those that were undone.
#[derive(Debug, Default)]
pub(super) struct History {
    past: Vec<Setting>,
    future: Vec<Setting>,
    /// The knob that is being dragged: all values on its way are one change.
    dragged: Option<usize>,
}

/// The most changes that are remembered.
const MOST: usize = 100;

impl Playground {
    /// Ends the dragging of a knob, so that the next change is one of its own.
    pub fn settle(&mut self) {
        self.history.dragged = None;
    }

    /// Changes a setting, or undoes or redoes a change, and runs the program again.
    pub(super) fn change(&mut self, action: Action) {
        let before = self.setting();
        let dragged = match action {
            Action::Knob(index, _) => Some(index),
            _ => None,
        };
        match action {
            Action::Knob(index, value) => {
                let knobs = Rc::clone(&self.variant().listing.knobs);
                if let (Some(knob), Some(now)) = (knobs.get(index), self.knobs.get_mut(index)) {
                    *now = knob.nearest(value);
                }
            }
            Action::ResetKnobs => self.knobs = self.variant().listing.defaults(),
            Action::Workers(workers) => self.workers = workers,
            Action::AnotherSeed => self.seed = self.seed.wrapping_add(1),
            Action::Undo => {
                return self.take_back(|history| (&mut history.past, &mut history.future));
            }
            Action::Redo => {
                return self.take_back(|history| (&mut history.future, &mut history.past));
            }
            _ => return,
        }
        if before != self.setting() {
            if dragged.is_none() || dragged != self.history.dragged {
                self.history.past.push(before);
                let over = self.history.past.len().saturating_sub(MOST);
                self.history.past.drain(..over);
            }
            self.history.dragged = dragged;
            self.history.future.clear();
        }
        self.forget_miss();
        // The program is run even if no setting has changed, because that ends a live run.
        self.rerun();
    }

    fn take_back(&mut self, which: fn(&mut History) -> (&mut Vec<Setting>, &mut Vec<Setting>)) {
        let now = self.setting();
        let (from, to) = which(&mut self.history);
        let Some(set) = from.pop() else { return };
        to.push(now);
        self.history.dragged = None;
        Setting { knobs: self.knobs, workers: self.workers, seed: self.seed } = set;
        self.forget_miss();
        self.rerun();
    }

    fn setting(&self) -> Setting {
        Setting { knobs: self.knobs.clone(), workers: self.workers, seed: self.seed }
    }
}

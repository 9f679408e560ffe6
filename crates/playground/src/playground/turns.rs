//! What the reader sets in a run: its knobs, workers and seed; and back again.

use std::rc::Rc;

use super::Playground;
use crate::action::Action;
use crate::route::Route;

/// What decides how a run goes, as far as a reader sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Set {
    knobs: Vec<i64>,
    workers: Option<u16>,
    seed: u64,
}

/// What was set before, and what was taken back.
#[derive(Debug, Default)]
pub(super) struct Turns {
    past: Vec<Set>,
    future: Vec<Set>,
    /// The knob that is being dragged: all of its way is one turn.
    dragged: Option<usize>,
}

/// More than this nobody takes back one by one.
const MOST: usize = 100;

impl Playground {
    /// What is dragged has been let go, as far as can be told: the next turn is one of its own.
    pub fn settle(&mut self) {
        self.turns.dragged = None;
    }

    /// Turns a knob, chooses workers or a seed, or takes that back; and runs the program again.
    pub(super) fn turn(&mut self, action: Action) {
        let before = self.set();
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
            Action::ResetKnobs => {
                self.knobs = Route::to(Rc::clone(&self.exhibit), self.variant).knobs
            }
            Action::Workers(workers) => self.workers = workers,
            Action::AnotherSeed => self.seed = self.seed.wrapping_add(1),
            Action::Undo => return self.take_back(|turns| (&mut turns.past, &mut turns.future)),
            Action::Redo => return self.take_back(|turns| (&mut turns.future, &mut turns.past)),
            _ => return,
        }
        if before != self.set() {
            if dragged.is_none() || dragged != self.turns.dragged {
                self.turns.past.push(before);
                let over = self.turns.past.len().saturating_sub(MOST);
                self.turns.past.drain(..over);
            }
            self.turns.dragged = dragged;
            self.turns.future.clear();
        }
        self.forget_miss();
        // A live run gives way even to a knob that was put where it is.
        self.rerun();
    }

    fn take_back(&mut self, which: fn(&mut Turns) -> (&mut Vec<Set>, &mut Vec<Set>)) {
        let now = self.set();
        let (from, to) = which(&mut self.turns);
        let Some(set) = from.pop() else { return };
        to.push(now);
        self.turns.dragged = None;
        Set { knobs: self.knobs, workers: self.workers, seed: self.seed } = set;
        self.forget_miss();
        self.rerun();
    }

    fn set(&self) -> Set {
        Set { knobs: self.knobs.clone(), workers: self.workers, seed: self.seed }
    }
}

//! The cooperative budget of the poll that is under way.

use std::cell::Cell;

/// What tokio gives a task for each poll (`tokio::task::coop`).
pub(crate) const BUDGET: u8 = 128;

/// A budget that is never spent.
pub(crate) const UNCONSTRAINED: u8 = u8::MAX;

/// How many operations the task may still do in this poll.
#[derive(Debug)]
pub(crate) struct Budget(Cell<u8>);

impl Default for Budget {
    fn default() -> Self {
        Self(Cell::new(BUDGET))
    }
}

impl Budget {
    pub(crate) fn left(&self) -> u8 {
        self.0.get()
    }

    pub(crate) fn set(&self, left: u8) {
        self.0.set(left);
    }

    /// A full budget; what was left of the one before.
    pub(crate) fn refill(&self) -> u8 {
        self.0.replace(BUDGET)
    }

    /// Takes a unit; false if none is left.
    pub(crate) fn take(&self) -> bool {
        let left = self.0.get();
        if left != UNCONSTRAINED {
            self.0.set(left.saturating_sub(1));
        }
        left > 0
    }

    pub(crate) fn give_back(&self) {
        let left = self.0.get();
        if left != UNCONSTRAINED {
            self.0.set(left + 1);
        }
    }
}

//! The cooperative budget: as in tokio, a poll may complete 128 operations of the runtime's own
//! resources; after that each of them is pending, and the task is polled again after the others.

use std::task::{Context, Poll, Waker};

use crate::current;

/// What tokio gives a task for each poll (`tokio::task::coop`).
pub(crate) const BUDGET: u8 = 128;

/// A budget that is never spent.
pub(crate) const UNCONSTRAINED: u8 = u8::MAX;

/// Gives the unit of budget back unless progress was made with it.
#[derive(Debug)]
#[must_use]
pub struct Restore {
    made_progress: bool,
}

impl Restore {
    /// Takes a unit of the budget; pending, and deferred, if none is left.
    pub fn poll_proceed(cx: &mut Context<'_>) -> Poll<Restore> {
        match current::with(|core| core.take_budget()) {
            Some(false) => {
                defer(cx.waker());
                Poll::Pending
            }
            // Outside a run nothing is budgeted.
            Some(true) => Poll::Ready(Restore { made_progress: false }),
            None => Poll::Ready(Restore { made_progress: true }),
        }
    }

    /// The operation completed: the unit is spent.
    pub fn made_progress(mut self) {
        self.made_progress = true;
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        if !self.made_progress {
            current::with(|core| core.give_budget_back());
        }
    }
}

/// Has the task of this waker polled again after all others that are ready: what `yield_now` does.
pub fn defer(waker: &Waker) {
    if current::with(|core| core.defer(waker)).is_none() {
        waker.wake_by_ref();
    }
}

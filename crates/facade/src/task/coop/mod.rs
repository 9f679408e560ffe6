//! `tokio::task::coop`: the budget of a poll.

mod cooperative;
mod unconstrained;

pub use cooperative::{Coop, cooperative};
pub use unconstrained::{Unconstrained, unconstrained};

use std::cell::Cell;
use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use engine::{Restore, context};

/// Whether the poll under way has budget left. See `tokio::task::coop::has_budget_remaining`.
pub fn has_budget_remaining() -> bool {
    context::budget_left() > 0
}

/// Takes a unit of the budget; pending if none is left. See `tokio::task::coop::poll_proceed`.
pub fn poll_proceed(cx: &mut Context<'_>) -> Poll<RestoreOnPending> {
    Restore::poll_proceed(cx).map(|restore| RestoreOnPending(Cell::new(Some(restore))))
}

/// Gives the unit of budget back unless progress was made with it.
#[must_use]
pub struct RestoreOnPending(Cell<Option<Restore>>);

impl RestoreOnPending {
    /// The operation completed: the unit is spent.
    pub fn made_progress(&self) {
        if let Some(restore) = self.0.take() {
            restore.made_progress();
        }
    }
}

impl fmt::Debug for RestoreOnPending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestoreOnPending").finish_non_exhaustive()
    }
}

/// Spends a unit of the budget; lets others have a turn if none is left. See
/// `tokio::task::coop::consume_budget`.
pub async fn consume_budget() {
    poll_fn(|cx| {
        ready!(poll_proceed(cx)).made_progress();
        Poll::Ready(())
    })
    .await;
}

/// Runs `body` without a bound on its budget, and gives back what was left before.
pub(crate) fn without_bound<R>(body: impl FnOnce() -> R) -> R {
    struct Left(u8);

    impl Drop for Left {
        fn drop(&mut self) {
            context::set_budget(self.0);
        }
    }

    let _left = Left(context::lift_budget());
    body()
}

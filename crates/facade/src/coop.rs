//! The parts of `tokio::task::coop` that this crate needs itself.

use engine::context;

/// Whether the poll under way has budget left.
pub(crate) fn has_budget() -> bool {
    context::budget_left() > 0
}

/// Runs `body` with a full budget, and gives back what was left before.
pub(crate) fn with_full_budget<R>(body: impl FnOnce() -> R) -> R {
    let left = context::refill_budget();
    let result = body();
    context::set_budget(left);
    result
}

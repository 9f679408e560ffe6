//! Waiting outside of async code.

use std::future::Future;

use engine::context;

/// Drives a future to its end where code may block: what `blocking_recv` and its kin do.
///
/// # Panics
/// In async code, as tokio does.
#[track_caller]
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    assert!(
        context::may_block(),
        "Cannot block the current thread from within a runtime. This happens because a function \
         attempted to block the current thread while the thread is being used to drive asynchronous \
         tasks."
    );
    context::block_on(future)
}

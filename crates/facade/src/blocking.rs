//! Waiting outside of async code.

use std::future::Future;

use engine::{Panicking, Parked, context};

/// Drives a future to its end where code may block: what `blocking_recv` and its kin do.
///
/// # Panics
/// In async code, as tokio does.
#[track_caller]
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    assert!(context::may_block(), "{FROM_WITHIN}");
    context::park(future)
}

/// [`block_on`] where the poll can be left in the middle.
pub(crate) async fn wait<F: Future>(future: F) -> F::Output {
    if !context::may_block() {
        match Panicking::new(None, Box::new(FROM_WITHIN)).await {}
    }
    park(future).await
}

/// Drives a future to its end with the thread, wherever that is.
pub(crate) async fn park<F: Future>(future: F) -> F::Output {
    // Boxed, since it is no await of the program's text: its future need not be the larger for it.
    Parked::new(Box::pin(future)).await
}

const FROM_WITHIN: &str = "Cannot block the current thread from within a runtime. This happens \
                           because a function attempted to block the current thread while the \
                           thread is being used to drive asynchronous tasks.";

//! Code that blocks.

use std::future::{Future, poll_fn};
use std::pin::pin;

use engine::{Panicking, context};

use super::JoinHandle;
use crate::runtime::{Handle, RuntimeFlavor};

/// Runs a closure that may block where blocking does no harm. See `tokio::task::spawn_blocking`.
///
/// # Panics
/// Outside a runtime.
#[track_caller]
pub fn spawn_blocking<F, R>(body: F) -> JoinHandle<R>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    Handle::current().spawn_blocking(body)
}

/// [`spawn_blocking`] of a closure that was made async.
#[doc(hidden)]
#[track_caller]
pub fn __spawn_blocking<F, R>(body: F) -> JoinHandle<R::Output>
where
    F: FnOnce() -> R + 'static,
    R: Future + 'static,
    R::Output: 'static,
{
    Handle::current().__spawn_blocking(body)
}

/// Runs a closure that may block, here and now. See `tokio::task::block_in_place`.
///
/// # Panics
/// On the current-thread scheduler.
pub fn block_in_place<F, R>(body: F) -> R
where
    F: FnOnce() -> R,
{
    assert!(may_block_in_place(), "{ONE_THREAD}");
    context::allow_blocking(body)
}

/// [`block_in_place`] of a closure that was made async.
#[doc(hidden)]
pub async fn __block_in_place<F: Future>(body: F) -> F::Output {
    if !may_block_in_place() {
        match Panicking::new(None, Box::new(ONE_THREAD)).await {}
    }
    let mut body = pin!(body);
    context::leave_worker();
    poll_fn(|cx| context::allow_blocking(|| context::polling::<F, _>(|| body.as_mut().poll(cx))))
        .await
}

/// Where nothing else needs the thread it may be blocked as it is. A runtime of several workers is left to them
/// even where the host has one thread for all.
fn may_block_in_place() -> bool {
    let flavor = Handle::try_current().map(|handle| handle.runtime_flavor());
    context::may_block() || matches!(flavor, Ok(RuntimeFlavor::MultiThread))
}

const ONE_THREAD: &str = "can call blocking only when running on the multi-threaded runtime";

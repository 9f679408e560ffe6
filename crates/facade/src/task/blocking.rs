//! Code that blocks.

use engine::context;

use super::JoinHandle;
use crate::runtime::Handle;

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

/// Runs a closure that may block, here and now. See `tokio::task::block_in_place`.
pub fn block_in_place<F, R>(body: F) -> R
where
    F: FnOnce() -> R,
{
    context::allow_blocking(body)
}

//! `tokio::runtime`.
//!
//! However many runtimes a program makes, the engine runs the tasks of all of them. What a runtime is
//! here: the context that `Handle::current` finds, and the tasks that end with it.

mod builder;
mod driven;
mod handle;
mod local;
mod metrics;
mod owned;
pub(crate) mod place;
mod within;

pub use builder::Builder;
pub use handle::{Handle, Id};
pub use local::{LocalOptions, LocalRuntime};
pub use metrics::RuntimeMetrics;
pub use owned::Runtime;
pub use place::{EnterGuard, TryCurrentError};
pub(crate) use place::{Outside, outside};
pub(crate) use within::Within;

use engine::context;

/// How a runtime executes. See `tokio::runtime::RuntimeFlavor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RuntimeFlavor {
    /// On the thread that calls `block_on`.
    CurrentThread,
    /// On several threads.
    MultiThread,
}

/// Which worker of its runtime executes. See `tokio::runtime::worker_index`.
pub fn worker_index() -> Option<usize> {
    let handle = Handle::try_current().ok()?;
    let several = match handle.is_program() {
        true => context::wants_workers(),
        false => matches!(handle.runtime_flavor(), RuntimeFlavor::MultiThread),
    };
    context::worker_index(several)
}

const FROM_WITHIN: &str = "Cannot start a runtime from within a runtime. This happens because a \
                           function (like `block_on`) attempted to block the current thread while \
                           the thread is being used to drive asynchronous tasks. If you are in an \
                           async function, use `.await` on the future instead of blocking on it.";

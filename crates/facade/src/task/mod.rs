//! `tokio::task`.

mod abort;
mod blocking;
pub mod coop;
mod error;
mod id;
mod join;
pub mod join_set;
mod local;
mod local_key;
mod ready_set;
mod yield_now;

pub use abort::AbortHandle;
#[doc(hidden)]
pub use blocking::{__block_in_place, __spawn_blocking};
pub use blocking::{block_in_place, spawn_blocking};
pub use coop::{Unconstrained, consume_budget, unconstrained};
pub use error::JoinError;
pub use id::{Id, id, try_id};
pub use join::JoinHandle;
pub use join_set::JoinSet;
pub use local::{LocalEnterGuard, LocalSet, spawn_local};
pub use local_key::LocalKey;
pub use yield_now::yield_now;

use std::future::Future;

use crate::runtime::Handle;

/// Spawns a task. See `tokio::spawn`.
///
/// # Panics
/// Outside a runtime.
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    Handle::current().spawn(future)
}

/// Futures of this module.
pub mod futures {
    pub use super::local_key::TaskLocalFuture;
}

//! `tokio::sync`: the real types, recorded.

pub mod mpsc;
mod mutex;
mod notify;
pub mod oneshot;

pub use mutex::{Mutex, MutexGuard, OwnedMutexGuard};
pub use notify::{Notify, futures};
pub use real_tokio::sync::TryLockError;

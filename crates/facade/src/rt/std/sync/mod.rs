//! `std::sync`: the parts that block do so on a simulated thread, and the trace shows them.
//!
//! A method that blocks has an async twin for where the poll can be left in the middle (`__lock` for `lock`).
//! Twins are boxed, so that the program's futures do not grow by awaits that its text does not have.

mod barrier;
mod condvar;
pub mod mpsc;
mod mutex;
mod rwlock;
mod waiting;

pub use ::std::sync::*;
pub use barrier::{Barrier, BarrierWaitResult};
pub use condvar::{Condvar, WaitTimeoutResult};
pub use mutex::{Mutex, MutexGuard};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
pub(super) use waiting::at_most;

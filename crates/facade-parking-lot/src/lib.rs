//! What programs see as the crate `parking_lot`: locks that block a simulated thread, as the facade's
//! `std::sync` has them, without poison.
//!
//! What blocks has a twin where the poll can be left in the middle (`__lock` of `lock`).

mod condvar;
mod mutex;
mod rwlock;

pub use condvar::{Condvar, WaitTimeoutResult};
pub use mutex::{Mutex, MutexGuard, const_mutex};
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard, const_rwlock};
/// A mutex that is given to who waits longest, as every mutex here is. See `parking_lot::FairMutex`.
pub type FairMutex<T> = Mutex<T>;
/// Its guard.
pub type FairMutexGuard<'a, T> = MutexGuard<'a, T>;

use std::sync::PoisonError;

/// What std would call poisoned is not.
fn whole<T>(result: Result<T, PoisonError<T>>) -> T {
    result.unwrap_or_else(PoisonError::into_inner)
}

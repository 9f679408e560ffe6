//! `tokio::sync`: the real types, recorded.

mod barrier;
mod borrows;
pub mod broadcast;
mod held;
mod late;
mod mapped_write_guard;
pub mod mpsc;
mod mutex;
mod mutex_guard;
mod notify;
mod once_cell;
pub mod oneshot;
mod permit;
mod read_guard;
mod rwlock;
mod semaphore;
mod set_once;
mod signal;
pub mod watch;
mod write_guard;

pub use barrier::{Barrier, BarrierWaitResult};
pub use mapped_write_guard::{OwnedRwLockMappedWriteGuard, RwLockMappedWriteGuard};
pub use mutex::Mutex;
pub use mutex_guard::{MappedMutexGuard, MutexGuard, OwnedMappedMutexGuard, OwnedMutexGuard};
pub use notify::{Notify, futures};
pub use once_cell::OnceCell;
pub use permit::{OwnedSemaphorePermit, SemaphorePermit};
pub use read_guard::{OwnedRwLockReadGuard, RwLockReadGuard};
pub use real_tokio::sync::{AcquireError, SetError, SetOnceError, TryAcquireError, TryLockError};
pub use rwlock::RwLock;
pub use semaphore::Semaphore;
pub use set_once::SetOnce;
pub use write_guard::{OwnedRwLockWriteGuard, RwLockWriteGuard};

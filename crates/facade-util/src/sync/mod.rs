//! `tokio_util::sync`.

mod drop_guard;
mod poll_semaphore;
mod token;

pub use drop_guard::{DropGuard, DropGuardRef};
pub use poll_semaphore::PollSemaphore;
pub use real_util::sync::ReusableBoxFuture;
pub use token::{CancellationToken, WaitForCancellationFuture, WaitForCancellationFutureOwned};

//! `tokio_util::sync`.

mod drop_guard;
mod poll_semaphore;
mod poll_sender;
mod token;

pub use drop_guard::{DropGuard, DropGuardRef};
pub use poll_semaphore::PollSemaphore;
pub use poll_sender::{PollSendError, PollSender};
pub use real_util::sync::ReusableBoxFuture;
pub use token::{CancellationToken, WaitForCancellationFuture, WaitForCancellationFutureOwned};

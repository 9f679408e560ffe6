//! `std::thread::JoinHandle`.

use ::std::fmt;
use ::std::future::poll_fn;
use ::std::thread::Result;

use engine::{Join, JoinFailure, Outcome, Parked, context};

use super::Thread;

/// Joins a thread. See `std::thread::JoinHandle`.
pub struct JoinHandle<T> {
    join: Join<T>,
    thread: Thread,
}

impl<T> JoinHandle<T> {
    pub(super) fn new(join: Join<T>, thread: Thread) -> Self {
        Self { join, thread }
    }

    /// Waits for the end of the thread and returns its result.
    ///
    /// # Errors
    /// The payload of the thread's panic.
    pub fn join(self) -> Result<T> {
        result(context::park(poll_fn(|cx| self.join.poll(cx))))
    }

    /// [`JoinHandle::join`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub async fn __join(self) -> Result<T> {
        result(Parked::new(poll_fn(|cx| self.join.poll(cx))).await)
    }

    /// Whether the thread is over.
    pub fn is_finished(&self) -> bool {
        self.join.is_finished()
    }

    /// The thread.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }
}

fn result<T>(outcome: Outcome<T>) -> Result<T> {
    outcome.map_err(|failure| match failure {
        JoinFailure::Panicked(payload) => payload,
        JoinFailure::Cancelled => Box::new("the thread was ended with its run"),
    })
}

// As std prints a handle.
impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}

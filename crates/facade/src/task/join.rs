//! `tokio::task::JoinHandle`.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use engine::{Join, Restore};

use super::{AbortHandle, Id, JoinError};

/// Owns the permission to join a task. See `tokio::task::JoinHandle`.
pub struct JoinHandle<T> {
    pub(crate) join: Join<T>,
}

impl<T> JoinHandle<T> {
    /// Cancels the task instead of its next poll.
    pub fn abort(&self) {
        self.join.abort();
    }

    /// Whether the task is over.
    pub fn is_finished(&self) -> bool {
        self.join.is_finished()
    }

    /// A handle that can only abort.
    #[must_use = "abort handles do nothing unless `.abort` is called"]
    pub fn abort_handle(&self) -> AbortHandle {
        let (run, task) = self.join.abort_handle();
        AbortHandle { run, task, id: self.id() }
    }

    /// The task's id.
    pub fn id(&self) -> Id {
        Id(self.join.number())
    }

    /// Has `waker` woken when the task is over, at once if it is.
    pub(super) fn wake_when_over(&self, cx: &mut Context<'_>) {
        if self.join.is_finished() {
            cx.waker().wake_by_ref();
        } else {
            // It is not over, so there is no result to be lost.
            let _ = self.join.poll(cx);
        }
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let budget = ready!(Restore::poll_proceed(cx));
        let outcome = ready!(self.join.poll(cx));
        budget.made_progress();
        let id = self.id();
        Poll::Ready(outcome.map_err(|failure| JoinError::new(id, failure)))
    }
}

impl<T: fmt::Debug> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").field("id", &self.id()).finish()
    }
}

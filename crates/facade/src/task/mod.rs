//! `tokio::task`.

use std::any::Any;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use engine::{Join, JoinFailure, Restore, context};
use trace::{TaskId, TaskKind};

/// Spawns a task. See `tokio::spawn`.
///
/// # Panics
/// Outside a run.
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    JoinHandle { join: context::spawn(future, TaskKind::Task) }
}

/// Lets the other tasks that are ready have a turn first. See `tokio::task::yield_now`.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|cx| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context::defer(cx.waker());
        Poll::Pending
    })
    .await;
}

/// Owns the permission to join a task. See `tokio::task::JoinHandle`.
#[derive(Debug)]
pub struct JoinHandle<T> {
    join: Join<T>,
}

impl<T> JoinHandle<T> {
    /// Cancels the task at its next turn.
    pub fn abort(&self) {
        self.join.abort();
    }

    /// Whether the task is over.
    pub fn is_finished(&self) -> bool {
        self.join.is_finished()
    }

    /// A handle that can only abort.
    pub fn abort_handle(&self) -> AbortHandle {
        let (run, task) = self.join.abort_handle();
        AbortHandle { run, task, id: self.id() }
    }

    /// The task's id.
    pub fn id(&self) -> Id {
        Id(self.join.number())
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let budget = ready!(Restore::poll_proceed(cx));
        let outcome = ready!(self.join.poll(cx));
        budget.made_progress();
        let id = self.id();
        Poll::Ready(outcome.map_err(|failure| JoinError { id, failure }))
    }
}

/// Aborts a task. See `tokio::task::AbortHandle`.
#[derive(Clone, Debug)]
pub struct AbortHandle {
    run: u64,
    task: TaskId,
    id: Id,
}

impl AbortHandle {
    /// Cancels the task at its next turn.
    pub fn abort(&self) {
        context::abort(self.run, self.task);
    }

    /// The task's id.
    pub fn id(&self) -> Id {
        self.id
    }
}

/// A task's id, unique in its run: its number in the order of spawning, as in tokio.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id(u32);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.0)
    }
}

/// Why a task has no result. See `tokio::task::JoinError`.
pub struct JoinError {
    id: Id,
    failure: JoinFailure,
}

impl JoinError {
    /// It was aborted, or its runtime shut down.
    pub fn is_cancelled(&self) -> bool {
        self.failure == JoinFailure::Cancelled
    }

    /// It panicked.
    pub fn is_panic(&self) -> bool {
        !self.is_cancelled()
    }

    /// What it panicked with.
    ///
    /// # Panics
    /// If it was cancelled instead.
    pub fn into_panic(self) -> Box<dyn Any + Send + 'static> {
        match self.failure {
            JoinFailure::Panicked(message) => Box::new(message),
            JoinFailure::Cancelled => panic!("`JoinError` reason is not a panic."),
        }
    }

    /// The task's id.
    pub fn id(&self) -> Id {
        self.id
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            JoinFailure::Cancelled => write!(f, "task {} was cancelled", self.id),
            JoinFailure::Panicked(message) => {
                write!(f, "task {} panicked with message {message:?}", self.id)
            }
        }
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            JoinFailure::Cancelled => write!(f, "JoinError::Cancelled({:?})", self.id),
            JoinFailure::Panicked(message) => {
                write!(f, "JoinError::Panic({:?}, {message:?}, ...)", self.id)
            }
        }
    }
}

impl std::error::Error for JoinError {}

//! Handles that abort their task.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use facade::task::{AbortHandle, JoinError, JoinHandle};

/// Aborts its task when it is dropped. See `tokio_util::task::AbortOnDropHandle`.
#[derive(Debug)]
#[must_use = "Dropping the handle aborts the task immediately"]
pub struct AbortOnDropHandle<T> {
    /// None once it was detached.
    task: Option<JoinHandle<T>>,
}

const DETACHED: &str = "a handle is emptied only when it is detached";

impl<T> AbortOnDropHandle<T> {
    /// Takes a task.
    pub fn new(task: JoinHandle<T>) -> Self {
        Self { task: Some(task) }
    }

    /// Cancels the task at its next turn.
    pub fn abort(&self) {
        self.as_ref().abort();
    }

    /// Whether the task is over.
    pub fn is_finished(&self) -> bool {
        self.as_ref().is_finished()
    }

    /// A handle that can only abort.
    pub fn abort_handle(&self) -> AbortHandle {
        self.as_ref().abort_handle()
    }

    /// The task, which will not be aborted.
    pub fn detach(mut self) -> JoinHandle<T> {
        self.task.take().expect(DETACHED)
    }
}

impl<T> Future for AbortOnDropHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(self.task.as_mut().expect(DETACHED)).poll(cx)
    }
}

impl<T> AsRef<JoinHandle<T>> for AbortOnDropHandle<T> {
    fn as_ref(&self) -> &JoinHandle<T> {
        self.task.as_ref().expect(DETACHED)
    }
}

impl<T> Drop for AbortOnDropHandle<T> {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// Aborts a task when it is dropped. See `tokio_util::task::AbortOnDrop`.
#[derive(Debug)]
#[must_use = "Dropping the handle aborts the task immediately"]
pub struct AbortOnDrop {
    /// None once it was detached.
    task: Option<AbortHandle>,
}

impl AbortOnDrop {
    /// Takes the handle of a task.
    pub fn new(task: AbortHandle) -> Self {
        Self { task: Some(task) }
    }

    /// Cancels the task at its next turn.
    pub fn abort(&self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }

    /// Whether the task is over.
    pub fn is_finished(&self) -> bool {
        self.task.as_ref().is_none_or(AbortHandle::is_finished)
    }

    /// The handle; the task will not be aborted.
    pub fn detach(mut self) -> AbortHandle {
        self.task.take().expect(DETACHED)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.abort();
    }
}

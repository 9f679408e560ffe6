//! `tokio::task::AbortHandle`.

use std::fmt;

use engine::context;
use trace::TaskId;

use super::Id;

/// Aborts a task. See `tokio::task::AbortHandle`.
#[derive(Clone)]
pub struct AbortHandle {
    pub(super) run: u64,
    pub(super) task: TaskId,
    pub(super) id: Id,
}

impl AbortHandle {
    /// Cancels the task instead of its next poll.
    pub fn abort(&self) {
        context::abort(self.run, self.task);
    }

    /// Whether the task is over.
    pub fn is_finished(&self) -> bool {
        context::is_over(self.run, self.task)
    }

    /// The task's id.
    pub fn id(&self) -> Id {
        self.id
    }

    pub(crate) fn task(&self) -> TaskId {
        self.task
    }

    /// Cancels the task now: its runtime is dropped.
    pub(crate) fn cancel_now(&self) {
        context::cancel(self.run, self.task);
    }

    /// Blocks the thread until the task is over, if it can come to its end.
    pub(crate) fn wait(&self) {
        context::park_until(|| self.is_finished());
    }
}

impl fmt::Debug for AbortHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AbortHandle").field("id", &self.id).finish()
    }
}

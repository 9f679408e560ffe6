//! `tokio::runtime::RuntimeMetrics`.

use engine::context;

use super::Handle;

/// Figures of a runtime. See `tokio::runtime::RuntimeMetrics`.
#[derive(Clone, Debug)]
pub struct RuntimeMetrics {
    handle: Handle,
}

impl RuntimeMetrics {
    pub(super) fn new(handle: Handle) -> Self {
        Self { handle }
    }

    /// How many workers it was made with.
    pub fn num_workers(&self) -> usize {
        self.handle.workers()
    }

    /// How many of its tasks are not over.
    pub fn num_alive_tasks(&self) -> usize {
        self.handle.alive()
    }

    /// How many tasks are ready; there is one queue for all runtimes.
    pub fn global_queue_depth(&self) -> usize {
        context::tasks_queued()
    }
}

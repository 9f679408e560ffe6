//! `tokio::runtime::RuntimeMetrics`.

use std::time::Duration;

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

    /// How long a worker was busy: not at all, since computation takes no time on the program's clock
    /// unless it says so.
    pub fn worker_total_busy_duration(&self, _worker: usize) -> Duration {
        Duration::ZERO
    }

    /// How often a worker had nothing to do; its thread is simulated and never parks.
    pub fn worker_park_count(&self, _worker: usize) -> u64 {
        0
    }

    /// How often a worker parked and was unparked.
    pub fn worker_park_unpark_count(&self, _worker: usize) -> u64 {
        0
    }
}

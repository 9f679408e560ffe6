//! What wakes a task.

use std::sync::Arc;
use std::task::{Wake, Waker};

use trace::{TaskId, WakeHow};

use crate::current;

/// A task's waker. It names its run instead of owning it, so that a waker kept beyond the run (in a
/// static, in a leaked channel) keeps nothing alive and wakes nothing.
#[derive(Debug)]
pub(crate) struct TaskWaker {
    run: u64,
    task: TaskId,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        current::with_run(self.run, |core| core.wake(self.task, WakeHow::ByValue));
    }

    fn wake_by_ref(self: &Arc<Self>) {
        current::with_run(self.run, |core| core.wake(self.task, WakeHow::ByRef));
    }
}

/// The engine's own hold on a task's waker.
#[derive(Debug)]
pub(crate) struct WakerSource {
    shared: Arc<TaskWaker>,
    waker: Waker,
}

impl WakerSource {
    pub(crate) fn new(run: u64, task: TaskId) -> Self {
        let shared = Arc::new(TaskWaker { run, task });
        let waker = Waker::from(Arc::clone(&shared));
        Self { shared, waker }
    }

    pub(crate) fn waker(&self) -> &Waker {
        &self.waker
    }

    /// Clones of the waker that somebody else holds. The two that are taken off are ours.
    pub(crate) fn held(&self) -> u16 {
        let held = Arc::strong_count(&self.shared).saturating_sub(2);
        u16::try_from(held).unwrap_or(u16::MAX)
    }
}

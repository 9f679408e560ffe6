//! What wakes a task, and where wakers find its run.

use std::any::Any;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::task::{Wake, Waker};

use trace::{TaskId, WakeHow};

thread_local! {
    static RUNS: RefCell<Vec<(u64, Weak<dyn Wakes>)>> = const { RefCell::new(Vec::new()) };
}

/// A run, as the wakers of its tasks know it.
pub(crate) trait Wakes: Any {
    /// The waker of a task was called.
    fn wake(&self, task: TaskId, how: WakeHow);
}

/// From now on wakers find the run with this number on this thread, as long as it is there.
pub(crate) fn register(run: u64, wakes: Weak<dyn Wakes>) {
    RUNS.with_borrow_mut(|runs| {
        runs.retain(|(_, run)| run.strong_count() > 0);
        runs.push((run, wakes));
    });
}

/// The run with this number, if it is still there.
pub(crate) fn find(run: u64) -> Option<Rc<dyn Wakes>> {
    RUNS.with_borrow(|runs| {
        runs.iter().find(|(number, _)| *number == run).and_then(|(_, run)| run.upgrade())
    })
}

/// A task's waker. It names its run instead of owning it, so that a waker kept beyond the run (in a
/// static, in a leaked channel) keeps nothing alive and wakes nothing.
#[derive(Debug)]
pub(crate) struct TaskWaker {
    run: u64,
    task: TaskId,
}

impl TaskWaker {
    fn tell(&self, how: WakeHow) {
        if let Some(run) = find(self.run) {
            run.wake(self.task, how);
        }
    }
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.tell(WakeHow::ByValue);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.tell(WakeHow::ByRef);
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

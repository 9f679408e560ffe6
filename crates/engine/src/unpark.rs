//! What lets a thread go on that waits.

use std::sync::Arc;
use std::task::{Wake, Waker};

use trace::TaskId;

use crate::core::Core;
use crate::core::left::{Asleep, Resumable};
use crate::current;

/// The waker of the thread of a task.
struct Unpark {
    run: u64,
    task: TaskId,
}

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        current::with_run(self.run, |core| unpark(core, self.task));
    }
}

/// What is polled with this waker lets the thread of the task go on.
pub(crate) fn waker(core: &Core, task: TaskId) -> Waker {
    Waker::from(Arc::new(Unpark { run: core.id, task }))
}

/// What blocked a task's thread is over.
fn unpark(core: &Core, task: TaskId) {
    let mut tasks = core.tasks.borrow_mut();
    let Some(entry) = tasks.get_mut(task.index()) else { return };
    entry.unparked = true;
    if let Some(place) = core.waits.open(task) {
        core.sleeping.resume_once(Resumable::Wait(place));
        return;
    }
    let Some(left) = entry.left.as_mut().filter(|left| left.until.is_none()) else { return };
    if left.busy_until > core.clocks.threads() {
        left.until = Some(left.busy_until);
        core.sleeping.add(left.busy_until, Asleep::Poll(task));
    } else {
        core.sleeping.resume_once(Resumable::Poll(task));
    }
}

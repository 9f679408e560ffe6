//! Runtimes of one thread that a thread other than `main`'s drives.
//!
//! The tasks of `main`'s runtime stand in the run's own queue. Those of a runtime that another thread drives
//! stand in a queue of their own: only the `block_on` of that thread polls them, and it looks after timers
//! even while `main` blocks its thread. There is one set of timers for all runtimes of a run.

use std::rc::Rc;
use std::task::Waker;

use trace::TaskId;

use crate::core::Core;
use crate::core::executing::Mode;
use crate::core::local::{LocalEntered, LocalQueue};
use crate::core::threads::has_own_thread;
use crate::current;

/// The queue that tasks of a runtime are spawned into, if a thread other than `main`'s has driven it.
pub fn queue_of_runtime(runtime: u64) -> Option<Rc<LocalQueue>> {
    current::with(|core| core.driven.queue_of(runtime)).flatten()
}

/// The thread of the task that executes drives a runtime of one thread, until what this returns is dropped.
/// `tasks` are those that were spawned on it so far. None on the thread of `main`, whose runtime is the run's
/// own, unless another thread has driven this one before.
pub fn drive_runtime(runtime: u64, tasks: impl IntoIterator<Item = TaskId>) -> Option<Driver> {
    current::with(|core| {
        let before = core.driven.queue_of(runtime);
        let queue = match before {
            Some(queue) => queue,
            None => {
                let task = core.executing.task()?;
                let kind = core.tasks.borrow()[task.index()].kind;
                if !has_own_thread(kind) {
                    return None;
                }
                let queue = Rc::new(LocalQueue::default());
                move_to(core, &queue, tasks);
                core.driven.add(runtime, Rc::clone(&queue));
                queue
            }
        };
        core.driven.begin();
        Some(Driver { run: core.id, queue })
    })
    .flatten()
}

/// Tasks that stood in the run's own queue stand in another from now on.
fn move_to(core: &Core, queue: &Rc<LocalQueue>, tasks: impl IntoIterator<Item = TaskId>) {
    for task in tasks {
        let mut entries = core.tasks.borrow_mut();
        let entry = &mut entries[task.index()];
        if entry.state.is_over() {
            continue;
        }
        entry.home = Some(Rc::clone(queue));
        queue.adopt(task, entry.state.is_scheduled());
    }
    let entries = core.tasks.borrow();
    core.ready.retain(|queued| entries[queued.index()].home.is_none());
}

/// A runtime while a thread drives it.
#[derive(Debug)]
pub struct Driver {
    run: u64,
    queue: Rc<LocalQueue>,
}

impl Driver {
    /// Its future and its tasks are polled until what this returns is dropped; what makes one of them ready
    /// afterwards calls `waker`.
    pub fn enter(&self, waker: &Waker) -> LocalEntered {
        self.queue.register(waker);
        self.queue.enter_runtime()
    }

    /// Polls the tasks that are ready, up to a bound; whether it was reached. None are polled while the poll
    /// of the runtime's future has been left in the middle: it blocks the thread.
    pub fn tick(&self) -> bool {
        let is_left = current::with(|core| core.executing.mode.get() != Mode::Plain);
        is_left != Some(true) && self.queue.tick()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        current::with_run(self.run, |core| core.driven.end());
    }
}

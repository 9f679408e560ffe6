//! What happens to the tasks of a set or of a runtime that a thread drives: they are spawned, polled and dropped
//! by whoever polls the set.

use std::future::Future;
use std::rc::Rc;

use trace::TaskKind;

use crate::core::local::LocalQueue;
use crate::join::{Join, spawn_at};
use crate::queries::cancel;
use crate::{current, poll};

/// Tasks that are polled in one poll of their set (tokio's `MAX_TASKS_PER_TICK`).
const TASKS_PER_TICK: u32 = 61;

impl LocalQueue {
    /// Spawns a task of this kind into the queue.
    ///
    /// # Panics
    /// Outside a run.
    pub fn spawn<F>(self: &Rc<Self>, future: F, kind: TaskKind) -> Join<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        let join = spawn_at(future, kind, Some(Rc::clone(self)));
        if self.is_closed() {
            let (run, task) = join.abort_handle();
            cancel(run, task);
        } else {
            self.wake();
        }
        join
    }

    /// Polls the tasks that are ready, up to a bound; whether it was reached.
    pub fn tick(&self) -> bool {
        let Some(core) = current::current() else { return false };
        for _ in 0..TASKS_PER_TICK {
            let Some(task) = self.pop() else { return false };
            poll::run(&core, task, core.executing.thread());
        }
        true
    }

    /// Drops the tasks that are left, and those that are still to be spawned.
    pub fn close(self: &Rc<Self>) {
        self.begin_close();
        let _entered = self.enter(true);
        while let Some(task) = self.pop_alive() {
            current::with(|core| core.cancel(task));
        }
        self.clear();
    }
}

//! A queue of ready tasks that is no part of the executor: whoever polls a `LocalSet` polls them, or the thread
//! that drives a runtime.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::rc::Rc;
use std::task::Waker;

use trace::{TaskId, TaskKind};

use crate::join::{Join, spawn_at};
use crate::queries::cancel;
use crate::{current, schedule};

/// Tasks that are polled in one poll of their set (tokio's `MAX_TASKS_PER_TICK`).
const TASKS_PER_TICK: u32 = 61;

thread_local! {
    static CURRENT: RefCell<Option<Current>> = const { RefCell::new(None) };
}

/// The set that `spawn_local` spawns into.
#[derive(Clone, Debug)]
struct Current {
    queue: Rc<LocalQueue>,
    /// It is being polled, so that a task which becomes ready has nobody to wake.
    polled: bool,
    /// It is that of a runtime, which `spawn_local` does not spawn into.
    of_runtime: bool,
}

/// The tasks of one set or runtime, and those of them that are ready.
#[derive(Debug, Default)]
pub struct LocalQueue {
    ready: RefCell<VecDeque<TaskId>>,
    /// Those that are not over, in the order of spawning, which is that of their ids.
    alive: RefCell<VecDeque<TaskId>>,
    /// Of whoever polled the set last.
    waker: RefCell<Option<Waker>>,
    /// Its tasks have been dropped for good.
    closed: Cell<bool>,
}

/// Makes a queue the one that `spawn_local` spawns into until it is dropped.
#[derive(Debug)]
pub struct LocalEntered {
    outer: Option<Current>,
}

impl Drop for LocalEntered {
    fn drop(&mut self) {
        CURRENT.set(self.outer.take());
    }
}

/// Makes none the current one until what it returns is dropped.
pub(crate) fn leave() -> LocalEntered {
    LocalEntered { outer: CURRENT.take() }
}

impl LocalQueue {
    /// The queue of the set that is polled or entered.
    pub fn current() -> Option<Rc<Self>> {
        CURRENT.with_borrow(|current| {
            let set = current.as_ref().filter(|current| !current.of_runtime);
            set.map(|current| Rc::clone(&current.queue))
        })
    }

    /// Makes this queue the current one. `polled` says that the set is being polled.
    pub fn enter(self: &Rc<Self>, polled: bool) -> LocalEntered {
        let current = Current { queue: Rc::clone(self), polled, of_runtime: false };
        LocalEntered { outer: CURRENT.replace(Some(current)) }
    }

    /// Makes this queue of a runtime the current one: it is being polled.
    pub(crate) fn enter_runtime(self: &Rc<Self>) -> LocalEntered {
        let current = Current { queue: Rc::clone(self), polled: true, of_runtime: true };
        LocalEntered { outer: CURRENT.replace(Some(current)) }
    }

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
        if self.closed.get() {
            let (run, task) = join.abort_handle();
            cancel(run, task);
        } else {
            self.wake();
        }
        join
    }

    /// Remembers who polls the set.
    pub fn register(&self, waker: &Waker) {
        let before = self.waker.replace(Some(waker.clone()));
        drop(before);
    }

    /// Wakes whoever polled the set last, once, unless it is being polled.
    pub fn wake(&self) {
        let polled = CURRENT.with_borrow(|current| {
            current
                .as_ref()
                .is_some_and(|current| current.polled && std::ptr::eq(&*current.queue, self))
        });
        if !polled {
            self.wake_anyway();
        }
    }

    /// Wakes whoever polled the set last, once.
    pub fn wake_anyway(&self) {
        let waker = self.waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Polls the tasks that are ready, up to a bound; whether it was reached.
    pub fn tick(&self) -> bool {
        let Some(core) = current::current() else { return false };
        for _ in 0..TASKS_PER_TICK {
            let next = self.ready.borrow_mut().pop_front();
            let Some(task) = next else { return false };
            let thread = core.executing.poll.borrow().thread;
            schedule::run(&core, task, thread);
        }
        true
    }

    /// Whether all tasks are over.
    pub fn is_empty(&self) -> bool {
        self.alive.borrow().is_empty()
    }

    /// Drops the tasks that are left, and those that are still to be spawned.
    pub fn close(self: &Rc<Self>) {
        self.closed.set(true);
        let _entered = self.enter(true);
        loop {
            let first = self.alive.borrow_mut().pop_front();
            let Some(task) = first else { break };
            current::with(|core| core.cancel(task));
        }
        self.ready.borrow_mut().clear();
    }

    pub(crate) fn adopt(&self, task: TaskId, ready: bool) {
        self.alive.borrow_mut().push_back(task);
        if ready {
            self.push(task);
        }
    }

    pub(crate) fn push(&self, task: TaskId) {
        self.ready.borrow_mut().push_back(task);
    }

    pub(crate) fn forget(&self, task: TaskId) {
        let mut alive = self.alive.borrow_mut();
        if let Ok(place) = alive.binary_search(&task) {
            alive.remove(place);
        }
    }
}

//! A queue of ready tasks that is no part of the executor: whoever polls a `LocalSet` polls them, or the thread
//! that drives a runtime.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::Waker;

use trace::TaskId;

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

    /// Whether all tasks are over.
    pub fn is_empty(&self) -> bool {
        self.alive.borrow().is_empty()
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
    /// Takes out the next task that is ready.
    pub(crate) fn pop(&self) -> Option<TaskId> {
        self.ready.borrow_mut().pop_front()
    }

    /// What is spawned from now on is dropped at once.
    pub(crate) fn begin_close(&self) {
        self.closed.set(true);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// Takes out the task that was spawned first of those that are not over.
    pub(crate) fn pop_alive(&self) -> Option<TaskId> {
        self.alive.borrow_mut().pop_front()
    }

    /// None of its tasks is ready any more.
    pub(crate) fn clear(&self) {
        self.ready.borrow_mut().clear();
    }
}

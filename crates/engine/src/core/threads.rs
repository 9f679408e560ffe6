//! Threads besides the one of `main`: those of `std::thread::spawn`, and those that run the closures of
//! `spawn_blocking`. Each runs one task.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use trace::{FIRST_OWN_THREAD, TaskId, TaskKind};

use crate::core::task::TaskEntry;

/// Closures that may block at a time unless the program says otherwise (tokio's
/// `max_blocking_threads`).
const POOL: usize = 512;

/// The threads of a run.
#[derive(Debug)]
pub(crate) struct Threads {
    /// Tasks with a thread of their own that are to be polled, in that order.
    ready: RefCell<VecDeque<TaskId>>,
    /// Which numbers are taken, from the first on.
    taken: RefCell<Vec<bool>>,
    /// Tasks of this kind that are not over.
    alive: Cell<usize>,
    /// Closures of `spawn_blocking` that are not over.
    closures: Cell<usize>,
    /// Those of them that have begun.
    pooled: Cell<usize>,
    /// How many of them there may be.
    pool: Cell<usize>,
}

impl Default for Threads {
    fn default() -> Self {
        Self {
            ready: RefCell::default(),
            taken: RefCell::default(),
            alive: Cell::new(0),
            closures: Cell::new(0),
            pooled: Cell::new(0),
            pool: Cell::new(POOL),
        }
    }
}

/// Whether a task of this kind has a thread of its own.
pub(crate) fn has_own_thread(kind: TaskKind) -> bool {
    matches!(kind, TaskKind::Thread | TaskKind::Blocking)
}

impl Threads {
    pub(crate) fn are_any(&self) -> bool {
        self.alive.get() > 0
    }

    pub(crate) fn set_pool(&self, bound: usize) {
        self.pool.set(bound);
    }

    pub(crate) fn has_closures(&self) -> bool {
        self.closures.get() > 0
    }

    pub(crate) fn adopt(&self, task: TaskId, kind: TaskKind) {
        self.alive.set(self.alive.get() + 1);
        self.closures.set(self.closures.get() + usize::from(kind == TaskKind::Blocking));
        self.push(task);
    }

    pub(crate) fn push(&self, task: TaskId) {
        self.ready.borrow_mut().push_back(task);
    }

    /// It is no longer to be polled.
    pub(crate) fn remove(&self, task: TaskId) {
        self.ready.borrow_mut().retain(|ready| *ready != task);
    }

    /// Takes out the next task that is to be polled: one that has begun, or for which there is a thread.
    pub(crate) fn pop(&self, tasks: &[TaskEntry]) -> Option<TaskId> {
        let may_run = |task: &TaskId| {
            let entry = &tasks[task.index()];
            let is_bounded = entry.kind == TaskKind::Blocking && entry.thread.is_none();
            !is_bounded || self.pooled.get() < self.pool.get()
        };
        let mut ready = self.ready.borrow_mut();
        let place = ready.iter().position(may_run)?;
        ready.remove(place)
    }

    /// The number of the thread that a task with a thread of its own runs on: the lowest that is free
    /// when it begins.
    pub(crate) fn of(&self, entry: &mut TaskEntry) -> u16 {
        if let Some(thread) = entry.thread {
            return thread;
        }
        if entry.kind == TaskKind::Blocking {
            self.pooled.set(self.pooled.get() + 1);
        }
        let thread = self.take();
        entry.thread = Some(thread);
        thread
    }

    /// Takes the lowest number that no thread has.
    pub(crate) fn take(&self) -> u16 {
        let mut taken = self.taken.borrow_mut();
        let place = taken.iter().position(|taken| !taken).unwrap_or_else(|| {
            taken.push(true);
            taken.len() - 1
        });
        taken[place] = true;
        FIRST_OWN_THREAD + u16::try_from(place).unwrap_or(u16::MAX - FIRST_OWN_THREAD)
    }

    /// A thread has nothing to do any more.
    pub(crate) fn free(&self, thread: u16) {
        let place = thread.checked_sub(FIRST_OWN_THREAD).map(usize::from);
        let mut taken = self.taken.borrow_mut();
        if let Some(taken) = place.and_then(|place| taken.get_mut(place)) {
            *taken = false;
        }
    }

    /// A task is over that had this thread to itself, if it had begun.
    pub(crate) fn leave(&self, kind: TaskKind, thread: Option<u16>) {
        self.alive.set(self.alive.get() - 1);
        self.closures.set(self.closures.get() - usize::from(kind == TaskKind::Blocking));
        if let Some(thread) = thread {
            self.free(thread);
            if kind == TaskKind::Blocking {
                self.pooled.set(self.pooled.get() - 1);
            }
        }
    }
}

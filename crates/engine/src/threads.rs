//! Threads besides the one of `main`: those of `std::thread::spawn`, and those that run the closures of
//! `spawn_blocking`. Each runs one task.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use trace::{EventKind, FIRST_OWN_THREAD, MOST_WORKERS, TaskEnd, TaskId, TaskKind};

use crate::core::Core;
use crate::current;

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
}

impl Core {
    /// Takes out the next task that has a thread of its own and is to be polled: one that has begun, or
    /// for which there is a thread.
    pub(crate) fn next_on_own_thread(&self) -> Option<TaskId> {
        let threads = &self.threads;
        let tasks = self.tasks.borrow();
        let may_run = |task: &TaskId| {
            let entry = &tasks[task.index()];
            let is_bounded = entry.kind == TaskKind::Blocking && entry.thread.is_none();
            !is_bounded || threads.pooled.get() < threads.pool.get()
        };
        let place = threads.ready.borrow().iter().position(may_run)?;
        threads.ready.borrow_mut().remove(place)
    }

    /// The number of the thread that a task with a thread of its own runs on: the lowest that is free
    /// when it begins.
    pub(crate) fn own_thread(&self, task: TaskId) -> u16 {
        let mut tasks = self.tasks.borrow_mut();
        let entry = &mut tasks[task.index()];
        if let Some(thread) = entry.thread {
            return thread;
        }
        let threads = &self.threads;
        if entry.kind == TaskKind::Blocking {
            threads.pooled.set(threads.pooled.get() + 1);
        }
        let thread = self.take_thread();
        entry.thread = Some(thread);
        thread
    }

    /// Takes the lowest number that no thread has.
    pub(crate) fn take_thread(&self) -> u16 {
        let mut taken = self.threads.taken.borrow_mut();
        let place = taken.iter().position(|taken| !taken).unwrap_or_else(|| {
            taken.push(true);
            taken.len() - 1
        });
        taken[place] = true;
        FIRST_OWN_THREAD + u16::try_from(place).unwrap_or(u16::MAX - FIRST_OWN_THREAD)
    }

    /// A thread has nothing to do any more.
    pub(crate) fn free_thread(&self, thread: u16) {
        let place = thread.checked_sub(FIRST_OWN_THREAD).map(usize::from);
        let mut taken = self.threads.taken.borrow_mut();
        if let Some(taken) = place.and_then(|place| taken.get_mut(place)) {
            *taken = false;
        }
    }

    /// The poll of a task that had left its worker is over.
    pub(crate) fn come_back(&self, task: TaskId, thread: u16) {
        if self.tasks.borrow()[task.index()].thread.is_none() {
            self.free_thread(thread);
        }
    }

    /// A task with a thread of its own is over.
    pub(crate) fn leave_own_thread(&self, kind: TaskKind, thread: Option<u16>) {
        let threads = &self.threads;
        threads.alive.set(threads.alive.get() - 1);
        threads.closures.set(threads.closures.get() - usize::from(kind == TaskKind::Blocking));
        if let Some(thread) = thread {
            self.free_thread(thread);
            if kind == TaskKind::Blocking {
                threads.pooled.set(threads.pooled.get() - 1);
            }
        }
    }

    /// The process ends: its threads stop where they are, without any drop.
    pub(crate) fn abandon_threads(&self) {
        for (index, entry) in self.tasks.borrow().iter().enumerate() {
            if entry.kind == TaskKind::Thread && !entry.state.is_over() {
                let task = TaskId::from_index(index);
                self.recorder.push(EventKind::TaskEnd {
                    task,
                    how: TaskEnd::Cancelled,
                    value: None,
                });
            }
        }
    }
}

/// The poll that is under way goes on on a thread of its own, so that its worker is free for other tasks:
/// what `block_in_place` does. So is the one thread of a host that has no more for a runtime of several workers.
pub fn leave_worker() {
    current::with(|core| {
        let Some(task) = core.current_task() else { return };
        let thread = core.executing.poll.borrow().thread;
        let stands_for_workers = thread == 0 && !core.has_workers() && core.wants_workers.get();
        if stands_for_workers || (1..=MOST_WORKERS).contains(&thread) {
            let worker = core.take_thread();
            core.executing.poll.borrow_mut().thread = worker;
            let number = core.tasks.borrow()[task.index()].polls;
            core.recorder.push(EventKind::PollStart { task, number, worker });
        }
    });
}

//! What a program asks of its runtime, and tells it, about tasks and the clock: part of
//! [`context`](crate::context).

use std::rc::Rc;

use trace::{MOST_WORKERS, Micros, TaskId, TaskKind};

use crate::core::clocks::Passes;
use crate::current::{with, with_run};
#[cfg(doc)]
use crate::join::Join;

/// Cancels the task of a handle taken with [`Join::abort_handle`] now, unless it is running: what
/// happens to the tasks of a runtime that is dropped.
pub fn cancel(run: u64, task: TaskId) {
    with_run(run, |core| {
        core.dequeue(task);
        core.cancel(task);
    });
}

/// Whether the task of a handle taken with [`Join::abort_handle`] is over, or its run is.
pub fn is_over(run: u64, task: TaskId) -> bool {
    with_run(run, |core| {
        core.tasks.borrow().get(task.index()).is_none_or(|entry| entry.state.is_over())
    })
    .unwrap_or(true)
}

/// The number of the task that runs among those of the runtime, from 1: what tokio shows as its id.
/// None in `main`, in threads and outside a run.
pub fn current_number() -> Option<u32> {
    let number = with(|core| {
        let task = core.executing.task()?;
        core.tasks.borrow().get(task.index()).map(|entry| entry.number)
    });
    number.flatten().filter(|number| *number > 0)
}

/// How many tasks of the runtime are not over.
pub fn tasks_alive() -> usize {
    with(|core| {
        let tasks = core.tasks.borrow();
        tasks.iter().filter(|entry| entry.number > 0 && !entry.state.is_over()).count()
    })
    .unwrap_or(0)
}

/// How many tasks stand in the ready queue.
pub fn tasks_queued() -> usize {
    with(|core| core.ready.len()).unwrap_or(0)
}

/// Moves the clock of the timers on, as tokio's `advance` does with a paused one, without any timer being
/// looked at.
pub fn advance(micros: Micros) {
    with(|core| core.set_clock(core.clocks.trace.get().saturating_add(micros), Passes::Timers));
}

/// Whether the program has paused the clock of the timers.
pub fn is_paused() -> bool {
    with(|core| core.clocks.paused.get()).unwrap_or(false)
}

/// Pauses the clock of the timers, or lets it run again; whether it was paused before.
pub fn pause(paused: bool) -> bool {
    with(|core| core.clocks.pause(paused)).unwrap_or(false)
}

/// Which worker executes, from 0. The thread that all of a runtime executes on counts as one; on a runtime of
/// several that of `main` does not.
pub fn worker_index(several: bool) -> Option<usize> {
    let index = with(|core| {
        let task = core.executing.task()?;
        let kind = core.tasks.borrow().get(task.index())?.kind;
        let thread = core.executing.thread();
        match kind {
            TaskKind::BlockOn if several => None,
            TaskKind::Thread | TaskKind::Blocking => None,
            _ if thread > MOST_WORKERS => None,
            _ => Some(usize::from(thread.saturating_sub(1))),
        }
    });
    index.flatten()
}

/// Whether the program's own runtime is one of several workers, whatever the host has.
pub fn wants_workers() -> bool {
    with(|core| core.wants_workers.get()).unwrap_or(false)
}

/// Has `hook` called when the runtime has nothing to do, with true, and when it goes on, with false.
pub fn on_park(hook: impl Fn(bool) + 'static) {
    with(|core| core.park_hooks.borrow_mut().push(Rc::new(hook)));
}

/// Whether the scheduler is the one with several workers.
pub fn has_workers() -> bool {
    with(|core| core.ready.has_workers()).unwrap_or(false)
}

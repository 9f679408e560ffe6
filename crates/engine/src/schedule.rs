//! Which task is polled next: the order of tokio's current-thread scheduler.
//!
//! `main` is looked at on its own, then up to 61 tasks from the front of the queue, then the timers
//! and the tasks that yielded; when the queue is empty at once. The real tokio is the judge of it,
//! see `crates/scenarios/tests`.

use std::rc::Rc;

use crate::core::Core;
use crate::core::left::Resumable;
use crate::core::ready::EVENT_INTERVAL;
use crate::time::look_at_timers_and_yielded;
use crate::{poll, workers};

/// Where the scheduler is in its round.
#[derive(Debug, Default)]
pub(crate) struct Round {
    polled: u32,
    begun: bool,
}

/// What came of looking for something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A task was polled or cancelled.
    Polled,
    /// `main` has returned.
    MainReturned,
    /// Nothing is ready.
    Parked,
}

/// Does the next thing there is to do: a poll that blocked goes on before others begin, and threads
/// begin when the runtime has nothing to do, since it takes a while to start one.
pub(crate) fn step(core: &Rc<Core>, round: &mut Round) -> Progress {
    let step = if resume_next(core) || is_turn_of_threads(core) && step_thread(core) {
        Progress::Polled
    } else {
        let step = match core.ready.has_workers() {
            true if workers::step(core) => Progress::Polled,
            true => Progress::Parked,
            false if core.main.blocked.get() => step_beside_main(core),
            false => step_current_thread(core, round),
        };
        match step {
            Progress::Parked if step_thread(core) => Progress::Polled,
            step => step,
        }
    };
    let main_is_over = core.tasks.borrow().first().is_some_and(|main| main.state.is_over());
    match step {
        Progress::Polled if main_is_over => Progress::MainReturned,
        step => step,
    }
}

/// A runtime that is never idle must not keep threads from beginning.
fn is_turn_of_threads(core: &Core) -> bool {
    core.clocks.polls.get() % EVENT_INTERVAL == EVENT_INTERVAL - 1
}

/// What threads other than that of the current-thread scheduler have to do; whether there was
/// anything.
pub(crate) fn step_other_threads(core: &Rc<Core>) -> bool {
    resume_next(core) || step_thread(core)
}

fn resume_next(core: &Rc<Core>) -> bool {
    match core.sleeping.pop() {
        Some(Resumable::Poll(task)) => poll::resume(core, task),
        Some(Resumable::Wait(place)) => core.waits.end(place),
        None => return false,
    }
    true
}

/// Polls the next task that has a thread of its own; whether there was one.
fn step_thread(core: &Rc<Core>) -> bool {
    let next = core.threads.pop(&core.tasks.borrow());
    let Some(task) = next else { return false };
    let thread = core.threads.of(&mut core.tasks.borrow_mut()[task.index()]);
    poll::run(core, task, thread);
    true
}

/// Polls the next task while `main` blocks its thread, if that is none of the runtime's.
fn step_beside_main(core: &Rc<Core>) -> Progress {
    /// The first that is not `main`'s.
    const THREAD: u16 = 1;
    if !core.main.has_runtime_beside.get() {
        // Tasks that yielded are those of a runtime that another thread drives.
        let has_yielded = core.driven.are_any() && core.ready.has_deferred();
        if !has_yielded {
            return Progress::Parked;
        }
        look_at_timers_and_yielded(core);
        return Progress::Polled;
    }
    match core.ready.pop() {
        Some(task) => poll::run(core, task, THREAD),
        None if !core.ready.has_deferred() => return Progress::Parked,
        None => look_at_timers_and_yielded(core),
    }
    Progress::Polled
}

fn step_current_thread(core: &Rc<Core>, round: &mut Round) -> Progress {
    loop {
        if !round.begun {
            *round = Round { polled: 0, begun: true };
            if core.main.woken.replace(false) {
                poll::run_main(core);
                return Progress::Polled;
            }
        }
        if round.polled == EVENT_INTERVAL {
            look_at_timers_and_yielded(core);
            round.begun = false;
            continue;
        }
        if let Some(task) = core.ready.pop() {
            round.polled += 1;
            poll::run(core, task, 0);
            return Progress::Polled;
        }
        round.begun = false;
        if !core.ready.has_deferred() && !core.main.woken.get() {
            return Progress::Parked;
        }
        look_at_timers_and_yielded(core);
    }
}

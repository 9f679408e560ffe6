//! Waits within a poll that cannot be left in the middle: the run is driven from there.
//!
//! Such waits lie one on the other, and only the last can go on. That is exact as long as they end in the
//! reverse order of their beginning, so what would outlast one beneath it does not wait here: its poll goes
//! on with time in debt, see [`busy`].

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use trace::{Micros, TaskId, WokenBy};

use crate::core::Core;
use crate::core::executing::Mode;
use crate::core::left::Asleep;
use crate::leavable::polling_several;
use crate::schedule::{self, Progress, Round};
use crate::starter::start_next;
use crate::stuck::{end_of_the_run, get_stuck};
use crate::{ambient, current, nested, time, unpark};

/// Waits with the thread of the poll that is under way, until a time or until the task is unparked, while
/// other threads go on. False if that cannot happen any more: the run is over.
pub(crate) fn wait(core: &Rc<Core>, task: TaskId, until: Option<Micros>) -> bool {
    let place = core.waits.push(task, until);
    if let Some(until) = until {
        core.sleeping.add(until, Asleep::Wait(place));
    }
    let over = loop {
        match around(core, || drive(core, place)) {
            Driven::Over => break true,
            Driven::InVain => break false,
            // It runs within this poll: what it blocks on is waited for by the same task.
            Driven::Idle if start_next() => core.waits.note_wake_of_another(place),
            Driven::Idle => around(core, || {
                if !time::jump(core) {
                    get_stuck(core);
                }
            }),
        }
    };
    core.waits.pop();
    core.sleeping.forget_wait(place);
    over
}

/// Why the run is not driven any further from within a wait.
enum Driven {
    /// The wait is over.
    Over,
    /// The run is: the wait never will be.
    InVain,
    /// Nothing is ready.
    Idle,
}

/// What other polls change is put back; the thread is taken meanwhile.
fn around<R>(core: &Rc<Core>, body: impl FnOnce() -> R) -> R {
    let thread = core.executing.thread();
    let (actor, span) =
        (core.executing.actor.replace(WokenBy::Host), core.executing.span.replace(None));
    let (depth, mode) = (core.executing.depth.replace(0), core.executing.mode.replace(Mode::Plain));
    let (leavable, via) = (core.executing.leavable.get(), core.executing.via.replace(None));
    let entered = core.clocks.threads();
    core.occupy(thread, true);
    let taken = ambient::take();
    let result = body();
    drop(taken);
    core.occupy(thread, false);
    core.executing.actor.set(actor);
    core.executing.span.set(span);
    core.executing.depth.set(depth);
    core.executing.mode.set(mode);
    core.executing.leavable.set(leavable);
    core.executing.via.set(via);
    core.executing.pay(core.clocks.threads() - entered);
    result
}

fn drive(core: &Rc<Core>, place: usize) -> Driven {
    loop {
        if core.waits.is_over(place) {
            return Driven::Over;
        }
        if core.stuck.get() || core.recorder.limit().is_some() {
            return Driven::InVain;
        }
        match schedule::step(core, &mut Round::default()) {
            Progress::Polled => {}
            Progress::MainReturned => core.shut_down(),
            Progress::Parked => return Driven::Idle,
        }
    }
}

/// Keeps the thread of the poll that is under way busy for a time, which passes for other threads too.
/// Where other waits would end before it, the poll goes on at once and the time is owed.
pub(crate) fn busy(core: &Rc<Core>, task: TaskId, micros: Micros) -> bool {
    let until = core.thread_now().saturating_add(micros);
    if core.waits.may_wait_for(until) {
        return wait(core, task, Some(until));
    }
    core.executing.owe(micros);
    true
}

/// Blocks the thread until a future is ready; until then other threads run.
///
/// # Panics
/// If that can never be, or the run reaches a bound: there is nothing to return. The engine catches it where
/// code can be unwound.
pub fn park<F: Future>(future: F) -> F::Output {
    try_park(future).unwrap_or_else(|| end_of_the_run())
}

/// [`park`], where code can go on that has waited in vain: nothing of it is recorded.
pub fn try_park<F: Future>(future: F) -> Option<F::Output> {
    let current = current::current().and_then(|core| Some((core.executing.task()?, core)));
    let Some((task, core)) = current else { return Some(nested::drive(future, false)) };
    let mut future = pin!(future);
    let waker = unpark::waker(&core, task);
    let is_unparked = || {
        let entry = &mut core.tasks.borrow_mut()[task.index()];
        std::mem::take(&mut entry.unparked)
    };
    loop {
        is_unparked();
        let budget = core.executing.budget.refill();
        let polled = polling_several(|| future.as_mut().poll(&mut Context::from_waker(&waker)));
        core.executing.budget.set(budget);
        if let Poll::Ready(output) = polled {
            return Some(output);
        }
        if !is_unparked() && !wait(&core, task, None) {
            return None;
        }
    }
}

//! Waits within a poll that cannot be left in the middle: the run is driven from there.
//!
//! Such waits lie one on the other, and only the last can go on. That is exact as long as they end in the
//! reverse order of their beginning, so what would outlast one beneath it does not wait here: its poll goes
//! on with time in debt, see [`Core::may_wait_for`].

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use trace::{EventKind, Micros, Stream, TaskId, WokenBy};

use crate::ambient;
use crate::blocked::{Asleep, Mode, Unpark};
use crate::core::Core;
use crate::current;
use crate::leavable::polling_several;
use crate::nested::{self, start_next};
use crate::schedule::{self, Round, Step};

/// One wait.
#[derive(Debug)]
pub(crate) struct Wait {
    task: TaskId,
    /// When it is over, on the clock of the threads; none if something else has to happen.
    until: Option<Micros>,
    over: bool,
}

impl Core {
    /// Whether a wait that lasts until then ends before those that it would lie on.
    pub(crate) fn may_wait_for(&self, until: Micros) -> bool {
        let sooner = |wait: &Wait| wait.over || wait.until.is_some_and(|other| other < until);
        !self.waits.borrow().iter().any(sooner)
    }

    /// The wait at this place is over.
    pub(crate) fn end_wait(&self, place: usize) {
        if let Some(wait) = self.waits.borrow_mut().get_mut(place) {
            wait.over = true;
        }
    }

    /// The run is about to get stuck: if a wait is over and only those that lie on it keep its code from going
    /// on, the run says so, since the program is not to blame.
    pub(crate) fn tell_of_waits_beneath(&self) {
        if !self.waits.borrow().iter().any(|wait| wait.over) {
            return;
        }
        current::show(Stream::Stderr, BENEATH);
        let (task, text) = (self.current_task(), self.recorder.intern(BENEATH));
        self.recorder.push(EventKind::Print { task, site: None, text, stream: Stream::Stderr });
    }

    /// The place of the wait that a task is in until something happens.
    pub(crate) fn open_wait(&self, task: TaskId) -> Option<usize> {
        let waits = self.waits.borrow();
        waits.iter().rposition(|wait| wait.task == task && wait.until.is_none() && !wait.over)
    }
}

/// Waits with the thread of the poll that is under way, until a time or until the task is unparked, while
/// other threads go on. False if that cannot happen any more: the run is over.
pub(crate) fn wait(core: &Rc<Core>, task: TaskId, until: Option<Micros>) -> bool {
    let place = {
        let mut waits = core.waits.borrow_mut();
        waits.push(Wait { task, until, over: false });
        waits.len() - 1
    };
    if let Some(until) = until {
        core.blocked.put_to_sleep(until, Asleep::Wait(place));
    }
    let over = loop {
        match around(core, || drive(core, place)) {
            Driven::Over => break true,
            Driven::InVain => break false,
            // It runs within this poll: what it blocks on is waited for by the same task.
            Driven::Idle if start_next() => note_wake_of_another(core, place),
            Driven::Idle => around(core, || jump(core)),
        }
    };
    core.waits.borrow_mut().pop();
    core.blocked.forget_wait(place);
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
    let thread = core.executing.poll.borrow().thread;
    let (actor, span) =
        (core.executing.actor.replace(WokenBy::Host), core.executing.span.replace(None));
    let (depth, mode) = (core.executing.depth.replace(0), core.executing.mode.replace(Mode::Plain));
    let (leavable, via) = (core.executing.leavable.get(), core.executing.via.replace(None));
    let entered = core.thread_clock();
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
    let mut poll = core.executing.poll.borrow_mut();
    poll.debt = poll.debt.saturating_sub(core.thread_clock() - entered);
    result
}

fn drive(core: &Rc<Core>, place: usize) -> Driven {
    loop {
        if core.waits.borrow()[place].over {
            return Driven::Over;
        }
        if core.stuck.get() || core.recorder.limit().is_some() {
            return Driven::InVain;
        }
        match schedule::step(core, &mut Round::default()) {
            Step::Polled => {}
            Step::MainReturned => core.shut_down(),
            Step::Parked => return Driven::Idle,
        }
    }
}

/// A thread that borrows may have taken a wake for its own that was meant for the code beneath it.
fn note_wake_of_another(core: &Core, place: usize) {
    let wait = &mut core.waits.borrow_mut()[place];
    wait.over |= wait.until.is_none();
}

/// Nothing is ready: the next time at which something happens has come. If there is none, nothing can
/// happen any more.
fn jump(core: &Rc<Core>) {
    match schedule::next_time(core) {
        Some(next) => {
            core.go_to(next);
            schedule::look_at_clock(core);
        }
        None => {
            core.tell_of_waits_beneath();
            core.get_stuck();
        }
    }
}

/// Said where a run ends that would go on with real threads.
const BENEATH: &str = "The program cannot go on here, although it could with real threads: these are simulated \
                       on one, and what waits now waits for code beneath it that has waited, too.\n";

/// Keeps the thread of the poll that is under way busy for a time, which passes for other threads too.
/// Where other waits would end before it, the poll goes on at once and the time is owed.
pub(crate) fn busy(core: &Rc<Core>, task: TaskId, micros: Micros) -> bool {
    let until = core.thread_now().saturating_add(micros);
    if core.may_wait_for(until) {
        return wait(core, task, Some(until));
    }
    core.executing.poll.borrow_mut().debt += micros;
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
    let current = current::current().and_then(|core| Some((core.current_task()?, core)));
    let Some((task, core)) = current else { return Some(nested::drive(future, false)) };
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark { run: core.id, task }));
    let is_unparked = || {
        let entry = &mut core.tasks.borrow_mut()[task.index()];
        std::mem::take(&mut entry.unparked)
    };
    loop {
        is_unparked();
        let budget = core.refill_budget();
        let polled = polling_several(|| future.as_mut().poll(&mut Context::from_waker(&waker)));
        core.set_budget(budget);
        if let Poll::Ready(output) = polled {
            return Some(output);
        }
        if !is_unparked() && !wait(&core, task, None) {
            return None;
        }
    }
}

/// Unwinds the poll of code that waits in vain.
pub(crate) fn end_of_the_run() -> ! {
    std::panic::panic_any(InVain)
}

/// What code is unwound with that waits in vain.
pub(crate) struct InVain;

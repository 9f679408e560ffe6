//! Code that blocks where it cannot be left in the middle: what runs while it waits.
//!
//! The engine has one thread, so whoever blocks it drives the run meanwhile, within the poll that is
//! under way. That is exact as long as such waits end in the reverse order of their beginning; the
//! marking turns what it can into awaits, see [`blocked`](crate::blocked).

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use trace::{EventKind, TaskId, TaskKind, WokenBy};

use crate::ambient::{self, Permission};
use crate::core::Core;
use crate::core::ready::EVENT_INTERVAL;
use crate::leavable::polling_several;
use crate::schedule::{self, Progress, Round};
use crate::starter::start_next;
use crate::stuck::{end_of_the_run, get_stuck};
use crate::{current, poll, time};

/// Drives a future to its end; until then, the run it is part of. In `main` this is what it stands
/// for: its polls are those of the future.
///
/// On the browser's host nothing can wait, so a deadline is met by moving the program's clock on,
/// as a busy worker does.
///
/// # Panics
/// If the future can never be woken, or the run reaches a bound: there is nothing to return. The engine
/// catches it where code can be unwound.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let _permission = Permission::set(false);
    drive(future, true)
}

/// Blocks the thread until something is so, or nothing more can happen.
pub fn park_until(is_so: impl Fn() -> bool) {
    let Some(core) = current::current() else { return };
    let nested = Nested::new(core, false);
    while !is_so() && nested.round() {}
}

pub(crate) fn drive<F: Future>(future: F, rests: bool) -> F::Output {
    let future = pin!(future);
    match current::current() {
        Some(core) => Nested::new(core, rests).drive(future),
        None => park_until_done(future),
    }
}

/// A task whose poll waits for something else.
struct Nested {
    core: Rc<Core>,
    task: Option<TaskId>,
    waker: Waker,
    /// Its future is what the runtime was given to run, so that the trace shows its polls.
    is_main: bool,
    /// The trace has it that `main` is not being polled.
    resting: Cell<bool>,
    /// It had been woken before it blocked.
    woken: bool,
}

impl Nested {
    fn new(core: Rc<Core>, rests: bool) -> Self {
        let task = core.executing.task();
        let (waker, is_main, woken) = match task {
            Some(task) => {
                let entry = &core.tasks.borrow()[task.index()];
                (
                    entry.waker.waker().clone(),
                    rests && entry.kind == TaskKind::BlockOn,
                    entry.state.is_woken(),
                )
            }
            None => (Waker::noop().clone(), false, false),
        };
        Self { core, task, waker, is_main, resting: Cell::new(false), woken }
    }

    fn drive<F: Future>(&self, mut future: Pin<&mut F>) -> F::Output {
        let core = &self.core;
        let budget = core.executing.budget.refill();
        let mut woken = true;
        loop {
            if woken {
                core.executing.budget.refill();
                let mut cx = Context::from_waker(&self.waker);
                // Its waits are seen here, so what is within cannot be left.
                if let Poll::Ready(output) = polling_several(|| future.as_mut().poll(&mut cx)) {
                    core.executing.budget.set(budget);
                    self.set_woken(self.woken);
                    return output;
                }
            }
            self.rest(true);
            if !self.round() {
                get_stuck(core);
                end_of_the_run();
            }
            woken = self.take_woken();
            if woken {
                self.rest(false);
            }
        }
    }

    /// One round of the scheduler, the start of a thread that borrows, or a jump to the next time at which
    /// something happens; whether anything can.
    fn round(&self) -> bool {
        if self.core.stuck.get() || self.core.recorder.limit().is_some() {
            end_of_the_run();
        }
        if self.within_round(|| self.steps()) || self.is_woken() {
            return true;
        }
        if start_next() {
            // It may have taken a wake for its own that was meant for the code beneath it.
            self.set_woken(true);
            return true;
        }
        self.within_round(|| self.jumps())
    }

    /// Wakes are the host's, and what is polled can be left: the next round goes on with it.
    fn within_round(&self, body: impl FnOnce() -> bool) -> bool {
        let core = &self.core;
        let actor = core.executing.actor.replace(WokenBy::Host);
        let depth = core.executing.depth.replace(0);
        let taken = ambient::take();
        let result = body();
        drop(taken);
        core.executing.depth.set(depth);
        core.executing.actor.set(actor);
        result
    }

    /// Whether there was anything to do.
    fn steps(&self) -> bool {
        let core = &self.core;
        let drives = core.executing.thread() == 0 && !core.ready.has_workers();
        match drives {
            true => self.runs_tasks(),
            false => schedule::step(core, &mut Round::default()) != Progress::Parked,
        }
    }

    /// Whether there is a time at which something happens: it has come.
    fn jumps(&self) -> bool {
        time::jump(&self.core)
    }

    /// Runs the tasks of the current-thread scheduler, since this is its thread, or what other threads
    /// have to do; whether there was anything.
    fn runs_tasks(&self) -> bool {
        let core = &self.core;
        for polled in 0..EVENT_INTERVAL {
            match core.ready.pop() {
                Some(task) => poll::run(core, task, 0),
                None if polled > 0 => break,
                None => {
                    let deferred = core.ready.has_deferred();
                    time::look_at_timers_and_yielded(core);
                    return deferred || schedule::step_other_threads(core);
                }
            }
        }
        time::look_at_timers_and_yielded(core);
        true
    }

    /// Records that the future of `main` rests, or is polled again.
    fn rest(&self, rests: bool) {
        let (true, Some(task)) = (self.is_main, self.task) else { return };
        if self.resting.replace(rests) == rests {
            return;
        }
        let core = &self.core;
        let mut tasks = core.tasks.borrow_mut();
        let entry = &mut tasks[task.index()];
        core.recorder.push(if rests {
            EventKind::PollEnd { task, ready: false, wakers: entry.waker.held() }
        } else {
            entry.polls += 1;
            EventKind::PollStart { task, number: entry.polls, worker: 0 }
        });
    }

    fn is_woken(&self) -> bool {
        let Some(task) = self.task else { return true };
        self.core.tasks.borrow()[task.index()].state.is_woken()
    }

    fn take_woken(&self) -> bool {
        let woken = self.is_woken();
        self.set_woken(false);
        woken
    }

    fn set_woken(&self, woken: bool) {
        if let Some(task) = self.task {
            self.core.tasks.borrow_mut()[task.index()].state.set_woken(woken);
        }
    }
}

/// Outside a run there is only this future, and the thread can wait.
fn park_until_done<F: Future>(mut future: Pin<&mut F>) -> F::Output {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}

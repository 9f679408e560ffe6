//! The clocks of a program: that of its threads, which `std` reads, and that of its timers, which tokio reads.
//!
//! Both go with the time of the trace, until the program pauses tokio's (`start_paused`,
//! `time::pause`). Then what threads do takes no time for timers, and where the runtime has nothing to do its
//! clock jumps to the next deadline, which takes no time for threads.

use std::cell::Cell;
use std::rc::Rc;

use trace::{LimitKind, Micros};

use crate::core::Core;
use crate::schedule;

/// For whom time passes while the clock of the timers is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passes {
    Threads,
    Timers,
}

/// The clocks of a run.
pub(crate) struct Clocks {
    /// The time of the trace. Only timers and busy workers move it on: a browser that is late with a timer does
    /// not make the program's instants late.
    pub(crate) trace: Cell<Micros>,
    /// The program has paused the clock of its timers.
    pub(crate) paused: Cell<bool>,
    /// Time that passed for threads only: the clock of the timers was paused.
    pub(crate) held: Cell<Micros>,
    /// Time that passed for timers only: their paused clock jumped to a deadline.
    pub(crate) skipped: Cell<Micros>,
    /// When the program last looked at its clock, and how often it has at that time.
    pub(crate) looks: Cell<(Micros, u32)>,
    /// How many polls there were since time passed last.
    pub(crate) polls: Cell<u32>,
    /// What the host's clock says; `None` where the program's clock is the only one.
    pub(crate) host: Option<Rc<dyn Fn() -> Micros>>,
}

impl Clocks {
    pub(crate) fn new(host: Option<Rc<dyn Fn() -> Micros>>) -> Self {
        Self {
            trace: Cell::default(),
            paused: Cell::default(),
            held: Cell::default(),
            skipped: Cell::default(),
            looks: Cell::default(),
            polls: Cell::default(),
            host,
        }
    }
}

impl Core {
    /// The clock of the timers.
    pub(crate) fn timer_clock(&self) -> Micros {
        self.clocks.trace.get() - self.clocks.held.get()
    }

    /// The clock of the threads.
    pub(crate) fn thread_clock(&self) -> Micros {
        self.clocks.trace.get() - self.clocks.skipped.get()
    }

    /// A time on the clock of the timers, as one of the trace.
    pub(crate) fn on_trace_clock(&self, time: Micros) -> Micros {
        time.saturating_add(self.clocks.held.get())
    }

    /// The program pauses the clock of the timers, or lets it run again; whether it was paused before.
    pub(crate) fn pause(&self, paused: bool) -> bool {
        self.clocks.paused.replace(paused)
    }

    /// The next time at which something happens has come, see [`schedule::next_time`].
    pub(crate) fn go_to(&self, time: Micros) {
        let passes = match schedule::next_deadline(self) == Some(time) {
            true => Passes::Timers,
            false => Passes::Threads,
        };
        self.set_clock(time, passes);
    }

    /// Moves the clocks on.
    pub(crate) fn set_clock(&self, now: Micros, passes: Passes) {
        let Some(elapsed) = now.checked_sub(self.clocks.trace.get()).filter(|elapsed| *elapsed > 0)
        else {
            return;
        };
        if self.clocks.paused.get() {
            let stands = match passes {
                Passes::Threads => &self.clocks.held,
                Passes::Timers => &self.clocks.skipped,
            };
            stands.set(stands.get() + elapsed);
        }
        self.clocks.trace.set(now);
        self.clocks.polls.set(0);
        if self.clocks.host.is_none() {
            self.recorder.set_now(now);
        }
        if now > self.recorder.limits().time {
            self.recorder.reach(LimitKind::Time, self.recorder.limits().time);
        }
    }
}

//! The clocks of a program: that of its threads, which `std` reads, and that of its timers, which tokio reads.
//!
//! Both go with [`Core::clock`], the time of the trace, until the program pauses tokio's (`start_paused`,
//! `time::pause`). Then what threads do takes no time for timers, and where the runtime has nothing to do its
//! clock jumps to the next deadline, which takes no time for threads.

use trace::{LimitKind, Micros};

use crate::core::Core;
use crate::schedule;

/// For whom time passes while the clock of the timers is paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passes {
    Threads,
    Timers,
}

impl Core {
    /// The clock of the timers.
    pub(crate) fn timer_clock(&self) -> Micros {
        self.clock.get() - self.held.get()
    }

    /// The clock of the threads.
    pub(crate) fn thread_clock(&self) -> Micros {
        self.clock.get() - self.skipped.get()
    }

    /// A time on the clock of the timers, as one of the trace.
    pub(crate) fn on_trace_clock(&self, time: Micros) -> Micros {
        time.saturating_add(self.held.get())
    }

    /// The program pauses the clock of the timers, or lets it run again; whether it was paused before.
    pub(crate) fn pause(&self, paused: bool) -> bool {
        self.paused.replace(paused)
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
        let Some(elapsed) = now.checked_sub(self.clock.get()).filter(|elapsed| *elapsed > 0) else {
            return;
        };
        if self.paused.get() {
            let stands = match passes {
                Passes::Threads => &self.held,
                Passes::Timers => &self.skipped,
            };
            stands.set(stands.get() + elapsed);
        }
        self.clock.set(now);
        self.polls_at_this_time.set(0);
        if self.host_clock.is_none() {
            self.recorder.set_now(now);
        }
        if now > self.recorder.limits().time {
            self.recorder.reach(LimitKind::Time, self.recorder.limits().time);
        }
    }
}

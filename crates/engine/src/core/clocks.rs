//! The clocks of a program: that of its threads, which `std` reads, and that of its timers, which tokio reads.
//!
//! Both go with the time of the trace, until the program pauses tokio's (`start_paused`,
//! `time::pause`). Then what threads do takes no time for timers, and where the runtime has nothing to do its
//! clock jumps to the next deadline, which takes no time for threads.

use std::cell::Cell;
use std::rc::Rc;

use trace::Micros;

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
    /// The clock of the timers.
    pub(crate) fn timers(&self) -> Micros {
        self.trace.get() - self.held.get()
    }

    /// The clock of the threads.
    pub(crate) fn threads(&self) -> Micros {
        self.trace.get() - self.skipped.get()
    }

    /// A time on the clock of the timers, as one of the trace.
    pub(crate) fn on_trace(&self, time: Micros) -> Micros {
        time.saturating_add(self.held.get())
    }

    /// The program pauses the clock of the timers, or lets it run again; whether it was paused before.
    pub(crate) fn pause(&self, paused: bool) -> bool {
        self.paused.replace(paused)
    }

    /// Moves the clocks on to a time of the trace; whether any time has passed.
    pub(crate) fn set(&self, now: Micros, passes: Passes) -> bool {
        let Some(elapsed) = now.checked_sub(self.trace.get()).filter(|elapsed| *elapsed > 0) else {
            return false;
        };
        if self.paused.get() {
            let stands = match passes {
                Passes::Threads => &self.held,
                Passes::Timers => &self.skipped,
            };
            stands.set(stands.get() + elapsed);
        }
        self.trace.set(now);
        self.polls.set(0);
        true
    }
}

#[cfg(test)]
mod tests {
    use trace::LimitKind;

    use super::*;
    use crate::core::Core;
    use crate::limits::Limits;
    use crate::testing::{core, core_with};

    /// The clocks of the trace, of the timers and of the threads.
    fn clocks(core: &Core) -> [Micros; 3] {
        [core.clocks.trace.get(), core.clocks.timers(), core.clocks.threads()]
    }

    #[test]
    fn until_a_program_pauses_its_timers_all_clocks_go_together() {
        let core = core();
        core.set_clock(3, Passes::Threads);
        assert_eq!(clocks(&core), [3, 3, 3]);
        core.set_clock(8, Passes::Timers);
        assert_eq!(clocks(&core), [8, 8, 8]);
    }

    #[test]
    fn while_timers_are_paused_time_passes_for_threads_or_for_timers() {
        let core = core();
        core.set_clock(100, Passes::Threads);
        assert!(!core.clocks.pause(true));
        core.set_clock(130, Passes::Threads);
        assert_eq!(clocks(&core), [130, 100, 130]);
        core.set_clock(150, Passes::Timers);
        assert_eq!(clocks(&core), [150, 120, 130]);
        assert_eq!(core.clocks.on_trace(120), 150);
    }

    #[test]
    fn a_clock_that_runs_again_keeps_its_distance() {
        let core = core();
        core.clocks.pause(true);
        core.set_clock(30, Passes::Threads);
        assert!(core.clocks.pause(false));
        core.set_clock(50, Passes::Threads);
        assert_eq!(clocks(&core), [50, 20, 50]);
        assert_eq!(core.clocks.on_trace(45), 75, "a deadline is later on the trace");
    }

    #[test]
    fn clocks_never_go_back() {
        let core = core();
        core.clocks.pause(true);
        core.set_clock(50, Passes::Threads);
        core.clocks.polls.set(7);
        core.set_clock(50, Passes::Threads);
        core.set_clock(20, Passes::Timers);
        assert_eq!(clocks(&core), [50, 0, 50]);
        assert_eq!(core.clocks.polls.get(), 7, "no time has passed");
        core.set_clock(51, Passes::Timers);
        assert_eq!(core.clocks.polls.get(), 0);
    }

    #[test]
    fn the_first_time_beyond_the_bound_reaches_it() {
        let core = core_with(Limits { time: 100, ..Limits::default() }, None, None);
        core.set_clock(100, Passes::Timers);
        assert_eq!(core.recorder.limit(), None);
        core.set_clock(101, Passes::Timers);
        assert_eq!(core.recorder.limit(), Some((LimitKind::Time, 100)));
    }

    #[test]
    fn events_have_the_time_of_the_hosts_clock_where_it_has_one() {
        let last = |core: &Core| {
            core.recorder.push(trace::EventKind::TurnEnd);
            core.recorder.trace().borrow().events().last().map(|event| event.at)
        };
        let simulated = core();
        simulated.set_clock(5_000, Passes::Timers);
        assert_eq!(last(&simulated), Some(5_000));
        let live = core_with(Limits::default(), Some(Rc::new(|| 5_012)), None);
        live.set_clock(5_000, Passes::Timers);
        assert_eq!(last(&live), Some(0));
        live.look_at_host_clock();
        assert_eq!(last(&live), Some(5_012));
    }
}

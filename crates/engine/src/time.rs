//! What happens by itself as time passes: timers, and the ends of what blocks threads.

use trace::{EventKind, Micros, WokenBy};

use crate::core::Core;
use crate::core::clocks::Passes;

/// Polls without a moment's rest after which a live run looks at the real clock, so that a program
/// that keeps itself busy until a timer fires sees it fire.
const BUSY_POLLS: u32 = 10_000;

/// When something happens by itself if nothing is ready: a deadline, or the end of what blocks a
/// thread.
pub(crate) fn next_time(core: &Core) -> Option<Micros> {
    let deadline = next_deadline(core);
    // The clock of the timers jumps if it is paused, whatever threads wait for.
    if deadline.is_some() && core.clocks.paused.get() {
        return deadline;
    }
    let waits = core.sleeping.next().map(|until| until.saturating_add(core.clocks.skipped.get()));
    deadline.into_iter().chain(waits).min()
}

/// When the next timer fires if nothing else happens. While the clock of the timers is paused, closures of
/// `spawn_blocking` keep it from jumping, as with tokio.
pub(crate) fn next_deadline(core: &Core) -> Option<Micros> {
    let stands = core.clocks.paused.get() && core.threads.has_closures();
    let next = core.timers.borrow().next().filter(|_| !stands && has_timer_driver(core));
    next.map(|deadline| core.clocks.on_trace(deadline.micros()))
}

/// Whether a thread is free to look after the timers: the one of the current-thread scheduler, a worker, or
/// one that drives a runtime of its own.
fn has_timer_driver(core: &Core) -> bool {
    let is_free = match core.ready.has_workers() {
        true => core.ready.idle_worker().is_some(),
        false => !core.main.blocked.get() || core.main.has_runtime_beside.get(),
    };
    is_free || core.driven.are_any()
}

/// The next time at which something happens has come.
pub(crate) fn go_to(core: &Core, time: Micros) {
    let passes = match next_deadline(core) == Some(time) {
        true => Passes::Timers,
        false => Passes::Threads,
    };
    core.set_clock(time, passes);
}

/// Nothing is ready: the next time at which something happens has come, if there is one.
pub(crate) fn jump(core: &Core) -> bool {
    let next = next_time(core);
    if let Some(next) = next {
        go_to(core, next);
        look_at_clock(core);
    }
    next.is_some()
}

/// The time of [`next_time`] has come.
pub(crate) fn look_at_clock(core: &Core) {
    core.sleeping.look(core.clocks.threads());
    if has_timer_driver(core) {
        fire_due(core);
    }
}

pub(crate) fn look_at_timers_and_yielded(core: &Core) {
    if core.clocks.polls.get() >= BUSY_POLLS
        && let Some(clock) = &core.clocks.host
    {
        core.set_clock(clock(), Passes::Threads);
    }
    fire_due(core);
    while let Some(waker) = core.ready.pop_deferred(None) {
        core.executing.wake_yielded(waker);
    }
}

/// Fires every timer whose deadline has passed on the program's clock.
pub(crate) fn fire_due(core: &Core) {
    let driver = core.ready.idle_worker().unwrap_or(0);
    let outer = core.executing.set_thread(driver);
    core.timers.borrow_mut().look(core.clocks.timers());
    loop {
        let due = core.timers.borrow_mut().pop_due();
        let Some(due) = due else { break };
        core.recorder.push(EventKind::TimerFire { timer: due.timer });
        let actor = core.executing.actor.replace(WokenBy::Timer(due.timer));
        due.waker.wake();
        core.executing.actor.set(actor);
    }
    core.executing.set_thread(outer);
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;
    use crate::core::left::Asleep;
    use crate::core::timers::Deadline;
    use crate::testing::{core, events};

    /// The clocks of the trace, of the timers and of the threads.
    fn clocks(core: &Core) -> [Micros; 3] {
        [core.clocks.trace.get(), core.clocks.timers(), core.clocks.threads()]
    }

    fn set_timer(core: &Core, millis: u64) {
        let deadline = Deadline::from_nanos(millis * 1_000_000);
        core.timers.borrow_mut().set(deadline, Waker::noop()).expect("it has not passed");
    }

    #[test]
    fn the_jump_to_a_deadline_is_one_of_the_timers() {
        let core = core();
        set_timer(&core, 5);
        core.clocks.pause(true);
        assert_eq!(next_time(&core), Some(5_000));
        go_to(&core, 5_000);
        assert_eq!(clocks(&core), [5_000, 5_000, 0]);
        go_to(&core, 7_000);
        assert_eq!(clocks(&core), [7_000, 5_000, 2_000], "nothing is due then");
    }

    #[test]
    fn paused_timers_do_not_wait_for_threads() {
        let core = core();
        set_timer(&core, 5);
        core.sleeping.add(1_000, Asleep::Alarm(Waker::noop().clone()));
        assert_eq!(next_time(&core), Some(1_000));
        core.clocks.pause(true);
        assert_eq!(next_time(&core), Some(5_000), "a jump, whatever threads wait for");
        go_to(&core, 5_000);
        look_at_clock(&core);
        assert_eq!(next_time(&core), Some(6_000), "1 ms later on the clock of the threads");
    }

    #[test]
    fn a_deadline_is_later_on_the_trace_by_the_time_that_passed_for_threads_only() {
        let core = core();
        set_timer(&core, 5);
        core.clocks.pause(true);
        core.set_clock(3_000, Passes::Threads);
        assert_eq!(next_deadline(&core), Some(8_000));
        core.set_clock(6_000, Passes::Threads);
        fire_due(&core);
        assert_eq!(events(&core), [], "it is not due on its own clock");
        go_to(&core, 11_000);
        fire_due(&core);
        assert_eq!(events(&core).len(), 1);
    }
}

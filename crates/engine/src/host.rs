//! What stands between a run and the world: a clock, a timer and a turn of the loop.

use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use trace::{Micros, RunEnd, Trace, TurnCause};

use crate::program::Program;
use crate::run::{Next, Run, Settings};

/// Gives a run its turns.
pub trait Host {
    /// Polls in one turn, so that the page can paint.
    fn polls_per_turn(&self) -> u32;

    /// Waits until the run's clock has reached `time`, in microseconds since the run began; what
    /// ended the wait.
    fn until(&self, time: Micros) -> impl Future<Output = TurnCause>;

    /// Lets everything else on the loop have a turn.
    fn give_way(&self) -> impl Future<Output = TurnCause>;
}

/// Drives a run to its end.
pub async fn drive(run: &Run, host: &impl Host) -> RunEnd {
    let mut cause = TurnCause::Microtask;
    loop {
        cause = match run.turn(cause, host.polls_per_turn()) {
            Next::Soon => host.give_way().await,
            Next::At(time) => host.until(time).await,
            Next::Ended(why) => return why,
        };
    }
}

/// The discrete-event host: when nothing is ready, the clock jumps to the next deadline.
#[derive(Clone, Copy, Debug)]
pub struct Simulated;

impl Host for Simulated {
    fn polls_per_turn(&self) -> u32 {
        // Nothing has to be painted in between.
        u32::MAX
    }

    async fn until(&self, _: Micros) -> TurnCause {
        TurnCause::Timer
    }

    async fn give_way(&self) -> TurnCause {
        TurnCause::Message
    }
}

/// Runs a program to its end on the simulated clock: exact, instant, the same every time.
///
/// `settings.host_clock` is not used.
pub fn simulate(program: impl Into<Program>, settings: Settings) -> Rc<RefCell<Trace>> {
    let run = Run::new(program, Settings { host_clock: None, ..settings });
    let driving = pin!(drive(&run, &Simulated));
    let result = driving.poll(&mut Context::from_waker(Waker::noop()));
    debug_assert!(matches!(result, Poll::Ready(_)), "the simulated host never waits");
    Rc::clone(run.trace())
}

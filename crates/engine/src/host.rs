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

/// A run, wherever its program is executed: it goes on when it is told to, and its trace grows.
pub trait Running {
    /// The log.
    fn trace(&self) -> &Rc<RefCell<Trace>>;

    /// Goes on on the simulated clock for at most so many polls; whether there is more to do.
    fn advance(&self, polls: u32) -> bool;

    /// Gives it a turn of the host's loop, of at most so many polls.
    fn turn(&self, cause: TurnCause, polls: u32) -> Next;

    /// Ends it where it is.
    fn stop(&self);

    /// Why it ended, once it has.
    fn ended(&self) -> Option<RunEnd>;
}

impl Running for Run {
    fn trace(&self) -> &Rc<RefCell<Trace>> {
        self.trace()
    }

    fn advance(&self, polls: u32) -> bool {
        self.advance(polls)
    }

    fn turn(&self, cause: TurnCause, polls: u32) -> Next {
        self.turn(cause, polls)
    }

    fn stop(&self) {
        self.stop();
    }

    fn ended(&self) -> Option<RunEnd> {
        self.ended()
    }
}

/// Drives a run to its end.
pub async fn drive(run: &(impl Running + ?Sized), host: &impl Host) -> RunEnd {
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

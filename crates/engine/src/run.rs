//! One run of a program.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use trace::{
    EventKind, HostKind, Micros, RunEnd, RunInfo, TaskEnd, TaskId, TaskKind, Trace, TurnCause,
    WokenBy,
};

use crate::core::Core;
use crate::core::recorder::Recorder;
use crate::core::task::Ending;
use crate::join::OutputSlot;
use crate::limits::Limits;
use crate::program::Program;
use crate::schedule::{self, Progress, Round};
use crate::{current, time};

/// What decides how a run goes, besides the program.
#[derive(Clone, Default)]
pub struct Settings {
    /// Values of the program's knobs, in their order; those in the text where it is shorter.
    pub knobs: Vec<i64>,
    /// Seed of everything that is free to be ordered.
    pub seed: u64,
    /// How many workers poll: 1 is the current-thread scheduler, whatever the program asks for; more
    /// are what a program gets that asks for several without saying how many. `None` leaves it to the
    /// program, and is 1 where that does not say.
    pub workers: Option<u16>,
    /// Bounds.
    pub limits: Limits,
    /// The host's clock, in microseconds since the run began, if it has one of its own: then events
    /// are stamped by it. On the simulated host the program's clock is the only one.
    pub host_clock: Option<Rc<dyn Fn() -> Micros>>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("knobs", &self.knobs).finish_non_exhaustive()
    }
}

/// What a run needs before it can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A turn as soon as others have had theirs: it has used up this one.
    Soon,
    /// A turn when the clock has reached this time, in microseconds since the run began.
    At(Micros),
    /// Nothing: it is over.
    Ended(RunEnd),
}

/// How far ahead of the host's clock busy workers may move the program's clock within one turn.
const AHEAD: Micros = 4_000;

/// One run of a program. Dropping it drops the program's tasks and timers.
pub struct Run {
    core: Rc<Core>,
    round: RefCell<Round>,
    parked: Cell<bool>,
    /// A turn of [`advance`](Run::advance) has begun and has not ended.
    in_turn: Cell<bool>,
    ended: Cell<Option<RunEnd>>,
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("ended", &self.ended).finish_non_exhaustive()
    }
}

impl Run {
    /// A run of `program` that has not begun to poll.
    pub fn new(program: impl Into<Program>, settings: Settings) -> Self {
        let program = program.into();
        let listing = &program.listing;
        let mut knobs = listing.defaults();
        knobs.iter_mut().zip(&settings.knobs).for_each(|(knob, value)| *knob = *value);
        let info = RunInfo {
            program: listing.id.to_string(),
            host: match settings.host_clock {
                Some(_) => HostKind::Browser,
                None => HostKind::Simulated,
            },
            seed: settings.seed,
            workers: 1,
            knobs: listing.knobs.iter().map(|k| k.name.to_string()).zip(knobs.clone()).collect(),
        };
        let trace = Trace::new(info, Rc::clone(&listing.sites));
        let recorder = Recorder::new(trace, settings.limits);
        let core = Core::new(
            program,
            knobs,
            settings.seed,
            recorder,
            settings.host_clock,
            settings.workers,
        );
        Self {
            core,
            round: RefCell::default(),
            parked: Cell::new(false),
            in_turn: Cell::new(false),
            ended: Cell::new(None),
        }
    }

    /// The log, which grows as the run goes on.
    pub fn trace(&self) -> &Rc<RefCell<Trace>> {
        self.core.recorder.trace()
    }

    /// Why it ended, once it has.
    pub fn ended(&self) -> Option<RunEnd> {
        self.ended.get()
    }

    /// Gives the run a turn of at most `polls` polls. If it was waiting for a time, that time has
    /// come: the host vouches for it.
    pub fn turn(&self, cause: TurnCause, polls: u32) -> Next {
        if let Some(why) = self.ended.get() {
            return Next::Ended(why);
        }
        let _entered = current::enter(&self.core);
        self.begin_turn(cause);
        let mut left = polls;
        let next = self.poll_some(&mut left);
        if !matches!(next, Next::Ended(_)) {
            self.core.recorder.push(EventKind::TurnEnd);
        }
        next
    }

    /// Goes on with a run on the simulated clock, which jumps to the next deadline when nothing is ready,
    /// for at most so many polls. Returns whether there is more to do.
    ///
    /// However a run is cut into such parts, its trace is the same: a part may end in the middle of a
    /// turn, and the next part goes on with that turn.
    pub fn advance(&self, polls: u32) -> bool {
        let _entered = current::enter(&self.core);
        let mut left = polls;
        while self.ended.get().is_none() {
            if !self.in_turn.replace(true) {
                let waited = self.parked.get();
                self.begin_turn(if waited { TurnCause::Timer } else { TurnCause::Microtask });
            }
            match self.poll_some(&mut left) {
                Next::Soon => return true,
                Next::At(_) => {
                    self.core.recorder.push(EventKind::TurnEnd);
                    self.in_turn.set(false);
                }
                Next::Ended(_) => {}
            }
        }
        false
    }

    fn begin_turn(&self, cause: TurnCause) {
        let core = &self.core;
        core.look_at_host_clock();
        let parked = self.parked.replace(false);
        if parked {
            // Deadlines are taken one at a time, so that a host that is late with two of them runs
            // what each wakes in the same order as one that is on time.
            if let Some(next) = time::next_time(core) {
                time::go_to(core, next);
            }
        }
        self.begin(cause);
        // Else the turn before ended in the middle of a round, which looks at the timers in its time.
        if parked {
            time::look_at_clock(core);
            self.call_park_hooks(false);
        }
    }

    /// Ends the run where it is.
    pub fn stop(&self) {
        if self.ended.get().is_none() {
            let _entered = current::enter(&self.core);
            self.core.look_at_host_clock();
            self.finish(RunEnd::Cancelled);
        }
    }

    fn begin(&self, cause: TurnCause) {
        let core = &self.core;
        let first = core.tasks.borrow().is_empty();
        if first {
            core.recorder.push(EventKind::RunStart);
        }
        core.recorder.push(EventKind::TurnStart { cause });
        if first {
            let main = (core.program.main)();
            let size = u32::try_from(size_of_val(&*main)).unwrap_or(u32::MAX);
            let nobody: Box<dyn Ending> = Box::new(OutputSlot::<()>::new());
            core.spawn(main, TaskKind::BlockOn, size, true, nobody, None);
        }
    }

    fn poll_some(&self, left: &mut u32) -> Next {
        let core = &self.core;
        while *left > 0 {
            *left -= 1;
            if core.recorder.limit().is_some() {
                return self.finish(RunEnd::Limit);
            }
            if let Some(clock) = &core.clocks.host
                && core.clocks.trace.get() > clock().saturating_add(AHEAD)
            {
                return Next::At(core.clocks.trace.get());
            }
            let step = schedule::step(core, &mut self.round.borrow_mut());
            if core.stuck.get() {
                return self.finish(RunEnd::Deadlock);
            }
            match step {
                Progress::Polled => {}
                Progress::MainReturned => {
                    core.shut_down();
                    if !core.is_waited_for() {
                        return self.finish(RunEnd::Done);
                    }
                }
                Progress::Parked if self.call_park_hooks(true) => {
                    self.call_park_hooks(false);
                }
                Progress::Parked => return self.park(),
            }
        }
        Next::Soon
    }

    /// Calls what the program has called when its runtime begins to wait, or has waited; whether that has
    /// given the runtime something to do.
    fn call_park_hooks(&self, begins: bool) -> bool {
        let core = &self.core;
        let hooks = core.park_hooks.borrow().clone();
        let ready = || (core.main.woken.get(), core.ready.len());
        let before = ready();
        hooks.iter().for_each(|hook| hook(begins));
        ready() != before
    }

    fn park(&self) -> Next {
        match time::next_time(&self.core) {
            None if self.core.closing.get() && !self.core.is_waited_for() => {
                self.finish(RunEnd::Done)
            }
            _ if self.core.recorder.limit().is_some() => self.finish(RunEnd::Limit),
            None => self.finish(RunEnd::Deadlock),
            Some(time) => {
                self.parked.set(true);
                Next::At(time)
            }
        }
    }

    fn finish(&self, why: RunEnd) -> Next {
        let core = &self.core;
        self.ended.set(Some(why));
        core.recorder.mute(false);
        core.executing.actor.set(WokenBy::Host);
        if why == RunEnd::Done {
            // The runtime is shut down: what its tasks do in their drops still belongs to the run.
            core.shut_down();
        }
        if let Some((what, bound)) = core.recorder.limit() {
            core.recorder.push(EventKind::Limit { what, bound });
        }
        if why == RunEnd::Done {
            abandon_threads(core);
        }
        core.recorder.push(EventKind::RunEnd { why });
        core.recorder.close();
        core.cancel_all();
        Next::Ended(why)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _entered = current::enter(&self.core);
        self.core.recorder.close();
        self.core.cancel_all();
    }
}

/// The process ends: its threads stop where they are, without any drop.
fn abandon_threads(core: &Core) {
    for (index, entry) in core.tasks.borrow().iter().enumerate() {
        if entry.kind == TaskKind::Thread && !entry.state.is_over() {
            let task = TaskId::from_index(index);
            core.recorder.push(EventKind::TaskEnd { task, how: TaskEnd::Cancelled, value: None });
        }
    }
}

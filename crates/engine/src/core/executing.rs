//! The code that executes: on whose behalf, in which poll, and how its awaits behave.

use std::cell::{Cell, RefCell};
use std::task::Waker;

use trace::{Micros, ResourceId, SiteId, SpanId, TaskId, WakeHow, WokenBy};

use crate::core::budget::{BUDGET, Budget};
use crate::core::left::{LeftPoll, Payload};

/// How the awaits of the poll that is under way behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They are polled.
    Plain,
    /// The poll has been left in the middle, or its task panicked: no await makes progress.
    Stopped,
    /// The poll goes on: only the awaits on the way to where it was left are polled.
    Resuming,
}

/// The code that executes: what the next event is recorded with, and how awaits behave. A poll that runs within
/// another puts back what it has changed.
pub(crate) struct Executing {
    /// Who executes, and is therefore who wakes.
    pub(crate) actor: Cell<WokenBy>,
    /// The await that is being polled.
    pub(crate) span: Cell<Option<SpanId>>,
    /// The resource on whose behalf wakes happen.
    pub(crate) via: Cell<Option<ResourceId>>,
    /// Where the next spawn stands in the program's text.
    pub(crate) spawn_site: Cell<Option<SiteId>>,
    /// The size of the next future that is spawned, if that of its type says nothing.
    pub(crate) spawn_size: Cell<Option<u32>>,
    /// The poll that is under way, and how its awaits behave.
    poll: RefCell<PollUnderWay>,
    pub(crate) mode: Cell<Mode>,
    /// Every poll between the task and the code that executes is one of async code: it can be left.
    pub(crate) leavable: Cell<bool>,
    /// How many polls are under way, each within the one before.
    pub(crate) depth: Cell<u32>,
    /// What a task that panicked owns is being dropped.
    pub(crate) unwinding: Cell<bool>,
    /// The wakes of tasks that yielded are under way.
    pub(crate) yielding: Cell<bool>,
    /// The panic that unwinds has been printed.
    pub(crate) is_reported: Cell<bool>,
    pub(crate) budget: Budget,
}

/// What is remembered of the poll that is under way.
#[derive(Debug, Default)]
pub(crate) struct PollUnderWay {
    /// The thread that it is on.
    thread: u16,
    /// The awaits on the way to where it was left, or is being left.
    path: Vec<SpanId>,
    /// It was left in the middle.
    left: Option<Left>,
    /// The branch that a `select!` polled first, by the await around it.
    starts: Vec<(Option<SpanId>, u32)>,
    /// What lets its thread go on, within a wait of its thread.
    unpark: Option<Waker>,
    /// Computation that was claimed where the poll could neither be left nor wait.
    debt: Micros,
    /// Its task panicked.
    panic: Option<Payload>,
}

/// Why a poll was left in the middle.
#[derive(Clone, Copy, Debug)]
struct Left {
    until: Option<Micros>,
}

impl Default for Executing {
    fn default() -> Self {
        Self {
            actor: Cell::new(WokenBy::Host),
            span: Cell::default(),
            via: Cell::default(),
            spawn_site: Cell::default(),
            spawn_size: Cell::default(),
            poll: RefCell::default(),
            mode: Cell::new(Mode::Plain),
            leavable: Cell::default(),
            depth: Cell::default(),
            unwinding: Cell::default(),
            yielding: Cell::default(),
            is_reported: Cell::default(),
            budget: Budget::default(),
        }
    }
}

impl Executing {
    /// The task whose code executes.
    pub(crate) fn task(&self) -> Option<TaskId> {
        match self.actor.get() {
            WokenBy::Task(task) => Some(task),
            WokenBy::Timer(_) | WokenBy::Host => None,
        }
    }

    /// The thread that it executes on.
    pub(crate) fn thread(&self) -> u16 {
        self.poll.borrow().thread
    }

    /// From now on it executes on this thread; the one before.
    pub(crate) fn set_thread(&self, thread: u16) -> u16 {
        std::mem::replace(&mut self.poll.borrow_mut().thread, thread)
    }

    /// Time that the poll owes.
    pub(crate) fn debt(&self) -> Micros {
        self.poll.borrow().debt
    }

    /// The poll owes so much time more.
    pub(crate) fn owe(&self, micros: Micros) {
        self.poll.borrow_mut().debt += micros;
    }

    /// So much time has passed, which pays what the poll owes.
    pub(crate) fn pay(&self, micros: Micros) {
        let mut poll = self.poll.borrow_mut();
        poll.debt = poll.debt.saturating_sub(micros);
    }

    /// Within the wait of a thread, what lets that go on; what did before.
    pub(crate) fn set_unpark(&self, unpark: Option<Waker>) -> Option<Waker> {
        std::mem::replace(&mut self.poll.borrow_mut().unpark, unpark)
    }

    /// Whether what lets a thread go on is this waker; none if the poll is not within such a wait.
    pub(crate) fn unparks_by(&self, waker: &Waker) -> Option<bool> {
        self.poll.borrow().unpark.as_ref().map(|unpark| unpark.will_wake(waker))
    }

    /// The task panicked: nothing of it runs any more but the drops of what it owns.
    pub(crate) fn panicked(&self, payload: Payload) {
        self.poll.borrow_mut().panic = Some(payload);
        self.mode.set(Mode::Stopped);
    }

    /// Polls from now on are those of an `F`, whose polls may be left or not; what was before is to be put back.
    pub(crate) fn narrow(&self, may_be_left: bool) -> bool {
        self.leavable.replace(self.leavable.get() && may_be_left)
    }

    /// The poll is left here, until a time or until something lets its thread go on.
    pub(crate) fn leave(&self, until: Option<Micros>) {
        let mut poll = self.poll.borrow_mut();
        poll.path.clear();
        poll.left = Some(Left { until });
        self.mode.set(Mode::Stopped);
    }

    /// An await is about to be polled; whether it may be.
    pub(crate) fn may_poll(&self, span: Option<SpanId>) -> bool {
        match self.mode.get() {
            Mode::Plain => true,
            Mode::Stopped => false,
            Mode::Resuming => {
                let path = &self.poll.borrow().path;
                span.is_some_and(|span| path.contains(&span))
            }
        }
    }

    /// The branch that a `select!` polls first, drawn anew for each poll: one that goes on begins where it
    /// had begun.
    pub(crate) fn first_branch(&self, draw: impl FnOnce() -> u32) -> u32 {
        let around = self.span.get();
        let starts = &mut self.poll.borrow_mut().starts;
        let place = starts.iter().position(|(span, _)| *span == around);
        if let (Mode::Resuming, Some(place)) = (self.mode.get(), place) {
            return starts[place].1;
        }
        let start = draw();
        match place {
            Some(place) => starts[place].1 = start,
            None => starts.push((around, start)),
        }
        start
    }

    /// The poll of an await returned pending in a poll that does not end with it.
    pub(crate) fn left_await(&self, span: SpanId) {
        self.poll.borrow_mut().path.push(span);
    }

    /// Begins a poll, or goes on with one; what was under way before.
    pub(crate) fn enter_poll(&self, thread: u16, left: Option<&mut LeftPoll>) -> PollUnderWay {
        let mut poll = PollUnderWay { thread, ..PollUnderWay::default() };
        self.mode.set(Mode::Plain);
        self.budget.set(BUDGET);
        if let Some(left) = left {
            poll.path = std::mem::take(&mut left.path);
            poll.starts = std::mem::take(&mut left.starts);
            self.budget.set(left.budget);
            self.mode.set(Mode::Resuming);
        }
        self.depth.set(self.depth.get() + 1);
        self.poll.replace(poll)
    }

    /// Whether what a poll was left at was not polled when it went on: it is looked for in the plain way.
    pub(crate) fn has_lost_its_way(&self) -> bool {
        let lost = self.mode.get() == Mode::Resuming;
        if lost {
            self.mode.set(Mode::Plain);
        }
        lost
    }

    /// Ends a poll or leaves it in the middle, at a time on the clock of the threads: the thread it is on by
    /// now, the panic of its task, and how it was left.
    pub(crate) fn leave_poll(
        &self,
        outer: PollUnderWay,
        outer_mode: Mode,
        now: Micros,
    ) -> (u16, Option<Payload>, Option<LeftPoll>) {
        let poll = self.poll.replace(outer);
        self.mode.set(outer_mode);
        self.depth.set(self.depth.get() - 1);
        let later = now.saturating_add(poll.debt);
        let (until, done) = match poll.left.filter(|_| poll.panic.is_none()) {
            Some(left) => (left.until.map(|until| until.saturating_add(poll.debt)), false),
            None if poll.debt > 0 => (Some(later), true),
            None => return (poll.thread, poll.panic, None),
        };
        let left = LeftPoll {
            thread: poll.thread,
            until,
            busy_until: later,
            done,
            path: poll.path,
            starts: poll.starts,
            budget: self.budget.left(),
            result: None,
        };
        (poll.thread, poll.panic, Some(left))
    }

    /// Calls the waker of a task that yielded: the trace says that it was no wake of its own.
    pub(crate) fn wake_yielded(&self, waker: Waker) {
        let outer = self.yielding.replace(true);
        waker.wake();
        self.yielding.set(outer);
    }

    /// How a wake is recorded that happens now.
    pub(crate) fn how(&self, how: WakeHow) -> WakeHow {
        if self.yielding.get() { WakeHow::Yield } else { how }
    }
}

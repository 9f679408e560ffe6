//! Polls that were left in the middle, and when they go on.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::task::Waker;

use trace::{Micros, SpanId, TaskId};

/// What a task panicked with.
pub type Payload = Box<dyn Any + Send>;

/// A poll that was left in the middle.
#[derive(Debug)]
pub(crate) struct LeftPoll {
    pub(crate) thread: u16,
    /// When it goes on; none if something else has to happen.
    pub(crate) until: Option<Micros>,
    /// It was busy before it blocked, where it could not be left: until then it does not go on.
    pub(crate) busy_until: Micros,
    /// All that is left to do is to let time pass.
    pub(crate) done: bool,
    /// The awaits on the way to where it was left.
    pub(crate) path: Vec<SpanId>,
    /// The branch that a `select!` polled first, by the await around it.
    pub(crate) starts: Vec<(Option<SpanId>, u32)>,
    pub(crate) budget: u8,
    /// Its result, if all that is left to do is to let time pass.
    pub(crate) result: Option<PollOutcome>,
}

impl LeftPoll {
    /// Where nothing can be polled on, the result is kept until the time has passed.
    pub(crate) fn with(mut self, outcome: PollOutcome) -> Self {
        if self.done {
            self.result = Some(outcome);
        }
        self
    }
}

/// How a poll came out.
#[derive(Debug)]
pub(crate) enum PollOutcome {
    Ready,
    Pending,
    Panicked(Payload),
}

/// What happens at a time whether or not a thread is free to look after the timers.
#[derive(Debug)]
pub(crate) enum Asleep {
    /// A poll goes on.
    Poll(TaskId),
    /// The wait at this place, within a poll, is over.
    Wait(usize),
    /// An [`Alarm`](crate::Alarm) goes off.
    Alarm(Waker),
}

/// What can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resumable {
    /// A poll that was left in the middle.
    Poll(TaskId),
    /// The wait at this place, within a poll.
    Wait(usize),
}

/// What of a run sleeps until a time on the clock of the threads, and what can go on.
#[derive(Debug, Default)]
pub(crate) struct Sleeping {
    /// In the order of their times, then in that of blocking.
    asleep: RefCell<BTreeMap<(Micros, u64), Asleep>>,
    begun: Cell<u64>,
    /// Those that can go on.
    resumable: RefCell<VecDeque<Resumable>>,
}

impl Sleeping {
    /// When the next one goes on by itself.
    pub(crate) fn next(&self) -> Option<Micros> {
        self.asleep.borrow().keys().next().map(|(until, _)| *until)
    }

    /// Those whose time has come can go on.
    pub(crate) fn look(&self, now: Micros) {
        while self.next().is_some_and(|until| until <= now) {
            let first = self.asleep.borrow_mut().pop_first();
            match first.map(|(_, asleep)| asleep) {
                Some(Asleep::Poll(task)) => self.resume(Resumable::Poll(task)),
                Some(Asleep::Wait(place)) => self.resume(Resumable::Wait(place)),
                Some(Asleep::Alarm(waker)) => waker.wake(),
                None => {}
            }
        }
    }

    /// Takes out the first that can go on.
    pub(crate) fn pop(&self) -> Option<Resumable> {
        self.resumable.borrow_mut().pop_front()
    }

    fn resume(&self, resumable: Resumable) {
        self.resumable.borrow_mut().push_back(resumable);
    }

    /// It can go on, if it cannot already.
    pub(crate) fn resume_once(&self, resumable: Resumable) {
        if !self.resumable.borrow().contains(&resumable) {
            self.resume(resumable);
        }
    }

    /// Sleeps until a time; the number that it has among all that have slept.
    pub(crate) fn add(&self, until: Micros, asleep: Asleep) -> u64 {
        let number = self.begun.get();
        self.begun.set(number + 1);
        self.asleep.borrow_mut().insert((until, number), asleep);
        number
    }

    /// Takes out what sleeps until a time, by its number.
    pub(crate) fn remove(&self, until: Micros, number: u64) -> Option<Asleep> {
        self.asleep.borrow_mut().remove(&(until, number))
    }

    /// A task is over: its poll does not go on.
    pub(crate) fn forget(&self, task: TaskId) {
        let is_it = |asleep: &Asleep| matches!(asleep, Asleep::Poll(asleep) if *asleep == task);
        self.asleep.borrow_mut().retain(|_, asleep| !is_it(asleep));
        self.resumable.borrow_mut().retain(|resumable| *resumable != Resumable::Poll(task));
    }

    /// A wait is over: what would end it must not end the next one at its place.
    pub(crate) fn forget_wait(&self, place: usize) {
        let is_it = |asleep: &Asleep| matches!(asleep, Asleep::Wait(asleep) if *asleep == place);
        self.asleep.borrow_mut().retain(|_, asleep| !is_it(asleep));
        self.resumable.borrow_mut().retain(|resumable| *resumable != Resumable::Wait(place));
    }
}

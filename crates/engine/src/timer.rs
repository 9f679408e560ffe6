//! Deadlines.

use std::collections::{BTreeMap, HashMap};
use std::task::Waker;

use trace::{Micros, TimerId};

use crate::census;

/// A deadline on the millisecond grid of the timers, in whole milliseconds since the run began.
///
/// Like tokio's timer wheel, deadlines round up: two sleeps that end in the same millisecond are a
/// tie on every clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(u64);

impl Deadline {
    /// The first millisecond that is not before `nanos` after the run began.
    pub fn from_nanos(nanos: u64) -> Self {
        Self(nanos.div_ceil(1_000_000))
    }

    /// As a time of the trace.
    pub fn micros(self) -> Micros {
        self.0.saturating_mul(1_000)
    }
}

/// A deadline that passed.
#[derive(Debug)]
pub(crate) struct Due {
    pub(crate) timer: TimerId,
    pub(crate) waker: Waker,
}

/// The timers of one run, in the order of their deadlines, ties in the order of registration.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    by_deadline: BTreeMap<(Deadline, TimerId), Waker>,
    deadlines: HashMap<TimerId, Deadline>,
    made: usize,
    /// The millisecond up to which deadlines have been looked at.
    elapsed: Option<Deadline>,
}

impl Timers {
    /// Registers a deadline; `None` if it has passed already.
    pub(crate) fn set(&mut self, deadline: Deadline, waker: &Waker) -> Option<TimerId> {
        if deadline <= self.elapsed.unwrap_or(Deadline(0)) {
            return None;
        }
        let timer = TimerId::from_index(self.made);
        self.made += 1;
        self.by_deadline.insert((deadline, timer), waker.clone());
        self.deadlines.insert(timer, deadline);
        census::change(|alive| alive.timers += 1);
        Some(timer)
    }

    /// The number of a timer that fires as it is set.
    pub(crate) fn pass(&mut self) -> TimerId {
        let timer = TimerId::from_index(self.made);
        self.made += 1;
        timer
    }

    /// Whether the timer is still set; if so it will wake `waker` from now on.
    pub(crate) fn refresh(&mut self, timer: TimerId, waker: &Waker) -> bool {
        let Some(deadline) = self.deadlines.get(&timer) else { return false };
        if let Some(entry) = self.by_deadline.get_mut(&(*deadline, timer)) {
            entry.clone_from(waker);
        }
        true
    }

    /// Takes a timer back; whether it was still set.
    pub(crate) fn cancel(&mut self, timer: TimerId) -> bool {
        let Some(deadline) = self.deadlines.remove(&timer) else { return false };
        self.by_deadline.remove(&(deadline, timer));
        census::change(|alive| alive.timers -= 1);
        true
    }

    /// The earliest deadline.
    pub(crate) fn next(&self) -> Option<Deadline> {
        self.by_deadline.keys().next().map(|(deadline, _)| *deadline)
    }

    /// Looks at the clock: from now on deadlines up to `now` have passed.
    pub(crate) fn look(&mut self, now: Micros) {
        self.elapsed = Some(Deadline(now / 1_000));
    }

    /// Takes out the first timer whose deadline had passed at the last look.
    pub(crate) fn pop_due(&mut self) -> Option<Due> {
        let first = self.by_deadline.first_entry()?;
        if Some(first.key().0) > self.elapsed {
            return None;
        }
        let ((_, timer), waker) = first.remove_entry();
        self.deadlines.remove(&timer);
        census::change(|alive| alive.timers -= 1);
        Some(Due { timer, waker })
    }
}

impl Drop for Timers {
    fn drop(&mut self) {
        census::change(|alive| alive.timers -= self.by_deadline.len());
    }
}

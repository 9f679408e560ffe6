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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Counted;

    fn at(millis: u64) -> Deadline {
        Deadline::from_nanos(millis * 1_000_000)
    }

    /// Timers with these deadlines, in milliseconds.
    fn timers(deadlines: &[u64]) -> Timers {
        let mut timers = Timers::default();
        for deadline in deadlines {
            timers.set(at(*deadline), Waker::noop()).expect("it has not passed");
        }
        timers
    }

    /// Takes out all that are due, by the order in which they were set.
    fn due(timers: &mut Timers) -> Vec<usize> {
        std::iter::from_fn(|| timers.pop_due()).map(|due| due.timer.index()).collect()
    }

    #[test]
    fn deadlines_round_up_to_the_millisecond() {
        let micros = |nanos| Deadline::from_nanos(nanos).micros();
        assert_eq!(
            [0, 1, 999_999, 1_000_000, 1_000_001].map(micros),
            [0, 1_000, 1_000, 1_000, 2_000]
        );
        assert_eq!(micros(u64::MAX), 18_446_744_073_710_000);
        assert_eq!(Deadline(u64::MAX).micros(), Micros::MAX);
    }

    #[test]
    fn timers_fire_in_the_order_of_their_deadlines_and_ties_in_that_of_registration() {
        let mut timers = timers(&[5, 3, 5, 3, 9]);
        timers.look(5_000);
        assert_eq!(due(&mut timers), [1, 3, 0, 2]);
        assert_eq!(timers.next(), Some(at(9)));
    }

    #[test]
    fn a_timer_is_due_only_when_the_clock_was_looked_at_after_its_deadline() {
        let mut timers = timers(&[2]);
        assert_eq!(due(&mut timers), []);
        timers.look(1_999);
        assert_eq!(due(&mut timers), []);
        timers.look(2_000);
        assert_eq!(due(&mut timers), [0]);
        assert_eq!(timers.next(), None);
    }

    #[test]
    fn a_deadline_that_had_passed_at_the_last_look_is_not_set() {
        let mut timers = Timers::default();
        assert_eq!(timers.set(at(0), Waker::noop()), None, "the run begins at it");
        timers.look(2_900);
        assert_eq!(timers.set(at(2), Waker::noop()), None);
        assert!(timers.set(at(3), Waker::noop()).is_some());
        assert_eq!(timers.next(), Some(at(3)));
    }

    #[test]
    fn a_timer_that_was_taken_back_does_not_fire() {
        let mut timers = timers(&[1, 2]);
        assert!(timers.cancel(TimerId::from_index(0)));
        assert!(!timers.cancel(TimerId::from_index(0)), "only once");
        timers.look(9_000);
        assert_eq!(due(&mut timers), [1]);
        assert!(!timers.cancel(TimerId::from_index(1)), "it has fired");
    }

    #[test]
    fn a_timer_wakes_who_asked_last() {
        let ((before, first), (after, second)) = (Counted::new(), Counted::new());
        let mut timers = Timers::default();
        let timer = timers.set(at(1), &first).expect("it has not passed");
        assert!(timers.refresh(timer, &second));
        timers.look(1_000);
        timers.pop_due().expect("it is due").waker.wake();
        assert_eq!((before.wakes(), after.wakes()), (0, 1));
        assert!(!timers.refresh(timer, &first), "it has fired");
    }

    #[test]
    fn a_timer_that_fires_as_it_is_set_has_a_number_of_its_own() {
        let mut timers = timers(&[5]);
        assert_eq!(timers.pass().index(), 1);
        assert_eq!(timers.next(), Some(at(5)), "nothing is set");
        assert_eq!(timers.set(at(1), Waker::noop()).map(TimerId::index), Some(2));
    }

    #[test]
    fn timers_are_counted_until_they_fire_are_taken_back_or_dropped() {
        let before = census::census().timers;
        let count = || census::census().timers - before;
        let mut timers = timers(&[1, 2, 3, 4]);
        assert_eq!(count(), 4);
        timers.look(1_000);
        due(&mut timers);
        assert_eq!(count(), 3);
        timers.cancel(TimerId::from_index(2));
        assert_eq!(count(), 2);
        drop(timers);
        assert_eq!(count(), 0);
    }
}

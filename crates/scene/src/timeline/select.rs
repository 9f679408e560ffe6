//! Sums over a stretch of time, for each task and for all.

use playground::action::Range;
use trace::{Event, Micros, TaskId};

use crate::timeline::lanes::{Form, Index, Lane, Lanes, OPEN};
use crate::timeline::scene::open_until;

/// What a task did in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskSums {
    /// The task.
    pub task: TaskId,
    /// Microseconds being polled.
    pub busy: Micros,
    /// Microseconds being scheduled.
    pub scheduled: Micros,
    /// Microseconds waiting.
    pub idle: Micros,
    /// Polls begun.
    pub polls: u32,
}

/// What all tasks did in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// The number of events.
    pub events: usize,
    /// Polls begun.
    pub polls: usize,
    /// Wakes.
    pub wakes: usize,
    /// Prints.
    pub prints: usize,
    /// The tasks that existed, in the order of spawning, up to the number asked for.
    pub tasks: Vec<TaskSums>,
    /// How many more tasks existed.
    pub more: usize,
}

/// The sums over a stretch of time, with those of at most `most` tasks. What has not ended yet is counted up
/// to `now`.
pub fn sums(lanes: &Lanes, events: &[Event], range: Range, now: Micros, most: usize) -> Sums {
    let events = &events[..events.len().min(lanes.read())];
    let from = events.partition_point(|event| event.at < range.from);
    let to = events.partition_point(|event| event.at <= range.to);
    let mut sums = Sums { events: to - from, ..Sums::default() };
    let within = Within { events, range, now, from: from as Index, to: to as Index };
    for lane in lanes.lanes.iter() {
        sums.wakes += within.count(&lane.wakes);
        sums.prints += within.count(&lane.prints);
        let Some(task) = within.task(lane) else { continue };
        sums.polls += task.polls as usize;
        match sums.tasks.len() < most {
            true => sums.tasks.push(task),
            false => sums.more += 1,
        }
    }
    sums
}

struct Within<'a> {
    events: &'a [Event],
    range: Range,
    now: Micros,
    from: Index,
    to: Index,
}

impl Within<'_> {
    fn at(&self, index: Index) -> Micros {
        match self.events.get(index as usize) {
            Some(event) => event.at,
            None if index == OPEN => open_until(self.events, self.now),
            None => self.events.last().map_or(0, |event| event.at),
        }
    }

    /// How many of these events, which are sorted, are in the stretch.
    fn count(&self, events: &[Index]) -> usize {
        let before = |end: Index| events.partition_point(|event| *event < end);
        before(self.to) - before(self.from)
    }

    /// The sums of a task; `None` if it did not exist in the stretch.
    fn task(&self, lane: &Lane) -> Option<TaskSums> {
        let Range { from, to } = self.range;
        let ended = lane.ended.map_or(OPEN, |(end, _)| end);
        if lane.born >= self.to || self.at(ended) < from {
            return None;
        }
        let mut sums = TaskSums { task: lane.task, busy: 0, scheduled: 0, idle: 0, polls: 0 };
        let first = lane.stretches.partition_point(|stretch| self.at(stretch.end) < from);
        for stretch in &lane.stretches[first..] {
            if self.at(stretch.start) > to {
                break;
            }
            let (start, end) = (self.at(stretch.start).max(from), self.at(stretch.end).min(to));
            let long = end.saturating_sub(start);
            match stretch.form {
                Form::Polled { .. } => {
                    sums.busy += long;
                    sums.polls += u32::from((self.from..self.to).contains(&stretch.start));
                }
                Form::Scheduled { .. } => sums.scheduled += long,
                Form::Waiting { .. } => sums.idle += long,
            }
        }
        Some(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trace::Trace;

    fn check(trace: &Trace, (from, to): (Micros, Micros)) -> Sums {
        let mut lanes = Lanes::default();
        lanes.extend(trace, trace.len());
        sums(&lanes, trace.events(), Range { from, to }, 0, 10)
    }

    #[test]
    fn the_whole_run() {
        let sums = check(&sample::joined(), (0, 300_000));
        assert_eq!((sums.polls, sums.wakes, sums.prints), (3, 2, 5));
        assert_eq!(sums.events, sample::joined().len());
        let [main] = sums.tasks[..] else { panic!("{sums:?}") };
        assert_eq!((main.busy, main.scheduled, main.idle, main.polls), (0, 0, 300_000, 3));
    }

    #[test]
    fn what_reaches_into_it_counts_in_part() {
        let sums = check(&sample::joined(), (150_000, 250_000));
        assert_eq!((sums.polls, sums.wakes, sums.prints), (1, 1, 1));
        assert_eq!(sums.tasks[0].idle, 100_000);
    }

    #[test]
    fn an_instant_has_events_but_no_time() {
        let sums = check(&sample::joined(), (200_000, 200_000));
        assert_eq!((sums.polls, sums.wakes, sums.prints), (1, 1, 1));
        assert_eq!((sums.tasks[0].idle, sums.tasks[0].busy), (0, 0));
    }

    #[test]
    fn a_computation_is_busy_and_delays_others() {
        let sums = check(&sample::endings(), (0, 40_000));
        let task = |index: usize| sums.tasks.iter().find(|sums| sums.task.index() == index);
        assert_eq!(task(3).map(|sums| sums.busy), Some(30_000));
        assert_eq!(task(2).map(|sums| sums.scheduled), Some(30_000));
    }

    #[test]
    fn nobody_waits_longer_than_the_run_however_long_another_on_its_axis_is() {
        let trace = sample::deadlocked();
        let mut lanes = Lanes::default();
        lanes.extend(&trace, trace.len());
        let range = Range { from: 0, to: 300_000 };
        let sums = sums(&lanes, trace.events(), range, 300_000, 10);
        assert_eq!(sums.tasks[0].idle, 100_000);
    }

    #[test]
    fn who_has_ended_before_is_not_in_it() {
        let sums = check(&sample::endings(), (50_000, 60_000));
        let tasks: Vec<_> = sums.tasks.iter().map(|sums| sums.task.index()).collect();
        assert_eq!(tasks, [0, 1]);
    }

    #[test]
    fn many_tasks_are_counted_and_some_are_told() {
        let trace = sample::spawned(30);
        let mut lanes = Lanes::default();
        lanes.extend(&trace, trace.len());
        let sums = sums(&lanes, trace.events(), Range { from: 0, to: 0 }, 0, 10);
        assert_eq!((sums.tasks.len(), sums.more), (10, 21));
        assert_eq!(sums.polls, 31);
    }
}

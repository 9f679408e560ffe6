//! The meaning of the width: converts events and places of the playhead to units of the chosen axis, and
//! back.
//!
//! A unit is a microsecond of the elastic axis (beats included), a microsecond of the time axis, or an event
//! of the steps axis.

pub mod ticks;
pub mod window;

use playground::action::{Axis, Range};
use playground::elastic::{Elastic, Stretched};
use trace::{Event, Micros};

use crate::timeline::lanes::{Index, OPEN};

/// One kind of axis for a trace at one length.
#[derive(Clone, Copy, Debug)]
pub struct Scale<'a> {
    axis: Axis,
    events: &'a [Event],
    elastic: &'a Elastic,
    /// The unit at which things end that have not ended.
    now: f64,
}

impl<'a> Scale<'a> {
    /// The axis of the events that are on `elastic`. `playhead` may be after the last of them, if the run waits.
    pub fn new(axis: Axis, events: &'a [Event], elastic: &'a Elastic, playhead: Stretched) -> Self {
        let events = &events[..events.len().min(elastic.len())];
        let mut scale = Self { axis, events, elastic, now: 0.0 };
        scale.now = scale.of_place(playhead.max(elastic.end()));
        scale
    }

    /// Which kind of axis this is.
    pub fn axis(&self) -> Axis {
        self.axis
    }

    /// The events on the axis.
    pub fn events(&self) -> &'a [Event] {
        self.events
    }

    /// The unit at which things end that have not ended.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// The unit of an event; [`now`](Self::now) for [`OPEN`] and for events that are not on the axis yet.
    pub fn of_event(&self, index: Index) -> f64 {
        let at = index as usize;
        if index == OPEN || at >= self.events.len() {
            return self.now;
        }
        match self.axis {
            Axis::Elastic => self.elastic.place(at) as f64,
            Axis::Time => self.events[at].at as f64,
            Axis::Steps => at as f64,
        }
    }

    /// The unit of a place of the playhead.
    pub fn of_place(&self, place: Stretched) -> f64 {
        match self.axis {
            Axis::Elastic => place as f64,
            Axis::Time => self.time_of(place),
            Axis::Steps => self.step_of(place),
        }
    }

    /// The unit of a time that no event has reached yet.
    pub fn of_deadline(&self, deadline: Micros) -> f64 {
        let last = self.events.last().map_or(0, |event| event.at);
        let ahead = deadline.saturating_sub(last) as f64;
        match self.axis {
            Axis::Elastic => self.elastic.end() as f64 + ahead,
            Axis::Time => deadline.max(last) as f64,
            Axis::Steps => self.now,
        }
    }

    fn time_of(&self, place: Stretched) -> f64 {
        self.elastic.time(place as f64).floor()
    }

    fn step_of(&self, place: Stretched) -> f64 {
        let Some(last) = self.elastic.position(place).checked_sub(1) else { return 0.0 };
        if last + 1 >= self.elastic.len() {
            return last as f64;
        }
        let (from, to) = (self.elastic.place(last), self.elastic.place(last + 1));
        last as f64 + (place - from) as f64 / (to - from).max(1) as f64
    }

    /// The first and the last unit of everything that happens in a stretch of time.
    pub fn of_range(&self, range: Range) -> (f64, f64) {
        let count = |within: &dyn Fn(&Event) -> bool| self.events.partition_point(|e| within(e));
        let (first, after) =
            (count(&|event| event.at < range.from), count(&|event| event.at <= range.to));
        let passed = |count: usize, time: Micros| match count.checked_sub(1) {
            Some(last) => (self.elastic.place(last) + (time - self.events[last].at)) as f64,
            None => 0.0,
        };
        match self.axis {
            Axis::Elastic => (passed(first, range.from), passed(after, range.to)),
            Axis::Time => (range.from as f64, range.to as f64),
            Axis::Steps => (first as f64 - 0.5, after as f64 - 0.5),
        }
    }

    /// The time at a unit, in microseconds.
    pub fn time(&self, unit: f64) -> Micros {
        if self.axis == Axis::Time {
            return unit.max(0.0).round() as Micros;
        }
        self.time_of(self.place(unit)) as Micros
    }

    /// The place of the playhead at a unit; the last one if there are several, as in an instant of the time axis.
    pub fn place(&self, unit: f64) -> Stretched {
        let unit = unit.max(0.0);
        let end = self.elastic.end();
        match self.axis {
            Axis::Elastic => (unit.round() as Stretched).min(end),
            Axis::Time => {
                let after = self.events.partition_point(|event| event.at as f64 <= unit);
                let Some(last) = after.checked_sub(1) else { return 0 };
                let passed = unit as Stretched - self.events[last].at;
                (self.elastic.place(last) + passed).min(end)
            }
            Axis::Steps => {
                let last = unit as usize;
                let (from, to) = (self.elastic.place(last), self.elastic.place(last + 1));
                from + (unit.fract() * (to - from) as f64).round() as Stretched
            }
        }
    }

    /// The index of the first event at or after a unit.
    pub fn first_from(&self, unit: f64) -> usize {
        let before = match self.axis {
            Axis::Elastic if unit <= 0.0 => 0,
            Axis::Elastic => self.elastic.position((unit.ceil() as Stretched).saturating_sub(1)),
            Axis::Time => self.events.partition_point(|event| (event.at as f64) < unit),
            Axis::Steps => unit.ceil().max(0.0) as usize,
        };
        before.min(self.events.len())
    }

    /// The unit at which an instant begins on the elastic axis, which is the end of the wait before its first event.
    pub fn instant_start(&self, first: usize) -> f64 {
        let Some(before) = first.checked_sub(1) else { return self.of_event(0) };
        let wait = self.events[first].at - self.events[before].at;
        (self.elastic.place(before) + wait) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(axis: Axis, each: impl Fn(&Scale)) {
        let trace = sample::joined();
        let elastic = Elastic::new(&trace);
        each(&Scale::new(axis, trace.events(), &elastic, 0));
    }

    #[test]
    fn events_stand_where_the_axis_says() {
        check(Axis::Time, |scale| assert_eq!(scale.now(), 300_000.0));
        check(Axis::Steps, |scale| assert_eq!(scale.now(), scale.events().len() as f64 - 1.0));
        check(Axis::Elastic, |scale| assert!(scale.now() > 400_000.0));
    }

    #[test]
    fn a_place_leads_to_a_unit_and_back() {
        for axis in [Axis::Elastic, Axis::Time, Axis::Steps] {
            check(axis, |scale| {
                for unit in 0..=20 {
                    let unit = scale.now() * f64::from(unit) / 20.0;
                    let back = scale.of_place(scale.place(unit));
                    assert!((back - unit).abs() <= scale.now() / 1_000.0 + 1.0, "{back} {unit}");
                }
            });
        }
    }

    #[test]
    fn what_is_open_ends_at_the_playhead_of_a_run_that_waits() {
        let mut sample = sample::Sample::new();
        let main = sample.spawn(None, "main");
        sample.start(main);
        sample.pending(main);
        let elastic = Elastic::new(&sample.trace);
        let playhead = elastic.end() + 70_000;
        let scale = Scale::new(Axis::Time, sample.trace.events(), &elastic, playhead);
        assert_eq!(scale.of_event(OPEN), 70_000.0);
        assert_eq!(scale.of_deadline(200_000), 200_000.0);
    }

    #[test]
    fn a_stretch_of_time_holds_all_that_happens_in_it() {
        let range = Range { from: 200_000, to: 200_000 };
        check(Axis::Time, |scale| assert_eq!(scale.of_range(range), (200_000.0, 200_000.0)));
        for axis in [Axis::Elastic, Axis::Steps] {
            check(axis, |scale| {
                let (from, to) = scale.of_range(range);
                for index in 0..scale.events().len() {
                    let unit = scale.of_event(index as u32);
                    let within = scale.events()[index].at == 200_000;
                    assert_eq!((from..=to).contains(&unit), within, "{axis:?} {index}");
                }
            });
        }
    }

    #[test]
    fn a_unit_has_a_time() {
        for axis in [Axis::Elastic, Axis::Time, Axis::Steps] {
            check(axis, |scale| {
                for index in 0..scale.events().len() as u32 {
                    let at = scale.events()[index as usize].at;
                    assert_eq!(scale.time(scale.of_event(index)), at, "{axis:?} {index}");
                }
            });
        }
    }

    #[test]
    fn the_first_event_of_a_window() {
        check(Axis::Time, |scale| {
            let first = scale.first_from(200_000.0);
            assert_eq!(scale.events()[first].at, 200_000);
            assert_eq!(scale.events()[first - 1].at, 0);
            assert_eq!(scale.first_from(-5.0), 0);
            assert_eq!(scale.first_from(9e9), scale.events().len());
        });
        check(Axis::Elastic, |scale| {
            for index in 0..scale.events().len() {
                assert_eq!(scale.first_from(scale.of_event(index as u32)), index);
            }
        });
    }
}

//! The elastic axis: time to scale, with extra width for every event.
//!
//! On a time axis all events of an instant fall on one point. On the elastic axis every event takes a *beat*
//! besides the time that passes before it, so the polls and wakes of an instant are next to each other in
//! their order. The playhead moves over this axis.

use std::cell::RefCell;
use std::rc::Rc;

use trace::{EventKind, Micros, Trace};

/// A place on the elastic axis. The unit is a microsecond of the trace; beats are measured in this unit, too.
pub type Stretched = u64;

/// The places of the first `len` events of a trace on the elastic axis.
///
/// All clones share what has been read of the trace, so an axis of another length, or with beats of another
/// width, costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Elastic {
    read: Rc<RefCell<Read>>,
    len: usize,
    /// The width of one part of a beat; a whole beat has [`WHOLE`] parts.
    part: f64,
}

/// What has been read of the trace; it only grows.
#[derive(Debug, Default)]
struct Read {
    /// The time of each event.
    at: Vec<Micros>,
    /// How many parts of beats lie between the first event and each event.
    parts: Vec<u32>,
    /// The parts of the first event's beat. They count towards the weight, but take no room: the first event is at
    /// its time.
    first: u32,
}

/// The parts of a beat: an event that a reader looks for takes all of them, bookkeeping a quarter.
pub const WHOLE: u32 = 4;
const QUARTER: u32 = 1;

/// The width of a part on the axis of a run in which no time passes.
const TIMELESS: f64 = 250.0;

/// The least width of all beats together, so that events can be told apart in a run of microseconds.
const SHORTEST: f64 = 2_000.0;

/// What lies between an event and the one before: a wait, followed by the event's beat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The place of the event before.
    pub from: f64,
    /// The place where the wait ends and the beat begins.
    pub beat: f64,
    /// The place of the event.
    pub to: f64,
    /// How many parts the beat has.
    pub parts: u32,
}

impl Elastic {
    /// The axis of a trace at its present length.
    ///
    /// Beats take between 30 % and 80 % of the length, more the more events there are; more than that where no or
    /// hardly any time passes (see [`fitting`](Self::fitting)).
    pub fn new(trace: &Trace) -> Self {
        let mut axis = Self::default();
        axis.grow(trace);
        axis.part = axis.fitting(axis.len, trace.duration());
        axis
    }

    /// Reads the events that have been added to the trace. The width of beats does not change.
    pub fn grow(&mut self, trace: &Trace) {
        let mut read = self.read.borrow_mut();
        let known = read.at.len();
        for event in trace.events().get(known..).unwrap_or_default() {
            let own = parts(&event.kind);
            let parts = match read.parts.last() {
                Some(before) => before + own,
                None => {
                    read.first = own;
                    0
                }
            };
            read.at.push(event.at);
            read.parts.push(parts);
        }
        self.len = read.at.len();
    }

    /// The axis of the first `len` events.
    pub fn upto(&self, len: usize) -> Self {
        Self { len: len.min(self.len), ..self.clone() }
    }

    /// The same axis with parts of beats of this width.
    pub fn with_part(&self, part: f64) -> Self {
        Self { part, ..self.clone() }
    }

    /// The width of a part of a beat.
    pub fn part(&self) -> f64 {
        self.part
    }

    /// The width of a whole beat.
    pub fn beat(&self) -> f64 {
        self.part * f64::from(WHOLE)
    }

    /// How wide a part of a beat would be on an axis of the first `len` events if `time` microseconds pass on it.
    pub fn fitting(&self, len: usize, time: Micros) -> f64 {
        let weight = self.weight(len);
        let beats = weight / u64::from(WHOLE);
        let share = (beats as f64 / (beats as f64 + 40.0)).clamp(0.3, 0.8);
        let weight = weight.max(1) as f64;
        match time {
            0 => TIMELESS,
            _ => (time as f64 * share / (1.0 - share)).max(SHORTEST) / weight,
        }
    }

    /// How many parts of beats the first `len` events take.
    pub fn weight(&self, len: usize) -> u64 {
        let read = self.read.borrow();
        let last = len.min(self.len).checked_sub(1);
        last.map_or(0, |last| u64::from(read.parts[last]) + u64::from(read.first))
    }

    /// The length of the axis: the place of the last event.
    pub fn end(&self) -> Stretched {
        self.len.checked_sub(1).map_or(0, |last| self.place(last))
    }

    /// The place of the event with this index; the end of the axis for an index beyond the last event.
    pub fn place(&self, index: usize) -> Stretched {
        match self.len.checked_sub(1) {
            Some(last) => self.read.borrow().place(index.min(last), self.part),
            None => 0,
        }
    }

    /// How many events are at or before a place, which is the position of a playhead there.
    pub fn position(&self, place: Stretched) -> usize {
        let read = self.read.borrow();
        let (mut from, mut to) = (0, self.len);
        while from < to {
            let middle = from.midpoint(to);
            match read.place(middle, self.part) <= place {
                true => from = middle + 1,
                false => to = middle,
            }
        }
        from
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the trace has no events.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The time on the program's clock at a place, in microseconds: proportional within a wait, constant within a
    /// beat. After the last known event of the trace time continues at the rate of one microsecond a unit.
    pub fn time(&self, place: f64) -> f64 {
        let Some(last) = self.position(place as Stretched).checked_sub(1) else { return 0.0 };
        let read = self.read.borrow();
        let passed = (place - read.place(last, self.part) as f64).max(0.0);
        read.at[last] as f64 + read.wait_after(last).map_or(passed, |wait| passed.min(wait))
    }

    /// What lies before the event with this index; `None` if there is no such event.
    pub fn gap(&self, index: usize) -> Option<Gap> {
        if index >= self.len {
            return None;
        }
        let read = self.read.borrow();
        let to = read.place(index, self.part) as f64;
        Some(match index.checked_sub(1) {
            None => Gap { from: 0.0, beat: to, to, parts: 0 },
            Some(before) => {
                let from = read.place(before, self.part) as f64;
                let wait = (read.at[index] - read.at[before]) as f64;
                let parts = read.parts[index] - read.parts[before];
                Gap { from, beat: (from + wait).min(to), to, parts }
            }
        })
    }

    /// Converts a place of `before`, the same axis with beats of another width, to this axis: the same number of
    /// events have happened there, and the same share of the wait or beat has passed.
    pub fn carried(&self, place: f64, before: &Self) -> f64 {
        let Some(last) = before.position(place as Stretched).checked_sub(1) else { return place };
        let read = self.read.borrow();
        let here = read.place(last, self.part) as f64;
        let passed = (place - read.place(last, before.part) as f64).max(0.0);
        let Some(wait) = read.wait_after(last) else { return here + passed };
        let beat = (passed - wait).max(0.0) * self.part / before.part;
        // Rounding must not reach the next event.
        let next = read.place(last + 1, self.part) as f64;
        (here + passed.min(wait) + beat).min(next - 1e-3).max(here)
    }
}

/// Two axes are equal if they are of the same trace, of the same length and with beats of the same width.
impl PartialEq for Elastic {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.read, &other.read) && (self.len, self.part) == (other.len, other.part)
    }
}

impl Read {
    fn place(&self, index: usize, part: f64) -> Stretched {
        self.at[index] + (f64::from(self.parts[index]) * part) as Stretched
    }

    /// The time between an event and the next one, in microseconds; `None` if there is no next one yet.
    fn wait_after(&self, index: usize) -> Option<f64> {
        self.at.get(index + 1).map(|next| (next - self.at[index]) as f64)
    }
}

fn parts(event: &EventKind) -> u32 {
    match event {
        EventKind::TaskSpawn { .. }
        | EventKind::PollStart { .. }
        | EventKind::PollEnd { .. }
        | EventKind::Wake { .. }
        | EventKind::Print { .. }
        | EventKind::AwaitEnter { .. }
        | EventKind::AwaitDrop { .. }
        | EventKind::TaskEnd { .. } => WHOLE,
        _ => QUARTER,
    }
}

#[cfg(test)]
mod tests {
    use engine::{Settings, simulate};
    use sample::Sample;
    use scenarios::scenarios;
    use trace::{Event, EventKind, TaskId, Trace, WakeHow, WokenBy};

    use super::Elastic;

    fn trace(events: impl IntoIterator<Item = (u64, EventKind)>) -> Trace {
        let mut sample = Sample::empty(Vec::new());
        for (at, kind) in events {
            sample.micros(at);
            sample.push(kind);
        }
        sample.trace
    }

    /// An event with a whole beat.
    fn wake() -> EventKind {
        let task = TaskId::from_index(0);
        EventKind::Wake { task, by: WokenBy::Host, how: WakeHow::ByRef, resource: None }
    }

    /// Checks what holds for the axis of every trace. Returns the length of the axis.
    fn check(trace: &Trace) -> u64 {
        let axis = Elastic::new(trace);
        assert_eq!(axis.len(), trace.len());
        assert_eq!(axis.is_empty(), trace.is_empty());
        let mut before = 0;
        for (index, event) in trace.events().iter().enumerate() {
            let place = axis.place(index);
            assert!(place >= before, "places fall at event {index}");
            assert!(place >= event.at, "event {index} stands before its time");
            assert!(axis.position(place) > index, "event {index} is not reached at its place");
            let (time, at) = (axis.time(place as f64), event.at as f64);
            assert_eq!(time.to_bits(), at.to_bits(), "the time at event {index}");
            before = place;
        }
        assert_eq!(axis.end(), before);
        assert_eq!(axis.place(trace.len()), axis.end());
        assert_eq!(axis.position(axis.end()), trace.len());

        // Trying every place would take too long; these steps fall anywhere between events.
        let mut time = 0.0;
        for place in (0..=axis.end()).step_by((axis.end() / 9_973 + 1) as usize) {
            let now = axis.time(place as f64);
            assert!(now >= time, "time falls at place {place}");
            time = now;
        }
        let on = axis.time(axis.end() as f64 + 1.0) as u64;
        assert_eq!(on, if trace.is_empty() { 0 } else { trace.duration() + 1 });
        axis.end()
    }

    #[test]
    fn of_every_program() {
        for variant in scenarios().iter().flat_map(|scenario| scenario.variants) {
            let trace = simulate(variant.program, Settings::default());
            let trace = trace.borrow();
            let share = 1.0 - trace.duration() as f64 / check(&trace) as f64;
            // The last beats: all events but the first have theirs.
            assert!(share > 0.2, "{}: beats are {share} of the axis", variant.program.id);
        }
    }

    #[test]
    fn of_a_trace_without_events() {
        let trace = trace([]);
        assert_eq!(check(&trace), 0);
        assert_eq!(Elastic::new(&trace).time(7.0) as u64, 0);
    }

    #[test]
    fn of_a_trace_in_which_no_time_passes() {
        let end = check(&trace((0..10).map(|_| (0, wake()))));
        assert_eq!(end, 9 * 1_000, "a beat is a millisecond");
        assert_eq!(check(&trace([(0, EventKind::RunStart)])), 0);
    }

    #[test]
    fn of_one_long_wait() {
        let trace = trace([(0, wake()), (600_000_000, wake())]);
        check(&trace);
        let axis = Elastic::new(&trace);
        // The wait comes first, then the beat.
        assert_eq!(axis.time(1_000.0) as u64, 1_000);
        assert_eq!(axis.time(600_000_000.0) as u64, 600_000_000);
        assert_eq!(axis.position(600_000_000), 1);
    }

    #[test]
    fn of_many_events_in_little_time() {
        check(&trace((0..50_000).map(|n| (n / 10_000, wake()))));
        check(&trace((0..50_000).map(|n| (n / 49_999, EventKind::TurnEnd))));
    }

    #[test]
    fn does_not_fall_behind_a_trace_that_begins_late() {
        check(&trace((1..100).map(|n| (n * n * 1_000, wake()))));
    }

    /// Random traces of many kinds: with instants and waits, short and long.
    fn random(rng: &mut u64) -> Vec<(u64, EventKind)> {
        let mut next = |below: u64| {
            *rng =
                rng.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (*rng >> 33) % below
        };
        let (count, longest) = (next(400), [1, 10, 1_000, 1_000_000][next(4) as usize]);
        let mut at = 0;
        let event = |_| {
            at += if next(3) == 0 { next(longest) } else { 0 };
            (at, if next(2) == 0 { wake() } else { EventKind::TurnEnd })
        };
        (0..count).map(event).collect()
    }

    #[test]
    fn one_that_grows_with_its_trace_is_the_one_of_the_whole() {
        let mut rng = 7;
        for _ in 0..200 {
            let events = random(&mut rng);
            let mut growing = trace([]);
            let mut axis = Elastic::default();
            for (number, (at, kind)) in events.iter().enumerate() {
                growing.push(Event { at: *at, kind: *kind });
                if number % 3 == 0 {
                    axis.grow(&growing);
                }
                let part = axis.fitting(axis.len(), axis.time(axis.end() as f64) as u64);
                axis = axis.with_part(part);
            }
            axis.grow(&growing);
            axis = axis.with_part(axis.fitting(axis.len(), growing.duration()));
            let whole = Elastic::new(&growing);
            assert_eq!((axis.len(), axis.end()), (whole.len(), whole.end()));
            for index in 0..whole.len() {
                assert_eq!(axis.place(index), whole.place(index));
                assert_eq!(axis.gap(index), whole.gap(index));
            }
            // Clones of an axis share what has been read of the trace.
            let part = axis.upto(whole.len() / 2);
            assert_eq!(part.end(), whole.place((whole.len() / 2).saturating_sub(1)));
        }
    }

    #[test]
    fn what_is_carried_to_wider_beats_stays_where_it_is_in_the_run() {
        let mut rng = 11;
        for _ in 0..100 {
            let trace = trace(random(&mut rng));
            let one = Elastic::new(&trace);
            for times in [0.25, 0.9, 1.0, 1.7, 6.0] {
                let other = one.with_part(one.part() * times);
                for step in 0..=300_u32 {
                    let place = one.end() as f64 * 1.05 * f64::from(step) / 300.0;
                    let carried = other.carried(place, &one);
                    let count = |axis: &Elastic, place: f64| axis.position(place as u64);
                    assert!(count(&other, carried) >= count(&one, place));
                    let apart = (other.time(carried) - one.time(place)).abs();
                    assert!(apart <= 2.0, "{apart} apart at {place}");
                }
            }
        }
    }
}

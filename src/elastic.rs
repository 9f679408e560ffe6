//! The elastic axis: time to scale, with room for every event.
//!
//! On a clock, all that happens in an instant falls on one point. Here every event takes a *beat*
//! besides the time that passes before it, so that the polls and wakes of an instant stand side by
//! side in their order. The playhead moves over this axis at a constant speed.

use trace::{EventKind, Micros, Trace};

/// A place on the elastic axis. Its unit is a microsecond of the trace; beats are measured in it too.
pub type Stretched = u64;

/// Where each event of a trace stands on the elastic axis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Elastic {
    places: Vec<Stretched>,
}

/// A beat's parts: what a reader looks for takes a whole one, bookkeeping a quarter.
const WHOLE: u64 = 4;
const QUARTER: u64 = 1;

impl Elastic {
    /// The axis of a trace as long as it is now.
    ///
    /// Beats take between 30 % and 80 % of the length, more with more events. A trace in which no
    /// time passes is all beats.
    pub fn new(trace: &Trace) -> Self {
        let weight: u64 = trace.events().iter().map(|event| parts(&event.kind)).sum();
        let time = trace.duration();
        let beats = weight / WHOLE;
        let share = (beats as f64 / (beats as f64 + 40.0)).clamp(0.3, 0.8);
        let part = match time {
            0 => 250.0,
            _ => time as f64 * share / (1.0 - share) / weight.max(1) as f64,
        };
        let mut places = Vec::with_capacity(trace.len());
        let (mut parts_before, mut first) = (0, true);
        for event in trace.events() {
            if !first {
                parts_before += parts(&event.kind);
            }
            first = false;
            places.push(event.at + (parts_before as f64 * part) as Stretched);
        }
        Self { places }
    }

    /// The length of the axis: the place of the last event.
    pub fn end(&self) -> Stretched {
        self.places.last().copied().unwrap_or(0)
    }

    /// Where the event with this index stands; the end for an index beyond the last.
    pub fn place(&self, index: usize) -> Stretched {
        self.places.get(index).copied().unwrap_or_else(|| self.end())
    }

    /// How many events stand at or before a place: the position that a playhead there has reached.
    pub fn position(&self, place: Stretched) -> usize {
        self.places.partition_point(|event| *event <= place)
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether the trace has no events.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The time on the program's clock at a place: within a wait in proportion, within a beat the
    /// time of its instant.
    pub fn time(&self, trace: &Trace, place: Stretched) -> Micros {
        let position = self.position(place);
        let Some(last) = position.checked_sub(1) else { return 0 };
        let at = trace.events()[last].at;
        let Some(next) = trace.events().get(position) else { return at };
        let wait = next.at - at;
        // The wait comes first, the beat of the next event after it.
        at + wait.min(place - self.places[last])
    }
}

fn parts(event: &EventKind) -> u64 {
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
    use scenarios::scenarios;
    use trace::{Event, EventKind, HostKind, RunInfo, TaskId, Trace, WakeHow, WokenBy};

    use super::Elastic;

    fn trace(events: impl IntoIterator<Item = (u64, EventKind)>) -> Trace {
        let run = RunInfo {
            program: "elastic".to_owned(),
            host: HostKind::Simulated,
            seed: 0,
            workers: 1,
            knobs: Vec::new(),
        };
        let mut trace = Trace::new(run, Vec::new());
        for (at, kind) in events {
            trace.push(Event { at, kind });
        }
        trace
    }

    /// An event that takes a whole beat.
    fn wake() -> EventKind {
        let task = TaskId::from_index(0);
        EventKind::Wake { task, by: WokenBy::Host, how: WakeHow::ByRef, resource: None }
    }

    /// What is true of the axis of every trace. Returns its length.
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
            assert_eq!(axis.time(trace, place), event.at, "the time at event {index}");
            before = place;
        }
        assert_eq!(axis.end(), before);
        assert_eq!(axis.place(trace.len()), axis.end());
        assert_eq!(axis.position(axis.end()), trace.len());

        // Every place between events would be too many: steps that fall anywhere.
        let mut time = 0;
        for place in (0..=axis.end()).step_by((axis.end() / 9_973 + 1) as usize) {
            let now = axis.time(trace, place);
            assert!(now >= time, "time falls at place {place}");
            time = now;
        }
        assert_eq!(axis.time(trace, axis.end() + 1), trace.duration());
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
        assert_eq!(Elastic::new(&trace).time(&trace, 7), 0);
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
        assert_eq!(axis.time(&trace, 1_000), 1_000);
        assert_eq!(axis.time(&trace, 600_000_000), 600_000_000);
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
}

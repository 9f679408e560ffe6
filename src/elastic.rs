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

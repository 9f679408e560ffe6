//! Bounds on a run: no program may hang or flood the page.

use trace::Micros;

/// Bounds on a run. Reaching one ends it with a `limit` event that names the bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Events in the log. A text counts as the events that would take as much room.
    pub events: usize,
    /// Polls without the program's clock moving on.
    pub polls: u32,
    /// Tasks.
    pub tasks: usize,
    /// The program's clock, in microseconds.
    pub time: Micros,
}

impl Default for Limits {
    fn default() -> Self {
        Self { events: 1_500_000, polls: 250_000, tasks: 200_000, time: 600_000_000 }
    }
}

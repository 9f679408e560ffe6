//! The place at which a program is shown when it is opened: one that shows what the program is about.

use trace::{EventKind, RunEnd, Trace};

use super::Playground;
use crate::elastic::Elastic;
use crate::snapshot::{Clock, Prediction};

impl Playground {
    /// Whether the playhead is still where the program was opened, and no prediction is under way.
    pub(super) fn stands_as_opened(&self) -> bool {
        self.fresh && self.prediction == Prediction::Open
    }

    /// The place at which a program is shown when it is opened; `None` for the end of its run. An opened trace, a
    /// live run and compared runs are shown at their end.
    pub(super) fn opening(&self) -> Option<f64> {
        let alone = self.compares_with().is_none() && self.origin().is_none();
        let simulated = self.clock == Clock::Simulated;
        (alone && simulated).then(|| telling(&self.trace.borrow(), &self.elastic)).flatten()
    }

    /// Moves the playhead to the place of the opening.
    pub(super) fn go_to_opening(&mut self) {
        match self.opening() {
            Some(place) => self.move_playhead(place),
            None => self.go_to_end(),
        }
    }
}

/// The middle of the longest wait among those during which the most tasks exist. `None` if nothing waits, or
/// if the run did not end with `main`: such a run tells most at its end.
fn telling(trace: &Trace, elastic: &Elastic) -> Option<f64> {
    let events = trace.events();
    let stuck = |event: &trace::Event| matches!(event.kind, EventKind::RunEnd { why } if why != RunEnd::Done);
    if events.last().is_none_or(stuck) {
        return None;
    }
    let mut tasks = 0_u32;
    let mut best = (0, 0);
    let mut place = None;
    for (index, pair) in events.windows(2).enumerate() {
        match pair[0].kind {
            EventKind::TaskSpawn { .. } => tasks += 1,
            EventKind::TaskEnd { .. } => tasks = tasks.saturating_sub(1),
            _ => {}
        }
        let wait = pair[1].at - pair[0].at;
        if wait > 0 && (tasks, wait) > best {
            best = (tasks, wait);
            place = Some(elastic.place(index) as f64 + wait as f64 / 2.0);
        }
    }
    place
}

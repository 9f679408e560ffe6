//! Where a program that has just been opened is shown: at a place that tells what it is about.

use trace::{EventKind, RunEnd, Trace};

use super::Playground;
use crate::elastic::Elastic;
use crate::snapshot::{Clock, Prediction};

impl Playground {
    /// Whether nobody has moved the playhead since the program was opened, nor has to.
    pub(super) fn stands_as_opened(&self) -> bool {
        self.fresh && self.prediction == Prediction::Open
    }

    /// Where a program is shown that was just opened; none is the end of its run.
    pub(super) fn opening(&self) -> Option<f64> {
        let alone = self.compares_with().is_none() && self.origin().is_none();
        let simulated = self.clock == Clock::Simulated;
        (alone && simulated).then(|| telling(&self.trace.borrow(), &self.elastic)).flatten()
    }

    /// Goes there.
    pub(super) fn go_to_opening(&mut self) {
        match self.opening() {
            Some(place) => self.move_playhead(place),
            None => self.go_to_end(),
        }
    }
}

/// In the middle of the longest wait of those in which the most tasks are there. A run that ends with
/// tasks that wait for ever tells most at its end, and so does one that nothing waits in.
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

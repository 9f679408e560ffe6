//! What is known of a stage while it runs.

use std::time::{Duration, Instant};

use crate::failure::Outcome;
use crate::test::tally::Tally;

/// How far a stage has come.
#[derive(Default)]
pub struct Progress {
    /// The tests that ran.
    pub tally: Tally,
    /// How long it took to build what the stage then runs.
    pub building: Duration,
}

impl Progress {
    /// Does what builds something for the stage, and counts its time.
    pub fn building(&mut self, build: impl FnOnce() -> Outcome) -> Outcome {
        let start = Instant::now();
        let outcome = build();
        self.building += start.elapsed();
        outcome
    }
}

//! `cargo xtask test`: every check, in stages.

mod progress;
mod report;
mod stage;
mod tally;

pub use stage::Stage;

use std::time::Instant;

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::release::Released;
use crate::test::progress::Progress;
use crate::test::report::{Report, Row};
use crate::test::tally::Tally;

/// Runs all stages up to the first that fails, or only the one named, and ends with the counts.
///
/// # Errors
/// If a stage failed; which and why has been printed by then.
pub fn run(project: &Project, only: Option<Stage>) -> Outcome {
    let stages = match &only {
        Some(stage) => std::slice::from_ref(stage),
        None => &Stage::ALL[..],
    };
    let mut report = Report::default();
    let mut released = Released::default();
    let mut first_failure = None;
    for &stage in stages {
        println!("== {stage}: {}", stage.summary());
        let start = Instant::now();
        let mut progress = Progress::default();
        let outcome = stage
            .run(project, &mut released, &mut progress)
            .and_then(|()| require_tests(stage, progress.tally));
        let row = Row::new(stage, &progress, start.elapsed(), outcome.is_ok());
        println!("== {row}\n");
        report.add(row);
        if let Err(failure) = outcome {
            first_failure = Some(Failure::new(format!("Stage {stage} failed: {failure}")));
            break;
        }
    }
    if let Some(failure) = &first_failure {
        println!("{failure}\n");
    }
    println!("{report}");
    match first_failure {
        None => Ok(()),
        // Said above; the line with the counts stays the last one.
        Some(_) => std::process::exit(1),
    }
}

/// A stage that runs no test checks nothing, so something is wrong with it.
fn require_tests(stage: Stage, tally: Tally) -> Outcome {
    if stage.has_tests() && tally.passed + tally.failed == 0 {
        return Err(Failure::new("no test ran in it."));
    }
    Ok(())
}

//! What is printed at the end of a test run.

use std::fmt;
use std::time::Duration;

use crate::test::Stage;
use crate::test::tally::Tally;

/// One stage that ran.
pub struct Row {
    stage: Stage,
    tally: Tally,
    time: Duration,
    succeeded: bool,
}

impl Row {
    /// The row of a stage. One that failed without a failed test (it did not compile, say) counts
    /// as one failure, so that the last line never claims `0 failed` for a run that failed.
    pub fn new(stage: Stage, mut tally: Tally, time: Duration, succeeded: bool) -> Self {
        if !succeeded && tally.failed == 0 {
            tally.failed = 1;
        }
        Self { stage, tally, time, succeeded }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let result = if self.succeeded { "ok" } else { "FAILED" };
        write!(f, "{}: {result} in {:.1} s", self.stage, self.time.as_secs_f64())
    }
}

/// All stages that ran, in order.
#[derive(Default)]
pub struct Report(Vec<Row>);

impl Report {
    /// Adds the next stage.
    pub fn add(&mut self, row: Row) {
        self.0.push(row);
    }
}

impl fmt::Display for Report {
    /// A table, then a line of its own with nothing but the sums, which CI reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "stage        result  passed  failed      time")?;
        for row in &self.0 {
            writeln!(
                f,
                "{:<11}  {:<6}  {:>6}  {:>6}  {:>6.1} s",
                // `to_string`, since a width applies to text and not to what writes itself.
                row.stage.to_string(),
                if row.succeeded { "ok" } else { "FAILED" },
                row.tally.passed,
                row.tally.failed,
                row.time.as_secs_f64()
            )?;
        }
        let passed: usize = self.0.iter().map(|row| row.tally.passed).sum();
        let failed: usize = self.0.iter().map(|row| row.tally.failed).sum();
        write!(f, "{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(stage: Stage, passed: usize, failed: usize, succeeded: bool) -> Row {
        let tally = Tally { passed, failed };
        Row::new(stage, tally, Duration::from_millis(1500), succeeded)
    }

    #[test]
    fn ends_with_the_sums_alone_on_a_line() {
        let mut report = Report::default();
        report.add(row(Stage::Format, 0, 0, true));
        report.add(row(Stage::Native, 12, 0, true));
        report.add(row(Stage::Browser, 3, 2, false));
        let text = report.to_string();
        assert_eq!(text.lines().last(), Some("15 passed, 2 failed"), "{text}");
        assert!(text.contains("browser      FAILED       3       2     1.5 s"), "{text}");
    }

    #[test]
    fn a_failed_stage_is_never_zero_failures() {
        let mut report = Report::default();
        report.add(row(Stage::Lint, 0, 0, false));
        assert!(report.to_string().ends_with("\n0 passed, 1 failed"));
    }
}

//! What is printed at the end of a test run.

use std::fmt;
use std::time::Duration;

use crate::test::Stage;
use crate::test::progress::Progress;
use crate::test::tally::Tally;

/// One stage that ran.
pub struct Row {
    stage: Stage,
    tally: Tally,
    building: Duration,
    time: Duration,
    succeeded: bool,
}

impl Row {
    /// The row of a stage. One that failed without a failed test (it did not compile, say) counts
    /// as one failure, so that the last line never claims `0 failed` for a run that failed.
    pub fn new(stage: Stage, progress: &Progress, time: Duration, succeeded: bool) -> Self {
        let mut tally = progress.tally;
        if !succeeded && tally.failed == 0 {
            tally.failed = 1;
        }
        Self { stage, tally, building: progress.building, time, succeeded }
    }

    fn result(&self) -> &'static str {
        if self.succeeded { "ok" } else { "FAILED" }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} in {:.1} s", self.stage, self.result(), self.time.as_secs_f64())
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
    /// A table with how long each stage built and ran, then a line of its own with nothing but the
    /// sums of the tests, which CI reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "stage        result  passed  failed    building     running         all")?;
        for row in &self.0 {
            let name = row.stage.to_string();
            line(f, (&name, row.result()), row.tally, (row.building, row.time))?;
        }
        let sum = |time: fn(&Row) -> Duration| self.0.iter().map(time).sum::<Duration>();
        let tally = Tally {
            passed: self.0.iter().map(|row| row.tally.passed).sum(),
            failed: self.0.iter().map(|row| row.tally.failed).sum(),
        };
        line(f, ("all", ""), tally, (sum(|row| row.building), sum(|row| row.time)))?;
        write!(f, "{} passed, {} failed", tally.passed, tally.failed)
    }
}

fn line(
    f: &mut fmt::Formatter<'_>,
    (name, result): (&str, &str),
    tally: Tally,
    (building, all): (Duration, Duration),
) -> fmt::Result {
    let [building, running, all] =
        [building, all.saturating_sub(building), all].map(|time| time.as_secs_f64());
    writeln!(
        f,
        "{name:<11}  {result:<6}  {:>6}  {:>6}  {building:>8.1} s  {running:>8.1} s  {all:>8.1} s",
        tally.passed, tally.failed
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(stage: Stage, passed: usize, failed: usize, succeeded: bool) -> Row {
        let building = Duration::from_millis(1000);
        let progress = Progress { tally: Tally { passed, failed }, building };
        Row::new(stage, &progress, Duration::from_millis(1500), succeeded)
    }

    #[test]
    fn ends_with_the_sums_alone_on_a_line() {
        let mut report = Report::default();
        report.add(row(Stage::Format, 0, 0, true));
        report.add(row(Stage::Native, 12, 0, true));
        report.add(row(Stage::Browser, 3, 2, false));
        let text = report.to_string();
        assert_eq!(text.lines().last(), Some("15 passed, 2 failed"), "{text}");
        let browser = "browser      FAILED       3       2       1.0 s       0.5 s       1.5 s";
        assert!(text.contains(browser), "{text}");
        let all = "all                      15       2       3.0 s       1.5 s       4.5 s";
        assert!(text.contains(all), "{text}");
    }

    #[test]
    fn a_failed_stage_is_never_zero_failures() {
        let mut report = Report::default();
        report.add(row(Stage::Lint, 0, 0, false));
        assert!(report.to_string().ends_with("\n0 passed, 1 failed"));
    }
}

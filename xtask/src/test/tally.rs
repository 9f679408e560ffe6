//! Counts tests by reading what the test programs print.

/// How many tests ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many passed.
    pub passed: usize,
    /// How many failed.
    pub failed: usize,
}

impl Tally {
    /// Counts `line` if it is the last line of a test program, such as
    /// `test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; …`.
    /// The browser's test runner prints the same.
    pub fn read(&mut self, line: &str) {
        let Some(counts) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        self.passed += number_before(counts, " passed;");
        self.failed += number_before(counts, " failed;");
    }
}

fn number_before(text: &str, word: &str) -> usize {
    text.split_once(word)
        .and_then(|(before, _)| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], passed: usize, failed: usize) {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        assert_eq!(tally, Tally { passed, failed }, "{lines:?}");
    }

    #[test]
    fn counts_add_up_over_programs() {
        check(
            &[
                "running 3 tests",
                "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; \
                 finished in 0.00s",
                "test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; \
                 finished in 1.20s",
            ],
            13,
            2,
        );
    }

    #[test]
    fn counts_the_browser_runner() {
        check(&["test result: ok. 5 passed; 0 failed; 0 ignored; 0 filtered out\r"], 5, 0);
    }

    #[test]
    fn other_lines_do_not_count() {
        check(
            &[
                "",
                "test tally::tests::counts ... ok",
                "the last test result: ok. 3 passed; 0 failed;",
                "test result: unknown",
            ],
            0,
            0,
        );
    }
}

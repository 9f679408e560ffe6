//! What a command says when it cannot go on.

use std::fmt;

/// One sentence for the person at the terminal: what was wrong, and what to do about it.
/// It is printed as it is, without a backtrace, and the exit code is 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure(String);

/// What every step of a command returns.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure that prints as `sentence`.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The same failure, seen from the step that it stopped: `what` begins the sentence.
    pub fn stopping(self, what: &str) -> Self {
        Self(format!("{what}: {}", self.0))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

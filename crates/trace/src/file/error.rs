//! What is wrong with a file.

use std::error::Error;
use std::fmt;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// What is wrong at a place.
#[derive(Debug)]
pub(super) struct Fault {
    pub place: Place,
    /// The field, within what is read.
    pub field: String,
    /// A sentence without its full stop.
    pub reason: String,
}

/// Why a file is no trace. Its text is a sentence for whoever opened it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Line of what is wrong, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
    /// Where it is in the document: `events[3].task`; empty if it is in none of its parts.
    pub inside: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, column {}", self.line, self.column)?;
        if !self.inside.is_empty() {
            write!(f, ", in {}", self.inside)?;
        }
        write!(f, ": {}.", self.reason)
    }
}

impl Error for FileError {}

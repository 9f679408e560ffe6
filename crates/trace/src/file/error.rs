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

/// A fault, and the place in the file where it is.
#[derive(Debug)]
pub(super) struct Fault {
    pub place: Place,
    /// The faulty field, within the element that is read; empty for the element as a whole.
    pub field: String,
    /// What is wrong: a sentence without its full stop.
    pub reason: String,
}

/// Why a file is no trace. Its text is a sentence for whoever opened it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// Line of the fault, from 1.
    pub line: u32,
    /// Column of the fault in characters, from 1.
    pub column: u32,
    /// Where the fault is in the document: `events[3].task`; empty if it is in no part of it.
    pub inside: String,
    /// What is wrong: a sentence without its full stop.
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

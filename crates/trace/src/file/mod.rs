//! The trace as a file: one JSON object, described by `static/trace.schema.json`.
//!
//! ```json
//! {
//!   "version": 2,
//!   "run": { "program": "join-spawned", "host": "simulated", "seed": 0, "workers": 1, "knobs": [] },
//!   "source": "async fn main() { … }",
//!   "labels": ["main"],
//!   "sites": [],
//!   "events": [
//!     { "at": 0, "event": "run.start" },
//!     { "at": 0, "event": "task.spawn", "task": 1, "name": 1, "kind": "block_on", "size": 16 }
//!   ]
//! }
//! ```
//!
//! All numbers are whole. Times are microseconds since the run began. Ids count from 1: those of labels and
//! sites by position in their list; those of tasks, spans, resources and timers in the order in which events
//! introduce them. A field without a value may be omitted or be `null`.
//!
//! [`Reader`] takes a file in pieces, so that reading a long one can be interrupted by other work. It trusts
//! nothing: in a trace that it accepts every id is introduced before it is used, times never fall, and what
//! begins and ends does so in pairs, so views need not check that.

mod element;
mod error;
mod events;
mod fields;
mod glance;
mod reader;
mod rules;
mod scan;
mod writer;

pub use error::FileError;
pub use reader::Reader;
pub use writer::Writer;

use crate::Trace;

/// The version that is written. Earlier versions are read, too; version 1 had no `source`.
pub const VERSION: u32 = 2;

/// The content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceFile {
    /// The run.
    pub trace: Trace,
    /// The program's text; empty if the file has none.
    pub source: String,
}

impl TraceFile {
    /// Reads a whole file.
    ///
    /// # Errors
    /// If the file is not a trace; the error says where and why.
    pub fn read(bytes: &[u8]) -> Result<Self, FileError> {
        let mut reader = Reader::default();
        reader.feed(bytes)?;
        reader.finish()
    }
}

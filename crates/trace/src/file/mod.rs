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
//! All numbers are whole. Times are microseconds since the run began. Ids count from 1: labels and
//! sites by their place in their list; tasks, spans, resources and timers in the order in which the
//! events make them. A field that holds nothing may be left out or be `null`.
//!
//! [`Reader`] takes a file in pieces, so that whoever reads a long one can do something else in
//! between. It believes nothing: what it lets through has every id made before it is used, times that
//! never fall and pairs that are whole, so that no view needs to look for itself.

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

/// The version of the format that is written. Those before are read too; version 1 had no `source`.
pub const VERSION: u32 = 2;

/// What a file holds.
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
    /// If it is no trace; the error says where and why.
    pub fn read(bytes: &[u8]) -> Result<Self, FileError> {
        let mut reader = Reader::default();
        reader.feed(bytes)?;
        reader.finish()
    }
}

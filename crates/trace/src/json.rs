//! The trace as a file.

use std::io;

use serde::Serialize;

use crate::{Event, RunInfo, Site, Trace};

/// The version of the format: readers refuse what is newer than they are.
pub const VERSION: u32 = 1;

/// The file: one object. Ids in events are indexes: of `labels`, of `sites`; of tasks, spans, resources
/// and timers in the order in which they were made. Times are microseconds since the run began.
#[derive(Serialize)]
struct File<'a> {
    version: u32,
    run: &'a RunInfo,
    labels: &'a [Box<str>],
    sites: &'a [Site],
    events: &'a [Event],
}

impl Trace {
    /// Writes the trace as JSON.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_json(&self, to: impl io::Write) -> io::Result<()> {
        let file = File {
            version: VERSION,
            run: &self.run,
            labels: self.labels(),
            sites: self.sites(),
            events: self.events(),
        };
        Ok(serde_json::to_writer(to, &file)?)
    }
}

//! Writes a trace file.

use std::io;

use super::VERSION;
use super::events::{write_event, write_run, write_site};
use crate::Trace;
use crate::export::text::{number, quoted};

/// The most elements in a piece; of events these are some tens of kilobytes.
const THINGS_A_PIECE: usize = 512;
/// A piece of this many bytes is long enough, however few elements it has.
const BYTES_A_PIECE: usize = 100_000;

/// Writes a trace piece by piece, so that writing a long one can be interrupted by other work.
#[derive(Debug, Default)]
pub struct Writer {
    part: Section,
    /// How many elements of the current part have been written.
    next: usize,
}

/// The parts of a file, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    #[default]
    Head,
    Labels,
    Sites,
    Events,
    Over,
}

impl Writer {
    /// How many events have been written while events are being written; 0 before and after that.
    pub fn written(&self) -> usize {
        if self.part == Section::Events { self.next } else { 0 }
    }

    /// The next piece of the file; none after the last. `trace` and `source` have to be the same at each call.
    pub fn piece(&mut self, trace: &Trace, source: &str) -> Option<String> {
        let mut out = String::new();
        let (labels, sites, events) = (trace.labels(), trace.sites(), trace.events());
        match self.part {
            Section::Head => {
                out.push_str("{\n\"version\":");
                number(&mut out, u64::from(VERSION));
                out.push_str(",\n\"run\":");
                write_run(&mut out, &trace.run);
                out.push_str(",\n\"source\":");
                quoted(&mut out, source);
                out.push_str(",\n\"labels\":[");
                self.part = Section::Labels;
            }
            Section::Labels => {
                self.some(&mut out, labels, |out, label| quoted(out, label));
                if self.next == labels.len() {
                    self.begin(&mut out, Section::Sites, "],\n\"sites\":[");
                }
            }
            Section::Sites => {
                self.some(&mut out, sites, write_site);
                if self.next == sites.len() {
                    self.begin(&mut out, Section::Events, "],\n\"events\":[");
                }
            }
            Section::Events => {
                self.some(&mut out, events, write_event);
                if self.next == events.len() {
                    self.begin(&mut out, Section::Over, "]\n}\n");
                }
            }
            Section::Over => return None,
        }
        Some(out)
    }

    fn begin(&mut self, out: &mut String, part: Section, text: &str) {
        out.push_str(text);
        (self.part, self.next) = (part, 0);
    }

    fn some<T>(&mut self, out: &mut String, all: &[T], write: impl Fn(&mut String, &T)) {
        let end = (self.next + THINGS_A_PIECE).min(all.len());
        for thing in &all[self.next..end] {
            out.push_str(if self.next == 0 { "\n" } else { ",\n" });
            write(out, thing);
            self.next += 1;
            if out.len() >= BYTES_A_PIECE {
                return;
            }
        }
    }
}

impl Trace {
    /// Writes the trace of a program with this text as JSON.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_json(&self, source: &str, mut to: impl io::Write) -> io::Result<()> {
        let mut writer = Writer::default();
        while let Some(piece) = writer.piece(self, source) {
            to.write_all(piece.as_bytes())?;
        }
        to.flush()
    }
}

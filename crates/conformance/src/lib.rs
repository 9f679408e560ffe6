//! The programs of `crates/native/programs`, compiled against the facade.
//!
//! They stress the order in which things happen. `crates/native/tests/order.rs` runs each of them
//! here, on the simulated clock, and as a process on the real tokio, and compares what they print.
//! This crate exists because no package can know both under the name `tokio`.

use engine::{Compiled, Settings, simulate};
use trace::{EventKind, RunEnd, Stream};

include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// All programs, by name.
pub fn programs() -> &'static [Compiled] {
    PROGRAMS
}

/// What a program prints to stdout on the simulated clock, and how it ends.
pub fn run(program: Compiled) -> (String, Option<RunEnd>) {
    let trace = simulate(program, Settings::default());
    let trace = trace.borrow();
    let mut printed = String::new();
    let mut end = None;
    for event in trace.events() {
        match event.kind {
            EventKind::Print { text, stream: Stream::Stdout, .. } => {
                printed += trace.whole_label(text);
            }
            EventKind::RunEnd { why } => end = Some(why),
            _ => {}
        }
    }
    (printed, end)
}

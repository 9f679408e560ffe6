//! The executor that runs programs and records what happens.
//!
//! One executor, two hosts. A [`Run`] owns a program's tasks, its ready queue and its timers; a
//! [`Host`] gives it a clock and turns of an event loop. [`simulate`] drives a run on the
//! discrete-event clock: exact and instant. The browser's host lives with the page.
//!
//! Programs do not call this crate; they call the facade, which calls [`context`].
//!
//! This crate knows no browser, no page, and none of tokio's types.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

mod ambient;
mod blocked;
mod budget;
mod census;
pub mod context;
mod core;
mod current;
mod driven;
mod host;
mod join;
mod leavable;
mod limits;
mod local;
mod nested;
mod output;
mod panic;
mod poll;
mod program;
mod queries;
mod resource;
mod run;
mod schedule;
mod starter;
mod stuck;
#[cfg(test)]
mod testing;
mod time;
mod unpark;
mod value;
mod waits;
mod workers;

pub use blocked::{Alarm, Busy, Parked};
pub use budget::Restore;
pub use census::{Census, census};
pub use core::left::Payload;
pub use core::local::{LocalEntered, LocalQueue};
pub use core::timers::Deadline;
pub use driven::{Driver, drive_runtime, queue_of_runtime};
pub use host::{Host, Running, Simulated, drive, simulate};
pub use join::{Join, JoinFailure, Outcome};
pub use limits::Limits;
pub use panic::{Panicking, caught_panics, message};
pub use program::{Compiled, Main, Program};
pub use resource::{Figures, Resource};
pub use run::{Next, Run, Settings};

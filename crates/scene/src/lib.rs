//! What the timeline and the runtime show, before anything is painted: geometry, words and layout as plain
//! values, worked out of a trace and a snapshot. No Yew, no browser.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod of_run;
pub mod runtime;
pub mod timeline;

/// How many task colours there are; task 9 has the same colour as task 1.
pub const TASK_COLOURS: usize = 8;

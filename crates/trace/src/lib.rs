//! What happened while an async program ran.
//!
//! A [`Trace`] is an append-only log of [`Event`]s. Everything a reader sees or exports is a pure
//! function of *(trace, position)*: [`State`] folds the events before a position, [`Cursor`] finds
//! the state at any position quickly, [`sentence`] says in words what one event did.
//!
//! This crate knows no runtime, no browser and no page.

mod bookmark;
mod cursor;
mod cycles;
mod event;
mod export;
pub mod file;
mod id;
mod knob;
mod lint;
mod listing;
mod log;
mod machine;
mod needs;
mod order;
mod queue;
mod sentence;
mod shape;
mod site;
mod state;
mod table;
mod tasks;
mod time;
mod tree;

pub use bookmark::bookmark;
pub use cursor::Cursor;
pub use cycles::Cycles;
pub use event::{
    Event, EventKind, FIRST_OWN_THREAD, LimitKind, MOST_WORKERS, Op, OpPhase, ResourceKind, RunEnd,
    Stream, TaskEnd, TaskKind, TurnCause, WakeHow, WokenBy,
};
pub use export::Chrome;
pub use id::{Id, Label, ResourceId, SiteId, SpanId, TaskId, TimerId};
pub use knob::Knob;
pub use lint::{Lint, LintKind, Linter, Severity, lints};
pub use listing::{Listing, pack};
pub use log::{HostKind, LONGEST_SHOWN, RunInfo, Trace};
pub use machine::{At, Machine, Machines};
pub use needs::{Needs, needs_threads};
pub use order::order;
pub use queue::Queue;
pub use sentence::sentence;
pub use shape::{shape, task_events};
pub use site::{Site, SiteKind};
pub use state::{Phase, Resource, Span, State, Task, Timer, Turn, Wait};
pub use table::Table;
pub use tasks::Tasks;
pub use time::{Micros, decimal, show_micros};
pub use tree::{Nested, await_tree};

//! The timeline: a lane a task.
//!
//! A lane is solid while its task is polled, thin while it is scheduled and hatched while it waits. The
//! task's awaits are slim bars below, so the branches of a `join!` are side by side within one task's lane.
//! Timers and the turns of the event loop are below all lanes.
//!
//! [`lanes`] are made from the trace; [`axis`] converts times and events to positions; [`layout`] and
//! [`scene`] say what is visible, [`picture`] what is painted of it; [`hit`], [`pointer`] and [`select`]
//! interpret the pointer; [`words`], [`reader`] and [`search`] describe and find; [`model`] ties one timeline
//! together, [`comparison`] two.

pub mod axis;
pub mod chips;
pub mod comparison;
pub mod hit;
pub mod lanes;
pub mod layout;
pub mod model;
pub mod picture;
pub mod pointer;
pub mod reader;
pub mod scene;
pub mod search;
pub mod select;
pub mod words;

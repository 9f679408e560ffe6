//! The timeline: a lane a task.
//!
//! What a lane shows: solid while the task is polled, thin while it is scheduled, hatched while it
//! waits; its awaits as slim bars below it, so that the branches of a `join!` run side by side
//! within one task's lane. Below all lanes stand the timers and the turns of the event loop.
//!
//! [`lanes`] are cut from the trace; [`axis`] says where time is; [`layout`] and [`scene`] what is in sight;
//! [`picture`] what is painted of it; [`hit`], [`pointer`] and [`select`] what a pointer means; [`words`],
//! [`reader`] and [`search`] what is told and found; [`model`] ties one timeline together, [`comparison`] two.

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

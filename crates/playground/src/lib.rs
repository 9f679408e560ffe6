//! What the page shows and what a reader can do with it: `Action` in, `Snapshot` out. No Yew, no browser.
//!
//! [`Playground`] owns the [`exhibit`] that is shown, its trace and the player; [`snapshot`] is what views
//! draw from; [`route`] is the URL contract; [`elastic`] is the axis on which events have room.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod action;
pub mod elastic;
pub mod exhibit;
pub mod figure;
pub mod path;
pub mod plain;
mod playground;
pub mod quiz;
pub mod route;
pub mod snapshot;

pub use playground::{Catalog, Effect, OpenedFile, Playground, Runner, SharedRunner};

//! The page: a playground that shows how async Rust executes.
//!
//! The crate `playground` has what is shown and what a reader can do with it; [`view`] draws it; [`browser`] is the engine's host on the event loop; [`embed`] is how a page
//! around this one talks with it; [`incoming`] lets files in, [`export`] makes them, [`files`] sees to
//! both, [`reopen`] keeps one over a reload; [`app`] ties all together.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod app;
pub mod browser;
pub mod embed;
pub mod export;
pub mod files;
mod first_visit;
pub mod fullscreen;
pub mod incoming;
pub mod reopen;
pub mod view;

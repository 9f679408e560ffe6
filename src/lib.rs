//! The page: a playground that shows how async Rust executes.
//!
//! [`exhibit`] is what is shown under an address; [`playground`] owns it, its trace and the player; [`snapshot`] is what
//! views draw from; [`browser`] is the engine's host on the event loop; [`embed`] is how a page
//! around this one talks with it; [`doors`] lets files in, [`export`] makes them, [`files`] sees to
//! both, [`reopen`] keeps one over a reload; [`app`] ties all together.

pub mod action;
pub mod app;
pub mod browser;
pub mod doors;
pub mod elastic;
pub mod embed;
pub mod exhibit;
pub mod export;
pub mod figure;
pub mod files;
mod first_visit;
pub mod fullscreen;
pub mod path;
pub mod plain;
pub mod playground;
pub mod quiz;
pub mod reopen;
pub mod route;
pub mod snapshot;
pub mod view;

//! The page: a playground that shows how async Rust executes.

pub mod action;
pub mod elastic;
pub mod snapshot;

//! Tests of the page's parts that need no browser: one program, since each one links all of them.

#![cfg(not(target_arch = "wasm32"))]

#[path = "../made/mod.rs"]
mod made;

mod crowds;
mod files;
mod inspector;
mod layers;
mod runtime;

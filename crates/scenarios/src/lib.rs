//! The programs that the page shows, with their notes: the catalog.
//!
//! `programs/*.rs` are complete Rust files; the build script marks them up and compiles them against
//! the facade. `programs/*.md` are their notes. This crate knows no browser and no page.

mod catalog;

pub use catalog::{
    Check, Ends, Group, Scenario, Variant, Watch, compiled, expected, find, scenarios,
};

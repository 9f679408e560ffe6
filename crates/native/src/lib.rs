//! Runs the programs of the scenarios, unchanged, on the real tokio.
//!
//! The library is empty on purpose. The programs in `crates/scenarios/programs` are this package's
//! examples, so `cargo run -p native --example join-joined` runs what the page shows. The tests
//! compare each with the output and the duration that stand beside it.

//! What `crates/run`, which has this file too, and the runner agree on.

/// The variable of the environment that the runner's options are in.
pub const OPTIONS: &str = "FUTURESCOPE_OPTIONS";

/// What stands between two of them.
pub const SEPARATOR: char = '\u{1f}';

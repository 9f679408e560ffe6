//! The coloured chips beside the lanes. Their positions depend on the width of the labels and on how deep a
//! lane is nested. All lengths are in pixels.

use crate::timeline::lanes::Lane;

/// The left edge of a chip at depth 0; the marks that fold lanes are to the left of it.
pub const LEFT: f64 = 13.0;
/// The width and height of a chip.
pub const CHIP: f64 = 10.0;
/// By how much a child's chip and name are indented against its parent's.
pub const INDENT: f64 = 10.0;

/// Labels narrower than this have smaller margins.
pub const NARROW: f64 = 90.0;

/// The left edge of a lane's chip.
pub fn chip_from(lane: &Lane, labels: f64) -> f64 {
    chip_at(lane.depth, labels)
}

/// The left edge of the chip of a lane at this depth; beyond depth 4 the indentation does not grow.
pub fn chip_at(depth: u8, labels: f64) -> f64 {
    let (left, indent) = if labels < NARROW { (5.0, INDENT / 2.0) } else { (LEFT, INDENT) };
    left + indent * f64::from(depth.min(4))
}

/// Whether a pixel beside a lane is on the lane's chip or on the mark that folds the lane.
pub fn is_on_chip(lane: &Lane, labels: f64, x: f64) -> bool {
    x < chip_from(lane, labels) + CHIP + 3.0
}

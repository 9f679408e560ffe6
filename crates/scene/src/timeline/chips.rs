//! The chips beside the lanes: where each stands, by how wide the labels are and how deep its lane is nested.
//! All are in pixels.

use crate::timeline::lanes::Lane;

/// Where the first chip stands: beside the marks of lanes that can be folded.
pub const LEFT: f64 = 13.0;
/// Side of a chip.
pub const CHIP: f64 = 10.0;
/// How far a child's name stands to the right of its parent's.
pub const INDENT: f64 = 10.0;

/// Narrower than this, there is room for little.
pub const NARROW: f64 = 90.0;

/// Where a lane's chip stands.
pub fn chip_from(lane: &Lane, labels: f64) -> f64 {
    chip_at(lane.depth, labels)
}

/// Where the chip of a lane of this depth stands.
pub fn chip_at(depth: u8, labels: f64) -> f64 {
    let (left, indent) = if labels < NARROW { (5.0, INDENT / 2.0) } else { (LEFT, INDENT) };
    left + indent * f64::from(depth.min(4))
}

/// Whether a pixel beside a lane is on its chip, or on the mark that folds it.
pub fn is_on_chip(lane: &Lane, labels: f64, x: f64) -> bool {
    x < chip_from(lane, labels) + CHIP + 3.0
}

//! How bars end: each way has a form of its own.

use trace::TaskEnd;

use crate::timeline::lanes::{Lane, Left};

/// How far a mark reaches beyond the end of its bar, in pixels.
pub const REACH: f64 = 18.0;

/// How a bar ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Where.
    pub x: f64,
    /// Upper edge of the bar.
    pub y: f64,
    /// Height of the bar.
    pub h: f64,
    /// The colour of the bar.
    pub colour: usize,
    /// How.
    pub how: How,
}

/// What its mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It returned: a square.
    Ready,
    /// It was dropped: a square that is not filled, struck through.
    Cancelled,
    /// It panicked: a zigzag.
    Panicked,
    /// It did not end, and its run is over: dots.
    Open,
    /// It waits in a circle: a wall, and the sign of a road that nobody may enter.
    Circle,
}

/// How far beyond the end of its bar the middle of a mark stands.
pub const MIDDLE: f64 = 7.0;

impl How {
    /// How a lane ends, if it does.
    pub fn of(lane: &Lane) -> Option<Self> {
        Some(match (lane.ended, lane.left) {
            (Some((_, TaskEnd::Ready)), _) => How::Ready,
            (Some((_, TaskEnd::Cancelled)), _) => How::Cancelled,
            (Some((_, TaskEnd::Panicked)), _) => How::Panicked,
            (None, Some(Left::Open)) => How::Open,
            (None, Some(Left::Circle(_))) => How::Circle,
            (None, None) => return None,
        })
    }
}

//! How bars end: each way of ending has a mark of its own.

use trace::TaskEnd;

use crate::timeline::lanes::{Lane, Left};

/// How far a mark extends beyond the end of its bar, in pixels.
pub const REACH: f64 = 18.0;

/// How a bar ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The x coordinate of the end.
    pub x: f64,
    /// Upper edge of the bar.
    pub y: f64,
    /// Height of the bar.
    pub h: f64,
    /// The colour of the bar.
    pub colour: usize,
    /// The way in which the bar ends.
    pub how: How,
}

/// The ways of ending, with their marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Returned: a square.
    Ready,
    /// Dropped: an empty square, struck through.
    Cancelled,
    /// Panicked: a zigzag.
    Panicked,
    /// Not ended when the run was over: dots.
    Open,
    /// Waiting in a cycle of tasks: a wall with a no-entry sign.
    Circle,
}

/// How far the centre of a mark is beyond the end of its bar, in pixels.
pub const MIDDLE: f64 = 7.0;

impl How {
    /// How a lane ends; `None` while its task may continue.
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

//! How bars end: each way has a form of its own.

use trace::TaskEnd;

use super::lanes::{Lane, Left};
use super::paint::Brush;

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

impl Brush<'_> {
    pub(super) fn end(&self, end: &End) {
        let (pen, context) = (&self.pen, &self.pen.context);
        let side = (end.h * 0.42).clamp(6.0, 9.0).round();
        let (x, y) = (end.x + 3.0, end.y + (end.h - side) / 2.0);
        let middle = end.y + end.h / 2.0;
        let disc = |x: f64, radius: f64| {
            context.begin_path();
            let _ = context.arc(x * pen.ratio, middle * pen.ratio, radius * pen.ratio, 0.0, 7.0);
            context.fill();
        };
        match end.how {
            How::Ready => {
                pen.fill(&self.palette.ready);
                pen.rect(x, y, side, side);
            }
            How::Cancelled => {
                pen.stroke(&self.palette.tasks[end.colour].text, 1.25);
                context.begin_path();
                context.rect(pen.hair(x), pen.hair(y), pen.snap(side - 1.0), pen.snap(side - 1.0));
                context.move_to((x - 2.0) * pen.ratio, (y + side + 2.0) * pen.ratio);
                context.line_to((x + side + 2.0) * pen.ratio, (y - 2.0) * pen.ratio);
                context.stroke();
            }
            How::Panicked => {
                pen.stroke(&self.palette.failed, 2.0);
                context.begin_path();
                let teeth = 6.0;
                context.move_to((end.x + 1.0) * pen.ratio, (end.y - 2.0) * pen.ratio);
                for tooth in 1..=teeth as usize {
                    let x = end.x + if tooth % 2 == 1 { 6.0 } else { 1.0 };
                    let y = end.y - 2.0 + (end.h + 4.0) * tooth as f64 / teeth;
                    context.line_to(x * pen.ratio, y * pen.ratio);
                }
                context.stroke();
            }
            How::Open => {
                pen.fill(&self.palette.tasks[end.colour].text);
                for dot in 0..3 {
                    disc(end.x + 5.0 + 4.0 * f64::from(dot), 1.25);
                }
            }
            How::Circle => {
                let radius = (end.h * 0.28).clamp(5.0, 6.0);
                let x = end.x + 5.5 + radius;
                pen.fill(&self.palette.failed);
                // Beside where the playhead stands at the end.
                pen.rect(end.x + 1.0, end.y - 3.0, 3.0, end.h + 6.0);
                disc(x, radius);
                pen.fill(&self.palette.ground);
                pen.rect(x - radius * 0.6, middle - 1.0, radius * 1.2, 2.0);
            }
        }
    }
}

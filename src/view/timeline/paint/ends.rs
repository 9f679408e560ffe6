//! Painting how bars end.

use scene::timeline::lanes::ends::{End, How};

use super::Brush;

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

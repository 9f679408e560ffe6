//! Writing in and beside bars.

use scene::timeline::picture::colour::TaskColours;
use scene::timeline::picture::{Picture, Text};
use scene::timeline::scene::Scene;

use super::Brush;

impl Brush<'_> {
    /// Writes in bars, as far as there is room.
    pub(in crate::view::timeline) fn texts(&mut self, scene: &Scene, picture: &Picture) {
        self.pen.context.align_text();
        let palette = self.palette;
        for slim in [false, true] {
            let size = if slim { scene.layout.density.slim - 3.5 } else { 11.5 };
            self.pen.font(size.min(11.0), 400, &palette.mono);
            for text in picture.texts.iter().filter(|text| text.slim == slim) {
                self.in_bar(scene, text);
            }
        }
    }

    /// Writes beside futures that are kept.
    pub(in crate::view::timeline) fn remarks(&mut self, scene: &Scene, picture: &Picture) {
        self.pen.font(10.5, 400, &self.palette.mono);
        let mut last = (f64::NEG_INFINITY, 0.0);
        for (left, after, y, text, colour) in &picture.remarks {
            let wide = self.pen.width(text);
            let left = left.max(scene.window.left);
            // On a line that is long enough, else behind it.
            let inside = after - left > wide + 60.0;
            let x = if inside { left + 22.0 } else { *after };
            // Futures that are made in a row: the first one's words stand.
            if last.1 == *y && x < last.0 + 8.0 {
                continue;
            }
            let colours = &self.palette.tasks[*colour];
            if inside {
                self.pen.fill(&colours.within);
                self.pen.rect(x - 5.0, y - 6.0, wide + 10.0, 12.0);
            }
            self.pen.fill(&colours.text);
            self.pen.text(text, x, y + 0.5);
            last = (x + wide, *y);
        }
    }

    /// Writes which poll a poll is, from one x coordinate to another, in one of its task's colours.
    pub(in crate::view::timeline) fn numbers(
        &mut self,
        picture: &Picture,
        (from, to): (f64, f64),
        on: fn(&TaskColours) -> &str,
    ) {
        self.pen.context.align_text();
        self.pen.font(10.5, 500, &self.palette.font);
        for (middle, y, number, colour) in &picture.numbers {
            let text = format!("poll {number}");
            let wide = self.pen.width(&text);
            let x = middle - wide / 2.0;
            if x < to && x + wide > from {
                self.pen.fill(on(&self.palette.tasks[*colour]));
                self.pen.text(&text, x, y + 0.5);
            }
        }
    }

    fn in_bar(&mut self, scene: &Scene, text: &Text) {
        let window = &scene.window;
        let from = text.room.x.max(window.left) + 6.0;
        let to = (text.room.x + text.room.w).min(window.right) - 5.0;
        // Where the whole does not fit, its short name says more than its beginning.
        let short = !text.short.is_empty() && self.pen.width(&text.text) > to - from;
        let short = short && self.pen.width(text.short) <= to - from;
        // And what is cut at the end can do without its path at the beginning.
        let last = text.short.rsplit("::").next().unwrap_or(text.short);
        let whole = match (short, last.is_empty() || self.pen.width(&text.text) <= to - from) {
            (true, _) => text.short,
            (false, true) => &text.text,
            (false, false) => last,
        };
        let Some(shown) = self.pen.fitted(whole, to - from) else { return };
        let wide = self.pen.width(&shown);
        let colours = &self.palette.tasks[text.colour];
        let (y, h) = (text.room.y, text.room.h);
        let after = if text.after.is_empty() { 0.0 } else { self.pen.width(&text.after) };
        if !text.plain {
            self.pen.fill(&colours.pale);
            self.pen.rect(from - 3.0, y + 1.0, wide + 8.0, h - 2.0);
        }
        let with_after = after > 0.0 && from + wide + 24.0 + after <= to;
        if with_after {
            self.pen.rect(to - after - 5.0, y + 1.0, after + 7.0, h - 2.0);
        }
        self.pen.fill(&colours.text);
        let middle = y + h / 2.0 + 0.5;
        self.pen.text(&shown, from, middle);
        if with_after {
            self.pen.text(&text.after, to - after, middle);
        }
    }
}

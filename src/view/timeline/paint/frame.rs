//! Painting what stands around the lanes: the axis, the playhead, the scroll bar.

use scene::timeline::axis::ticks::Mark;
use scene::timeline::layout::{AXIS, SCROLL_BAR};
use scene::timeline::picture::Rect;
use scene::timeline::scene::Scene;

use super::Brush;

/// Where the axis has its brackets.
const BRACKET: f64 = 9.0;
/// Where it has its words.
const WORDS: f64 = 22.5;

impl Brush<'_> {
    /// Paints all that stands around the lanes.
    pub fn frame(&mut self, scene: &Scene, marks: &[Mark]) {
        let layout = scene.layout;
        let pixel = 1.0 / self.pen.ratio;
        if layout.axis > 0.0 {
            self.axis(scene, marks);
        }
        if layout.axis > 0.0 {
            self.selection_on_axis(scene);
        }
        if layout.title > 0.0 {
            self.pen.fill(&self.palette.title);
            self.pen.rect(0.0, layout.axis, layout.width, layout.title);
        }
        self.playhead(scene);
        self.labels(scene);
        self.scroll_bar(scene);
        self.pen.fill(&self.palette.line);
        self.pen.rect(0.0, layout.axis - pixel, layout.width, pixel);
        for (from, to) in [(0.0, layout.axis), (layout.lanes_top(), layout.height)] {
            if to > from {
                self.pen.rect(layout.labels - pixel, from, pixel, to - from);
            }
        }
        if layout.host > 0.0 {
            self.pen.rect(0.0, layout.lanes_bottom(), layout.width, pixel);
        }
    }

    fn axis(&mut self, scene: &Scene, marks: &[Mark]) {
        let (window, layout) = (&scene.window, scene.layout);
        self.pen.fill(&self.palette.raised);
        self.pen.rect(0.0, 0.0, layout.width, AXIS);
        self.pen.font(11.0, 400, &self.palette.font);
        self.pen.context.align_text();
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for mark in marks {
            if let Mark::Instant { from, to, .. } = mark {
                self.bracket(scene, *from, *to);
            }
        }
        for mark in marks {
            match mark {
                Mark::Tick { x, label } => {
                    let pixel = 1.0 / self.pen.ratio;
                    self.pen.fill(&self.palette.strong_line);
                    self.pen.rect(*x, BRACKET - 2.0, pixel, 6.0);
                    self.pen.fill(&self.palette.dim);
                    let half = self.pen.width(label) / 2.0;
                    let middle = x.max(window.left + half + 3.0);
                    self.word(label, middle, WORDS, half, &mut taken, window.right);
                }
                Mark::Instant { .. } | Mark::Wait { .. } => {}
            }
        }
        for mark in marks {
            if let Mark::Instant { from, to, at } = mark {
                if at.is_empty() {
                    continue;
                }
                let middle = (from.max(window.left) + to.min(window.right)) / 2.0;
                let half = self.pen.width(at) / 2.0;
                let middle = middle.max(window.left + half + 3.0).min(window.right - half - 3.0);
                self.pen.fill(&self.palette.text);
                self.word(at, middle, WORDS, half, &mut taken, layout.width);
            }
        }
        for mark in marks {
            if let Mark::Wait { from, to, long } = mark {
                self.wait(scene, *from, *to, long, &mut taken);
            }
        }
    }

    /// Writes a word unless others have taken its room.
    fn word(
        &self,
        text: &str,
        middle: f64,
        y: f64,
        half: f64,
        taken: &mut Vec<(f64, f64)>,
        right: f64,
    ) -> bool {
        let (from, to) = (middle - half, middle + half);
        let free = taken.iter().all(|(start, end)| to + 8.0 < *start || from - 8.0 > *end);
        if !free || to > right + 0.5 {
            return false;
        }
        taken.push((from, to));
        self.pen.text(text, from, y);
        true
    }

    /// A soft bracket over an instant that is stretched.
    fn bracket(&self, scene: &Scene, from: f64, to: f64) {
        let (window, layout) = (&scene.window, scene.layout);
        let (from, to) = (from.max(window.left), to.max(from + 3.0).min(layout.width));
        if to <= from {
            return;
        }
        self.pen.fill(&self.palette.column);
        self.pen.rect(from, BRACKET, to - from, AXIS - BRACKET);
        self.pen.fill(&self.palette.strong_line);
        self.pen.rects(&[Rect { x: from, y: BRACKET - 1.5, w: to - from, h: 3.0 }], 1.5);
    }

    /// A fine line for the time between two instants.
    fn wait(&mut self, scene: &Scene, from: f64, to: f64, long: &str, taken: &mut Vec<(f64, f64)>) {
        let window = &scene.window;
        let (from, to) = (from.max(window.left) + 3.0, to.min(window.right) - 3.0);
        if to - from < 8.0 {
            return;
        }
        let pixel = 1.0 / self.pen.ratio;
        self.pen.fill(&self.palette.strong_line);
        self.pen.rect(from, BRACKET, to - from, pixel);
        let half = self.pen.width(long) / 2.0;
        if to - from > 2.0 * half + 10.0 {
            self.pen.fill(&self.palette.faint);
            self.word(long, (from + to) / 2.0, WORDS, half, taken, window.right);
        }
    }

    fn playhead(&self, scene: &Scene) {
        let (window, layout) = (&scene.window, scene.layout);
        let x = scene.playhead;
        if x < window.left - 1.0 || x > layout.width + 1.0 {
            return;
        }
        let (pen, context) = (&self.pen, &self.pen.context);
        pen.fill(&self.palette.accent);
        let wide = (1.5 * pen.ratio).round().max(1.0) / pen.ratio;
        let top = if layout.axis > 0.0 { 4.0 } else { 0.0 };
        pen.rect(x - wide / 2.0, top, wide, layout.height - top);
        // Its handle stands on the axis.
        if layout.axis <= 0.0 {
            return;
        }
        context.begin_path();
        let corners = [(-6.0, 0.0), (6.0, 0.0), (6.0, 7.0), (0.0, 14.0), (-6.0, 7.0)];
        for (number, (dx, dy)) in corners.iter().enumerate() {
            let (x, y) = ((x + dx) * pen.ratio, (dy + 1.0) * pen.ratio);
            if number == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
        }
        context.close_path();
        context.fill();
        pen.stroke(&self.palette.ground, 1.0);
        context.stroke();
    }

    fn scroll_bar(&self, scene: &Scene) {
        if let Some((y, h)) = scene.layout.handle() {
            self.pen.fill(&self.palette.strong_line);
            let x = scene.layout.width - SCROLL_BAR + 1.0;
            self.pen.rects(&[Rect { x, y: y + 2.0, w: SCROLL_BAR - 3.0, h: h - 4.0 }], 2.5);
        }
    }
}

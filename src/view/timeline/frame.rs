//! Painting what stands around the lanes: the axis, the labels, the playhead, the scroll bar.

use trace::TaskEnd;

use super::lanes::{Form, Index, Lane};
use super::layout::{AXIS, SCROLL_BAR};
use super::paint::Brush;
use super::picture::{Rect, colour};
use super::scene::Scene;
use super::ticks::Mark;
use super::words;

/// Where the axis has its brackets.
const BRACKET: f64 = 9.0;
/// Where it has its words.
const WORDS: f64 = 22.5;
/// Side of a chip.
const CHIP: f64 = 10.0;
/// How far a child's name stands to the right of its parent's.
const INDENT: f64 = 10.0;

impl Brush<'_> {
    /// Paints all that stands around the lanes.
    pub fn frame(&mut self, scene: &Scene, marks: &[Mark]) {
        let layout = scene.layout;
        let pixel = 1.0 / self.pen.ratio;
        if layout.axis > 0.0 {
            self.axis(scene, marks);
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
        self.pen.context.set_text_baseline("middle");
        self.pen.context.set_text_align("left");
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

    fn labels(&mut self, scene: &Scene) {
        let layout = scene.layout;
        self.pen.fill(&self.palette.raised);
        let lanes_top = layout.lanes_top();
        self.pen.rect(0.0, lanes_top, layout.labels, layout.height - lanes_top);
        self.pen.context.set_text_baseline("middle");
        self.pen.context.set_text_align("left");
        let narrow = layout.labels < 90.0;
        let size = if narrow { 10.5 } else { 12.0 };
        for row in layout.visible() {
            let Some(lane) = scene.lane(row) else { continue };
            let lit = scene.hover.task == Some(lane.task);
            let (top, bottom) = (layout.top(row), layout.bottom(row));
            let middle = layout.bar(row) + layout.density.bar / 2.0;
            if middle < lanes_top + 5.0 || middle > layout.lanes_bottom() - 4.0 {
                continue;
            }
            if lit {
                self.pen.fill(&self.palette.row);
                let end = bottom.min(layout.lanes_bottom());
                let top = top.max(lanes_top);
                self.pen.rect(0.0, top, layout.labels, end - top);
            }
            let indent = if narrow { INDENT / 2.0 } else { INDENT };
            let left = if narrow { 5.0 } else { 10.0 } + indent * f64::from(lane.depth.min(4));
            self.chip(scene, lane, left, middle - CHIP / 2.0);
            self.pen.font(size, if lit { 600 } else { 400 }, &self.palette.font);
            self.pen.fill(&self.palette.text);
            let from = left + CHIP + if narrow { 4.0 } else { 7.0 };
            let name = scene.trace.label(lane.name);
            if let Some(name) = self.pen.fitted_name(name, layout.labels - from - 3.0) {
                self.pen.text(&name, from, middle + 0.5);
            }
            self.kind(lane, from, middle, bottom.min(layout.lanes_bottom()), narrow);
            self.more(scene, lane, from, bottom);
        }
        self.host_label(scene, narrow);
    }

    /// Says under its name what a lane stands for, where it is no ordinary task.
    fn kind(&mut self, lane: &Lane, from: f64, middle: f64, bottom: f64, narrow: bool) {
        let Some(kind) = words::kind(lane).filter(|_| middle + 18.0 <= bottom) else { return };
        // Where there is room for one word, the first says more.
        let kind = if narrow { kind.split(' ').next().unwrap_or(kind) } else { kind };
        self.pen.font(10.5, 400, &self.palette.font);
        self.pen.fill(&self.palette.faint);
        self.pen.text(kind, from, middle + 13.0);
    }

    /// Says how many awaits found no room.
    fn more(&mut self, scene: &Scene, lane: &Lane, from: f64, bottom: f64) {
        if lane.crowded_out > 0 && bottom < scene.layout.lanes_bottom() {
            self.pen.font(10.5, 400, &self.palette.font);
            self.pen.fill(&self.palette.faint);
            self.pen.text(&format!("+{} more", lane.crowded_out), from, bottom - 10.0);
        }
    }

    fn host_label(&mut self, scene: &Scene, narrow: bool) {
        let layout = scene.layout;
        if layout.host <= 0.0 {
            return;
        }
        let (left, y) = (if narrow { 5.0 } else { 10.0 }, layout.lanes_bottom() + 10.0);
        self.pen.fill(&self.palette.raised);
        self.pen.rect(0.0, layout.lanes_bottom(), layout.labels, layout.host);
        self.pen.font(11.0, 400, &self.palette.font);
        self.pen.fill(&self.palette.dim);
        let room = layout.labels - left - 4.0;
        let words = if narrow { "timers" } else { "timers & host" };
        if let Some(words) = self.pen.fitted(words, room) {
            self.pen.text(&words, left, y);
        }
        let rows = scene.lanes.host.timers.iter().skip(layout.timers);
        let hidden = scene.lanes.host.crowded_out as usize + rows.map(Vec::len).sum::<usize>();
        if hidden > 0 {
            self.pen.fill(&self.palette.faint);
            self.pen.text(&format!("+{hidden} more"), left, y + 15.0);
        }
    }

    /// A task's chip: by its form it says what the task is doing at the playhead.
    fn chip(&mut self, scene: &Scene, lane: &Lane, x: f64, y: f64) {
        let colours = &self.palette.tasks[colour(Some(lane.task))];
        let whole = Rect { x, y, w: CHIP, h: CHIP };
        let pen = &self.pen;
        let outline = |colour: &str| {
            pen.stroke(colour, 1.25);
            pen.context.begin_path();
            let inner = Rect { x: x + 0.75, y: y + 0.75, w: CHIP - 1.5, h: CHIP - 1.5 };
            pen.add(&inner, 2.5);
            pen.context.stroke();
        };
        // At the very start the chip shows no state, only which colour is whose.
        let Some(last) = scene.position.checked_sub(1).map(|last| last as Index) else {
            pen.fill(&colours.solid);
            return pen.rects(&[whole], 2.5);
        };
        if last < lane.born {
            return outline(&colours.hatch);
        }
        if let Some((_, how)) = lane.ended.filter(|(end, _)| *end <= last) {
            let inner = Rect { x: x + 2.0, y: y + 2.0, w: CHIP - 4.0, h: CHIP - 4.0 };
            match how {
                TaskEnd::Ready => pen.fill(&self.palette.ready),
                TaskEnd::Cancelled => pen.fill(&colours.hatch),
                TaskEnd::Panicked => pen.fill(&self.palette.failed),
            }
            return pen.rects(&[inner], 0.0);
        }
        match lane.stretch_at(last).map(|stretch| stretch.form) {
            Some(Form::Polled { .. }) => {
                pen.fill(&colours.solid);
                pen.rects(&[whole], 2.5);
            }
            Some(Form::Scheduled { .. }) => {
                pen.fill(&colours.pale);
                pen.rects(&[whole], 2.5);
                pen.fill(&colours.solid);
                pen.rect(x, y + CHIP / 2.0 - 2.0, CHIP, 4.0);
            }
            _ => {
                pen.fill(&colours.pale);
                pen.rects(&[whole], 2.5);
                if let Some(hatch) = &self.hatches[colour(Some(lane.task))] {
                    pen.hatched(&[whole], hatch, (x, y));
                }
                outline(&colours.soft);
            }
        }
    }

    fn scroll_bar(&self, scene: &Scene) {
        if let Some((y, h)) = scene.layout.handle() {
            self.pen.fill(&self.palette.strong_line);
            let x = scene.layout.width - SCROLL_BAR + 1.0;
            self.pen.rects(&[Rect { x, y: y + 2.0, w: SCROLL_BAR - 3.0, h: h - 4.0 }], 2.5);
        }
    }
}

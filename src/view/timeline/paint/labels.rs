//! Painting the names beside the lanes, with what each task does at the playhead.

use std::borrow::Cow;

use scene::runtime::words::grouped;
use scene::timeline::chips::{CHIP, NARROW, chip_at, chip_from};
use scene::timeline::lanes::{Form, Index, Lane};
use scene::timeline::picture::{Rect, colour};
use scene::timeline::scene::Scene;
use scene::timeline::words;
use trace::{HostKind, TaskEnd};

use super::Brush;

impl Brush<'_> {
    pub(in crate::view::timeline) fn labels(&mut self, scene: &Scene) {
        let layout = scene.layout;
        self.pen.fill(&self.palette.raised);
        let lanes_top = layout.lanes_top();
        self.pen.rect(0.0, lanes_top, layout.labels, layout.height - lanes_top);
        self.pen.context.align_text();
        let narrow = layout.labels < NARROW;
        let size = if narrow { 10.5 } else { 12.0 };
        for row in layout.visible() {
            let Some(lane) = scene.lane(row) else {
                self.resource_label(scene, row, narrow);
                continue;
            };
            let chosen = scene.chosen == Some(lane.task);
            let lit = chosen || scene.hover.task == Some(lane.task);
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
                if chosen {
                    self.pen.fill(&self.palette.accent);
                    self.pen.rect(0.0, top, 2.0, end - top);
                }
            }
            let left = chip_from(lane, layout.labels);
            self.chip(scene, lane, left, middle - CHIP / 2.0);
            if lane.has_children && !narrow {
                self.fold_mark(scene.lanes.is_folded(lane.task), left - 5.5, middle);
            }
            self.pen.font(size, if lit { 600 } else { 400 }, &self.palette.font);
            self.pen.fill(&self.palette.text);
            let from = left + CHIP + if narrow { 4.0 } else { 7.0 };
            let name = scene.trace.label(lane.name);
            if let Some(name) = self.pen.fitted_name(name, layout.labels - from - 3.0) {
                self.pen.text(&name, from, middle + 0.5);
            }
            self.kind(lane, from, middle, bottom.min(layout.lanes_bottom()), narrow);
            self.more(scene, lane, from, bottom);
            self.folded_label(scene, row, lane, from);
            if scene.stands == Some(row) {
                self.stands(scene, row);
            }
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
        let rows = scene.lanes.host.timers.iter().skip(layout.timers);
        let hidden = scene.lanes.host.crowded_out as usize + rows.map(Vec::len).sum::<usize>();
        let host = match scene.trace.run.host {
            HostKind::Browser => "event loop",
            HostKind::Simulated => "clock",
        };
        let words = match (layout.timers, hidden, narrow) {
            (0, 0, _) | (0, _, true) => host.into(),
            (0, 1, _) => Cow::from(format!("{host}, 1 timer")),
            (0, ..) => Cow::from(format!("{host}, {} timers", grouped(hidden))),
            (.., true) => "timers".into(),
            _ => Cow::from(format!("timers and {host}")),
        };
        if let Some(words) = self.pen.fitted(&words, room) {
            self.pen.text(&words, left, y);
        }
        if hidden > 0 && layout.timers > 0 {
            self.pen.fill(&self.palette.faint);
            self.pen.text(&format!("+{} more", grouped(hidden)), left, y + 15.0);
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
                let task = colour(Some(lane.task));
                pen.hatched(&[whole], self.hatches[task].as_ref(), task, (x, y));
                outline(&colours.soft);
            }
        }
    }

    /// A triangle that points down, or to the right where a lane stands for its children.
    fn fold_mark(&self, folded: bool, x: f64, y: f64) {
        let (pen, context) = (&self.pen, &self.pen.context);
        pen.fill(&self.palette.dim);
        context.begin_path();
        let corners = match folded {
            true => [(-1.5, -3.5), (2.5, 0.0), (-1.5, 3.5)],
            false => [(-3.5, -1.5), (3.5, -1.5), (0.0, 2.5)],
        };
        for (number, (dx, dy)) in corners.into_iter().enumerate() {
            let (x, y) = ((x + dx) * pen.ratio, (y + dy) * pen.ratio);
            if number == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
        }
        context.fill();
    }

    /// Says how many lanes a folded one stands for.
    fn folded_label(&mut self, scene: &Scene, row: usize, lane: &Lane, from: f64) {
        let Some(fold) = scene.lanes.folded(lane.task) else { return };
        let y = scene.layout.slim(row, lane.tracks.len()) + scene.layout.density.slim / 2.0;
        if y < scene.layout.lanes_bottom() - 5.0 && y > scene.layout.lanes_top() + 5.0 {
            self.pen.font(10.5, 400, &self.palette.font);
            self.pen.fill(&self.palette.dim);
            let s = if fold.tasks == 1 { "" } else { "s" };
            self.pen.text(&format!("+{} task{s}", fold.tasks), from, y);
        }
    }

    /// The name of a resource, under a fine square in no task's colour.
    fn resource_label(&mut self, scene: &Scene, row: usize, narrow: bool) {
        let (Some(lane), layout) = (scene.resource(row), scene.layout) else { return };
        let middle = layout.bar(row) + layout.density.bar / 2.0;
        let maker = lane.task.and_then(|task| scene.lanes.lane(task));
        let left = match maker {
            Some(maker) => chip_at(maker.depth + 1, layout.labels),
            None => chip_at(0, layout.labels),
        };
        self.pen.stroke(&self.palette.dim, 1.25);
        self.pen.context.begin_path();
        let (x, y) = (left + 1.0, middle - CHIP / 2.0 + 1.0);
        self.pen.add(&Rect { x, y, w: CHIP - 2.0, h: CHIP - 2.0 }, 0.0);
        self.pen.context.stroke();
        let from = left + CHIP + if narrow { 4.0 } else { 7.0 };
        self.pen.font(if narrow { 10.5 } else { 12.0 }, 400, &self.palette.font);
        self.pen.fill(&self.palette.text);
        let name = scene.trace.label(lane.name);
        if let Some(name) = self.pen.fitted_name(name, layout.labels - from - 3.0) {
            self.pen.text(&name, from, middle + 0.5);
        }
        let kind = lane.kind.noun();
        if kind != name && middle + 18.0 <= layout.bottom(row).min(layout.lanes_bottom()) {
            self.pen.font(10.5, 400, &self.palette.font);
            self.pen.fill(&self.palette.faint);
            self.pen.text(kind, from, middle + 13.0);
        }
        if scene.stands == Some(row) {
            self.stands(scene, row);
        }
    }

    /// Marks the lane that the keys stand on.
    fn stands(&self, scene: &Scene, row: usize) {
        let layout = scene.layout;
        let (top, bottom) = (
            layout.top(row).max(layout.lanes_top()) + 1.0,
            layout.bottom(row).min(layout.lanes_bottom()) - 1.0,
        );
        self.pen.stroke(&self.palette.accent, 1.75);
        self.pen.context.begin_path();
        let (x, w) = (1.5, layout.labels - 4.0);
        self.pen.add(&Rect { x, y: top, w, h: bottom - top }, 3.0);
        self.pen.context.stroke();
    }
}

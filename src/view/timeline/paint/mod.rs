//! Painting a picture with a pen.

mod ends;
pub(in crate::view::timeline) mod frame;
pub(in crate::view::timeline) mod labels;
pub mod palette;
pub(in crate::view::timeline) mod pen;
pub(in crate::view::timeline) mod selection;
pub(in crate::view::timeline) mod sheet;
pub(in crate::view::timeline) mod stage;
pub mod still;
pub(in crate::view::timeline) mod svg;
pub(in crate::view::timeline) mod texts;

use scene::timeline::axis::ticks::Mark;
use scene::timeline::picture::{Layer, Picture, Rect};
use scene::timeline::scene::Scene;
use web_sys::CanvasPattern;

use self::palette::Palette;
use self::pen::Pen;
use scene::TASK_COLOURS;

/// Radius of a bar's corners.
const ROUND: f64 = 3.0;

/// More columns than this are no help.
const COLUMNS: usize = 300;

/// What painting needs besides what is to be seen.
pub struct Brush<'a> {
    /// What it is painted with.
    pub pen: &'a mut Pen,
    /// The colours.
    pub palette: &'a Palette,
    /// A hatch for each of the colours.
    pub hatches: &'a [Option<CanvasPattern>; TASK_COLOURS + 1],
}

/// The x coordinate at which a run's future begins. Before anything has happened, and once all has, there is none: the
/// whole run is to be read.
fn future(scene: &Scene) -> Option<f64> {
    let is_within = (1..scene.scale.events().len()).contains(&scene.position);
    is_within.then(|| scene.playhead.max(scene.window.left).min(scene.layout.width))
}

impl Brush<'_> {
    /// Paints all lanes.
    pub fn lanes(&mut self, scene: &Scene, lanes: &Picture, host: &Picture, marks: &[Mark]) {
        let layout = scene.layout;
        self.pen.fill(&self.palette.ground);
        self.pen.rect(0.0, 0.0, layout.width, layout.height);
        self.rows(scene);
        self.columns(scene, marks);
        self.end_of_run(scene);
        let (left, right) = (scene.window.left, layout.width);
        let in_lanes = (layout.lanes_top(), layout.lanes_bottom());
        self.clipped((left, right), in_lanes, |brush| brush.shapes(scene, lanes));
        self.clipped((left, right), (layout.lanes_bottom(), layout.height), |brush| {
            brush.shapes(scene, host)
        });
        let seam = future(scene).unwrap_or(right);
        self.veil(scene, seam);
        // What stands on a bar is read on the colour that the veil makes of it, so it is not veiled itself.
        let (past, to_come) = ((left, seam), (seam, right));
        self.clipped(past, in_lanes, |brush| brush.numbers(lanes, past, |task| &task.on_solid));
        self.clipped(to_come, in_lanes, |brush| {
            brush.numbers(lanes, to_come, |task| &task.on_veiled)
        });
        self.selection(scene);
        self.arrows(scene, lanes);
        self.clipped((left, right), in_lanes, |brush| brush.hits(lanes));
    }

    /// Paints within a part, from one x coordinate to another and from one y coordinate to another; nothing if the
    /// part has no width.
    fn clipped(
        &mut self,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
        each: impl FnOnce(&mut Self),
    ) {
        if left >= right {
            return;
        }
        let context = self.pen.context.clone();
        context.save();
        context.begin_path();
        self.pen.add(&Rect { x: left, y: top, w: right - left, h: bottom - top }, 0.0);
        context.clip();
        each(self);
        context.restore();
        // The font that was chosen is forgotten by `restore`.
        self.pen.forget_font();
    }

    fn rows(&mut self, scene: &Scene) {
        let layout = scene.layout;
        let lit = scene.hover.task.and_then(|task| scene.lanes.row(task));
        let chosen = scene.chosen.and_then(|task| scene.lanes.row(task));
        for row in layout.visible() {
            if lit == Some(row) || chosen == Some(row) || scene.stands == Some(row) {
                let (y, end) = (
                    layout.top(row).max(layout.lanes_top()),
                    layout.bottom(row).min(layout.lanes_bottom()),
                );
                self.pen.fill(&self.palette.row);
                self.pen.rect(0.0, y, layout.width, end - y);
            }
        }
    }

    fn columns(&mut self, scene: &Scene, marks: &[Mark]) {
        if marks.len() > COLUMNS {
            return;
        }
        let (window, layout) = (&scene.window, scene.layout);
        let top = layout.lanes_top();
        for mark in marks {
            match *mark {
                Mark::Instant { from, to, .. } => {
                    let (from, to) = (from.max(window.left), to.min(window.right));
                    if to > from {
                        self.pen.fill(&self.palette.column);
                        self.pen.rect(from, top, to - from, layout.height - top);
                    }
                }
                Mark::Tick { x, .. } if x >= window.left => {
                    self.pen.fill(&self.palette.line);
                    let pixel = 1.0 / self.pen.ratio;
                    self.pen.rect(x, top, pixel, layout.height - top);
                }
                _ => {}
            }
        }
    }

    fn shapes(&mut self, scene: &Scene, picture: &Picture) {
        let window = &scene.window;
        let shift = (-window.from * window.scale, -scene.layout.scroll);
        self.spawns(picture);
        self.layer(&picture.within, ROUND, |palette, colour| &palette.tasks[colour].within);
        self.layer(&picture.pale, ROUND, |palette, colour| &palette.tasks[colour].pale);
        for (colour, rects) in picture.hatched.iter().enumerate() {
            self.pen.hatched(rects, self.hatches[colour].as_ref(), colour, shift);
        }
        self.layer(&picture.used, 0.0, |palette, colour| &palette.tasks[colour].hatch);
        self.dashed(picture);
        self.layer(&picture.thin, 0.0, |palette, colour| &palette.tasks[colour].solid);
        self.layer(&picture.soft, 1.5, |palette, colour| &palette.tasks[colour].soft);
        self.layer(&picture.solid, ROUND, |palette, colour| &palette.tasks[colour].solid);
        self.busy(picture);
        self.texts(scene, picture);
        self.remarks(scene, picture);
        self.points(picture);
        for end in &picture.ends {
            self.end(end);
        }
        self.lit(picture);
    }

    fn layer<'p>(
        &'p self,
        layer: &Layer,
        radius: f64,
        colour: impl Fn(&'p Palette, usize) -> &'p str,
    ) {
        for (number, rects) in layer.iter().enumerate() {
            if !rects.is_empty() {
                self.pen.fill(colour(self.palette, number));
                self.pen.rects(rects, radius);
            }
        }
    }

    fn busy(&self, picture: &Picture) {
        for (colour, rects) in picture.busy.iter().enumerate() {
            self.pen.stroke(&self.palette.tasks[colour].edge, 2.0);
            self.pen.context.begin_path();
            for rect in rects {
                let (x, y) = (rect.x + 1.0, rect.y + 1.0);
                let inner = Rect { x, y, w: (rect.w - 2.0).max(1.0), h: rect.h - 2.0 };
                self.pen.add(&inner, ROUND - 1.0);
            }
            self.pen.context.stroke();
        }
    }

    fn spawns(&self, picture: &Picture) {
        let context = &self.pen.context;
        for (x, from, to, colour) in &picture.spawns {
            self.pen.stroke(&self.palette.tasks[*colour].hatch, 1.0);
            context.begin_path();
            context.move_to(self.pen.hair(*x), self.pen.snap(*from));
            context.line_to(self.pen.hair(*x), self.pen.snap(*to));
            context.stroke();
        }
    }

    fn dashed(&self, picture: &Picture) {
        let context = &self.pen.context;
        let ratio = self.pen.ratio;
        context.set_line_dash(&[4.0 * ratio, 3.0 * ratio]);
        for (from, to, y, colour) in &picture.dashed {
            self.pen.stroke(&self.palette.tasks[*colour].soft, 1.25);
            context.begin_path();
            context.move_to(self.pen.snap(*from), self.pen.hair(*y));
            context.line_to(self.pen.snap(*to), self.pen.hair(*y));
            context.stroke();
        }
        context.set_line_dash(&[]);
    }

    fn points(&self, picture: &Picture) {
        let (pen, context, mark) = (&self.pen, &self.pen.context, picture.mark);
        for (x, y, is_error) in &picture.prints {
            let colour = if *is_error { &self.palette.failed } else { &self.palette.dim };
            pen.fill(colour);
            context.begin_path();
            let _ = context.arc(x * pen.ratio, y * pen.ratio, 2.0 * pen.ratio, 0.0, 7.0);
            context.fill();
        }
        for (x, y, colour) in &picture.wakes {
            pen.fill(&self.palette.tasks[*colour].solid);
            context.begin_path();
            let at = |dx: f64, dy: f64| ((x + dx) * pen.ratio, (y + dy) * pen.ratio);
            for (number, (x, y)) in
                [at(-0.6 * mark, -mark), at(0.6 * mark, -mark), at(0.0, -0.5)].iter().enumerate()
            {
                if number == 0 { context.move_to(*x, *y) } else { context.line_to(*x, *y) }
            }
            context.fill();
        }
    }

    fn lit(&self, picture: &Picture) {
        self.pen.stroke(&self.palette.accent, 1.75);
        self.pen.context.begin_path();
        for rect in &picture.lit {
            self.pen.add(&Rect { w: rect.w.max(3.0), ..*rect }, ROUND);
        }
        self.pen.context.stroke();
    }

    /// Makes the future, which begins at this x coordinate, paler.
    fn veil(&self, scene: &Scene, from: f64) {
        let layout = scene.layout;
        if from < layout.width {
            self.pen.fill(&self.palette.veil);
            let top = layout.lanes_top();
            self.pen.rect(from, top, layout.width - from, layout.height - top);
        }
    }

    /// A line where the shorter of two runs on one axis is over.
    fn end_of_run(&self, scene: &Scene) {
        let Some(x) = scene.over.filter(|x| (scene.window.left..scene.layout.width).contains(x))
        else {
            return;
        };
        let top = scene.layout.lanes_top();
        self.pen.fill(&self.palette.column);
        self.pen.rect(x, top, scene.layout.width - x, scene.layout.height - top);
        self.pen.fill(&self.palette.strong_line);
        self.pen.rect(x, top, 1.0 / self.pen.ratio, scene.layout.height - top);
    }

    fn arrows(&self, scene: &Scene, picture: &Picture) {
        let (pen, context) = (&self.pen, &self.pen.context);
        let part = Rect {
            x: scene.window.left,
            y: scene.layout.lanes_top(),
            w: scene.layout.width - scene.window.left,
            h: scene.layout.height - scene.layout.lanes_top(),
        };
        context.save();
        context.begin_path();
        pen.add(&part, 0.0);
        context.clip();
        for arrow in &picture.arrows {
            let ((x0, y0), (x1, y1)) = (arrow.from, arrow.to);
            let path = || {
                let at = |x: f64, y: f64| (x * pen.ratio, y * pen.ratio);
                let (ax, ay) = at(x0, y0);
                let (bx, by) = at(x0 - 6.0, y0 + (y1 - y0) * 0.45);
                let (cx, cy) = at(x1 - 26.0, y1);
                let (dx, dy) = at(x1 - 3.0, y1);
                context.begin_path();
                context.move_to(ax, ay);
                context.bezier_curve_to(bx, by, cx, cy, dx, dy);
            };
            let head = || {
                context.begin_path();
                context.move_to((x1 + 1.0) * pen.ratio, y1 * pen.ratio);
                context.line_to((x1 - 7.0) * pen.ratio, (y1 - 4.0) * pen.ratio);
                context.line_to((x1 - 7.0) * pen.ratio, (y1 + 4.0) * pen.ratio);
                context.close_path();
            };
            let colour =
                if arrow.now { &self.palette.text } else { &self.palette.tasks[arrow.colour].edge };
            // A rim in the ground's colour keeps it apart from what it crosses.
            pen.stroke(&self.palette.ground, 4.5);
            path();
            context.stroke();
            pen.stroke(colour, 1.75);
            path();
            context.stroke();
            pen.fill(colour);
            head();
            context.fill();
        }
        context.restore();
    }
}

//! Painting what is selected, and what was searched for and found.

use scene::timeline::layout::AXIS;
use scene::timeline::picture::Picture;
use scene::timeline::scene::Scene;

use super::Brush;

/// The bar over what is selected, on the axis.
const BAR: f64 = 4.0;

impl Brush<'_> {
    /// Tints the lanes where time is selected.
    pub(in crate::view::timeline) fn selection(&self, scene: &Scene) {
        let Some((from, to)) = scene.selected() else { return };
        let (window, layout) = (&scene.window, scene.layout);
        let (left, right) = (from.max(window.left), to.min(layout.width));
        let top = layout.lanes_top();
        if right >= left {
            self.pen.fill(&self.palette.tint);
            self.pen.rect(left, top, right - left, layout.height - top);
        }
        self.pen.fill(&self.palette.accent);
        for x in [from, to].into_iter().filter(|x| (window.left..=layout.width).contains(x)) {
            self.pen.rect(x - 0.5, top, 1.0, layout.height - top);
        }
    }

    /// The bar on the axis, with an edge at each end to take hold of.
    pub(in crate::view::timeline) fn selection_on_axis(&self, scene: &Scene) {
        let Some((from, to)) = scene.selected() else { return };
        let (left, right) = (from.max(scene.window.left), to.min(scene.layout.width));
        if right < left {
            return;
        }
        self.pen.fill(&self.palette.tint);
        self.pen.rect(left, 0.0, right - left, AXIS);
        self.pen.fill(&self.palette.accent);
        self.pen.rect(left, AXIS - BAR, right - left, BAR);
        for x in [from, to].into_iter().filter(|x| (left..=right).contains(x)) {
            self.pen.rect(x - 1.5, AXIS - 14.0, 3.0, 14.0);
        }
    }

    /// A pin over each hit; a larger one over that which is shown.
    pub(in crate::view::timeline) fn hits(&self, picture: &Picture) {
        let (pen, context) = (&self.pen, &self.pen.context);
        pen.fill(&self.palette.accent);
        context.begin_path();
        for (x, y, shown) in &picture.found {
            let (wide, high) = if *shown { (6.0, 9.0) } else { (3.5, 5.0) };
            let at = |dx: f64, dy: f64| ((x + dx) * pen.ratio, (y + dy) * pen.ratio);
            let [(ax, ay), (bx, by), (cx, cy)] = [at(-wide, -high), at(wide, -high), at(0.0, 1.0)];
            context.move_to(ax, ay);
            context.line_to(bx, by);
            context.line_to(cx, cy);
        }
        context.fill();
        pen.stroke(&self.palette.ground, 1.0);
        context.stroke();
    }
}

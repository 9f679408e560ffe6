//! Which part of the axis is visible, and how wide a unit is.

/// Pixels kept free before the first and after the last event if the whole trace is visible.
const BEFORE: f64 = 12.0;
const AFTER: f64 = 22.0;

/// The first and the last unit that the reader has zoomed to; `None` while the whole axis is visible, which
/// then follows a trace that grows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Zoom(Option<(f64, f64)>);

/// Converts units to pixels and back, for one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// The x coordinate at which the lanes begin.
    pub left: f64,
    /// The x coordinate at which the lanes end.
    pub right: f64,
    /// The unit at `left`.
    pub from: f64,
    /// Pixels per unit.
    pub scale: f64,
}

impl Window {
    /// The x coordinate of a unit.
    pub fn x(&self, unit: f64) -> f64 {
        self.left + (unit - self.from) * self.scale
    }

    /// The unit at an x coordinate.
    pub fn unit(&self, x: f64) -> f64 {
        self.from + (x - self.left) / self.scale
    }

    /// The unit at the right edge.
    pub fn to(&self) -> f64 {
        self.unit(self.right)
    }
}

impl Zoom {
    /// Whether the whole axis is visible.
    pub fn is_fit(&self) -> bool {
        self.0.is_none()
    }

    /// Makes the whole axis visible.
    pub fn fit(&mut self) {
        self.0 = None;
    }

    /// The window between two x coordinates, for a trace that is `extent` units long.
    pub fn window(&self, left: f64, right: f64, extent: f64) -> Window {
        let right = right.max(left + BEFORE + AFTER + 10.0);
        match self.0 {
            Some((from, to)) => Window { left, right, from, scale: (right - left) / (to - from) },
            None => fitted(left, right, extent),
        }
    }

    /// Zooms by a factor; the unit at `x` stays there. At least `least` units remain visible. Zooming out beyond the
    /// whole axis shows the whole axis.
    pub fn zoom(&mut self, window: &Window, extent: f64, x: f64, factor: f64, least: f64) {
        let all = fitted(window.left, window.right, extent);
        let largest = (window.right - window.left) / least.max(f64::MIN_POSITIVE);
        let scale = (window.scale * factor).min(largest.max(all.scale));
        if scale <= all.scale * 1.000_1 {
            self.0 = None;
            return;
        }
        let from = window.unit(x) - (x - window.left) / scale;
        self.set(Window { from, scale, ..*window }, extent);
    }

    /// Moves the picture by this many pixels to the right.
    pub fn pan(&mut self, window: &Window, extent: f64, by: f64) {
        if !self.is_fit() {
            let from = window.from - by / window.scale;
            self.set(Window { from, ..*window }, extent);
        }
    }

    /// Makes these units visible, without regard to the limits of [`show_part`](Self::show_part).
    pub fn show(&mut self, from: f64, to: f64) {
        self.0 = Some((from, to.max(from + f64::EPSILON)));
    }

    /// Makes these units visible, within the limits: not beyond the trace, and at least `least` units.
    pub fn show_part(&mut self, window: &Window, extent: f64, part: (f64, f64), least: f64) {
        let all = fitted(window.left, window.right, extent);
        let (from, to) = (part.0.min(part.1), part.0.max(part.1));
        let wide = (to - from).max(least);
        if wide >= (all.to() - all.from) * 0.999_9 {
            return self.fit();
        }
        let scale = (window.right - window.left) / wide;
        self.set(Window { from, scale, ..*window }, extent);
    }

    /// What the reader has zoomed to.
    pub fn shown(&self) -> Option<(f64, f64)> {
        self.0
    }

    fn set(&mut self, window: Window, extent: f64) {
        let wide = (window.right - window.left) / window.scale;
        // The axis cannot be moved so far that either of its ends is passed.
        let (before, after) = (BEFORE / window.scale, AFTER / window.scale);
        let from = window.from.min(extent + after - wide).max(-before);
        self.0 = Some((from, from + wide));
    }
}

fn fitted(left: f64, right: f64, extent: f64) -> Window {
    let scale = (right - left - BEFORE - AFTER) / extent.max(1.0);
    Window { left, right, from: -BEFORE / scale, scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_trace_is_seen_at_first_and_as_it_grows() {
        let zoom = Zoom::default();
        for extent in [1.0, 300.0, 1e9] {
            let window = zoom.window(100.0, 900.0, extent);
            assert!((window.x(0.0) - 112.0).abs() < 1e-6);
            assert!((window.x(extent) - 878.0).abs() < 1e-6);
            assert!((window.unit(window.x(0.3 * extent)) - 0.3 * extent).abs() < 1e-6 * extent);
        }
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut zoom = Zoom::default();
        let before = zoom.window(0.0, 800.0, 1_000.0);
        zoom.zoom(&before, 1_000.0, 300.0, 4.0, 5.0);
        let after = zoom.window(0.0, 800.0, 1_000.0);
        assert!((after.scale - 4.0 * before.scale).abs() < 1e-9);
        assert!((after.unit(300.0) - before.unit(300.0)).abs() < 1e-9);
    }

    #[test]
    fn zooming_out_ends_with_everything() {
        let mut zoom = Zoom::default();
        let window = zoom.window(0.0, 800.0, 1_000.0);
        zoom.zoom(&window, 1_000.0, 300.0, 3.0, 5.0);
        assert!(!zoom.is_fit());
        let window = zoom.window(0.0, 800.0, 1_000.0);
        zoom.zoom(&window, 1_000.0, 10.0, 0.2, 5.0);
        assert!(zoom.is_fit());
    }

    #[test]
    fn zooming_in_has_an_end() {
        let mut zoom = Zoom::default();
        for _ in 0..100 {
            let window = zoom.window(0.0, 800.0, 1_000.0);
            zoom.zoom(&window, 1_000.0, 300.0, 2.0, 5.0);
        }
        let window = zoom.window(0.0, 800.0, 1_000.0);
        assert!((window.to() - window.from - 5.0).abs() < 1e-9);
    }

    #[test]
    fn the_trace_cannot_be_panned_out_of_sight() {
        let mut zoom = Zoom::default();
        let window = zoom.window(0.0, 800.0, 1_000.0);
        zoom.zoom(&window, 1_000.0, 300.0, 4.0, 5.0);
        for (by, edge) in [(1e9, 0.0), (-1e9, 1_000.0)] {
            let window = zoom.window(0.0, 800.0, 1_000.0);
            zoom.pan(&window, 1_000.0, by);
            let x = zoom.window(0.0, 800.0, 1_000.0).x(edge);
            assert!((0.0..=800.0).contains(&x), "{x}");
        }
    }
}

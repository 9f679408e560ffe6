//! The canvas, and all that painting on it needs from the browser.

use scene::timeline::axis::ticks;
use scene::timeline::layout::{AXIS, Layout};
use scene::timeline::model::Model;
use scene::timeline::picture;
use scene::timeline::picture::host::host;
use wasm_bindgen::JsCast;
use web_sys::{CanvasPattern, Element, HtmlCanvasElement, HtmlElement};

use super::Brush;
use super::palette::{Palette, context_of};
use super::pen::Pen;
use super::sheet::Sheet;
use crate::view::text_size::text_size;
use scene::TASK_COLOURS;

/// Widths of the labels in pixels: at the least, at the most, and on a narrow screen.
const LABELS: (f64, f64, f64) = (90.0, 180.0, 72.0);

/// Narrower than this, the screen is a phone's.
const NARROW: f64 = 560.0;

/// Names that decide the width of the labels; the others are cut if they are longer.
const MEASURED: usize = 400;

/// The colours, and a hatch for each of those of the tasks.
pub(in crate::view::timeline) struct Colours {
    pub palette: Palette,
    hatches: [Option<CanvasPattern>; TASK_COLOURS + 1],
}

impl Colours {
    /// Reads the theme as it is where `host` stands.
    pub fn read(pen: &Pen, host: &HtmlElement) -> Self {
        let palette = Palette::read(host);
        let hatches = std::array::from_fn(|index| pen.hatch(&palette.tasks[index].hatch));
        Self { palette, hatches }
    }
}

/// The canvas.
pub struct Stage {
    canvas: HtmlCanvasElement,
    pen: Pen,
    /// What is mixed from the theme, until it changes.
    theme: Option<Colours>,
    /// How many lanes the labels' width was measured for, and the width.
    measured: Option<(usize, f64)>,
}

impl Stage {
    /// Paints on this canvas.
    pub fn new(canvas: &Element) -> Option<Self> {
        let pen = Pen::new(Sheet::Canvas(context_of(canvas)?));
        let canvas = canvas.clone().dyn_into().ok()?;
        Some(Self { canvas, pen, theme: None, measured: None })
    }

    /// Takes the size of the element around the canvas, in pixels as large as the page's text makes
    /// them. Returns whether it changed.
    pub fn resize(&mut self, host: &HtmlElement, model: &mut Model) -> bool {
        let size = text_size();
        let ratio = size * web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let (width, height) = (f64::from(host.client_width()), f64::from(host.client_height()));
        let (width, height) = (width / size, height / size);
        let (w, h) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        if (self.canvas.width(), self.canvas.height()) == (w, h) && self.pen.ratio == ratio {
            return false;
        }
        // A canvas that is given a size is blank and forgets its font.
        self.canvas.set_width(w);
        self.canvas.set_height(h);
        self.pen.reset();
        if self.pen.ratio != ratio {
            self.pen.ratio = ratio;
            self.theme = None;
        }
        self.measured = None;
        model.resize(width, height);
        true
    }

    /// The theme has changed.
    pub fn forget_theme(&mut self) {
        self.theme = None;
        self.measured = None;
        self.pen.reset();
    }

    /// Whether there is anything to paint on.
    pub fn is_open(&self) -> bool {
        self.canvas.width() > 0 && self.canvas.height() > 0
    }

    /// How wide the labels should be. `corner` is the width of what stands over them.
    pub fn labels(&mut self, host: &HtmlElement, model: &Model, corner: f64) -> f64 {
        let count = model.lanes.lanes.len();
        if let Some((_, wide)) = self.measured.filter(|(counted, _)| *counted == count) {
            return wide;
        }
        let (pen, colours) = self.themed(host);
        let wide = labels(pen, &colours.palette, model, corner);
        self.measured = Some((count, wide));
        wide
    }

    /// The colours.
    pub fn palette(&mut self, host: &HtmlElement) -> &Palette {
        &self.themed(host).1.palette
    }

    fn themed(&mut self, host: &HtmlElement) -> (&mut Pen, &Colours) {
        let Self { pen, theme, .. } = self;
        let theme = theme.get_or_insert_with(|| Colours::read(pen, host));
        (pen, theme)
    }

    /// Paints.
    pub fn paint(&mut self, host: &HtmlElement, model: &Model) {
        let (pen, colours) = self.themed(host);
        paint(pen, colours, model);
    }
}

/// Paints a timeline.
pub(in crate::view::timeline) fn paint(
    pen: &mut Pen,
    Colours { palette, hatches }: &Colours,
    model: &Model,
) {
    model.with(|scene| {
        let lanes = picture::lanes(scene);
        let host = host(scene);
        let marks = ticks::marks(&scene.scale, &scene.window, 76.0);
        let mut brush = Brush { pen, palette, hatches };
        brush.lanes(scene, &lanes, &host, &marks);
        brush.frame(scene, &marks);
    });
}

/// Wide enough for the names, within bounds.
pub(in crate::view::timeline) fn labels(
    pen: &mut Pen,
    palette: &Palette,
    model: &Model,
    corner: f64,
) -> f64 {
    let Layout { width, .. } = model.layout;
    let (least, most, narrow) = LABELS;
    if width < NARROW {
        return corner.max(narrow).round();
    }
    pen.font(12.0, 400, &palette.font);
    let snapshot = model.snapshot();
    let trace = snapshot.trace.borrow();
    let names =
        model.lanes.lanes.iter().take(MEASURED).map(|lane| {
            43.0 + 10.0 * f64::from(lane.depth.min(4)) + pen.width(trace.label(lane.name))
        });
    names.fold(corner.max(AXIS), f64::max).clamp(least, most).round()
}

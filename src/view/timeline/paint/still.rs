//! The timeline as a picture for a slide or a book: painted by the same brush as on the page, at a
//! size and in a theme of its own, all of its lanes in sight.

use std::cell::RefCell;
use std::rc::Rc;

use super::svg::Svg;
use playground::action::{Range, Theme};
use playground::snapshot::Snapshot;
use scene::timeline::comparison::Role;
use scene::timeline::model::Model;
use scene::timeline::picture::Rect;
use scene::timeline::words;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Document, HtmlCanvasElement, HtmlElement};

use super::pen::{HATCH, Pen};
use super::sheet::Sheet;
use super::stage::{Colours, labels, paint};

/// Height of the words below a picture.
const CAPTION: f64 = 34.0;

/// How a picture is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Looks {
    /// Its width in CSS pixels.
    pub width: u32,
    /// Pixels in a CSS pixel.
    pub ratio: u32,
    /// Its theme.
    pub theme: Theme,
    /// Whether there is room for words below it.
    pub caption: bool,
    /// As high as it gets in CSS pixels; of a run with more lanes the first are in it.
    pub highest: u32,
}

impl Looks {
    /// As high as a picture gets that nobody has to print.
    pub const HIGHEST: u32 = 2_400;
}

/// A picture of the timeline.
pub struct Still {
    model: Model,
    pen: Pen,
    colours: Colours,
    canvas: HtmlCanvasElement,
    width: f64,
    height: f64,
}

impl Still {
    /// A picture of pixels.
    pub fn pixels(snapshot: &Rc<Snapshot>, looks: Looks) -> Option<Self> {
        Self::new(snapshot, looks, Sheet::Canvas)
    }

    /// A picture of shapes.
    pub fn shapes(snapshot: &Rc<Snapshot>, looks: Looks) -> Option<Self> {
        let svg = Rc::new(RefCell::new(Svg::default()));
        Self::new(snapshot, Looks { ratio: 1, ..looks }, |ruler| Sheet::Svg(svg, ruler))
    }

    fn new(
        snapshot: &Rc<Snapshot>,
        looks: Looks,
        sheet: impl FnOnce(CanvasRenderingContext2d) -> Sheet,
    ) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        // Frames are read back, one after the other.
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into()).ok()?;
        let context = canvas.get_context_with_context_options("2d", &options).ok()??;
        let mut pen = Pen::new(sheet(context.dyn_into().ok()?));
        pen.ratio = f64::from(looks.ratio);
        let colours = in_theme(&document, looks.theme, |root| Colours::read(&pen, root))?;
        let mut model = Model::new(Rc::clone(snapshot), Role::Alone);
        let width = f64::from(looks.width);
        let highest = f64::from(looks.highest);
        model.resize(width, highest);
        model.set_labels(labels(&mut pen, &colours.palette, &model, 0.0));
        // How many timers are in sight depends on the height, and it on them.
        for _ in 0..2 {
            let layout = &model.layout;
            let needed = layout.lanes_top() + layout.content() + layout.host;
            model.resize(width, needed.min(highest).ceil());
        }
        let height = model.layout.height + if looks.caption { CAPTION } else { 0.0 };
        canvas.set_width((width * pen.ratio) as u32);
        canvas.set_height((height * pen.ratio) as u32);
        if let Some(mut svg) = pen.context.svg() {
            svg.resize(width, height);
        }
        pen.reset();
        Some(Self { model, pen, colours, canvas, width, height })
    }

    /// Shows a stretch of time only.
    pub fn show(&mut self, range: Range) {
        let (from, to) = self.model.with(|scene| scene.scale.of_range(range));
        // An instant has no width on an axis of time; a little around it shows where it is.
        let margin = ((to - from) * 0.02).max(0.5);
        self.model.zoom.show(from - margin, to + margin);
    }

    /// Its size in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.canvas.width(), self.canvas.height())
    }

    /// Moves it to another position of the same run.
    pub fn update(&mut self, snapshot: Rc<Snapshot>) {
        let zoom = self.model.zoom;
        self.model.update(snapshot, Role::Alone);
        self.model.zoom = zoom;
    }

    /// Paints it, with these words below it, if it has room for them.
    pub fn paint(&mut self, words: &str) {
        paint(&mut self.pen, &self.colours, &self.model);
        let top = self.model.layout.height;
        if self.height > top {
            let (pen, palette) = (&mut self.pen, &self.colours.palette);
            pen.fill(&palette.title);
            pen.rects(&[Rect { x: 0.0, y: top, w: self.width, h: CAPTION }], 0.0);
            pen.font(13.0, 400, &palette.font);
            pen.fill(&palette.text);
            pen.context.align_text();
            if let Some(words) = pen.fitted(words, self.width - 24.0) {
                pen.text(&words, 12.0, top + CAPTION / 2.0);
            }
        }
    }

    /// What it looks like to whoever does not see it.
    pub fn description(&self) -> String {
        let trace = self.model.snapshot().trace.borrow();
        let lanes = &self.model.lanes;
        words::summary("", lanes.lanes.len(), lanes.polls, trace.duration())
    }

    /// The document, of a picture of shapes.
    pub fn svg(&self, title: &str) -> Option<String> {
        let hatches = self.colours.palette.tasks.each_ref().map(|task| &*task.hatch);
        let svg = self.pen.context.svg()?;
        Some(svg.document(title, &self.description(), HATCH, &hatches))
    }

    /// The pixels, four bytes each.
    pub fn data(&self) -> Option<Vec<u8>> {
        let (width, height) = self.size();
        let canvas = self.pen.context.canvas()?;
        let data = canvas.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).ok()?;
        Some(data.data().0)
    }

    /// The canvas, of a picture of pixels.
    pub fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }
}

/// Reads something of the page as if it were in another theme. Nothing is painted meanwhile.
fn in_theme<T>(
    document: &Document,
    theme: Theme,
    read: impl FnOnce(&HtmlElement) -> T,
) -> Option<T> {
    const THEME: &str = "data-theme";
    let root: HtmlElement = document.document_element()?.dyn_into().ok()?;
    let before = root.get_attribute(THEME);
    let name = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    // Setting an attribute with a valid name does not fail.
    let set = |value: Option<&str>| {
        let _ = match value {
            Some(value) => root.set_attribute(THEME, value),
            None => root.remove_attribute(THEME),
        };
    };
    if name.is_some() {
        set(name);
    }
    let result = read(&root);
    set(before.as_deref());
    Some(result)
}

//! A canvas drawn on in CSS pixels, with edges that fall on the screen's own.

use std::collections::HashMap;

use playground::plain::Plain;
use scene::timeline::picture::Rect;
use wasm_bindgen::JsCast;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement};

use super::sheet::Sheet;

/// Bars at least this wide have round corners.
const ROUND_FROM: f64 = 6.0;

/// Texts whose width is remembered; more than fit on any screen.
const REMEMBERED: usize = 4_000;
/// Characters of a text that are measured: more have no room on any screen.
const MOST_MEASURED: usize = 400;

/// Distance between the lines of a hatch along the axis.
pub const HATCH: f64 = 7.0;

/// What draws on a canvas, or on an SVG.
pub struct Pen {
    /// What it draws on; units are the screen's pixels.
    pub context: Sheet,
    /// The screen's pixels in a CSS pixel.
    pub ratio: f64,
    fonts: HashMap<String, HashMap<String, f64>>,
    font: String,
}

impl Pen {
    /// Draws on this.
    pub fn new(context: Sheet) -> Self {
        Self { context, ratio: 1.0, fonts: HashMap::new(), font: String::new() }
    }

    /// The nearest edge between two of the screen's pixels.
    pub fn snap(&self, value: f64) -> f64 {
        (value * self.ratio).round()
    }

    /// The middle of one of the screen's pixels: where a line is drawn that is to be one wide.
    pub fn hair(&self, value: f64) -> f64 {
        (value * self.ratio).floor() + 0.5
    }

    /// Chooses a colour for what is filled next.
    pub fn fill(&self, colour: &str) {
        self.context.set_fill_style_str(colour);
    }

    /// Chooses a colour and a width for lines.
    pub fn stroke(&self, colour: &str, width: f64) {
        self.context.set_stroke_style_str(colour);
        self.context.set_line_width((width * self.ratio).max(1.0));
    }

    /// Fills a rectangle.
    pub fn rect(&self, x: f64, y: f64, w: f64, h: f64) {
        let (left, top) = (self.snap(x), self.snap(y));
        let (right, bottom) = (self.snap(x + w), self.snap(y + h));
        self.context.fill_rect(left, top, (right - left).max(1.0), (bottom - top).max(1.0));
    }

    /// Fills many in one go, with round corners where there is room.
    pub fn rects(&self, rects: &[Rect], radius: f64) {
        if rects.is_empty() {
            return;
        }
        self.context.begin_path();
        for rect in rects {
            self.add(rect, radius);
        }
        self.context.fill();
    }

    /// Adds a rectangle to the path.
    pub fn add(&self, rect: &Rect, radius: f64) {
        let (x, y) = (self.snap(rect.x), self.snap(rect.y));
        let w = (self.snap(rect.x + rect.w) - x).max(1.0);
        let h = (self.snap(rect.y + rect.h) - y).max(1.0);
        if radius > 0.0 && rect.w >= ROUND_FROM {
            self.context.round_rect(x, y, w, h, radius * self.ratio);
        } else {
            self.context.rect(x, y, w, h);
        }
    }

    /// Fills rectangles with the hatch of a colour, whose lines move with the lanes, by `shift` CSS
    /// pixels.
    pub fn hatched(
        &self,
        rects: &[Rect],
        hatch: Option<&CanvasPattern>,
        colour: usize,
        shift: (f64, f64),
    ) {
        if rects.is_empty() {
            return;
        }
        self.context.begin_path();
        for rect in rects {
            self.add(rect, 0.0);
        }
        let side = (HATCH * self.ratio).round();
        let moved = |by: f64| (by * self.ratio - (by * self.ratio / side).floor() * side).round();
        self.context.fill_hatched(hatch, colour, (moved(shift.0), moved(shift.1)));
    }

    /// Chooses a font.
    pub fn font(&mut self, size: f64, weight: u32, family: &str) {
        let font =
            format!("{weight} {}px {family}", Plain((size * self.ratio * 10.0).round() / 10.0));
        if font != self.font {
            self.context.set_font(&font, size * self.ratio, weight, family);
            self.font = font;
        }
    }

    /// Forgets which font is chosen, since the canvas has gone back to another.
    pub fn forget_font(&mut self) {
        self.font.clear();
    }

    /// Forgets what was set, since a canvas that is resized does too.
    pub fn reset(&mut self) {
        self.font.clear();
        self.fonts.clear();
    }

    /// Width of a text in the chosen font.
    pub fn width(&mut self, text: &str) -> f64 {
        let widths = self.fonts.entry(self.font.clone()).or_default();
        if let Some(width) = widths.get(text) {
            return *width;
        }
        let width = self.context.text_width(text) / self.ratio;
        if widths.len() >= REMEMBERED {
            widths.clear();
        }
        widths.insert(text.to_owned(), width);
        width
    }

    /// Writes with the left edge and the middle of the line given.
    pub fn text(&self, text: &str, x: f64, y: f64) {
        self.context.fill_text(text, self.snap(x), self.snap(y));
    }

    /// The text if there is room for it, else its beginning with an ellipsis; nothing if there is
    /// no room for that.
    pub fn fitted(&mut self, text: &str, room: f64) -> Option<String> {
        // However long a text is, no more of it is measured.
        let end = text.char_indices().nth(MOST_MEASURED).map(|(end, _)| end);
        let (text, is_whole) = (&text[..end.unwrap_or(text.len())], end.is_none());
        if is_whole && self.width(text) <= room {
            return Some(text.to_owned());
        }
        let part = |length: usize| text.chars().take(length).chain(['…']).collect::<String>();
        let (mut fits, mut too_long) = (0, text.chars().count());
        while fits + 1 < too_long {
            let middle = (fits + too_long) / 2;
            let width = self.context.text_width(&part(middle));
            if width / self.ratio <= room { fits = middle } else { too_long = middle }
        }
        (fits >= 2).then(|| part(fits))
    }

    /// A name that is cut before its number, so that `worker 12` and `worker 13` stay apart.
    pub fn fitted_name(&mut self, name: &str, room: f64) -> Option<String> {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '#' || c == ' ');
        let tail = name[stem.len()..].trim_start();
        if tail.is_empty() || name.len() > MOST_MEASURED || self.width(name) <= room {
            return self.fitted(name, room);
        }
        let tail_room = self.width(tail);
        match self.fitted(stem, room - tail_room) {
            Some(stem) => Some(stem + tail),
            None => self.fitted(name, room),
        }
    }

    /// A tile of a hatch: diagonal lines that meet at its edges.
    pub fn hatch(&self, colour: &str) -> Option<CanvasPattern> {
        let document = web_sys::window()?.document()?;
        let tile: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        let side = (HATCH * self.ratio).round();
        tile.set_width(side as u32);
        tile.set_height(side as u32);
        let context: CanvasRenderingContext2d = tile.get_context("2d").ok()??.dyn_into().ok()?;
        context.set_stroke_style_str(colour);
        context.set_line_width(1.4 * self.ratio);
        context.begin_path();
        for shift in [-1.0, 0.0, 1.0] {
            // Longer than the tile, so that corners are whole.
            context.move_to((shift - 0.5) * side, 1.5 * side);
            context.line_to((shift + 1.5) * side, -0.5 * side);
        }
        context.stroke();
        self.context.canvas()?.create_pattern_with_html_canvas_element(&tile, "repeat").ok()?
    }
}

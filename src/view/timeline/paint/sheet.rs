//! What a pen draws on: a canvas, or an SVG. Both understand the same words, those of a canvas.

use std::cell::{RefCell, RefMut};
use std::rc::Rc;

use super::svg::Svg;
use wasm_bindgen::JsValue;
use web_sys::{CanvasPattern, CanvasRenderingContext2d};

/// A sheet to draw on.
#[derive(Clone)]
pub enum Sheet {
    /// On the screen, or off it for a picture of pixels.
    Canvas(CanvasRenderingContext2d),
    /// A picture of shapes; how wide texts are, a canvas says.
    Svg(Rc<RefCell<Svg>>, CanvasRenderingContext2d),
}

/// For each word the canvas's own, and what stands for it in an SVG.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident($($part:ident: $kind:ty),*) = $svg:ident;)*) => {
        $(
            $(#[$doc])*
            pub fn $name(&self, $($part: $kind),*) {
                match self {
                    Sheet::Canvas(canvas) => canvas.$name($($part),*),
                    Sheet::Svg(svg, _) => svg.borrow_mut().$svg($($part),*),
                }
            }
        )*
    };
}

impl Sheet {
    words! {
        /// Keeps in mind what is set, and the clip.
        save() = save;
        /// Goes back to it.
        restore() = restore;
        /// A new path.
        begin_path() = begin_path;
        /// A new line in it.
        move_to(x: f64, y: f64) = move_to;
        /// The line goes on.
        line_to(x: f64, y: f64) = line_to;
        /// The line goes on in a curve.
        bezier_curve_to(ax: f64, ay: f64, bx: f64, by: f64, x: f64, y: f64) = curve_to;
        /// The line goes back to where it began.
        close_path() = close_path;
        /// A rectangle in the path.
        rect(x: f64, y: f64, w: f64, h: f64) = rect;
        /// Fills the path.
        fill() = fill;
        /// Draws along the path.
        stroke() = stroke;
        /// Nothing is drawn outside of the path from here on.
        clip() = clip;
        /// Chooses the colour of what is filled.
        set_fill_style_str(colour: &str) = set_fill;
        /// Chooses the colour of lines.
        set_stroke_style_str(colour: &str) = set_stroke;
        /// Chooses the width of lines.
        set_line_width(width: f64) = set_line_width;
        /// Fills a rectangle.
        fill_rect(x: f64, y: f64, w: f64, h: f64) = fill_rect;
    }

    /// A dot in the path.
    pub fn arc(&self, x: f64, y: f64, radius: f64, from: f64, to: f64) -> Result<(), JsValue> {
        match self {
            Sheet::Canvas(canvas) => canvas.arc(x, y, radius, from, to),
            Sheet::Svg(svg, _) => {
                svg.borrow_mut().round_rect(
                    x - radius,
                    y - radius,
                    2.0 * radius,
                    2.0 * radius,
                    radius,
                );
                Ok(())
            }
        }
    }

    /// A rectangle with round corners in the path.
    pub fn round_rect(&self, x: f64, y: f64, w: f64, h: f64, radius: f64) {
        match self {
            Sheet::Canvas(canvas) => {
                let _ = canvas.round_rect_with_f64(x, y, w, h, radius);
            }
            Sheet::Svg(svg, _) => svg.borrow_mut().round_rect(x, y, w, h, radius),
        }
    }

    /// Lines are dashed, unless all of the list is left away.
    pub fn set_line_dash(&self, dash: &[f64]) {
        match self {
            Sheet::Canvas(canvas) => {
                let list = js_sys::Array::new();
                dash.iter().for_each(|part| {
                    list.push(&(*part).into());
                });
                let _ = canvas.set_line_dash(&list);
            }
            Sheet::Svg(svg, _) => svg.borrow_mut().set_dash(dash),
        }
    }

    /// Fills the path with a hatch: that of a colour, whose tile is moved so far.
    pub fn fill_hatched(&self, hatch: Option<&CanvasPattern>, colour: usize, moved: (f64, f64)) {
        match (self, hatch) {
            (Sheet::Canvas(canvas), Some(hatch)) => {
                // The path stays where it is: only the pattern is moved by what is set from here on.
                let _ = canvas.set_transform(1.0, 0.0, 0.0, 1.0, moved.0, moved.1);
                canvas.set_fill_style_canvas_pattern(hatch);
                canvas.fill();
                let _ = canvas.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
            }
            (Sheet::Canvas(_), None) => {}
            (Sheet::Svg(svg, _), _) => svg.borrow_mut().fill_hatched(colour),
        }
    }

    /// Where texts stand: their left edge and the middle of their line are given.
    pub fn align_text(&self) {
        if let Sheet::Canvas(canvas) = self {
            canvas.set_text_baseline("middle");
            canvas.set_text_align("left");
        }
    }

    /// Chooses a font: as CSS writes it, and its parts.
    pub fn set_font(&self, font: &str, size: f64, weight: u32, family: &str) {
        match self {
            Sheet::Canvas(canvas) => canvas.set_font(font),
            Sheet::Svg(svg, ruler) => {
                ruler.set_font(font);
                svg.borrow_mut().set_font(size, weight, family);
            }
        }
    }

    /// How wide a text is.
    pub fn text_width(&self, text: &str) -> f64 {
        let (Sheet::Canvas(ruler) | Sheet::Svg(_, ruler)) = self;
        ruler.measure_text(text).map_or(0.0, |metrics| metrics.width())
    }

    /// Writes.
    pub fn fill_text(&self, text: &str, x: f64, y: f64) {
        match self {
            Sheet::Canvas(canvas) => {
                let _ = canvas.fill_text(text, x, y);
            }
            Sheet::Svg(svg, _) => {
                let width = self.text_width(text);
                svg.borrow_mut().text(text, x, y, width);
            }
        }
    }

    /// The canvas itself, for what an SVG has no word for.
    pub fn canvas(&self) -> Option<&CanvasRenderingContext2d> {
        match self {
            Sheet::Canvas(canvas) => Some(canvas),
            Sheet::Svg(..) => None,
        }
    }

    /// The SVG, if it is one.
    pub fn svg(&self) -> Option<RefMut<'_, Svg>> {
        match self {
            Sheet::Canvas(_) => None,
            Sheet::Svg(svg, _) => Some(svg.borrow_mut()),
        }
    }
}

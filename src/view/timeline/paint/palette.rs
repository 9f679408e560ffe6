//! The colours: those of the theme, and what is mixed from them.

use scene::timeline::picture::colour::{Colour, TaskColours, VEIL};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement};

use scene::TASK_COLOURS;

/// Everything that is drawn with, as CSS understands it.
pub struct Palette {
    /// Behind the lanes.
    pub ground: String,
    /// The same, where it covers the future.
    pub veil: String,
    /// Behind an instant that is stretched.
    pub column: String,
    /// Behind the axis and the labels.
    pub raised: String,
    /// Behind a run's title.
    pub title: String,
    /// Behind a lane that is lit.
    pub row: String,
    /// Lines between parts.
    pub line: String,
    /// Lines on the axis.
    pub strong_line: String,
    /// Text.
    pub text: String,
    /// Text that steps back.
    pub dim: String,
    /// Text that steps back further.
    pub faint: String,
    /// The playhead.
    pub accent: String,
    /// Over what is selected.
    pub tint: String,
    /// A task that finished.
    pub ready: String,
    /// A task that panicked.
    pub failed: String,
    /// The tasks' colours, and that of what belongs to no task.
    pub tasks: [TaskColours; TASK_COLOURS + 1],
    /// The interface's font.
    pub font: String,
    /// The program's font.
    pub mono: String,
}

/// The theme's names, and what stands in where the page defines none.
const NAMES: [(&str, &str); 11] = [
    ("--surface-1", "#ffffff"),
    ("--surface-2", "#eceef0"),
    ("--line", "#d9dce0"),
    ("--text", "#1c1f23"),
    ("--text-dim", "#565d66"),
    ("--text-faint", "#6b727b"),
    ("--accent", "#3557d6"),
    ("--ready", "#1f7a3d"),
    ("--failed", "#b3261e"),
    ("--font-ui", "system-ui, sans-serif"),
    ("--font-mono", "ui-monospace, monospace"),
];

/// Okabe and Ito's colours, darkened: they hold for colour-blind eyes.
const TASKS: [&str; TASK_COLOURS] =
    ["#0072b2", "#b35900", "#007a5a", "#a6498a", "#6a51a3", "#8c6d1f", "#2f7f94", "#8a4b3c"];

impl Palette {
    /// Reads the theme as it is where `host` stands.
    pub fn read(host: &HtmlElement) -> Self {
        let probe = probe();
        let style = web_sys::window().and_then(|window| window.get_computed_style(host).ok()?);
        let value = |name: &str, instead: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(name).ok());
            value
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .unwrap_or_else(|| instead.to_owned())
        };
        let colour = |name: &str, instead: &str| match &probe {
            Some(probe) => parsed(probe, &value(name, instead), instead),
            None => Colour([128; 3]),
        };
        let [s1, s2, line, text, dim, faint, accent, ready, failed] =
            std::array::from_fn(|index| colour(NAMES[index].0, NAMES[index].1));
        let tasks = std::array::from_fn(|index| match TASKS.get(index) {
            Some(instead) => {
                TaskColours::new(colour(&format!("--task-{}", index + 1), instead), s1, text)
            }
            None => TaskColours::new(faint, s1, text),
        });
        Self {
            ground: s1.css(),
            veil: s1.css_with_alpha(VEIL),
            column: s1.mix(s2, 0.5).css(),
            raised: s1.css(),
            title: s1.mix(s2, 0.6).css(),
            row: s1.mix(s2, 0.85).css(),
            line: line.css(),
            strong_line: line.mix(faint, 0.6).css(),
            text: text.css(),
            dim: dim.css(),
            faint: faint.css(),
            accent: accent.css(),
            tint: accent.css_with_alpha(0.1),
            ready: ready.css(),
            failed: failed.css(),
            tasks,
            font: value(NAMES[9].0, NAMES[9].1),
            mono: value(NAMES[10].0, NAMES[10].1),
        }
    }
}

/// A canvas of one pixel. It alone knows what a colour that CSS can write looks like; it is not the
/// one that is seen, since a canvas that is read back is drawn more slowly from then on.
fn probe() -> Option<CanvasRenderingContext2d> {
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(1);
    canvas.set_height(1);
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"willReadFrequently".into(), &true.into()).ok()?;
    canvas.get_context_with_context_options("2d", &options).ok()??.dyn_into().ok()
}

/// Draws a pixel in the colour and looks at it: so `oklch()`, names and all else that CSS can
/// write are understood.
fn parsed(context: &CanvasRenderingContext2d, css: &str, instead: &str) -> Colour {
    let set = |value: &str| context.set_fill_style_str(value);
    set(instead);
    set(css); // ignored by the browser if it is no colour
    context.clear_rect(0.0, 0.0, 1.0, 1.0);
    context.fill_rect(0.0, 0.0, 1.0, 1.0);
    match context.get_image_data(0.0, 0.0, 1.0, 1.0) {
        Ok(pixel) => {
            let data = pixel.data();
            Colour([data[0], data[1], data[2]])
        }
        Err(_) => Colour([128; 3]),
    }
}

/// Whether the reader wants no motion.
pub fn wants_no_motion() -> bool {
    web_sys::window()
        .and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok()?)
        .is_some_and(|query| query.matches())
}

/// The canvas in an element.
pub fn context_of(canvas: &Element) -> Option<CanvasRenderingContext2d> {
    let canvas: &HtmlCanvasElement = canvas.dyn_ref()?;
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

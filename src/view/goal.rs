//! What the focus is given to when a reader goes somewhere.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Where a reader goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The program's text.
    Program,
    /// The lanes.
    Timeline,
    /// What a question is answered with.
    Answer,
    /// What the run says to an answer.
    Verdict,
}

impl Goal {
    /// Gives it the focus.
    pub fn focus(self) {
        let selector = match self {
            Goal::Program => "#program-text",
            Goal::Timeline => ".timeline-canvas",
            Goal::Answer => ".predict :is(.guess, .card)",
            Goal::Verdict => ".predict-told",
        };
        let document = web_sys::window().and_then(|window| window.document());
        let found = document.and_then(|document| document.query_selector(selector).ok().flatten());
        if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = found.focus();
        }
    }
}

//! The first stops of the Tab key: past the list of programs, to what one came for. They are seen
//! while they have the focus.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::page::Arrangement;
use super::part::Link;
use super::tag::{Tag, tag};

/// Where one of them leads.
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

/// The buttons. An address that led there would be one of the page's own.
pub fn skips(link: &Link<Arrangement>) -> Tag {
    let skip = |words: &'static str, go: fn(&mut Arrangement)| {
        tag!("button", "type" = "button").key(words).on_click(link.changes(go)).child(words)
    };
    let skips = [
        skip("To the program", |page| page.go(Goal::Program)),
        skip("To the timeline", |page| page.go(Goal::Timeline)),
    ];
    tag!("nav", "class" = "skips", "aria-label" = "On this page").children(skips)
}

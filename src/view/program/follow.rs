//! Keeps the line where something happens in sight, unless the reader has scrolled away from it.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::view::text_size::text_size;

/// The line that is followed.
#[derive(Default)]
pub struct Following {
    program: Option<(&'static str, usize)>,
    active: Option<u32>,
    followed: Option<u32>,
    /// How large the text was when the pane was looked at last.
    size: Option<f64>,
}

impl Following {
    /// Scrolls `code` so that its line `active` is seen, if the line that was active before still
    /// is: whoever has scrolled away from that one wants to read something else. `program` names
    /// the text; another text starts at its top, and so does a run that is back at its start.
    pub fn follow(
        &mut self,
        code: &NodeRef,
        program: (&'static str, usize),
        active: Option<u32>,
        is_start: bool,
    ) {
        let Some(code) = code.cast::<Element>() else { return };
        if self.program != Some(program) {
            *self = Self { program: Some(program), ..Self::default() };
            code.set_scroll_top(0);
        }
        if std::mem::replace(&mut self.active, active) == active {
            return;
        }
        // Of a long program a line may be drawn as plain text: then it is out of sight.
        let is_in_sight = |line| hidden(&code, line) == Some(0);
        let Some(active) = active else {
            if is_start && self.followed.take().is_some_and(is_in_sight) {
                code.set_scroll_top(0);
            }
            return;
        };
        let before = self.followed.replace(active);
        if before.is_none_or(is_in_sight) {
            show(&code, active);
        }
    }

    /// Shows the line where something happens again if the text has another size, as when one begins to
    /// present: what was in sight may no longer be.
    pub fn resized(&mut self, code: &NodeRef) {
        let size = text_size();
        let is_same = |before: f64| (before - size).abs() < 0.01;
        if self.size.replace(size).is_none_or(is_same) {
            return;
        }
        if let (Some(code), Some(active)) = (code.cast::<Element>(), self.active) {
            self.followed = Some(active);
            show(&code, active);
        }
    }
}

/// Scrolls so that a line is seen, and a third of the pane further than needed, so that the next lines
/// are seen too.
fn show(code: &Element, line: u32) {
    let by = hidden(code, line).unwrap_or(0);
    if by != 0 {
        let margin = code.client_height() / 3 * by.signum();
        code.set_scroll_top(code.scroll_top() + by + margin);
    }
}

/// How many pixels of scrolling a line is away from being seen: negative above, 0 in sight.
fn hidden(code: &Element, line: u32) -> Option<i32> {
    let row = code.query_selector(&format!("[data-line=\"{line}\"]")).ok()??;
    let row: HtmlElement = wasm_bindgen::JsCast::dyn_into(row).ok()?;
    let (top, bottom) = (row.offset_top(), row.offset_top() + row.offset_height());
    let (from, to) = (code.scroll_top(), code.scroll_top() + code.client_height());
    match () {
        () if top < from => Some(top - from),
        () if bottom > to => Some(bottom - to),
        () => Some(0),
    }
}

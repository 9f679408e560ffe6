//! Keeps the line where something happens in sight, unless the reader has scrolled away from it.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::view::text_size::text_size;

/// The line that is followed.
#[derive(Default)]
pub struct Following {
    program: Option<(AttrValue, usize)>,
    active: Option<u32>,
    followed: Option<u32>,
    /// Where the program was scrolled to when it was opened at its `main`.
    opened: Option<i32>,
    /// How large the text was when the pane was looked at last.
    size: Option<f64>,
}

impl Following {
    /// Scrolls `code` so that its line `active` is seen, if the line that was active before still
    /// is: whoever has scrolled away from that one wants to read something else. `program` names
    /// the text; another text starts at its top, or at its `main` if that is named, and so does a run
    /// that is back at its start.
    pub fn follow(
        &mut self,
        code: &NodeRef,
        program: (AttrValue, usize),
        active: Option<u32>,
        main: Option<(u32, u32)>,
        is_start: bool,
    ) {
        let Some(code) = code.cast::<Element>() else { return };
        let is_new = self.program.as_ref() != Some(&program);
        if is_new {
            *self = Self { program: Some(program), ..Self::default() };
        }
        let has_moved = std::mem::replace(&mut self.active, active) != active;
        // The run of a large program comes later than its text, and its chips have lines wrapped.
        let comes_later = has_moved && active.is_some() && main.is_some();
        if is_new || comes_later && self.is_as_opened(&code) {
            self.open(&code, main, active);
        }
        if !has_moved {
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
        if main.is_some() {
            self.followed = is_in_sight(active).then_some(active);
            return;
        }
        let before = self.followed.replace(active);
        if before.is_none_or(is_in_sight) {
            show(&code, active);
        }
    }

    fn open(&mut self, code: &Element, main: Option<(u32, u32)>, active: Option<u32>) {
        code.set_scroll_top(main.map_or(0, |main| opening(code, main, active)));
        self.opened = main.map(|_| code.scroll_top());
    }

    /// Whether the program is where it was opened, as far as its pane lets it.
    fn is_as_opened(&self, code: &Element) -> bool {
        let most = code.scroll_height() - code.client_height();
        self.opened.is_some_and(|top| code.scroll_top() == top.min(most))
    }

    /// The pane has another size, so what was in sight may no longer be. A program that has just been opened
    /// at its `main` and not been scrolled is opened again: the timeline takes its room once it has lanes. If
    /// the text has another size, as when one begins to present, the line where something happens is shown.
    pub fn resized(&mut self, code: &NodeRef, main: Option<(u32, u32)>) {
        if let (Some(code), Some(_)) = (code.cast::<Element>(), main)
            && self.is_as_opened(&code)
        {
            self.open(&code, main, self.active);
        }
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

/// Where a program that has just been opened is scrolled to: the head of its `main` is in sight, then the
/// line `active` and the rest of `main`, as far as there is room; and no farther down than that takes.
fn opening(code: &Element, main: (u32, u32), active: Option<u32>) -> i32 {
    let extent = |line| extent(code, line).unwrap_or_default();
    let (head, end) = (extent(main.0), extent(main.1));
    let active = active.map_or(head, extent);
    place(code.client_height(), [head, active, end])
}

/// The least scrolling with which the first of these stretches is in sight and, one after the other,
/// each that then fits.
fn place(height: i32, wanted: [(i32, i32); 3]) -> i32 {
    let mut seen = wanted[0];
    for (top, bottom) in wanted {
        let (from, to) = (top.min(seen.0), bottom.max(seen.1));
        if to - from <= height {
            seen = (from, to);
        }
    }
    // The last line is not to touch the edge, unless that would push the first one out.
    (seen.1 - height + MARGIN).min(seen.0).max(0)
}

/// The room that is left under the last line that matters, in pixels.
const MARGIN: i32 = 8;

/// How many pixels of scrolling a line is away from being seen: negative above, 0 in sight.
fn hidden(code: &Element, line: u32) -> Option<i32> {
    let (top, bottom) = extent(code, line)?;
    let (from, to) = (code.scroll_top(), code.scroll_top() + code.client_height());
    match () {
        () if top < from => Some(top - from),
        () if bottom > to => Some(bottom - to),
        () => Some(0),
    }
}

/// Where a line begins and ends in what is scrolled, in pixels.
fn extent(code: &Element, line: u32) -> Option<(i32, i32)> {
    let row = code.query_selector(&format!("[data-line=\"{line}\"]")).ok()??;
    let row: HtmlElement = wasm_bindgen::JsCast::dyn_into(row).ok()?;
    Some((row.offset_top(), row.offset_top() + row.offset_height()))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_program_is_opened_at_its_main() {
        let (head, active, end) = ((300, 320), (340, 360), (500, 520));
        for (height, top, why) in [
            (600, 0, "all of it fits"),
            (400, 128, "down to the end of main, with a margin"),
            (220, 300, "the head of main at the top, its end at the bottom"),
            (100, 268, "main does not fit, its head and the active line do"),
            (30, 298, "only the head fits"),
        ] {
            assert_eq!(place(height, [head, active, end]), top, "{why}");
        }
        // The active line is above main.
        assert_eq!(place(200, [head, (150, 170), end]), 128);
        assert_eq!(place(100, [head, (150, 170), end]), 228);
    }
}

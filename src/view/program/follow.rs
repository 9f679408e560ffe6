//! Keeps the line where something happens in sight, unless the reader has scrolled away from it.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Scrolls `code` so that its line `active` is seen, if the line that was active before still is:
/// whoever has scrolled away from that one wants to read something else. `program` names the text;
/// another text starts at its top.
#[hook]
pub fn use_following(code: &NodeRef, program: (&'static str, usize), active: Option<u32>) {
    let followed = use_mut_ref(|| None::<u32>);
    let code = code.clone();
    use_effect_with(program, {
        let (code, followed) = (code.clone(), followed.clone());
        move |_| {
            followed.take();
            if let Some(code) = code.cast::<Element>() {
                code.set_scroll_top(0);
            }
        }
    });
    use_effect_with((program, active), move |(_, active)| {
        let (Some(code), Some(active)) = (code.cast::<Element>(), *active) else { return };
        let before = followed.replace(Some(active));
        let hidden = |line| hidden(&code, line).unwrap_or(0);
        if before.is_none_or(|before| hidden(before) == 0) {
            let by = hidden(active);
            if by != 0 {
                // A third of the pane further than needed, so that the next lines are seen too.
                let margin = code.client_height() / 3 * by.signum();
                code.set_scroll_top(code.scroll_top() + by + margin);
            }
        }
    });
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

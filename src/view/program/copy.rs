//! The button that copies the program's text.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::Kept;
use crate::view::icons::Icon;
use crate::view::part::Link;
use crate::view::tag::{Tag, tag};

/// A text that was to be copied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    text: &'static str,
    /// Whether the browser let it.
    allowed: bool,
}

/// Copies the program's text and says whether the browser let it.
pub fn button(text: &'static str, copied: Option<Copied>, link: &Link<Kept>) -> Tag {
    let link = link.clone();
    let onclick = move |_| {
        let link = link.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let allowed = write(text).await;
            link.change(move |kept| kept.copied = Some(Copied { text, allowed }));
        });
    };
    let (icon, label) = match copied.filter(|copied| copied.text == text) {
        None => (Icon::Copy, "Copy"),
        Some(Copied { allowed: true, .. }) => (Icon::Done, "Copied"),
        Some(_) => (Icon::Close, "The browser does not allow copying here"),
    };
    tag!("button", "type" = "button", "class" = "quiet copy", "title" = "Copy the program")
        .on_click(onclick.into())
        .child(icon.html())
        .child(tag!("span", "aria-live" = "polite").child(label))
}

/// Whether the text got to the clipboard. A page without a secure origin has none.
async fn write(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

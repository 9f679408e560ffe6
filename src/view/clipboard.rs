//! Copies text.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use super::icons::Icon;
use super::tag::{Tag, tag};

/// A button that copies, and says whether the browser let it once it has.
pub fn button(title: &'static str, copied: Option<bool>, on_click: Callback<MouseEvent>) -> Tag {
    let (icon, label) = match copied {
        None => (Icon::Copy, "Copy"),
        Some(true) => (Icon::Done, "Copied"),
        Some(false) => (Icon::Close, "The browser does not allow copying here"),
    };
    tag!("button", "type" = "button", "class" = "quiet copy", "title" = title)
        .on_click(on_click)
        .child(icon.html())
        .child(tag!("span", "aria-live" = "polite").child(label))
}

/// Copies a text and then says whether the browser let it.
pub fn copy(text: String, done: Box<dyn FnOnce(bool)>) {
    wasm_bindgen_futures::spawn_local(async move { done(write(&text).await) });
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

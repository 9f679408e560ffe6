//! The whole screen for the page, where the browser allows it.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Takes the whole screen. A browser that does not allow it leaves the page as large as it is.
pub fn enter() {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        ask(&root, "requestFullscreen");
    }
}

/// Gives the screen back.
pub fn leave() {
    if let Some(document) = document().filter(|_| is_on()) {
        ask(&document, "exitFullscreen");
    }
}

/// Whether the page has the whole screen.
pub fn is_on() -> bool {
    document().is_some_and(|document| document.fullscreen_element().is_some())
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Calls a method that may be missing and whose promise may be broken, which is no error here.
fn ask(target: &JsValue, method: &str) {
    let method = Reflect::get(target, &JsValue::from_str(method)).ok();
    let Some(method) = method.and_then(|method| method.dyn_into::<Function>().ok()) else { return };
    let answer = method.call0(target).ok();
    if let Some(answer) = answer.and_then(|answer| answer.dyn_into::<Promise>().ok()) {
        let refused = Closure::<dyn FnMut(JsValue)>::new(|_| ());
        let _ = answer.catch(&refused);
        // It may be called at any time from now on; a handful of bytes each time one presents.
        refused.forget();
    }
}

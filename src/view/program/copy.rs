//! The button that copies the program's text.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use crate::view::icons::Icon;

/// What [`CopyButton`] needs.
#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    /// What it copies.
    pub text: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    NotYet,
    Yes,
    Refused,
}

/// Copies the program's text and says whether the browser let it.
#[component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let copied = use_state_eq(|| Copied::NotYet);
    {
        let copied = copied.setter();
        use_effect_with(props.text, move |_| copied.set(Copied::NotYet));
    }
    let onclick = use_callback((props.text, copied.setter()), |_: MouseEvent, (text, copied)| {
        let (text, copied) = (*text, copied.clone());
        wasm_bindgen_futures::spawn_local(async move {
            copied.set(if write(text).await { Copied::Yes } else { Copied::Refused });
        });
    });
    let (icon, label) = match *copied {
        Copied::NotYet => (Icon::Copy, "Copy"),
        Copied::Yes => (Icon::Done, "Copied"),
        Copied::Refused => (Icon::Close, "The browser does not allow copying here"),
    };
    html! {
        <button type="button" class="quiet copy" title="Copy the program" {onclick}>
            { icon.html() }
            <span aria-live="polite">{ label }</span>
        </button>
    }
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

//! The list of keys, in a dialog of the browser's own: it keeps the focus and closes with Esc.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icons::Icon;
use super::keys::{KEYS, Listed};

/// The timeline's own keys, which it listens to itself.
const TIMELINE: (&str, &[Listed]) = (
    "Timeline, while it has the focus",
    &[
        (&["w", "s"], "Zoom in or out"),
        (&["a", "d"], "Move left or right"),
        (&["f"], "Show all of it"),
    ],
);

/// What [`KeysDialog`] needs.
#[derive(Properties, PartialEq)]
pub struct KeysDialogProps {
    /// Whether it is shown.
    pub open: bool,
    /// It was closed.
    pub on_close: Callback<()>,
}

/// The dialog that lists the keys.
#[component]
pub fn KeysDialog(props: &KeysDialogProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.open, move |open| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            match open {
                true if !dialog.open() => {
                    // Fails only if it is open already or not in the document.
                    let _ = dialog.show_modal();
                }
                false => dialog.close(),
                true => {}
            }
        });
    }
    let closed = use_callback(props.on_close.clone(), |_: Event, close| close.emit(()));
    let close = use_callback(props.on_close.clone(), |_: MouseEvent, close| close.emit(()));
    html! {
        <dialog ref={dialog} class="keys" aria-labelledby="keys-title" onclose={closed}>
            <div class="keys-head">
                <h2 id="keys-title">{ "Keys" }</h2>
                <button type="button" class="quiet" aria-label="Close" onclick={close}>
                    { Icon::Close.html() }
                </button>
            </div>
            { for KEYS.iter().chain([&TIMELINE]).map(|(title, keys)| html! {
                <section key={*title}>
                    <h3>{ *title }</h3>
                    <dl>
                        { for keys.iter().map(|(keys, what)| html! {
                            <div key={*what}>
                                <dt>{ for keys.iter().map(|key| html! { <kbd key={*key}>{ *key }</kbd> }) }</dt>
                                <dd>{ *what }</dd>
                            </div>
                        }) }
                    </dl>
                </section>
            }) }
        </dialog>
    }
}

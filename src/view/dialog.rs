//! Modal dialogs of the browser's own: it keeps the focus in them, closes them with Esc, and gives the
//! focus back to what had it before.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, MouseEvent};
use yew::prelude::*;

use super::icons::Icon;
use super::tag::{Tag, tag};

/// What is the same in all dialogs.
pub struct Dialog {
    /// The element, for [`show`].
    pub node: NodeRef,
    /// The class beside the one that all dialogs share.
    pub class: &'static str,
    /// The heading's id.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// Called when the reader closes the dialog: by its button, by Esc, or by a press beside it.
    pub on_close: Callback<()>,
}

/// A dialog with a heading and a button that closes it; what it is about is added to that.
pub fn dialog(props: Dialog) -> Tag {
    let Dialog { node, class, id, title, on_close } = props;
    let beside = on_close.clone();
    let pressed = move |event: MouseEvent| {
        if is_beside(&event) {
            // The focus goes back to what opened the dialog, not to what lies under the pointer.
            event.prevent_default();
            beside.emit(());
        }
    };
    let shut = tag!("button", "type" = "button", "class" = "quiet", "aria-label" = "Close")
        .on_click(on_close.reform(|_| ()))
        .child(Icon::Close.html());
    let head =
        tag!("div", "class" = "keys-head").child(tag!("h2", "id" = id).child(title)).child(shut);
    tag!("dialog", "class" = format!("keys {class}"), "aria-labelledby" = id)
        .found(&node)
        .on_press(Callback::from(pressed))
        .on_close(on_close.reform(|_| ()))
        .child(head)
}

/// Opens the dialog, or closes it.
pub fn show(node: &NodeRef, open: bool) {
    let Some(dialog) = node.cast::<HtmlDialogElement>() else { return };
    match open {
        true if !dialog.open() => {
            // Fails only if it is open already or not in the document.
            let _ = dialog.show_modal();
        }
        false => dialog.close(),
        true => {}
    }
}

/// Whether a modal dialog covers the page, which then takes no keys.
pub fn is_open() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| matches!(document.query_selector("dialog[open]"), Ok(Some(_))))
}

/// Whether a press is on the dialog's backdrop. A press on the dialog's own scrollbar is not.
fn is_beside(event: &MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
    let Some(dialog) = target else { return false };
    let inside = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    x < inside.left() || x > inside.right() || y < inside.top() || y > inside.bottom()
}

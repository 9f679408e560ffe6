//! How a file comes in: dropped anywhere on the page, pasted, or chosen with a button.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, ClipboardEvent, DataTransfer, Document, DragEvent, Element, Event, HtmlInputElement,
};

/// What the input has as its id that a file is chosen with.
pub const INPUT: &str = "open-file";

/// What the root of the document has while something is dragged over the page.
const DRAGGED: &str = "data-dragged";

/// A file from outside.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub content: Blob,
}

/// Listens for files, as long as it is kept.
#[derive(Debug)]
pub struct Listening {
    _listeners: Vec<EventListener>,
}

impl Listening {
    /// Calls `comes` for each file that comes in.
    pub fn begin(comes: impl Fn(Incoming) + Clone + 'static) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let root = document.document_element()?;
        let mut listeners = Vec::new();
        for (name, dragged) in [("dragenter", true), ("dragover", true), ("dragleave", false)] {
            let root = root.clone();
            listeners.push(listen(&document, name, move |event| drag(&root, event, dragged)));
        }
        let dropped = comes.clone();
        listeners.push(listen(&document, "drop", move |event| {
            mark(&root, false);
            let Some(event) = event.dyn_ref::<DragEvent>() else { return };
            event.prevent_default();
            if let Some(file) = event.data_transfer().and_then(|data| incoming(&data)) {
                dropped(file);
            }
        }));
        let pasted = comes.clone();
        listeners.push(listen(&document, "paste", move |event| {
            let Some(paste) = event.dyn_ref::<ClipboardEvent>() else { return };
            if is_field(event) {
                return;
            }
            if let Some(file) = paste.clipboard_data().and_then(|data| incoming(&data)) {
                event.prevent_default();
                pasted(file);
            }
        }));
        listeners.push(listen(&document, "change", move |event| {
            let input =
                event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input.filter(|input| input.id() == INPUT) else { return };
            let file = input.files().and_then(|files| files.get(0));
            if let Some(file) = file {
                comes(Incoming { name: file.name(), content: file.into() });
            }
            // So that the same file can be chosen again.
            input.set_value("");
        }));
        Some(Self { _listeners: listeners })
    }
}

fn listen(
    document: &Document,
    name: &'static str,
    heard: impl FnMut(&Event) + 'static,
) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(document, name, options, heard)
}

/// Shows where to drop, while a file is over the page. Text that is dragged within it is left alone.
fn drag(root: &Element, event: &Event, dragged: bool) {
    let Some(drag) = event.dyn_ref::<DragEvent>() else { return };
    if dragged {
        let files = JsValue::from_str("Files");
        let types = drag.data_transfer().map(|data| data.types());
        if types.is_some_and(|types| types.includes(&files, 0)) {
            event.prevent_default();
            mark(root, true);
        }
    } else if drag.related_target().is_none() {
        // It has left the page, not only one of its parts.
        mark(root, false);
    }
}

fn mark(root: &Element, dragged: bool) {
    // Setting an attribute with a valid name does not fail.
    let _ = match dragged {
        true => root.set_attribute(DRAGGED, ""),
        false => root.remove_attribute(DRAGGED),
    };
}

/// The first file, or else the text.
fn incoming(data: &DataTransfer) -> Option<Incoming> {
    if let Some(file) = data.files().and_then(|files| files.get(0)) {
        return Some(Incoming { name: file.name(), content: file.into() });
    }
    let text = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty())?;
    let parts = js_sys::Array::of1(&JsValue::from_str(&text));
    let content = Blob::new_with_str_sequence(&parts).ok()?;
    Some(Incoming { name: "what was pasted".to_owned(), content })
}

/// Whether something is typed into where the event happens: a paste is meant for that then.
fn is_field(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| {
        matches!(target.tag_name().to_ascii_lowercase().as_str(), "input" | "textarea" | "select")
    })
}

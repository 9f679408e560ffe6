//! Listening to the document, for as long as a component lives.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget, KeyboardEvent};

/// A listener that is taken away when it is dropped.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `each` for every event of this name that reaches the target.
    pub fn new(
        target: EventTarget,
        event: &'static str,
        each: impl FnMut(Event) + 'static,
    ) -> Self {
        let call = Closure::new(each);
        // Fails only for an unknown kind of listener, never for a function.
        let _ = target.add_event_listener_with_callback(event, call.as_ref().unchecked_ref());
        Self { target, event, call }
    }

    /// Calls `each` for every key pressed anywhere on the page.
    pub fn keys(mut each: impl FnMut(KeyboardEvent) + 'static) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        Some(Self::new(document.into(), "keydown", move |event| {
            if let Ok(event) = event.dyn_into() {
                each(event);
            }
        }))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let call = self.call.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, call);
    }
}

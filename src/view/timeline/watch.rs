//! What the browser is asked to tell, for as long as somebody listens.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Event, HtmlElement, MediaQueryList, MutationObserver, MutationObserverInit, ResizeObserver,
};
use yew::Callback;

use super::input::{Key, overhear};

/// Hears the timeline's keys wherever they are pressed.
pub fn keys(each: Callback<Key>) -> Option<EventListener> {
    let document = web_sys::window()?.document()?;
    let heard = move |event: &Event| {
        if let Some(key) = event.dyn_ref().and_then(overhear) {
            each.emit(key);
        }
    };
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&document, "keydown", options, heard))
}

/// Watches the size of an element, and what its colours depend on.
pub struct Watches {
    size: Option<ResizeObserver>,
    theme: Option<MutationObserver>,
    _queries: Vec<EventListener>,
    _resized: Closure<dyn FnMut()>,
    _themed: Closure<dyn FnMut()>,
}

impl Watches {
    /// Calls `resized` when the element has another size and `themed` when the theme changes: by the
    /// attributes of the page's root, or by the system's.
    pub fn new(
        element: &HtmlElement,
        resized: impl FnMut() + 'static,
        themed: impl Fn() + Clone + 'static,
    ) -> Self {
        let resized = Closure::<dyn FnMut()>::new(resized);
        let size = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(size) = &size {
            size.observe(element);
        }
        let themed_by_page = Closure::<dyn FnMut()>::new(themed.clone());
        let theme = MutationObserver::new(themed_by_page.as_ref().unchecked_ref()).ok();
        let window = web_sys::window();
        let root = window.as_ref().and_then(|window| window.document()?.document_element());
        if let (Some(theme), Some(root)) = (&theme, root) {
            let options = MutationObserverInit::new();
            options.set_attributes(true);
            let _ = theme.observe_with_options(&root, &options);
        }
        let query =
            |media: &str| -> Option<MediaQueryList> { window.as_ref()?.match_media(media).ok()? };
        let queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"]
            .into_iter()
            .filter_map(query)
            .map(|query| {
                let themed = themed.clone();
                EventListener::new(&query, "change", move |_| themed())
            })
            .collect();
        Self { size, theme, _queries: queries, _resized: resized, _themed: themed_by_page }
    }
}

impl Drop for Watches {
    fn drop(&mut self) {
        if let Some(size) = &self.size {
            size.disconnect();
        }
        if let Some(theme) = &self.theme {
            theme.disconnect();
        }
    }
}

//! What the browser is asked to tell, for as long as somebody listens.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    HtmlElement, MediaQueryList, MutationObserver, MutationObserverInit, ResizeObserver,
};

use crate::view::listener::Listener;

/// One frame that was asked for; dropped, it is called off.
pub struct Frame {
    id: i32,
    _call: Closure<dyn FnMut(f64)>,
}

impl Frame {
    /// Calls `each` with the time in milliseconds before the browser paints next.
    pub fn request(each: impl FnOnce(f64) + 'static) -> Option<Self> {
        let mut each = Some(each);
        let call = Closure::new(move |now| {
            if let Some(each) = each.take() {
                each(now);
            }
        });
        let id = web_sys::window()?.request_animation_frame(call.as_ref().unchecked_ref()).ok()?;
        Some(Self { id, _call: call })
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            // Has no effect on a frame that has been.
            let _ = window.cancel_animation_frame(self.id);
        }
    }
}

/// Watches the size of an element, and what its colours depend on.
pub struct Watches {
    size: Option<ResizeObserver>,
    theme: Option<MutationObserver>,
    _queries: Vec<Listener>,
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
                Listener::new(query.into(), "change", move |_| themed())
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

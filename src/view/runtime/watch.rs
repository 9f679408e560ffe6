//! What the browser knows about the pane: its size, and what stands beside a chip.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};

use crate::view::text_size::text_size;

/// Watches the size of an element.
pub struct Watch {
    observer: Option<ResizeObserver>,
    _resized: Closure<dyn FnMut()>,
}

impl Watch {
    /// Calls `resized` now and whenever the element has another size.
    pub fn new(element: &HtmlElement, resized: impl FnMut() + 'static) -> Self {
        let resized = Closure::<dyn FnMut()>::new(resized);
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _resized: resized }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// How wide and how high the inside of an element is, in pixels of the usual size of text.
pub fn size_of(element: &HtmlElement) -> (f64, f64) {
    let size = text_size();
    (f64::from(element.client_width()) / size, f64::from(element.client_height()) / size)
}

/// Gives the focus to the chip so many places from this one.
pub fn focus_beside(chip: &Element, by: i32) {
    let chips = chip.parent_element().and_then(|all| all.query_selector_all("button").ok());
    let Some(chips) = chips else { return };
    let count = chips.length() as i32;
    let here = (0..count)
        .find(|at| chips.item(*at as u32).is_some_and(|other| other.is_same_node(Some(chip))));
    let to = here.map(|here| (here + by).rem_euclid(count));
    let to = to.and_then(|to| chips.item(to as u32)?.dyn_into::<HtmlElement>().ok());
    if let Some(to) = to {
        let _ = to.focus();
    }
}

//! A first visit: the run of the opening program plays once by itself, until somebody touches the page.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};
use yew::Callback;

use crate::browser;
use crate::view::stored::{store, stored};
use crate::view::timeline::wants_no_motion;

/// The name under which it is kept that the run was shown.
const KEPT: &str = "shown";

/// How long the page stands still first, so that it is seen whole.
const STILL_MS: u32 = 1_200;

/// What waits for the run to begin, and for somebody to end it.
#[derive(Debug)]
pub struct FirstVisit {
    _begins: Timeout,
    _touches: Vec<EventListener>,
}

impl FirstVisit {
    /// Nothing on a later visit, for who wants no motion, or where the address names a program. Where
    /// nothing can be kept, each visit would be a first one: then nothing moves by itself.
    pub fn welcome(address: &str, begins: Callback<()>, touched: Callback<()>) -> Option<Self> {
        let named = !address.trim_start_matches(['#', '/']).is_empty();
        if named || wants_no_motion() || stored(KEPT).is_some() {
            return None;
        }
        store(KEPT, "once");
        stored(KEPT)?;
        Some(Self {
            _begins: browser::after(STILL_MS, move || begins.emit(())),
            _touches: touches(&touched),
        })
    }
}

/// Hears whatever somebody does first, before it is carried out.
fn touches(touched: &Callback<()>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let listen = |name: &'static str| {
        let touched = touched.clone();
        let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: true };
        EventListener::new_with_options(&window, name, options, move |event| {
            if !is_pause(event) {
                touched.emit(());
            }
        })
    };
    ["pointerdown", "wheel", "keydown", "keyup"].into_iter().map(listen).collect()
}

/// Whether a pointer or a key is about to press the button that pauses: that alone ends the show then, or
/// the button, which plays what stands still, would begin it again.
fn is_pause(event: &Event) -> bool {
    let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let on_button = target.is_some_and(|on| matches!(on.closest(".play"), Ok(Some(_))));
    event.type_() != "keyup" && (on_button || key.as_deref() == Some(" "))
}

//! The window that embeds this page: it is heard and told, and nobody else is.

use gloo_events::EventListener;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, Window};

use super::{Fields, Report, Request, VERSION, Value};
use crate::view::keys::Focus;

/// A request, and by which name its answer is known.
#[derive(Debug)]
pub struct Asked {
    /// Whatever the message had as its `id`; its answer has the same.
    pub id: JsValue,
    /// What was asked, or what is wrong with it.
    pub request: Result<Request, String>,
}

/// The keys with names that decks of slides use, besides those that write a character.
const SLIDES: [&str; 10] = [
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "PageUp",
    "PageDown",
    "Home",
    "End",
    "Enter",
    "Escape",
];

/// The window that embeds this page.
#[derive(Debug)]
pub struct Parent {
    window: Window,
    told: Fields,
    height: u32,
    _listeners: [EventListener; 4],
}

impl Parent {
    /// Listens to the window that embeds this one; `None` if none does.
    pub fn listen(asked: impl Fn(Asked) + 'static) -> Option<Self> {
        let own = web_sys::window()?;
        let window = own.parent().ok()??;
        if window == own {
            return None;
        }
        let parent = JsValue::from(window.clone());
        let heard = move |event: &Event| {
            // Any window can send messages here; only the one around this page is answered.
            if field(event, "source") == parent {
                asked(read(&field(event, "data")));
            }
        };
        let messages = EventListener::new(&own, "message", heard);
        let parent = window.clone();
        let pressed = move |event: &Event| {
            if let Some(report) = event.dyn_ref().and_then(unused) {
                post(&parent, report, &JsValue::UNDEFINED);
            }
        };
        // Behind all that this page listens to, which is on its document.
        let keys = EventListener::new(&own, "keydown", pressed);
        let [pressed, released] =
            ["click", "pointerup"].map(|name| EventListener::new(&own, name, give_up_focus));
        let listeners = [messages, keys, pressed, released];
        Some(Self { window, told: Fields::new(), height: 0, _listeners: listeners })
    }

    /// Says how things stand, if that has changed since it was last said.
    pub fn tell(&mut self, state: Fields) {
        if self.told != state {
            self.answer(Report::State(state), &JsValue::UNDEFINED);
        }
    }

    /// Says how high this page would like to be, if that has changed.
    pub fn tell_height(&mut self) {
        let Some(height) = natural_height().filter(|height| *height != self.height) else { return };
        self.height = height;
        self.send(Report::Height(height));
    }

    /// Tells something.
    pub fn send(&self, report: Report) {
        post(&self.window, report, &JsValue::UNDEFINED);
    }

    /// Answers what was asked.
    pub fn answer(&mut self, report: Report, id: &JsValue) {
        if let Report::Ready(state) | Report::State(state) = &report {
            self.told.clone_from(state);
        }
        post(&self.window, report, id);
    }
}

fn read(data: &JsValue) -> Asked {
    let value = |name: &str| {
        let value = field(data, name);
        match (value.as_string(), value.as_f64(), value.as_bool()) {
            (Some(text), ..) => Value::Text(text),
            (_, Some(number), _) => Value::Number(number),
            (.., Some(truth)) => Value::Truth(truth),
            _ if value.is_undefined() => Value::Missing,
            _ => Value::Other,
        }
    };
    // Only what is an object has fields.
    let nothing = |_: &str| Value::Missing;
    let request = match data.is_object() {
        true => Request::read(&value),
        false => Request::read(&nothing),
    };
    Asked { id: field(data, "id"), request }
}

fn field(object: &JsValue, name: &str) -> JsValue {
    // Fails if it is no object, or if reading the field throws.
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

fn post(parent: &Window, report: Report, id: &JsValue) {
    let message = Object::new();
    let set = |name: &str, value: &JsValue| {
        // A fresh object takes any field.
        let _ = Reflect::set(&message, &JsValue::from_str(name), value);
    };
    set("futurescope", &VERSION.into());
    for (name, value) in report.fields() {
        match value {
            Value::Text(text) => set(&name, &JsValue::from_str(&text)),
            Value::Number(number) => set(&name, &number.into()),
            Value::Truth(truth) => set(&name, &truth.into()),
            Value::Missing | Value::Other => {}
        }
    }
    if !id.is_undefined() {
        set("id", id);
    }
    // To whatever origin the parent has: a page from a file has none that could be named, and what
    // is said here is on its screen anyway.
    let _ = parent.post_message(&message, "*");
}

/// A key that nothing here has used.
fn unused(event: &KeyboardEvent) -> Option<Report> {
    let (key, focus) = (event.key(), Focus::of(event));
    let is_taken =
        event.default_prevented() || event.ctrl_key() || event.alt_key() || event.meta_key();
    let is_free = matches!(focus, Focus::Page | Focus::Button) && !focus.uses(&key);
    let is_known = key.chars().count() == 1 || SLIDES.contains(&key.as_str());
    (!is_taken && is_free && is_known).then(|| Report::Key(key, event.shift_key()))
}

/// What was pressed with a pointer does not keep the focus, or the keys of a presenter would be its
/// own from then on. A field does: one types there.
fn give_up_focus(event: &Event) {
    // Enter and the space bar press a button too, which leaves the focus where it is.
    let by_pointer = event.dyn_ref().is_some_and(|event: &MouseEvent| event.detail() > 0)
        || event.dyn_ref::<PointerEvent>().is_some_and(|event| event.type_() == "pointerup");
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    let Some(focused) = focused.filter(|_| by_pointer) else { return };
    let keeps = focused.closest(".event-table").is_ok_and(|table| table.is_some());
    if let (false, Some(focused)) = (keeps, focused.dyn_ref::<HtmlElement>())
        && Focus::of_element(focused) != Focus::Field
    {
        let _ = focused.blur();
    }
}

/// How high everything is when nothing has to scroll.
fn natural_height() -> Option<u32> {
    let page = web_sys::window()?.document()?.query_selector(".embed").ok()??;
    let classes = page.class_list();
    classes.add_1("measured").ok()?;
    let height = page.scroll_height();
    classes.remove_1("measured").ok()?;
    u32::try_from(height).ok().filter(|height| *height > 0)
}

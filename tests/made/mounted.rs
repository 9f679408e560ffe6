//! The page, mounted with snapshots made by hand.
#![allow(dead_code, reason = "each test program uses a part")]

use std::cell::RefCell;
use std::rc::Rc;

use futurescope::view::page::Page;
use futurescope::view::part::{ViewComponent, alone};
use playground::action::Action;
use playground::snapshot::Snapshot;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};
use yew::prelude::*;

/// The page in the document, and what it has sent. It is taken away when dropped.
pub struct Mounted {
    host: Element,
    page: Option<yew::AppHandle<ViewComponent>>,
    dispatch: Callback<Action>,
    sent: Rc<RefCell<Vec<Action>>>,
}

impl Mounted {
    pub async fn new(snapshot: Snapshot) -> Self {
        let document = web_sys::window().and_then(|window| window.document()).expect("a document");
        let host = document.create_element("div").expect("an element");
        dress(&document);
        document.body().expect("a body").append_child(&host).expect("room for it");
        let sent = Rc::new(RefCell::new(Vec::new()));
        let dispatch = {
            let sent = Rc::clone(&sent);
            Callback::from(move |action| sent.borrow_mut().push(action))
        };
        let props = alone(Page { snapshot: Rc::new(snapshot), dispatch: dispatch.clone() });
        let page =
            yew::Renderer::<ViewComponent>::with_root_and_props(host.clone(), props).render();
        yew::scheduler::flush().await;
        Self { host, page: Some(page), dispatch, sent }
    }

    pub async fn show(&mut self, snapshot: Snapshot) {
        let props = alone(Page { snapshot: Rc::new(snapshot), dispatch: self.dispatch.clone() });
        if let Some(page) = &mut self.page {
            page.update(props);
        }
        yew::scheduler::flush().await;
    }

    pub fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.host.query_selector_all(selector).expect("a valid selector");
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
    }

    /// How many there are, of whatever kind of element.
    pub fn count(&self, selector: &str) -> u32 {
        self.host.query_selector_all(selector).expect("a valid selector").length()
    }

    pub fn one(&self, selector: &str) -> HtmlElement {
        let mut found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector}");
        found.remove(0)
    }

    pub fn text(&self, selector: &str) -> String {
        self.one(selector).text_content().unwrap_or_default()
    }

    pub async fn click(&self, selector: &str) {
        self.one(selector).click();
        yew::scheduler::flush().await;
    }

    /// The actions since the last call.
    pub fn sent(&self) -> Vec<Action> {
        self.sent.take()
    }
}

/// Gives the document the style sheets of what places its parts itself, if it has none.
pub fn dress(document: &Document) {
    if document.query_selector("style.parts").expect("a valid selector").is_some() {
        return;
    }
    let style = document.create_element("style").expect("an element");
    style.set_class_name("parts");
    style.set_text_content(Some(concat!(
        include_str!("../../src/view/runtime/runtime.css"),
        include_str!("../../src/view/timeline/timeline.css")
    )));
    let head = document.query_selector("head").expect("a valid selector").expect("a head");
    head.append_child(&style).expect("room for it");
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if let Some(page) = self.page.take() {
            page.destroy();
        }
        self.host.remove();
    }
}

pub fn has_class(element: &Element, class: &str) -> bool {
    element.class_name().split_whitespace().any(|name| name == class)
}

pub async fn fire(target: &Element, kind: &str, name: &str) {
    let document = web_sys::window().and_then(|window| window.document()).expect("a document");
    let event = document.create_event(kind).expect("a kind of event");
    event.init_event_with_bubbles_and_cancelable(name, true, true);
    target.dispatch_event(&event).expect("an event");
    yew::scheduler::flush().await;
}

pub async fn press(target: &Element, key: &str) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
    target.dispatch_event(&event.expect("a key")).expect("an event");
    yew::scheduler::flush().await;
}

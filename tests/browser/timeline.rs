//! The timeline in a real browser, with traces written by hand.

use std::cell::RefCell;
use std::rc::Rc;

use futurescope::view::timeline::paint::still::{Looks, Still};
use futurescope::view::timeline::{Timeline, TimelineProps};
use playground::action::{Action, Axis, Hover, Range, Speed, Theme};
use playground::elastic::Elastic;
use playground::exhibit::Exhibit;
use playground::route::Frame;
use playground::snapshot::{Clock, Mode, Prediction, Snapshot, StateHandle, TraceHandle};
use scene::timeline::picture::colour::{Colour, VEIL};
use trace::{Cursor, Trace};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, Element, HtmlCanvasElement, HtmlElement, MouseEvent};
use yew::prelude::*;

/// The timeline on a page of its own, taken away when it is dropped.
struct Page {
    root: HtmlElement,
    app: Option<yew::AppHandle<Timeline>>,
    actions: Rc<RefCell<Vec<Action>>>,
    dispatch: Callback<Action>,
    snapshot: Rc<Snapshot>,
}

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("a document")
}

/// The frame after next: by then everything that was asked for has been painted.
async fn painted() {
    for _ in 0..3 {
        let frame = js_sys::Promise::new(&mut |done, _| {
            let window = web_sys::window().expect("a window");
            window.request_animation_frame(&done).expect("a frame");
        });
        JsFuture::from(frame).await.expect("a frame");
    }
}

/// Gives the document the timeline's style sheet, if it has none.
fn dress() {
    if document().query_selector("style.parts").expect("a valid selector").is_some() {
        return;
    }
    let style = document().create_element("style").expect("an element");
    style.set_class_name("parts");
    style.set_text_content(Some(include_str!("../../src/view/timeline/timeline.css")));
    let head = document().query_selector("head").expect("a valid selector").expect("a head");
    head.append_child(&style).expect("room for it");
}

impl Page {
    async fn new(trace: Trace) -> Self {
        let root: HtmlElement = document().create_element("div").expect("a div").unchecked_into();
        let style = "position: fixed; inset: 0 auto auto 0; width: 900px; height: 260px; \
            --surface-1: #ffffff; --task-1: #0000ff; --accent: #ff00ff; --ready: #008000";
        root.set_attribute("style", style).expect("a style");
        document().body().expect("a body").append_child(&root).expect("room");
        dress();
        let elastic = Rc::new(Elastic::new(&trace));
        let state = StateHandle(Cursor::default().seek(&trace, 0));
        let snapshot = Rc::new(Snapshot {
            exhibit: Exhibit::of(scenarios::scenarios().first().expect("a scenario")),
            variant: 0,
            trace: TraceHandle::new(Rc::new(RefCell::new(trace))),
            before: state.clone(),
            state,
            elastic,
            edge: None,
            playhead: 0,
            now: 0,
            mode: Mode::Paused,
            fresh: false,
            clock: Clock::Simulated,
            speed: Speed::default(),
            workers: None,
            seed: 0,
            compared: None,
            coming: None,
            needs: None,
            origin: None,
            work: None,
            bookmarks: Rc::new([]),
            prediction: Prediction::Open,
            knobs: Rc::new([]),
            hover: Hover::default(),
            selected: None,
            lints: Rc::default(),
            axis: Axis::Elastic,
            range: None,
            looped: false,
            theme: Theme::Light,
            present: false,
            frame: Frame::default(),
            shared: None,
            notices: Rc::new([]),
        });
        let actions = Rc::new(RefCell::new(Vec::new()));
        let sent = Rc::clone(&actions);
        let dispatch = Callback::from(move |action| sent.borrow_mut().push(action));
        let props = TimelineProps { snapshot: snapshot.clone(), dispatch: dispatch.clone() };
        let app =
            yew::Renderer::<Timeline>::with_root_and_props(root.clone().into(), props).render();
        painted().await;
        Self { root, app: Some(app), actions, dispatch, snapshot }
    }

    /// Shows the snapshot after a change.
    async fn update(&mut self, change: impl FnOnce(&mut Snapshot)) {
        let mut snapshot = (*self.snapshot).clone();
        change(&mut snapshot);
        self.snapshot = Rc::new(snapshot);
        let (snapshot, dispatch) = (self.snapshot.clone(), self.dispatch.clone());
        if let Some(app) = &mut self.app {
            app.update(TimelineProps { snapshot, dispatch });
        }
        painted().await;
    }

    fn find(&self, selector: &str) -> Element {
        self.root.query_selector(selector).expect("a selector").expect(selector)
    }

    /// How many pixels of the lanes have a colour.
    fn count(&self, colour: [u8; 3]) -> usize {
        self.count_in(colour, 0.0, 900.0)
    }

    fn count_in(&self, colour: [u8; 3], from: f64, to: f64) -> usize {
        let canvas: HtmlCanvasElement = self.find("canvas").unchecked_into();
        let context = canvas.get_context("2d").expect("a context").expect("a context");
        let context: web_sys::CanvasRenderingContext2d = context.unchecked_into();
        let ratio = web_sys::window().expect("a window").device_pixel_ratio();
        let (width, height) = ((to - from) * ratio, f64::from(canvas.height()));
        let pixels = context.get_image_data(from * ratio, 0.0, width, height).expect("pixels");
        pixels.data().chunks(4).filter(|pixel| pixel[..3] == colour).count()
    }

    fn pointer(&self, event: &str, x: i32, y: i32) {
        self.pointed(event, (x, y), ("mouse", 1));
    }

    /// The same, with a finger of this number.
    fn finger(&self, event: &str, number: i32, x: i32, y: i32) {
        self.pointed(event, (x, y), ("touch", number));
    }

    fn pointed(&self, event: &str, (x, y): (i32, i32), (kind, id): (&str, i32)) {
        let options = web_sys::PointerEventInit::new();
        options.set_bubbles(true);
        options.set_client_x(x);
        options.set_client_y(y);
        options.set_pointer_type(kind);
        options.set_pointer_id(id);
        let event = web_sys::PointerEvent::new_with_event_init_dict(event, &options);
        let canvas = self.find("canvas");
        canvas.dispatch_event(&event.expect("an event")).expect("nobody throws");
    }

    /// The same, on an element.
    fn pointer_on(&self, selector: &str, event: &str, x: i32, y: i32) {
        let options = web_sys::PointerEventInit::new();
        options.set_bubbles(true);
        options.set_client_x(x);
        options.set_client_y(y);
        let event = web_sys::PointerEvent::new_with_event_init_dict(event, &options);
        self.find(selector).dispatch_event(&event.expect("an event")).expect("nobody throws");
    }

    /// Presses a key where the focus is supposed to be.
    fn key(&self, selector: &str, key: &str) {
        press(&self.find(selector), key);
    }

    fn tip(&self) -> HtmlElement {
        self.find(".timeline-tip").unchecked_into()
    }

    fn is_there(&self, selector: &str) -> bool {
        self.root.query_selector(selector).expect("a selector").is_some()
    }

    fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    fn actions(&self) -> Vec<Action> {
        self.actions.borrow().clone()
    }
}

fn press(element: &Element, key: &str) {
    let options = web_sys::KeyboardEventInit::new();
    options.set_bubbles(true);
    options.set_cancelable(true);
    options.set_key(key);
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options);
    element.dispatch_event(&event.expect("an event")).expect("nobody throws");
}

impl Drop for Page {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

#[wasm_bindgen_test]
async fn a_polled_task_is_drawn_in_its_colour() {
    let page = Page::new(sample::joined()).await;
    // Three polls, each about as wide as the beats in it.
    assert!(page.count_in([0, 0, 255], 200.0, 900.0) > 500);
    // It has finished.
    assert!(page.count([0, 128, 0]) > 30);
}

#[wasm_bindgen_test]
async fn its_name_and_figures_are_there_for_who_cannot_see_it() {
    let page = Page::new(sample::joined()).await;
    let label = page.find("canvas").get_attribute("aria-label").expect("a label");
    assert_eq!(label, "Timeline: 1 task, 3 polls, 300 ms");
}

#[wasm_bindgen_test]
async fn a_click_moves_the_playhead() {
    let page = Page::new(sample::joined()).await;
    page.pointer("pointerdown", 600, 100);
    page.pointer("pointerup", 600, 100);
    painted().await;
    let end = page.snapshot.elastic.end();
    let actions = page.actions();
    let [Action::SeekPlace(place)] = actions[..] else { panic!("{actions:?}") };
    assert!(place > end / 4 && place < end, "{place} of {end}");
}

#[wasm_bindgen_test]
async fn a_click_on_a_name_chooses_its_task_and_moves_nothing() {
    let mut page = Page::new(sample::joined()).await;
    let main = trace::TaskId::from_index(0);
    page.pointer("pointerdown", 40, 60);
    page.pointer("pointerup", 40, 60);
    painted().await;
    assert_eq!(page.actions(), [Action::SelectTask(Some(main))]);
    page.update(|snapshot| snapshot.selected = Some(main)).await;
    page.key(CANVAS, "ArrowDown");
    page.key(CANVAS, "Enter");
    painted().await;
    assert_eq!(page.actions().last(), Some(&Action::SelectTask(None)));
}

#[wasm_bindgen_test]
async fn a_click_on_a_parents_chip_folds_its_children_away() {
    let page = Page::new(sample::spawned(3)).await;
    let before = page.count_in(SECOND, 200.0, 900.0);
    page.pointer("pointerdown", 16, 50);
    page.pointer("pointerup", 16, 50);
    painted().await;
    assert_eq!(page.actions(), []);
    assert!(page.count_in(SECOND, 200.0, 900.0) < before / 2);
}

#[wasm_bindgen_test]
async fn pointing_at_a_wait_says_what_for_and_lights_it_everywhere() {
    let page = Page::new(sample::joined()).await;
    let tip: HtmlElement = page.find(".timeline-tip").unchecked_into();
    assert!(tip.hidden());
    page.pointer("pointermove", 450, 58);
    painted().await;
    let text = tip.text_content().unwrap_or_default();
    assert!(!tip.hidden());
    assert!(text.starts_with("main: waiting for tokio::join!"), "{text}");
    let actions = page.actions();
    let [Action::Hover(hover)] = actions[..] else { panic!("{actions:?}") };
    assert_eq!(hover.site, Some(sample::site_id(0)));
    assert_eq!(hover.task.map(|task| task.index()), Some(0));
    page.pointer("pointerleave", 0, 0);
}

#[wasm_bindgen_test]
async fn what_is_pointed_at_elsewhere_is_lit_here() {
    let mut page = Page::new(sample::joined()).await;
    let before = page.count_in([255, 0, 255], 200.0, 900.0);
    page.update(|snapshot| snapshot.hover.site = Some(sample::site_id(2))).await;
    assert!(page.count_in([255, 0, 255], 200.0, 900.0) > before + 200);
}

#[wasm_bindgen_test]
async fn another_theme_is_painted_anew() {
    let page = Page::new(sample::joined()).await;
    assert_eq!(page.count([10, 20, 30]), 0);
    let style = page.root.get_attribute("style").unwrap_or_default();
    let dark = style.replace("#ffffff", "#0a141e");
    page.root.set_attribute("style", &dark).expect("a style");
    let root = document().document_element().expect("a root");
    root.set_attribute("data-theme", "dark").expect("a theme");
    painted().await;
    root.remove_attribute("data-theme").expect("no theme");
    assert!(page.count([10, 20, 30]) > 10_000);
}

#[wasm_bindgen_test]
async fn the_axis_is_chosen_by_a_button() {
    let mut page = Page::new(sample::joined()).await;
    let button = page.find(".timeline-axis button[title='Time to scale']");
    assert_eq!(button.get_attribute("aria-pressed").as_deref(), Some("false"));
    button.unchecked_ref::<HtmlElement>().click();
    painted().await;
    assert_eq!(page.actions(), [Action::Axis(Axis::Time)]);
    page.update(|snapshot| snapshot.axis = Axis::Time).await;
    let button = page.find(".timeline-axis button[title='Time to scale']");
    assert_eq!(button.get_attribute("aria-pressed").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn a_trace_that_grows_is_drawn_as_far_as_it_has_come() {
    let whole = sample::joined();
    let mut grown = Trace::new(whole.run.clone(), whole.sites().to_vec());
    grown.intern("main");
    let (start, rest) = whole.events().split_at(5);
    start.iter().for_each(|event| grown.push(*event));
    let mut page = Page::new(grown).await;
    let before = page.count([0, 128, 0]);
    page.update(|snapshot| {
        let log = Rc::new(RefCell::new(snapshot.trace.borrow().clone()));
        rest.iter().for_each(|event| log.borrow_mut().push(*event));
        snapshot.elastic = Rc::new(Elastic::new(&log.borrow()));
        snapshot.trace = TraceHandle::new(log);
    })
    .await;
    assert_eq!(before, 0);
    assert!(page.count([0, 128, 0]) > 30);
}

#[wasm_bindgen_test]
async fn keys_that_mean_nothing_here_are_left_to_the_page() {
    let page = Page::new(sample::joined()).await;
    let heard = Rc::new(RefCell::new(Vec::new()));
    let hears = Rc::clone(&heard);
    let hear = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        hears.borrow_mut().push(event.unchecked_ref::<web_sys::KeyboardEvent>().key());
    });
    let listener = hear.as_ref().unchecked_ref();
    document().add_event_listener_with_callback("keydown", listener).expect("a listener");
    for key in ["w", "f", " ", "."] {
        let options = web_sys::KeyboardEventInit::new();
        options.set_bubbles(true);
        options.set_cancelable(true);
        options.set_key(key);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options);
        let canvas = page.find(".timeline-canvas");
        canvas.dispatch_event(&event.expect("an event")).expect("nobody throws");
    }
    document().remove_event_listener_with_callback("keydown", listener).expect("a listener");
    assert_eq!(*heard.borrow(), [" ", "."]);
}

#[wasm_bindgen_test]
async fn a_double_click_shows_everything_again() {
    let page = Page::new(sample::joined()).await;
    let everything = page.count([0, 0, 255]);
    for _ in 0..6 {
        let options = web_sys::KeyboardEventInit::new();
        options.set_bubbles(true);
        options.set_key("w");
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options);
        let canvas = page.find(".timeline-canvas");
        canvas.dispatch_event(&event.expect("an event")).expect("nobody throws");
    }
    painted().await;
    assert_ne!(page.count([0, 0, 255]), everything);
    let options = web_sys::MouseEventInit::new();
    options.set_bubbles(true);
    options.set_client_x(500);
    options.set_client_y(100);
    let event = MouseEvent::new_with_mouse_event_init_dict("dblclick", &options);
    page.find("canvas").dispatch_event(&event.expect("an event")).expect("nobody throws");
    painted().await;
    assert_eq!(page.count([0, 0, 255]), everything);
}

const CANVAS: &str = ".timeline-canvas";

/// The colour of the second task, where the page defines none.
const SECOND: [u8; 3] = [0xb3, 0x59, 0x00];

#[wasm_bindgen_test]
async fn a_drag_on_the_axis_selects_time_and_a_click_there_moves_the_playhead() {
    let mut page = Page::new(sample::joined()).await;
    page.update(|snapshot| snapshot.axis = Axis::Time).await;
    page.pointer("pointerdown", 300, 20);
    page.pointer("pointermove", 600, 20);
    page.pointer("pointerup", 600, 20);
    painted().await;
    let actions = page.actions();
    let [Action::Range(Some(Range { from, to }))] = actions[..] else { panic!("{actions:?}") };
    assert!(0 < from && from < to && to < 300_000, "{from} {to}");
    page.pointer("pointerdown", 450, 20);
    page.pointer("pointerup", 450, 20);
    painted().await;
    assert!(matches!(page.actions().last(), Some(Action::SeekPlace(_))));
}

#[wasm_bindgen_test]
async fn what_is_selected_has_its_sums_beside_it() {
    let mut page = Page::new(sample::joined()).await;
    assert!(!page.is_there(".timeline-range"));
    let range = Some(Range { from: 150_000, to: 250_000 });
    page.update(|snapshot| snapshot.range = range).await;
    let text = page.text(".timeline-range");
    for part in ["100 ms", "150 ms to 250 ms", "1 poll, 1 wake, 1 print", "main"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Wherever there is room for them, they cover nothing of the lanes.
    for (width, beside) in [(1_200, true), (900, true), (390, false)] {
        page.root.style().set_property("width", &format!("{width}px")).expect("a width");
        painted().await;
        let place = |selector| page.find(selector).get_bounding_client_rect();
        let (sums, lanes) = (place(".timeline-range"), place(CANVAS));
        let (strip, whole) = (place(".timeline-strip"), page.root.get_bounding_client_rect());
        let clear = if beside { sums.left() - lanes.right() } else { sums.top() - strip.bottom() };
        assert!(clear > -0.5, "{width}: {clear}");
        assert!(sums.width() > 200.0 && sums.height() > 80.0 && lanes.width() > 380.0, "{width}");
        assert!(sums.right() <= whole.right() + 0.5 && sums.bottom() <= whole.bottom() + 0.5);
    }
    let button = |label: &str| {
        let selector = format!(".timeline-range button[aria-label^='{label}']");
        page.find(&selector).unchecked_into::<HtmlElement>()
    };
    button("Loop it").click();
    button("Deselect").click();
    assert_eq!(page.actions(), [Action::ToggleLoop, Action::Range(None)]);
}

#[wasm_bindgen_test]
async fn the_sums_come_when_the_button_is_let_go_and_the_lanes_stay_where_they_are_until_then() {
    let mut page = Page::new(sample::joined()).await;
    page.update(|snapshot| snapshot.axis = Axis::Time).await;
    page.pointer("pointerdown", 300, 20);
    page.pointer("pointermove", 600, 20);
    painted().await;
    let Some(Action::Range(range)) = page.actions().last().cloned() else { panic!("a range") };
    let wide = page.find(CANVAS).client_width();
    page.update(|snapshot| snapshot.range = range).await;
    assert!(!page.is_there(".timeline-range"));
    assert_eq!(page.find(CANVAS).client_width(), wide);
    page.pointer("pointerup", 600, 20);
    painted().await;
    assert!(page.is_there(".timeline-range"));
    assert!(page.find(CANVAS).client_width() < wide);
}

/// The timeline as shapes in the light theme.
fn shapes(snapshot: &Rc<Snapshot>) -> String {
    let looks = Looks {
        width: 900,
        ratio: 1,
        theme: Theme::Light,
        caption: false,
        highest: Looks::HIGHEST,
    };
    let mut still = Still::shapes(snapshot, looks).expect("a picture");
    still.paint("");
    still.svg("A picture").expect("shapes")
}

#[wasm_bindgen_test]
async fn a_picture_for_a_slide_has_the_marks_of_a_deadlock() {
    let drawn = async |trace| shapes(&Page::new(trace).await.snapshot);
    let failed = "#b3261e";
    assert!(drawn(sample::deadlocked()).await.contains(failed));
    assert!(!drawn(sample::joined()).await.contains(failed));
}

#[wasm_bindgen_test]
async fn polls_to_come_are_labelled_on_the_veil() {
    let mut page = Page::new(sample::joined()).await;
    page.update(|snapshot| {
        let state = Cursor::default().seek(&snapshot.trace.borrow(), 12);
        snapshot.state = StateHandle(state);
        snapshot.playhead = 100_000;
        snapshot.axis = Axis::Steps;
    })
    .await;
    let drawn = shapes(&page.snapshot);
    let veil = drawn.find(&format!("fill-opacity=\"{VEIL}\"")).expect("a veil");
    let (solid, ground) = (Colour([0x00, 0x72, 0xb2]), Colour([255; 3]));
    let labels = drawn[veil..].lines().filter(|line| line.contains(">poll "));
    let readable = |on: Colour| {
        labels.clone().filter(move |line| {
            let hex = line.split_once("fill=\"#").expect("a colour").1;
            let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
            on.contrast(Colour([0, 2, 4].map(byte))) >= 4.5
        })
    };
    let text = |line: &str| line.split_once(">poll ").map(|(_, rest)| rest[..1].to_owned());
    assert_eq!(drawn.matches(">poll ").count(), labels.clone().count());
    assert_eq!(readable(solid).filter_map(text).collect::<Vec<_>>(), ["1"]);
    assert_eq!(readable(solid.mix(ground, VEIL)).filter_map(text).collect::<Vec<_>>(), ["2", "3"]);
}

#[wasm_bindgen_test]
async fn on_a_phone_a_thumb_can_hit_what_can_be_pressed() {
    let mut page = Page::new(sample::joined()).await;
    page.root.style().set_property("width", "390px").expect("a width");
    page.update(|snapshot| snapshot.range = Some(Range { from: 0, to: 1_000 })).await;
    page.key(CANVAS, "/");
    painted().await;
    let buttons = page.root.query_selector_all("button").expect("a selector");
    let mut seen = 0;
    for number in 0..buttons.length() {
        let button: Element = buttons.item(number).expect("a button").unchecked_into();
        let place = button.get_bounding_client_rect();
        if place.width() > 0.0 {
            seen += 1;
            let label = button.outer_html();
            assert!(place.width() >= 24.0 && place.height() >= 24.0, "{label}");
        }
    }
    assert_eq!(seen, 10);
}

#[wasm_bindgen_test]
async fn a_run_is_searched_and_its_hits_are_stepped_through() {
    let page = Page::new(sample::joined()).await;
    page.key(CANVAS, "/");
    painted().await;
    let field: web_sys::HtmlInputElement = page.find(".timeline-search input").unchecked_into();
    assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
    let (box_, lanes) = (page.find(".timeline-search"), page.find(CANVAS));
    let clear = box_.get_bounding_client_rect().top() - lanes.get_bounding_client_rect().bottom();
    assert!(clear > -0.5, "the search covers nothing of the lanes: {clear}");
    field.set_value("arrived");
    let typed = web_sys::Event::new("input").expect("an event");
    typed.init_event_with_bubbles("input", true);
    field.dispatch_event(&typed).expect("nobody throws");
    painted().await;
    assert_eq!(page.text(".timeline-search [role=status]"), "2 found");
    page.key(".timeline-search input", "Enter");
    painted().await;
    assert_eq!(page.text(".timeline-search [role=status]"), "1 of 2");
    let actions = page.actions();
    let [Action::Seek(position)] = actions[..] else { panic!("{actions:?}") };
    let print = page.snapshot.trace.borrow().events()[position - 1].kind;
    assert!(matches!(print, trace::EventKind::Print { .. }), "{print:?}");
    page.key(".timeline-search input", "Escape");
    painted().await;
    assert!(!page.is_there(".timeline-search"));
}

#[wasm_bindgen_test]
async fn keys_go_from_lane_to_lane_and_say_where_they_are() {
    let page = Page::new(sample::spawned(3)).await;
    page.key(CANVAS, "ArrowDown");
    painted().await;
    let said = page.text(".timeline-said");
    assert!(said.starts_with("main") && said.ends_with("lane 1 of 4"), "{said}");
    page.key(CANVAS, "ArrowDown");
    painted().await;
    let said = page.text(".timeline-said");
    assert!(said.starts_with("fetch #1") && said.ends_with("lane 2 of 4"), "{said}");
    let lit = |action: &Action| match action {
        Action::Hover(hover) => hover.task.map(|task| task.index()),
        _ => None,
    };
    assert_eq!(page.actions().iter().map(lit).collect::<Vec<_>>(), [Some(0), Some(1)]);
}

#[wasm_bindgen_test]
async fn a_lane_folds_its_children_away() {
    let page = Page::new(sample::spawned(3)).await;
    painted().await;
    let before = page.count_in(SECOND, 200.0, 900.0);
    page.key(CANVAS, "ArrowDown");
    painted().await;
    page.key(CANVAS, "ArrowLeft");
    painted().await;
    let said = page.text(".timeline-said");
    assert!(said.contains("folded with 3 tasks") && said.ends_with("lane 1 of 1"), "{said}");
    assert!(before > 100 && page.count_in(SECOND, 200.0, 900.0) < before / 2);
    page.key(CANVAS, "ArrowRight");
    painted().await;
    assert!(page.text(".timeline-said").ends_with("lane 1 of 4"));
}

#[wasm_bindgen_test]
async fn a_lock_has_a_lane_that_says_who_holds_it() {
    let page = Page::new(sample::shared()).await;
    for _ in 0..4 {
        page.key(CANVAS, "ArrowDown");
        painted().await;
    }
    let said = page.text(".timeline-said");
    assert!(said.starts_with("mutex cache") && said.ends_with("lane 4 of 5"), "{said}");
}

#[wasm_bindgen_test]
async fn the_events_can_be_read_as_a_table() {
    let mut page = Page::new(sample::joined()).await;
    let events = page.snapshot.trace.len();
    let button: HtmlElement =
        page.find(".timeline-tools button[aria-label='Events as a table']").unchecked_into();
    button.click();
    painted().await;
    let rows = page.root.query_selector_all(".event-table tbody tr").expect("a selector");
    assert_eq!(rows.length() as usize, events.min(50));
    assert!(!page.is_there(".event-table [aria-current]"));
    let third: HtmlElement =
        page.find(".event-table tbody tr:nth-child(3) button").unchecked_into();
    third.click();
    assert_eq!(page.actions(), [Action::Seek(3)]);
    page.update(|snapshot| {
        snapshot.state = StateHandle(Cursor::default().seek(&snapshot.trace.borrow(), 3));
    })
    .await;
    let current = page.text(".event-table tr[aria-current=true]");
    assert!(current.contains("poll.start") || current.contains("turn.start"), "{current}");
    button.click();
    painted().await;
    assert!(!page.is_there(".event-table"));
}

#[wasm_bindgen_test]
async fn the_strip_moves_what_is_in_sight() {
    let page = Page::new(sample::joined()).await;
    for _ in 0..6 {
        page.key(CANVAS, "w");
    }
    painted().await;
    let zoomed = page.count([0, 0, 255]);
    page.pointer_on(".timeline-overview", "pointerdown", 880, 250);
    page.pointer_on(".timeline-overview", "pointerup", 880, 250);
    painted().await;
    assert_ne!(page.count([0, 0, 255]), zoomed);
    // The lane's end is in sight now.
    assert!(page.count_in([0, 128, 0], 200.0, 900.0) > 20);
}

#[wasm_bindgen_test]
async fn what_was_pointed_at_is_not_said_any_more_once_things_move() {
    let mut page = Page::new(sample::joined()).await;
    let tip = page.tip();
    let pointed = async || {
        page.pointer("pointermove", 450, 58);
        painted().await;
        assert!(!tip.hidden());
    };
    pointed().await;
    page.pointer("pointerdown", 450, 58);
    page.pointer("pointermove", 700, 58);
    painted().await;
    assert!(tip.hidden(), "while it is dragged");
    page.pointer("pointerup", 700, 58);
    painted().await;
    assert!(tip.hidden(), "until the pointer moves again");
    pointed().await;
    page.key(CANVAS, "w");
    painted().await;
    assert!(tip.hidden(), "after a key");
    page.key(CANVAS, "0");
    pointed().await;
    page.update(|snapshot| snapshot.playhead = 1).await;
    assert!(tip.hidden(), "after a step");
    page.pointer("pointermove", 451, 58);
    painted().await;
    // What is lit changes nothing of what is under the pointer.
    page.update(|snapshot| snapshot.hover.site = Some(sample::site_id(0))).await;
    assert!(!tip.hidden());
    page.update(|snapshot| snapshot.mode = Mode::Playing).await;
    page.pointer("pointermove", 452, 58);
    painted().await;
    assert!(tip.hidden(), "while it plays");
}

#[wasm_bindgen_test]
async fn letters_go_to_the_timeline_unless_somebody_types_them() {
    let page = Page::new(sample::joined()).await;
    let whole = page.count([0, 0, 255]);
    let zoomed = async |element: &Element| {
        (0..6).for_each(|_| press(element, "w"));
        painted().await;
        let zoomed = page.count([0, 0, 255]) != whole;
        press(element, "0");
        page.key(CANVAS, "0");
        painted().await;
        assert_eq!(page.count([0, 0, 255]), whole);
        zoomed
    };
    let body: Element = document().body().expect("a body").into();
    assert!(zoomed(&body).await);
    for (tag, hears) in [("button", true), ("a", true), ("input", false), ("select", false)] {
        let element = document().create_element(tag).expect("an element");
        page.root.append_child(&element).expect("room");
        assert_eq!(zoomed(&element).await, hears, "{tag}");
        element.remove();
    }
    let dialog = document().create_element("dialog").expect("a dialog");
    dialog.set_attribute("open", "").expect("a dialog can be open");
    page.root.append_child(&dialog).expect("room");
    assert!(!zoomed(&dialog).await);
    dialog.remove();
    // Those that move a list or a text are left to it.
    press(&body, "ArrowDown");
    painted().await;
    assert_eq!(page.text(".timeline-said"), "");
    press(&body, "t");
    painted().await;
    assert!(page.is_there(".event-table"));
}

#[wasm_bindgen_test]
async fn a_finger_pans_what_is_zoomed_and_a_tap_moves_the_playhead() {
    let page = Page::new(sample::joined()).await;
    for _ in 0..6 {
        page.key(CANVAS, "w");
    }
    painted().await;
    let before = page.count([0, 0, 255]);
    page.finger("pointerdown", 5, 700, 100);
    page.finger("pointermove", 5, 500, 96);
    page.finger("pointerup", 5, 500, 96);
    painted().await;
    assert_eq!(page.actions(), []);
    assert_ne!(page.count([0, 0, 255]), before);
    page.finger("pointerdown", 6, 500, 100);
    page.finger("pointerup", 6, 500, 100);
    painted().await;
    assert!(matches!(page.actions()[..], [Action::SeekPlace(_)]));
}

#[wasm_bindgen_test]
async fn a_finger_on_the_axis_scrubs_and_one_that_pans_lanes_scrolls_them() {
    let page = Page::new(sample::spawned(40)).await;
    page.finger("pointerdown", 5, 700, 20);
    page.finger("pointermove", 5, 500, 20);
    page.finger("pointerup", 5, 500, 20);
    painted().await;
    assert!(matches!(page.actions()[..], [Action::SeekPlace(_)]));
    page.key(CANVAS, "ArrowDown");
    page.key(CANVAS, "ArrowUp");
    page.finger("pointerdown", 6, 500, 160);
    page.finger("pointermove", 6, 503, 60);
    page.finger("pointerup", 6, 503, 60);
    painted().await;
    assert_eq!(page.actions().iter().filter(|act| matches!(act, Action::SeekPlace(_))).count(), 1);
    // The first lane in sight is another now.
    page.key(CANVAS, "ArrowDown");
    painted().await;
    let said = page.text(".timeline-said");
    assert!(!said.ends_with("lane 1 of 41") && !said.ends_with("lane 2 of 41"), "{said}");
}

#[wasm_bindgen_test]
async fn a_pinch_zooms_and_leaves_the_playhead() {
    let page = Page::new(sample::joined()).await;
    let before = page.count([0, 0, 255]);
    page.finger("pointerdown", 5, 500, 100);
    page.finger("pointermove", 5, 497, 100);
    page.finger("pointerdown", 6, 600, 100);
    page.finger("pointermove", 5, 300, 100);
    page.finger("pointermove", 6, 800, 100);
    page.finger("pointerup", 5, 300, 100);
    page.finger("pointerup", 6, 800, 100);
    painted().await;
    assert_eq!(page.actions(), []);
    assert_ne!(page.count([0, 0, 255]), before);
}

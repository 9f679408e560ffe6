//! Two runs on one time scale, in a real page.

use playground::action::Action;
use playground::exhibit::Exhibit;
use playground::snapshot::{Mode, Snapshot};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlCanvasElement;

use crate::made::mounted::{Mounted, press};
use crate::made::{self, compared, snapshot};

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

/// A canvas of the timeline as it looks, as a data URL.
fn look(page: &Mounted, number: usize) -> String {
    let canvas: HtmlCanvasElement =
        page.all(".timeline-run canvas").remove(number).unchecked_into();
    let to_url = js_sys::Reflect::get(&canvas, &"toDataURL".into()).expect("a method");
    let to_url: js_sys::Function = to_url.unchecked_into();
    to_url.call0(&JsValue::from(canvas)).expect("a picture").as_string().unwrap_or_default()
}

/// Room for the timeline: the tests have no style sheet.
async fn with_room(page: &Mounted) {
    let pane = page.one(".timeline-pane");
    pane.set_attribute("style", "width: 900px; height: 400px").expect("a style");
    painted().await;
}

#[wasm_bindgen_test]
async fn a_comparison_is_offered_where_there_are_variants() {
    let page = Mounted::new(snapshot(0)).await;
    assert_eq!(page.all(".timeline-run").len(), 1);
    let button = page.one(".compare .toggle");
    assert_eq!(button.get_attribute("aria-pressed").as_deref(), Some("false"));
    page.click(".compare .toggle").await;
    assert_eq!(page.sent(), [Action::ToggleCompare]);
    press(&page.one("main"), "c").await;
    assert_eq!(page.sent(), [Action::ToggleCompare]);
    drop(page);

    let alone = scenarios::find("spawn").expect("a scenario of one program");
    let page = Mounted::new(Snapshot { exhibit: Exhibit::of(alone), ..snapshot(0) }).await;
    assert!(page.all(".compare").is_empty());
}

#[wasm_bindgen_test]
async fn which_to_compare_with_is_chosen_where_there_is_a_choice() {
    let page = Mounted::new(compared(0)).await;
    assert!(page.all(".compare select").is_empty(), "of two variants there is one other");
    drop(page);

    let join = scenarios::find("join").expect("join");
    let page = Mounted::new(Snapshot { exhibit: Exhibit::of(join), ..compared(0) }).await;
    let options = page.all(".compare option");
    let labels: Vec<_> = options.iter().filter_map(|option| option.text_content()).collect();
    assert_eq!(labels, [join.variants[1].label, join.variants[2].label]);
    let select: web_sys::HtmlSelectElement = page.one(".compare select").unchecked_into();
    select.set_value("2");
    made::mounted::fire(&select, "Event", "change").await;
    assert_eq!(page.sent(), [Action::Compare(Some(2))]);
}

#[wasm_bindgen_test]
async fn both_runs_are_titled_with_how_long_they_took() {
    let mut page = Mounted::new(compared(300_000)).await;
    let titles: Vec<_> = page
        .all(".timeline-title")
        .iter()
        .map(|title| title.text_content().unwrap_or_default())
        .collect();
    assert_eq!(titles, ["first200 mstwo", "second300 ms100 ms more, 1.5 times as longtwo"]);
    let names: Vec<_> = page
        .all(".timeline-run canvas")
        .iter()
        .filter_map(|canvas| canvas.get_attribute("aria-label"))
        .collect();
    let of = |variant: &str, ms: u32| format!("Timeline of {variant}: 1 task, 2 polls, {ms} ms");
    assert_eq!(names, [of("first", 200), of("second", 300)]);
    assert!(page.text(".player .time").contains("300 ms / 300 ms"));

    // The last that each has printed by now.
    page.show(compared(250_000)).await;
    let printed: Vec<_> =
        page.all(".timeline-title samp").iter().filter_map(|line| line.text_content()).collect();
    assert_eq!(printed, ["two", "one"]);

    page.show(snapshot(0)).await;
    assert!(page.all(".timeline-title").is_empty());
    assert_eq!(page.all(".timeline-run").len(), 1);
}

#[wasm_bindgen_test]
async fn the_title_of_the_other_shows_its_program() {
    let page = Mounted::new(compared(0)).await;
    let titles = page.all(".timeline-title button");
    assert_eq!(titles[0].get_attribute("aria-pressed").as_deref(), Some("true"));
    page.click(".timeline-title.shown button").await;
    page.click(".timeline-title:not(.shown) button").await;
    assert_eq!(page.sent(), [Action::select("made", "second")]);
}

#[wasm_bindgen_test]
async fn they_share_only_time() {
    let page = Mounted::new(compared(0)).await;
    let off: Vec<_> = page
        .all(".timeline-axis .all button:disabled")
        .iter()
        .filter_map(|button| button.text_content())
        .collect();
    assert_eq!(off, ["elastic", "steps"]);
    let title = page.all(".timeline-axis button")[0].get_attribute("title");
    assert_eq!(title.as_deref(), Some("Two runs share only the axis of time"));
}

#[wasm_bindgen_test]
async fn zooming_one_zooms_both() {
    let page = Mounted::new(compared(300_000)).await;
    with_room(&page).await;
    let before = [look(&page, 0), look(&page, 1)];
    press(&page.all(".timeline-canvas")[1], "w").await;
    painted().await;
    let zoomed = [look(&page, 0), look(&page, 1)];
    assert!(zoomed[0] != before[0] && zoomed[1] != before[1]);
    press(&page.all(".timeline-canvas")[0], "f").await;
    painted().await;
    assert!([look(&page, 0), look(&page, 1)] == before);
}

#[wasm_bindgen_test]
async fn a_click_in_either_moves_the_playhead_of_both() {
    let page = Mounted::new(compared(300_000)).await;
    with_room(&page).await;
    let mut times = Vec::new();
    for canvas in page.all(".timeline-canvas") {
        let place = canvas.get_bounding_client_rect();
        for kind in ["pointerdown", "pointerup"] {
            let options = web_sys::PointerEventInit::new();
            options.set_bubbles(true);
            options.set_client_x(place.left() as i32 + 500);
            options.set_client_y(place.bottom() as i32 - 20);
            let event = web_sys::PointerEvent::new_with_event_init_dict(kind, &options);
            canvas.dispatch_event(&event.expect("an event")).expect("nobody throws");
        }
        painted().await;
        let sent = page.sent();
        let [Action::SeekTime(time)] = sent[..] else { panic!("{sent:?}") };
        times.push(time);
    }
    assert_eq!(times[0], times[1]);
    assert!(times[0] > 100_000 && times[0] < 200_000, "{times:?}");
}

#[wasm_bindgen_test]
async fn escape_leaves_when_nothing_else_is_open() {
    let mut page = Mounted::new(compared(0)).await;
    press(&page.one("main"), "?").await;
    press(&page.one("main"), "Escape").await;
    assert_eq!(page.sent(), [], "the list of keys takes it, and the browser closes that");
    page.click("dialog[open] button[aria-label=Close]").await;
    press(&page.one("main"), "Escape").await;
    assert_eq!(page.sent(), [Action::Compare(None)]);
    page.show(snapshot(0)).await;
    press(&page.one("main"), "Escape").await;
    assert_eq!(page.sent(), []);
}

#[wasm_bindgen_test]
async fn a_live_run_beside_a_simulated_one_says_so() {
    let whole = compared(0);
    let log = std::rc::Rc::new(std::cell::RefCell::new({
        let whole = whole.trace.borrow();
        let mut begun = trace::Trace::new(whole.run.clone(), whole.sites().to_vec());
        begun.intern("main");
        begun.intern("one\n");
        whole.events()[..5].iter().for_each(|event| begun.push(*event));
        begun
    }));
    let elastic = std::rc::Rc::new(playground::elastic::Elastic::new(&log.borrow()));
    let trace = playground::snapshot::TraceHandle::new(log);
    let page = Mounted::new(Snapshot { mode: Mode::Live, trace, elastic, ..whole }).await;
    let titles: Vec<_> =
        page.all(".timeline-title b").iter().filter_map(|long| long.text_content()).collect();
    assert_eq!(titles, ["live", "300 ms"]);
    assert!(page.all(".timeline-title .compared").is_empty());
}

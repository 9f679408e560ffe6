//! The views, drawn from hand-made snapshots in a real page: what they show and what they send.

use std::rc::Rc;

use playground::action::{Action, Direction, Hover, Step, Theme};
use playground::snapshot::{Mode, Notice, Snapshot};
use trace::SiteId;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::made::mounted::{Mounted, fire, has_class, press};
use crate::made::{AWAITED, END, FIRST_PRINT, PARKED, SECOND_POLL, SECOND_PRINT, SOURCE, snapshot};

#[wasm_bindgen_test]
async fn the_console_shows_what_was_printed_so_far() {
    let mut page = Mounted::new(snapshot(0)).await;
    assert!(page.text(".console").contains("Nothing printed yet. Run live or press play."));

    page.show(snapshot(FIRST_PRINT)).await;
    assert_eq!(page.all(".console li").len(), 1);
    assert_eq!(page.text(".console .printed"), "one");
    assert_eq!(page.text(".console time"), "0 ms");
    assert_eq!(page.text(".console .chip"), "main");

    page.show(snapshot(SECOND_PRINT)).await;
    let rows = page.all(".console li");
    assert_eq!(rows.len(), 2);
    assert!(has_class(&rows[1], "stderr"));
    assert!(rows[1].text_content().is_some_and(|text| text.contains("200 ms")));

    page.sent();
    page.click(".console li:first-child button").await;
    assert_eq!(page.sent(), [Action::Seek(FIRST_PRINT)]);
}

#[wasm_bindgen_test]
async fn the_narration_says_what_just_happened() {
    let mut page = Mounted::new(snapshot(0)).await;
    assert_eq!(page.text(".sentence"), "An idea in a sentence.");

    page.show(snapshot(AWAITED)).await;
    assert_eq!(page.text(".sentence"), "main awaits sleep(WAIT_MS): its first poll.");
    assert_eq!(page.text(".sentence code"), "sleep(WAIT_MS)");
    assert_eq!(page.text(".kind"), "await.enter");
    assert!(page.text(".meta").contains("event 5 of 14"));

    // The sentence needs the state before the event, backwards too.
    page.show(snapshot(END)).await;
    page.show(snapshot(SECOND_POLL)).await;
    assert_eq!(page.text(".sentence"), "The executor polls main again: poll 2.");
}

#[wasm_bindgen_test]
async fn the_program_marks_the_line_a_task_stands_at() {
    let mut page = Mounted::new(snapshot(FIRST_PRINT)).await;
    assert_eq!(page.one(".line.at").get_attribute("data-line").as_deref(), Some("3"));
    assert!(has_class(&page.one(".line.at"), "running"));

    page.show(snapshot(PARKED)).await;
    assert_eq!(page.one(".line.at").get_attribute("data-line").as_deref(), Some("4"));
    assert!(has_class(&page.one(".line.at"), "waiting"));
    assert_eq!(page.text(".line.at .chip"), "main");
    assert_eq!(page.text(".line.at .polls"), "×1");

    page.show(snapshot(SECOND_PRINT)).await;
    assert_eq!(page.one(".line.at").get_attribute("data-line").as_deref(), Some("5"));
    assert_eq!(page.text("[data-line='4'] .polls"), "×2");

    page.show(snapshot(END)).await;
    assert!(page.all(".line.at").is_empty());
}

#[wasm_bindgen_test]
async fn the_programs_text_is_whole() {
    let page = Mounted::new(snapshot(0)).await;
    let lines: Vec<_> = page.all(".line > code").iter().filter_map(|l| l.text_content()).collect();
    assert_eq!(lines.join("\n") + "\n", SOURCE);
}

#[wasm_bindgen_test]
async fn an_await_under_the_pointer_is_lit() {
    let mut page = Mounted::new(snapshot(0)).await;
    let site = SiteId::from_index(1);
    fire(&page.one(".site"), "MouseEvent", "mouseover").await;
    let hover = Hover { site: Some(site), task: None };
    assert_eq!(page.sent(), [Action::Hover(hover)]);

    page.show(Snapshot { hover, ..snapshot(0) }).await;
    assert_eq!(page.text(".site.lit"), "sleep(WAIT_MS).await");
}

#[wasm_bindgen_test]
async fn one_dialog_at_a_time_takes_all_keys() {
    let page = Mounted::new(snapshot(PARKED)).await;
    let body = web_sys::window().and_then(|window| window.document()?.body()).expect("a body");
    for (opens, others) in [("?", ["e", "x", "r"]), ("x", ["e", "?", " "])] {
        press(&page.one("main"), opens).await;
        assert_eq!(page.all("dialog[open]").len(), 1, "{opens}");
        // The focus may be on nothing in the dialog.
        for target in
            [body.clone().into(), page.one("dialog[open] button[aria-label=Close]").into()]
        {
            let target: web_sys::Element = target;
            for key in others.into_iter().chain([".", "t", "0", "l"]) {
                press(&target, key).await;
                assert_eq!(page.all("dialog[open]").len(), 1, "{key}");
                assert_eq!(page.sent(), [], "{key}");
            }
        }
        assert!(page.all(".event-table").is_empty());
        page.click("dialog[open] button[aria-label=Close]").await;
        assert!(page.all("dialog[open]").is_empty(), "{opens}");
    }
}

#[wasm_bindgen_test]
async fn a_press_beside_a_dialog_closes_it_and_one_in_it_does_not() {
    let page = Mounted::new(snapshot(PARKED)).await;
    let presses = |x: f64, y: f64| {
        let init = web_sys::MouseEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_client_x(x as i32);
        init.set_client_y(y as i32);
        let event = web_sys::MouseEvent::new_with_mouse_event_init_dict("mousedown", &init);
        page.one("dialog[open]").dispatch_event(&event.expect("a press")).expect("an event");
    };
    let keys = page.one("button[aria-label=Keys]");
    keys.focus().expect("the focus");
    keys.click();
    yew::scheduler::flush().await;
    let inside = page.one("dialog[open]").get_bounding_client_rect();
    presses(inside.left() + 2.0, inside.top() + 2.0);
    yew::scheduler::flush().await;
    assert_eq!(page.all("dialog[open]").len(), 1);
    presses(inside.left() - 4.0, inside.top() + 2.0);
    yew::scheduler::flush().await;
    assert!(page.all("dialog[open]").is_empty());
    let focused = web_sys::window().and_then(|window| window.document()?.active_element());
    assert!(focused.is_some_and(|focused| focused.is_same_node(Some(&keys))));
}

#[wasm_bindgen_test]
async fn what_is_typed_into_a_knob_counts_or_is_said_to_be_something_else() {
    let mut page = Mounted::new(snapshot(0)).await;
    let field: HtmlInputElement = page.one(".knob .figure").unchecked_into();
    for (typed, sent, told) in [
        ("350", vec![Action::Knob(0, 350)], ""),
        ("123", vec![Action::Knob(0, 100)], "From 50 to 1000 in steps of 50: 100 instead of 123."),
        (
            "9000",
            vec![Action::Knob(0, 1000)],
            "From 50 to 1000 in steps of 50: 1000 instead of 9000.",
        ),
        // A field for numbers calls this empty.
        ("e", vec![], "That is no number: 200 stays."),
    ] {
        page.show(snapshot(0)).await;
        field.set_value(typed);
        fire(&field, "Event", "change").await;
        assert_eq!(page.sent(), sent, "{typed}");
        if let [Action::Knob(_, value)] = sent[..] {
            page.show(Snapshot { knobs: Rc::new([value]), ..snapshot(0) }).await;
        }
        assert_eq!(page.text(".knob-told"), told, "{typed}");
    }
    assert_eq!(field.value(), "200", "the old value");
}

#[wasm_bindgen_test]
async fn a_knob_turns_while_it_is_dragged() {
    let mut page = Mounted::new(snapshot(0)).await;
    assert!(page.all(".badge").is_empty());
    let slider: HtmlInputElement = page.one(".knob [type=range]").unchecked_into();
    slider.set_value("350");
    fire(&slider, "Event", "input").await;
    assert_eq!(page.sent(), [Action::Knob(0, 350)]);

    page.show(Snapshot { knobs: Rc::new([350]), ..snapshot(0) }).await;
    assert_eq!(page.text("[data-line='1'] .badge"), "200 → 350");
    page.click(".knob-head button").await;
    page.click(".knobs-head button").await;
    assert_eq!(page.sent(), [Action::Knob(0, 200), Action::ResetKnobs]);
}

#[wasm_bindgen_test]
async fn the_player_sends_what_its_buttons_say() {
    let mut page = Mounted::new(snapshot(PARKED)).await;
    page.click(".primary").await;
    for button in page.all(".transport button") {
        button.click();
    }
    use Direction::{Back, Forward};
    let expected = [
        Action::RunLive,
        Action::Step(Step::Edge, Back),
        Action::Step(Step::Poll, Back),
        Action::Step(Step::Event, Back),
        Action::TogglePlay,
        Action::Step(Step::Event, Forward),
        Action::Step(Step::Poll, Forward),
        Action::Step(Step::Edge, Forward),
    ];
    assert_eq!(page.sent(), expected);

    page.show(snapshot(0)).await;
    assert_eq!(page.all(".transport button:disabled").len(), 3);
    page.show(snapshot(END)).await;
    assert_eq!(page.all(".transport button:disabled").len(), 3);
    assert!(page.text(".player .time").contains("200 ms / 200 ms"));

    page.show(Snapshot { mode: Mode::Live, ..snapshot(PARKED) }).await;
    page.click(".primary").await;
    assert_eq!(page.sent(), [Action::Stop]);
}

#[wasm_bindgen_test]
async fn the_scrubber_moves_over_the_axis_and_by_events() {
    let page = Mounted::new(snapshot(PARKED)).await;
    let scrubber: HtmlInputElement = page.one(".scrubber").unchecked_into();
    scrubber.set_value("1000");
    fire(&scrubber, "Event", "input").await;
    press(&scrubber, "ArrowRight").await;
    let step = Action::Step(Step::Event, Direction::Forward);
    assert_eq!(page.sent(), [Action::SeekPlace(1000), step]);
}

#[wasm_bindgen_test]
async fn keys_act_anywhere_but_where_one_types() {
    let mut page = Mounted::new(snapshot(PARKED)).await;
    let main = page.one("main");
    press(&main, " ").await;
    press(&main, ">").await;
    press(&main, "r").await;
    let poll = Action::Step(Step::Poll, Direction::Forward);
    assert_eq!(page.sent(), [Action::TogglePlay, poll, Action::RunLive]);

    // The listener knows the mode of now, not that of its making.
    page.show(Snapshot { mode: Mode::Live, ..snapshot(PARKED) }).await;
    press(&main, "r").await;
    assert_eq!(page.sent(), [Action::Stop]);

    press(&page.one(".search"), "r").await;
    press(&page.one(".primary"), " ").await;
    assert_eq!(page.sent(), []);

    // What is typed into the program is meant for its text.
    for key in "let extra = 1;".chars() {
        press(&page.one("[data-line='1'] code"), &key.to_string()).await;
    }
    assert_eq!(page.sent(), []);
    assert!(page.all("dialog[open]").is_empty());

    drop(page);
    let body = web_sys::window().and_then(|w| w.document()?.body()).expect("a body");
    let gone = Mounted::new(snapshot(PARKED)).await;
    press(&body, ".").await;
    assert_eq!(gone.sent().len(), 1, "one page, one listener");
}

#[wasm_bindgen_test]
async fn the_keys_are_listed_on_demand() {
    let page = Mounted::new(snapshot(0)).await;
    let dialog: web_sys::HtmlDialogElement =
        page.one("[aria-labelledby=keys-title]").unchecked_into();
    assert!(!dialog.open());
    press(&page.one("main"), "?").await;
    assert!(dialog.open());
    page.click("[aria-labelledby=keys-title] .keys-head button").await;
    assert!(!dialog.open());
}

#[wasm_bindgen_test]
async fn notes_are_text_not_markup() {
    let page = Mounted::new(snapshot(0)).await;
    assert!(page.all(".prose img, .prose b, .prose a").is_empty());
    let text = page.text(".prose");
    assert!(text.contains("<img src=x onerror=alert(1)>"), "{text}");
    assert_eq!(page.text(".prose p code"), "<b>code</b>");
    assert_eq!(page.text(".prose li strong"), "bold");
}

#[wasm_bindgen_test]
async fn a_bookmark_leads_to_its_place() {
    let mut page = Mounted::new(snapshot(0)).await;
    page.click(".watch li:first-child button").await;
    assert_eq!(page.sent(), [Action::Seek(SECOND_POLL)]);

    // The other variant has to be shown first.
    page.click(".watch li:last-child button").await;
    assert_eq!(page.sent(), [Action::select("made", "second")]);
    page.show(Snapshot { variant: 1, ..snapshot(0) }).await;
    assert_eq!(page.sent(), [Action::Seek(END - 1)]);
    // Once is enough.
    page.show(Snapshot { variant: 1, ..snapshot(END) }).await;
    assert_eq!(page.sent(), []);
}

#[wasm_bindgen_test]
async fn variants_are_tabs() {
    let page = Mounted::new(snapshot(0)).await;
    let tabs = page.all(".pane-head [role=tab]");
    assert_eq!(tabs.len(), 2);
    assert_eq!(tabs[0].get_attribute("aria-selected").as_deref(), Some("true"));
    press(&tabs[0], "ArrowRight").await;
    let second = Action::select("made", "second");
    assert_eq!(page.sent(), [second]);
    let focused = web_sys::window().and_then(|window| window.document()?.active_element());
    assert_eq!(focused.as_ref(), Some(tabs[1].as_ref()), "the focus goes with the choice");
}

#[wasm_bindgen_test]
async fn the_console_comes_forward_when_a_live_run_begins() {
    let mut page = Mounted::new(snapshot(0)).await;
    let side = |page: &Mounted| page.one(".page").get_attribute("data-side");
    assert_eq!(side(&page).as_deref(), Some("notes"));
    page.show(Snapshot { mode: Mode::Live, ..snapshot(0) }).await;
    assert_eq!(side(&page).as_deref(), Some("console"));
}

#[wasm_bindgen_test]
async fn a_notice_can_be_taken_away() {
    let notices = Rc::new([Notice { id: 7, text: "No such program.".to_owned() }]);
    let page = Mounted::new(Snapshot { notices, ..snapshot(0) }).await;
    assert_eq!(page.text("[role=status] .notice"), "No such program.");
    page.click(".notice button").await;
    assert_eq!(page.sent(), [Action::Dismiss(7)]);
}

#[wasm_bindgen_test]
async fn the_catalog_finds_programs_by_their_words() {
    let page = Mounted::new(snapshot(0)).await;
    assert_eq!(page.all(".groups a").len(), scenarios::scenarios().len());
    let search: HtmlInputElement = page.one(".search").unchecked_into();
    search.set_value("join");
    fire(&search, "Event", "input").await;
    assert!(!page.all(".groups a[href='#/join']").is_empty());
    assert!(page.all(".groups a").len() < scenarios::scenarios().len());

    for (sought, first) in [("pin", "#/pin"), ("tokio::time::timeout", "#/timeout")] {
        search.set_value(sought);
        fire(&search, "Event", "input").await;
        assert_eq!(page.all(".groups a")[0].get_attribute("href").as_deref(), Some(first));
    }

    search.set_value("qwxyz");
    fire(&search, "Event", "input").await;
    assert!(page.text(".groups").contains("No program matches"));

    search.set_value("join!");
    fire(&search, "Event", "input").await;
    press(&search, "Enter").await;
    assert_eq!(page.sent(), [Action::select("join", "")]);
}

#[wasm_bindgen_test]
async fn the_theme_goes_round() {
    let mut page = Mounted::new(snapshot(0)).await;
    for (theme, next) in
        [(Theme::System, Theme::Light), (Theme::Light, Theme::Dark), (Theme::Dark, Theme::System)]
    {
        page.show(Snapshot { theme, ..snapshot(0) }).await;
        page.click(".bar button[aria-label^=Theme]").await;
        assert_eq!(page.sent(), [Action::Theme(next)]);
    }
}

#[wasm_bindgen_test]
async fn the_first_stops_of_the_tab_key_lead_past_the_programs() {
    let page = Mounted::new(snapshot(0)).await;
    let focused = || {
        let document = web_sys::window().and_then(|window| window.document());
        document.and_then(|document| document.active_element()).expect("something with the focus")
    };
    let stops = page.all("a[href], button, input, [tabindex='0']");
    let words: Vec<_> = stops.iter().take(2).filter_map(|stop| stop.text_content()).collect();
    assert_eq!(words, ["To the program", "To the timeline"]);
    stops[0].click();
    yew::scheduler::flush().await;
    assert_eq!(focused().id(), "program-text");
    // It is there to be gone to where it was closed, and where another pane had its place.
    page.click(".pane-toggle[aria-label=Timeline]").await;
    assert!(has_class(&page.one(".page"), "no-timeline"));
    stops[1].click();
    yew::scheduler::flush().await;
    assert!(!has_class(&page.one(".page"), "no-timeline"));
    assert!(has_class(&focused(), "timeline-canvas"), "{}", focused().class_name());
}

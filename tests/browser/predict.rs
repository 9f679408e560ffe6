//! Predict first, and the points of the notes on the slider: what they show and what they send.

use std::rc::Rc;

use playground::action::{Action, Direction, Predict, Step};
use playground::exhibit::Exhibit;
use playground::quiz::{Guess, Question};
use playground::route::{Frame, Pane};
use playground::snapshot::{Bookmark, Clock, Prediction, Snapshot};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::made::mounted::{Mounted, fire, has_class, press};
use crate::made::{END, PARKED, SECOND_POLL, snapshot};

fn answer(guess: Guess) -> Action {
    Action::Predict(Predict::Answer(guess))
}

fn answered(guess: Guess, position: usize) -> Snapshot {
    Snapshot { prediction: Prediction::Answered(Rc::new(guess)), ..snapshot(position) }
}

fn focused() -> Option<String> {
    web_sys::window()?.document()?.active_element()?.text_content()
}

fn focused_class() -> Option<String> {
    Some(web_sys::window()?.document()?.active_element()?.class_name())
}

async fn typed(page: &Mounted, number: &str) {
    let field: HtmlInputElement = page.one(".guess").unchecked_into();
    field.set_value(number);
    fire(&field, "Event", "input").await;
}

fn hidden(missed: Option<Guess>) -> Snapshot {
    Snapshot { prediction: Prediction::Hidden(missed.map(Rc::new)), ..snapshot(0) }
}

#[wasm_bindgen_test]
async fn a_number_is_typed_and_checked() {
    let page = Mounted::new(hidden(None)).await;
    assert_eq!(page.text(".asked"), "A question?");
    let check = page.one(".predict .check");
    assert!(check.has_attribute("disabled"), "nothing to check yet");
    typed(&page, "300").await;
    assert!(!check.has_attribute("disabled"));
    page.click(".predict .check").await;
    assert_eq!(page.sent(), [answer(Guess::Number(300))]);
    typed(&page, "0.2 s").await;
    assert_eq!(page.text(".guess-read"), "= 200 ms");
    press(&page.one(".guess"), "Enter").await;
    assert_eq!(page.sent(), [answer(Guess::Number(200))]);
}

#[wasm_bindgen_test]
async fn what_is_no_number_is_refused_with_a_sentence() {
    let page = Mounted::new(hidden(None)).await;
    typed(&page, "5e2").await;
    assert_eq!(page.text(".guess-read"), "", "not before it is checked");
    press(&page.one(".guess"), "Enter").await;
    let said = "“5e2” is not understood. Write a time like 500, 500 ms or 0.5 s.";
    assert_eq!(page.text(".guess-read"), said);
    assert!(page.one(".guess").has_attribute("aria-invalid"));
    typed(&page, "-1").await;
    assert_eq!(page.text(".guess-read"), "");
    page.click(".predict .check").await;
    assert_eq!(page.text(".guess-read"), "A time is not negative.");
    assert_eq!(page.sent(), []);
}

#[wasm_bindgen_test]
async fn a_wrong_answer_brings_a_hint_and_a_second_try() {
    let mut page = Mounted::new(hidden(None)).await;
    assert!(page.all(".missed").is_empty());
    typed(&page, "300").await;
    page.show(hidden(Some(Guess::Number(300)))).await;
    assert_eq!(page.text(".missed .wrong"), "Not 300 ms. One more try.");
    assert_eq!(page.text(".missed .hint"), "Hint A hint.");
    assert!(!page.text(".predict").contains("An answer."));
    // The same again is no second try.
    assert!(page.one(".predict .check").has_attribute("disabled"));
    typed(&page, "200").await;
    page.click(".predict .check").await;
    assert_eq!(page.sent(), [answer(Guess::Number(200))]);
}

#[wasm_bindgen_test]
async fn the_question_stands_with_the_program_that_it_is_about() {
    let mut page = Mounted::new(snapshot(0)).await;
    // Beside the run there is no field: the axis would tell the answer.
    assert!(page.all(".guess").is_empty());
    assert_eq!(page.text(".predict .about"), "Program: first");
    assert_eq!(page.one(".predict details").get_attribute("open"), None);
    page.click(".predict .check").await;
    assert_eq!(page.sent(), [Action::Predict(Predict::Hide)]);
    page.show(hidden(None)).await;
    assert_eq!(focused_class().as_deref(), Some("guess"));
    // Another program that is shown meanwhile is not asked about.
    page.show(Snapshot { variant: 1, ..hidden(None) }).await;
    assert!(page.all(".guess").is_empty());
    page.click(".predict-told .link").await;
    assert_eq!(page.sent(), [Action::select("made", "first")]);
}

#[wasm_bindgen_test]
async fn the_run_says_whether_it_holds() {
    let mut page = Mounted::new(answered(Guess::Number(300), 0)).await;
    assert_eq!(page.text(".verdict.wrong"), "No: the run took 200 ms, not 300 ms.");
    assert_eq!(page.text(".predict .answer"), "An answer.");
    page.click(".predict .check").await;
    let [Action::Seek(decided)] = page.sent()[..] else { panic!("no place to go") };
    page.click(".predict .link").await;
    assert_eq!(page.sent(), [Action::Predict(Predict::Hide)]);

    page.show(answered(Guess::Number(200), decided)).await;
    assert_eq!(page.text(".verdict.right"), "Right: the run took 200 ms.");
    // With other constants the notes' answer is not that of this run.
    page.show(Snapshot { knobs: Rc::new([350]), ..answered(Guess::Number(200), 0) }).await;
    assert!(page.text(".predict .answer").starts_with("With the constants as written: "));
    // Another variant's run cannot tell.
    page.show(Snapshot { variant: 1, ..answered(Guess::Number(200), 0) }).await;
    assert!(page.all(".verdict").is_empty());
    page.click(".predict .link").await;
    assert_eq!(page.sent(), [Action::select("made", "first")]);
}

#[wasm_bindgen_test]
async fn what_is_hidden_is_not_in_the_page() {
    let hidden = hidden(None);
    let mut page = Mounted::new(hidden.clone()).await;
    let telling = ".player, .timeline-pane, .runtime, .console, .notes, .narration";
    assert!(page.all(telling).is_empty());
    assert_eq!(page.all(".program").len(), 1);
    assert_eq!(page.text(".asked"), "A question?");
    assert!(!page.text(".predict").contains("An answer."));
    page.click(".predict-foot .link").await;
    assert_eq!(page.sent(), [Action::Predict(Predict::Skip)]);

    let views = Rc::new([Pane::Timeline, Pane::Console]);
    let embedded = Frame { embedded: true, views };
    page.show(Snapshot { frame: embedded, ..hidden }).await;
    assert!(page.all(telling).is_empty());
    assert_eq!(page.all(".embed .predict").len(), 1);

    // Where there are no notes, what the run says stands above the views.
    let views = Rc::new([Pane::Timeline]);
    let frame = Frame { embedded: true, views };
    page.show(Snapshot { frame, ..answered(Guess::Number(200), 0) }).await;
    assert_eq!(page.text(".told .verdict"), "Right: the run took 200 ms.");

    page.show(self::hidden(None)).await;
    page.show(answered(Guess::Number(200), 0)).await;
    assert_eq!(page.all(".player").len(), 1);
    assert_eq!(focused_class().as_deref(), Some("predict-told"));
    // And where there are, they come forward.
    assert_eq!(page.one(".page").get_attribute("data-narrow").as_deref(), Some("notes"));
}

#[wasm_bindgen_test]
async fn lines_are_picked_moved_and_taken_away_with_the_keyboard() {
    let spawn = scenarios::find("spawn").expect("spawn");
    let page = Mounted::new(Snapshot { exhibit: Exhibit::of(spawn), ..hidden(None) }).await;
    let Some((Question::Order(cards), _)) = Question::of(spawn) else { panic!("no lines") };
    let shown: Vec<_> = page.all(".cards code").iter().map(|code| code.inner_text()).collect();
    assert_eq!(shown, cards);
    // A button that is pressed goes away; the one in its place gets the focus.
    for _ in 0..2 {
        page.all(".cards .card")[1].click();
        yew::scheduler::flush().await;
    }
    assert_eq!(focused().as_deref(), Some(cards[3]));
    let picked = |page: &Mounted| -> Vec<_> {
        page.all(".picked code").iter().map(|code| code.inner_text()).collect()
    };
    assert_eq!(picked(&page), [cards[1], cards[2]]);
    press(&page.all(".picked .card")[1], "ArrowUp").await;
    assert_eq!(picked(&page), [cards[2], cards[1]]);
    assert_eq!(focused().as_deref(), Some(cards[2]));
    page.click(".predict .check").await;
    assert_eq!(page.sent(), [answer(Guess::Order(vec![cards[2], cards[1]]))]);
    page.all(".picked .card")[0].click();
    yew::scheduler::flush().await;
    assert_eq!(picked(&page), [cards[1]]);
    assert_eq!(page.all(".cards .card").len(), cards.len() - 1);
}

#[wasm_bindgen_test]
async fn the_points_of_the_notes_stand_on_the_slider() {
    let point = |position, text| {
        let place = snapshot(position).playhead;
        Bookmark { position, place, text }
    };
    let bookmarks: Rc<[Bookmark]> =
        Rc::new([point(PARKED, "parked"), point(SECOND_POLL, "polled again")]);
    let mut page = Mounted::new(Snapshot { bookmarks, ..snapshot(PARKED) }).await;
    let points = page.all(".scrub .point");
    assert_eq!(points.len(), 2);
    assert!(has_class(&points[0], "here") && !has_class(&points[1], "passed"));
    assert_eq!(points[1].title(), "polled again");
    points[1].click();
    assert_eq!(page.sent(), [Action::Seek(SECOND_POLL)]);
    for (key, direction) in [("b", Direction::Forward), ("B", Direction::Back)] {
        press(&page.one("main"), key).await;
        assert_eq!(page.sent(), [Action::Step(Step::Bookmark, direction)]);
    }
    page.show(snapshot(END)).await;
    assert!(page.all(".point").is_empty());
}

#[wasm_bindgen_test]
async fn the_clock_is_named_and_can_be_changed() {
    let mut page = Mounted::new(snapshot(PARKED)).await;
    let shown = |page: &Mounted| page.text(".clock [aria-pressed=true]");
    assert_eq!(shown(&page), "simulated");
    page.click(".clock [aria-pressed=true]").await;
    assert_eq!(page.sent(), []);
    page.click(".clock [aria-pressed=false]").await;
    assert_eq!(page.sent(), [Action::Clock(Clock::Browser)]);
    page.show(Snapshot { clock: Clock::Browser, ..snapshot(PARKED) }).await;
    assert_eq!(shown(&page), "browser");
    page.click(".clock [aria-pressed=false]").await;
    assert_eq!(page.sent(), [Action::Clock(Clock::Simulated)]);
}

#[wasm_bindgen_test]
async fn a_turn_is_taken_back_with_the_keys_that_do_that_everywhere() {
    let page = Mounted::new(snapshot(PARKED)).await;
    for (key, ctrl, expected) in [
        ("z", true, Some(Action::Undo)),
        ("Z", true, Some(Action::Redo)),
        ("y", true, Some(Action::Redo)),
        ("z", false, None),
        // What the browser does with Ctrl it goes on to do.
        ("r", true, None),
    ] {
        let init = web_sys::KeyboardEventInit::new();
        init.set_key(key);
        init.set_ctrl_key(ctrl);
        init.set_bubbles(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
        page.one("main").dispatch_event(&event.expect("a key")).expect("an event");
        yew::scheduler::flush().await;
        assert_eq!(page.sent(), expected.into_iter().collect::<Vec<_>>(), "{key}");
    }
}

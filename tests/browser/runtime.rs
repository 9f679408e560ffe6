//! The runtime view, drawn from hand-made snapshots in a real page: what it shows and what it sends.

use std::cell::RefCell;
use std::rc::Rc;

use playground::action::{Action, Hover};
use playground::snapshot::{Mode, Snapshot};
use trace::{EventKind, Needs, TaskEnd, TaskId, TaskKind, Trace, TurnCause};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::made::mounted::{Mounted, fire, has_class, press};
use crate::made::snapshot_of;
use crate::settled::frame;
use sample::{Sample, deadlock};

type Log = Rc<RefCell<Trace>>;

fn at(log: &Log, position: usize) -> Snapshot {
    snapshot_of(Rc::clone(log), position)
}

/// What a reader finds: the chips with their forms and places, the rows, the lists.
fn picture(page: &Mounted) -> Vec<String> {
    let seen = ".rt-chip:not(.gone), .rt-row, .rt-worker, .rt-box, .rt-lists, .rt-host";
    let seen = page.all(&format!("{seen}, .rt-station, .rt-around, .rt-into"));
    let told = |element: &web_sys::HtmlElement| {
        let of = |name: &str| element.get_attribute(name).unwrap_or_default();
        // How a chip came to its place is not what it is.
        let came = ["came", "rises", "sinks"];
        let class = of("class");
        let class: Vec<_> = class.split(' ').filter(|is| !came.contains(is)).collect();
        let class = class.join(" ");
        let style = of("style");
        let way = ["--from:", "--a:", "--b:", "--c:"];
        let is_way = |part: &&str| way.iter().any(|way| part.trim().starts_with(way));
        let style: Vec<_> = style.split(';').filter(|part| !is_way(part)).collect();
        let text = element.text_content().unwrap_or_default();
        format!("{class} | {} | {text}", style.join(";"))
    };
    seen.iter().map(told).collect()
}

#[wasm_bindgen_test]
async fn back_at_the_start_it_is_as_it_was() {
    let story = deadlock();
    let end = story.here();
    let log = story.shared();
    let mut page = Mounted::new(at(&log, 0)).await;
    let mut pictures = vec![picture(&page)];
    for position in 1..=end {
        page.show(at(&log, position)).await;
        pictures.push(picture(&page));
    }
    assert!(page.text(".rt-host").contains("nothing can ever wake these tasks"));
    for position in (0..end).rev() {
        page.show(at(&log, position)).await;
        assert_eq!(picture(&page), pictures[position], "at {position}");
    }
    // And at once from the end to the start.
    page.show(at(&log, end)).await;
    page.show(at(&log, 0)).await;
    assert_eq!(picture(&page), pictures[0]);
    assert!(page.all(".rt-chip").is_empty());
}

#[wasm_bindgen_test]
async fn the_thread_goes_around_once_a_turn() {
    let mut story = Sample::begun(1);
    let first = story.here();
    story.push(EventKind::TurnEnd);
    story.push(EventKind::TurnStart { cause: TurnCause::Timer });
    let log = story.shared();
    let mut page = Mounted::new(at(&log, 0)).await;
    let mut seen = Vec::new();
    for position in [0, first, first + 1, first + 2] {
        page.show(at(&log, position)).await;
        let way = page.one(".rt-around").get_attribute("style").expect("a place");
        let way = way.trim_start_matches("--way:").parse::<f64>().expect("a number");
        let into = page.all(".rt-into").len();
        seen.push((page.text(".rt-station.here"), (way / 100.0) as u32, into));
    }
    let expected =
        [("the clock jumps", 0, 0), ("start", 1, 1), ("the clock jumps", 1, 0), ("deadline", 2, 1)];
    assert_eq!(seen, expected.map(|(name, lap, into)| (name.to_owned(), lap, into)));
}

#[wasm_bindgen_test]
async fn a_chip_keeps_its_element_on_its_way() {
    let mut story = Sample::begun(1);
    let main = story.main();
    let one = story.spawn(Some(main), "one");
    let spawned = story.here();
    story.start(one);
    let polled = story.here();
    story.timer(one, 200);
    story.pending(one);
    let parked = story.here();
    let log = story.shared();
    let mut page = Mounted::new(at(&log, spawned)).await;
    let chip = page.one(".rt-chip[data-task='2']");
    assert!(has_class(&chip, "unpolled"));
    let place = chip.get_attribute("style");
    page.show(at(&log, polled)).await;
    let moved = page.one(".rt-chip[data-task='2']");
    assert!(moved.is_same_node(Some(&chip)));
    assert!(has_class(&moved, "running"));
    assert_ne!(moved.get_attribute("style"), place);
    page.show(at(&log, parked)).await;
    let parked = page.one(".rt-chip[data-task='2']");
    assert!(parked.is_same_node(Some(&chip)) && has_class(&parked, "waiting"));
    assert!(page.text(".rt-row").contains("timer 200 ms"));
}

#[wasm_bindgen_test]
async fn motion_is_for_steps_and_not_for_jumps() {
    let story = deadlock();
    let end = story.here();
    let log = story.shared();
    let mut page = Mounted::new(at(&log, 0)).await;
    page.show(at(&log, 1)).await;
    assert!(!has_class(&page.one(".rt-stage"), "still"));
    page.show(at(&log, end)).await;
    assert!(has_class(&page.one(".rt-stage"), "still"));
    page.show(at(&log, end - 1)).await;
    assert!(!has_class(&page.one(".rt-stage"), "still"));
    let fast = playground::action::Speed::FASTEST;
    page.show(Snapshot { mode: Mode::Playing, speed: fast, ..at(&log, end - 2) }).await;
    assert!(has_class(&page.one(".rt-stage"), "still"));
}

#[wasm_bindgen_test]
async fn the_circle_of_a_deadlock_is_drawn_with_names() {
    let story = deadlock();
    let end = story.here();
    let log = story.shared();
    let mut page = Mounted::new(at(&log, end - 1)).await;
    assert_eq!(page.count(".rt-arc"), 0);
    page.show(at(&log, end)).await;
    assert_eq!(page.count(".rt-arc"), 2);
    let said = page.text(".rt-lists");
    assert!(said.contains("there waits for mutex right, held by back"), "{said}");
}

#[wasm_bindgen_test]
async fn what_the_pointer_or_the_focus_is_on_is_lit() {
    let story = deadlock();
    let end = story.here();
    let log = story.shared();
    let mut page = Mounted::new(at(&log, end)).await;
    let there = Hover { site: None, task: Some(TaskId::from_index(1)) };
    fire(&page.one(".rt-chip[data-task='2']"), "MouseEvent", "mouseover").await;
    assert_eq!(page.sent(), [Action::Hover(there)]);
    page.show(Snapshot { hover: there, ..at(&log, end) }).await;
    // Its chip, and the lock that it holds.
    assert_eq!(page.all(".runtime .lit").len(), 2);

    let chip = page.one(".rt-chip[data-task='3']");
    let _ = chip.focus();
    let back = Hover { site: None, task: Some(TaskId::from_index(2)) };
    assert!(page.sent().contains(&Action::Hover(back)));
    press(&chip, "ArrowLeft").await;
    assert!(page.sent().contains(&Action::Hover(there)));
}

#[wasm_bindgen_test]
async fn a_chip_is_chosen_and_then_leads_on() {
    let story = deadlock();
    let log = story.shared();
    let mut page = Mounted::new(at(&log, 8)).await;
    let task = Some(TaskId::from_index(1));
    page.click(".rt-chip[data-task='2']").await;
    assert_eq!(page.sent(), [Action::SelectTask(task)]);
    page.show(Snapshot { selected: task, ..at(&log, 8) }).await;
    page.click(".rt-chip[data-task='2']").await;
    let sent = page.sent();
    let [.., Action::Seek(to)] = sent[..] else { panic!("{sent:?}") };
    assert!(to > 8);
}

#[wasm_bindgen_test]
async fn what_is_simulated_says_so() {
    let mut story = Sample::begun(2);
    let main = story.main();
    story.spawn_kind(Some(main), "disk", TaskKind::Blocking);
    story.start(main);
    let here = story.here();
    let log = story.shared();
    let shown = Snapshot { needs: Some(Needs::Workers), ..at(&log, here) };
    let page = Mounted::new(shown).await;
    assert!(page.text(".rt-host").contains("workers simulated"));
    assert_eq!(page.all(".rt-worker").len(), 3);
    assert_eq!(page.text(".rt-threads"), "Blocking pool1simulated");
    let said = page.text(".rt-lists");
    assert!(said.contains("Blocking pool, simulated, 1 task"), "{said}");
}

#[wasm_bindgen_test]
async fn what_is_returned_is_seen_for_a_moment() {
    let mut story = Sample::begun(1);
    let main = story.main();
    let fetch = story.spawn(Some(main), "fetch");
    story.start(fetch);
    let value = Some(story.trace.intern("\"Ada\""));
    story.push(EventKind::PollEnd { task: fetch, ready: true, wakers: 0 });
    let before = story.here();
    story.push(EventKind::TaskEnd { task: fetch, how: TaskEnd::Ready, value });
    let here = story.here();
    for _ in 0..4 {
        story.start(main);
        story.pending(main);
    }
    let after = story.here();
    let log = story.shared();
    let mut page = Mounted::new(at(&log, before)).await;
    assert_eq!(page.count(".rt-value"), 0);
    page.show(at(&log, here)).await;
    assert_eq!(page.count(".rt-value"), 1);
    page.show(at(&log, after)).await;
    assert_eq!(page.count(".rt-value"), 0);
}

/// Gives the runtime's pane a height, then waits until its picture is drawn for it.
async fn give_height(page: &Mounted, pixels: f64, is_drawn: impl Fn(&Mounted) -> bool) {
    let style = format!("display: flex; flex-direction: column; width: 500px; height: {pixels}px");
    page.one("#runtime").set_attribute("style", &style).expect("a style");
    // The browser tells of the size with a frame, and the picture is drawn anew after that.
    for _ in 0..30 {
        frame().await;
    }
    assert!(is_drawn(page), "at {pixels}: {:?}", page.one(".rt-stage").get_attribute("style"));
}

#[wasm_bindgen_test]
async fn a_pane_that_is_lower_than_the_picture_has_all_of_it_smaller() {
    let story = deadlock();
    let end = story.here();
    let page = Mounted::new(at(&story.shared(), end)).await;
    let zoomed = |page: &Mounted| {
        page.one(".rt-stage").get_attribute("style").unwrap_or_default().contains("zoom:")
    };
    let high = |selector: &str| page.one(selector).get_bounding_client_rect().height();
    let bottom = |selector: &str| page.one(selector).get_bounding_client_rect().bottom();
    give_height(&page, 900.0, |page| !zoomed(page)).await;
    let (head, usual) = (high(".rt-head"), high(".rt-stage"));
    assert!(usual > 100.0 && bottom(".rt-stage") <= bottom(".rt-scroll"), "{usual}");
    for share in [0.9, 0.7] {
        give_height(&page, head + usual * share, zoomed).await;
        assert!(bottom(".rt-stage") <= bottom(".rt-scroll") + 1.0, "at {share}");
        // No smaller than it has to be: the next size does not fit.
        assert!(high(".rt-stage") > usual * (share - 0.15), "at {share}");
    }
    give_height(&page, 900.0, |page| !zoomed(page)).await;
    assert!((high(".rt-stage") - usual).abs() < 1.0, "as it was");
}

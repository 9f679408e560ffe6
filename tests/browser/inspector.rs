//! The inspector, drawn from hand-made snapshots in a real page.

use std::cell::RefCell;
use std::rc::Rc;

use playground::action::{Action, Hover};
use playground::snapshot::{LintReport, Mode, Snapshot};
use trace::{Lint, LintKind, ResourceKind, Severity, TaskId, Trace, WokenBy};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::made::mounted::{Mounted, fire, has_class, press};
use crate::made::{self, FIRST_PRINT, PARKED, SECOND_PRINT, snapshot, snapshot_of};
use sample::{Sample, deadlock};

/// The page with the inspector open, at a section.
async fn open(snapshot: Snapshot, section: usize) -> Mounted {
    let page = Mounted::new(snapshot).await;
    page.click(".side-tabs [aria-controls='inspector']").await;
    page.click(&format!(".in-sections [role=tab]:nth-child({})", section + 1)).await;
    page.sent();
    page
}

fn at(log: &Rc<RefCell<Trace>>, position: usize) -> Snapshot {
    snapshot_of(log.clone(), position)
}

fn id(index: usize) -> TaskId {
    TaskId::from_index(index)
}

/// The names of the rows that are drawn, from the top.
fn names(page: &Mounted) -> Vec<String> {
    page.all(".in-row .in-name").iter().filter_map(|name| name.text_content()).collect()
}

#[wasm_bindgen_test]
async fn nothing_is_drawn_before_it_is_opened() {
    let page = Mounted::new(snapshot(PARKED)).await;
    assert_eq!(page.count(".in-row"), 0);
    page.click(".side-tabs [aria-controls='inspector']").await;
    assert_eq!(names(&page), ["main"]);
}

#[wasm_bindgen_test]
async fn the_table_has_each_task_at_the_position() {
    let mut page = open(snapshot(PARKED), 0).await;
    let row = page.text(".in-row");
    assert!(row.contains("idle"), "{row}");
    page.show(snapshot(SECOND_PRINT)).await;
    let cells: Vec<_> =
        page.all(".in-row > *").iter().filter_map(|cell| cell.text_content()).collect();
    let expected =
        ["", "1", "main", "running", "200 ms", "0 ms", "0 ms", "200 ms", "2", "1", "0", "8 B", ""];
    assert_eq!(cells, expected);
    page.show(snapshot(0)).await;
    assert!(page.text(".inspector .empty").contains("No task yet"));
}

#[wasm_bindgen_test]
async fn headings_sort() {
    let story = deadlock();
    let end = story.here();
    let page = open(at(&story.shared(), end), 0).await;
    assert_eq!(names(&page), ["main", "there", "back"]);
    let heading = |name: &str| {
        let all = page.all(".in-table thead th");
        all.into_iter().find(|th| th.text_content().as_deref() == Some(name)).expect("a heading")
    };
    assert_eq!(heading("ID").get_attribute("aria-sort").as_deref(), Some("ascending"));
    let button = |name: &str| heading(name).query_selector("button").ok().flatten();
    fire(&button("Name").expect("a button"), "MouseEvent", "click").await;
    assert_eq!(names(&page), ["back", "main", "there"]);
    assert_eq!(heading("Name").get_attribute("aria-sort").as_deref(), Some("ascending"));
    assert_eq!(heading("ID").get_attribute("aria-sort"), None);
    fire(&button("Name").expect("a button"), "MouseEvent", "click").await;
    assert_eq!(names(&page), ["there", "main", "back"]);
    assert_eq!(heading("Name").get_attribute("aria-sort").as_deref(), Some("descending"));
}

#[wasm_bindgen_test]
async fn a_row_lights_and_chooses_its_task() {
    let story = deadlock();
    let end = story.here();
    let log = story.shared();
    let mut page = open(at(&log, end), 0).await;
    let row = ".in-row[data-task='2']";
    fire(&page.one(row), "MouseEvent", "mouseover").await;
    let hover = Hover { site: None, task: Some(id(1)) };
    assert_eq!(page.sent(), [Action::Hover(hover)]);
    page.click(&format!("{row} .in-name")).await;
    assert_eq!(page.sent(), [Action::SelectTask(Some(id(1)))]);

    page.show(Snapshot { selected: Some(id(1)), hover, ..at(&log, end) }).await;
    assert!(has_class(&page.one(row), "selected") && has_class(&page.one(row), "lit"));
    assert_eq!(page.one(row).get_attribute("aria-current").as_deref(), Some("true"));
    let in_runtime = ".rt-chip[data-task='2']";
    assert!(has_class(&page.one(in_runtime), "selected"));

    // Esc lets go of it; arrows lead to the next row.
    let name = page.one(&format!("{row} .in-name"));
    let _ = name.focus();
    press(&name, "ArrowDown").await;
    let focused = web_sys::window().and_then(|window| window.document()?.active_element());
    assert_eq!(focused.and_then(|name| name.text_content()).as_deref(), Some("back"));
    page.sent();
    press(&page.one("main"), "Escape").await;
    assert_eq!(page.sent(), [Action::SelectTask(None)]);
}

#[wasm_bindgen_test]
async fn of_many_rows_those_in_sight_are_drawn() {
    let mut story = Sample::begun(1);
    let main = story.main();
    for _ in 1..1_000 {
        story.spawn(Some(main), "one of many");
    }
    let here = story.here();
    let page = open(at(&story.shared(), here), 0).await;
    let drawn = page.count(".in-row");
    assert!((40..200).contains(&drawn), "{drawn}");
    let table = page.one(".in-table");
    assert_eq!(table.get_attribute("aria-rowcount").as_deref(), Some("1001"));

    assert_eq!(page.count(".in-row[data-task='1']"), 1);
    let scroll = page.one(".in-tasks");
    let _ = scroll.set_attribute("style", "height: 300px; overflow: auto; --in-row: 20px");
    scroll.set_scroll_top(scroll.scroll_height());
    fire(&scroll, "Event", "scroll").await;
    assert_eq!(page.count(".in-row[data-task='1']"), 0);
    assert!((40..200).contains(&page.count(".in-row")));
}

#[wasm_bindgen_test]
async fn awaits_are_told_with_their_state_machine() {
    let mut page = open(snapshot(PARKED), 1).await;
    assert_eq!(page.text(".in-await code"), "sleep(WAIT_MS)");
    assert!(page.text(".in-await").contains("pending for 0 ms"));
    assert!(page.text(".in-at.now").contains("Suspend0"));
    assert_eq!(page.one(".in-at.now").get_attribute("aria-current").as_deref(), Some("step"));
    assert!(page.text(".in-size").contains("8 bytes"));
    page.show(snapshot(2)).await;
    assert_eq!(page.text(".in-at.now"), "Unresumed");
    assert!(page.text(".in-awaits .empty").contains("main awaits nothing: it was never polled."));
    page.show(snapshot(made::END)).await;
    assert_eq!(page.text(".in-at.now"), "Returned");
}

#[wasm_bindgen_test]
async fn resources_have_holders_and_waiters() {
    let story = deadlock();
    let end = story.here();
    let log = story.shared();
    let mut page = open(at(&log, end), 2).await;
    let first = page.text(".in-resources > li:first-child");
    assert!(first.contains("mutex") && first.contains("left"), "{first}");
    assert!(first.contains("held by there") && first.contains("back"), "{first}");
    page.click(".in-resources > li:first-child .in-has .in-chip").await;
    assert_eq!(page.sent(), [Action::SelectTask(Some(id(1)))]);

    page.show(at(&log, 3)).await;
    assert!(page.text(".inspector .empty").contains("Nothing here at this moment"));

    let mut story = Sample::begun(1);
    let main = story.main();
    story.resource(ResourceKind::Mpsc, "tx", 2);
    story.start(main);
    story.timer(main, 300);
    let here = story.here();
    page.show(at(&story.shared(), here)).await;
    let said = page.text(".in-body");
    assert!(said.contains("0 of 2 places taken") && said.contains("due in 300 ms"), "{said}");
}

fn slow_poll() -> Lint {
    Lint {
        kind: LintKind::SlowPoll,
        severity: Severity::Critical,
        task: Some(id(0)),
        resource: None,
        site: None,
        evidence: 2..7,
        found: "poll 1 of main took 60 ms <b>".to_owned(),
    }
}

#[wasm_bindgen_test]
async fn a_lint_leads_to_its_evidence() {
    let lints = Rc::new(LintReport { found: vec![slow_poll()], is_whole: true });
    let page = open(Snapshot { lints, ..snapshot(PARKED) }, 3).await;
    assert!(page.text(".side-tabs [aria-controls='inspector']").ends_with('1'));
    assert_eq!(page.text(".in-found"), "poll 1 of main took 60 ms <b>.");
    assert!(page.text(".in-lint h3").contains("Slow poll"));
    assert!(page.text(".in-advice").contains("spawn_blocking"));
    page.click(".in-found").await;
    assert_eq!(page.sent(), [Action::Seek(3), Action::SelectTask(Some(id(0)))]);
    page.click(".in-when button").await;
    assert_eq!(page.sent(), [Action::Seek(7)]);
}

#[wasm_bindgen_test]
async fn without_lints_it_says_what_was_looked_for() {
    let mut page = open(snapshot(PARKED), 3).await;
    assert!(page.text(".in-body").contains("once the run is over"));
    let lints = Rc::new(LintReport { found: Vec::new(), is_whole: true });
    page.show(Snapshot { lints, ..snapshot(PARKED) }).await;
    let said = page.text(".in-body");
    assert!(said.contains("Nothing looks wrong") && said.contains("lost wakers"), "{said}");
}

#[wasm_bindgen_test]
async fn sentences_are_read_out_when_one_steps() {
    let mut page = Mounted::new(snapshot(FIRST_PRINT)).await;
    let live = |page: &Mounted, what: &str| page.one(what).get_attribute("aria-live");
    assert_eq!(live(&page, ".sentence").as_deref(), Some("polite"));
    assert_eq!(live(&page, ".console .log").as_deref(), Some("polite"));
    page.show(Snapshot { mode: Mode::Playing, ..snapshot(SECOND_PRINT) }).await;
    assert_eq!(live(&page, ".sentence").as_deref(), Some("off"));
    assert_eq!(live(&page, ".console .log").as_deref(), Some("off"));
}

#[wasm_bindgen_test]
async fn thousands_of_prints_are_counted() {
    let mut story = Sample::begun(1);
    let main = story.main();
    story.start(main);
    let text = story.trace.intern("again\n");
    for _ in 0..5_000 {
        let (task, stream) = (Some(main), trace::Stream::Stdout);
        story.push(trace::EventKind::Print { task, site: None, text, stream });
    }
    story.wake_by(main, WokenBy::Host, None);
    let here = story.here();
    let page = Mounted::new(at(&story.shared(), here)).await;
    assert_eq!(page.count(".console li"), 300);
    assert!(page.text(".console-head").contains("The last 300 of 5000 prints"));
    assert!(page.text(".console-head").contains("Copy"));
}

//! The ways to a program and to a run of it: the catalog, the learning path, the player's choices.

use std::cell::RefCell;
use std::rc::Rc;

use playground::action::{Action, Direction};
use playground::exhibit::Exhibit;
use playground::snapshot::{Snapshot, TraceHandle};
use scenarios::{Scenario, scenarios};
use trace::{Needs, Trace};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use crate::made::mounted::{Mounted, fire, press};
use crate::made::snapshot;

async fn search(page: &Mounted, text: &str) -> HtmlInputElement {
    let search: HtmlInputElement = page.one(".search").unchecked_into();
    search.set_value(text);
    fire(&search, "Event", "input").await;
    search
}

/// A program of the catalog before the first event of its run.
fn unrun(scenario: &'static Scenario, variant: usize) -> Snapshot {
    let before = snapshot(0);
    let run = before.trace.borrow().run.clone();
    let trace = Trace::new(run, scenario.variants[variant].program.listing().sites);
    let trace = TraceHandle::new(Rc::new(RefCell::new(trace)));
    Snapshot { exhibit: Exhibit::of(scenario), variant, trace, ..before }
}

fn focused() -> Option<Element> {
    web_sys::window()?.document()?.active_element()
}

#[wasm_bindgen_test]
async fn a_variant_is_found_and_opened() {
    let page = Mounted::new(snapshot(0)).await;
    let input = search(&page, "lost-waker").await;
    assert_eq!(page.text(".groups small"), "loses the waker");
    let link = page.one(".groups a");
    assert_eq!(link.get_attribute("href").as_deref(), Some("#/future-trait?variant=lost-waker"));
    press(&input, "Enter").await;
    let select = Action::select("future-trait", "lost-waker");
    assert_eq!(page.sent(), [select]);
}

#[wasm_bindgen_test]
async fn arrows_lead_through_what_was_found() {
    let page = Mounted::new(snapshot(0)).await;
    let input = search(&page, "join").await;
    let links = page.all(".groups a");
    assert!(links.len() > 1);
    press(&input, "ArrowDown").await;
    assert_eq!(focused().as_ref(), Some(links[0].as_ref()));
    press(&links[0], "End").await;
    assert_eq!(focused().as_ref(), Some(links[links.len() - 1].as_ref()));
    press(&links[links.len() - 1], "Home").await;
    assert_eq!(focused().as_ref(), Some(links[0].as_ref()));
    press(&links[0], "ArrowUp").await;
    assert_eq!(focused().as_ref(), Some(input.as_ref()));
    assert_eq!(page.sent(), [], "no key has done anything else");
}

#[wasm_bindgen_test]
async fn nothing_found_says_so_and_leads_back() {
    let page = Mounted::new(snapshot(0)).await;
    search(&page, "qwxyz").await;
    assert!(page.text(".found").contains("No program matches “qwxyz”."));
    page.click(".found button").await;
    assert_eq!(page.all(".groups a").len(), scenarios().len());
    assert_eq!(page.text(".found"), "");
}

#[wasm_bindgen_test]
async fn the_notes_end_with_the_way_on() {
    let all = scenarios();
    let mut page = Mounted::new(Snapshot { exhibit: Exhibit::of(&all[1]), ..snapshot(0) }).await;
    assert_eq!(page.text(".path p.label"), format!("Program 2 of {}", all.len()));
    assert!(page.text(".path .previous").ends_with(all[0].title));
    assert!(page.text(".path .next").ends_with(all[2].title));
    page.click(".path .next").await;
    page.click(".path .previous").await;
    press(&page.one("main"), "j").await;
    press(&page.one("main"), "k").await;
    let select = |to: usize| Action::select(all[to].id, "");
    let turns = [Action::Neighbour(Direction::Forward), Action::Neighbour(Direction::Back)];
    assert_eq!(page.sent(), [[select(2), select(0)], turns].concat());

    page.show(Snapshot { exhibit: Exhibit::of(&all[0]), ..snapshot(0) }).await;
    assert!(page.all(".path .previous").is_empty());
    page.show(Snapshot { exhibit: Exhibit::of(&all[all.len() - 1]), ..snapshot(0) }).await;
    assert!(page.text(".path").contains("This is the end of the path."));
    page.click(".path .next").await;
    assert_eq!(page.sent(), [select(0)]);
}

#[wasm_bindgen_test]
async fn what_cannot_run_live_says_why() {
    let mut page = Mounted::new(snapshot(0)).await;
    assert!(page.all(".reason").is_empty());
    for needs in [Needs::Workers, Needs::Threads, Needs::Blocking] {
        page.show(Snapshot { needs: Some(needs), ..snapshot(0) }).await;
        assert!(page.text(".reason").contains(needs.sentence()));
        let button = page.one(".primary");
        assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"));
        assert_eq!(button.get_attribute("aria-describedby").as_deref(), Some("run-reason"));
        button.click();
        let clock = page.text(".player .clock");
        assert_eq!(clock, format!("simulated clock and {}", needs.simulated()));
    }
    assert_eq!(page.sent(), []);
}

#[wasm_bindgen_test]
async fn workers_and_seed_are_chosen() {
    let mut page = Mounted::new(snapshot(0)).await;
    assert!(page.all(".choices").is_empty(), "neither makes a difference");
    page.show(Snapshot { needs: Some(Needs::Workers), ..snapshot(0) }).await;
    let choose = async |page: &Mounted, value: &str| {
        let select: HtmlSelectElement = page.one(".choice[title*=workers] select").unchecked_into();
        select.set_value(value);
        fire(&select, "Event", "change").await;
    };
    choose(&page, "4").await;
    choose(&page, "").await;
    page.click(".seed").await;
    let chosen = [Action::Workers(Some(4)), Action::Workers(None), Action::AnotherSeed];
    assert_eq!(page.sent(), chosen);

    // A `select!` leaves its first branch to chance.
    let select = scenarios::find("select").expect("select");
    let has = |page: &Mounted| (page.all(".choice[title*=workers]").len(), page.all(".seed").len());
    for (variant, expected) in [("race", (0, 1)), ("biased", (0, 0))] {
        let at = select.variants.iter().position(|known| known.id == variant).expect(variant);
        page.show(unrun(select, at)).await;
        assert_eq!(has(&page), expected, "{variant}");
    }

    // A number that only an address names is there to be seen.
    page.show(Snapshot { workers: Some(3), seed: 9, ..snapshot(0) }).await;
    let select: HtmlSelectElement = page.one(".choice[title*=workers] select").unchecked_into();
    assert_eq!(select.value(), "3");
    assert_eq!(page.text(".seed"), "9");
}

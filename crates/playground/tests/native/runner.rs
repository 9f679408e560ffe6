//! Whoever runs programs: the catalog runs its own, and a program that nobody runs is told.

use std::rc::Rc;

use engine::{Running, Settings};
use playground::action::Action;
use playground::exhibit::{Exhibit, Variant};
use playground::route::Route;
use playground::{Catalog, Effect, Playground, Runner};
use scenarios::find;
use trace::Listing;

/// A scenario of the catalog with another text for its first program.
fn changed(text: impl Fn(&str) -> String) -> Rc<Exhibit> {
    let known = Exhibit::of(find("spawn").expect("a scenario"));
    let first = &known.variants[0];
    let listing =
        Listing { source: text(&first.listing.source).into(), ..Listing::clone(&first.listing) };
    let variant = Variant { listing: Rc::new(listing), ..first.clone() };
    Rc::new(Exhibit { variants: vec![variant], ..Exhibit::clone(&known) })
}

#[test]
fn the_catalog_runs_a_program_only_as_it_is_compiled() {
    let start = |exhibit: Rc<Exhibit>| {
        let listing = &exhibit.variants[0].listing;
        Catalog.start(listing, Settings::default()).map(|run: Rc<dyn Running>| {
            while run.advance(u32::MAX) {}
            run.trace().borrow().len()
        })
    };
    let as_compiled = start(changed(str::to_owned)).expect("a run");
    assert!(as_compiled > 10, "{as_compiled} events");
    assert_eq!(start(changed(|text| format!("{text}\n// changed"))), None);
}

#[test]
fn a_program_that_nobody_runs_is_shown_and_told() {
    let exhibit = changed(|text| format!("{text}\n// changed"));
    let mut playground = Playground::new(&Route::to(exhibit, 0));
    let shown = playground.snapshot();
    assert!(shown.variant().listing.source.ends_with("// changed"));
    assert_eq!(shown.trace.len(), 0, "the trace is not that of the compiled program");
    let told = |playground: &Playground| {
        let notices = playground.snapshot().notices;
        notices.iter().any(|notice| notice.text.starts_with("This program is not run here"))
    };
    assert!(told(&playground));
    // The page lives on: neither a live run nor another setting is more than told.
    assert_eq!(playground.apply(Action::RunLive), Effect::StartLive);
    assert!(playground.begin_live(Rc::new(|| 0), true).is_none());
    playground.apply(Action::AnotherSeed);
    assert!(told(&playground) && !playground.is_live());
    playground.apply(Action::select("join", "joined"));
    assert!(playground.snapshot().trace.len() > 10);
}

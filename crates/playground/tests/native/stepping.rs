//! The player without a browser: the points of the notes, and what is taken back.

use playground::Playground;
use playground::action::{Action, Direction, Step};
use playground::route::Route;
use playground::snapshot::Clock;
use scenarios::scenarios;

fn open(address: &str) -> Playground {
    let (route, notices) = Route::parse(address);
    assert_eq!(notices, Vec::<String>::new(), "{address}");
    Playground::new(&route)
}

fn knob(playground: &Playground) -> i64 {
    playground.snapshot().knobs[0]
}

#[test]
fn every_run_has_the_points_of_its_notes_in_order() {
    for scenario in scenarios() {
        let mut seen = 0;
        for variant in 0..scenario.variants.len() {
            let mut playground = Playground::new(&Route::of(scenario, variant));
            while playground.is_computing() {
                playground.compute();
            }
            let snapshot = playground.snapshot();
            let in_order = snapshot.bookmarks.is_sorted_by_key(|bookmark| bookmark.position);
            assert!(in_order, "{}", scenario.id);
            for bookmark in &*snapshot.bookmarks {
                assert!((1..=snapshot.trace.len()).contains(&bookmark.position));
                assert!(bookmark.place <= snapshot.end());
            }
            seen += snapshot.bookmarks.len();
        }
        assert_eq!(seen, scenario.watch.len(), "{}", scenario.id);
    }
}

#[test]
fn steps_lead_from_point_to_point_and_back() {
    let mut playground = open("#/join?variant=joined&t=0&e=0");
    let points: Vec<usize> =
        playground.snapshot().bookmarks.iter().map(|bookmark| bookmark.position).collect();
    assert_eq!(points.len(), 3);
    let mut step = |direction| {
        playground.apply(Action::Step(Step::Bookmark, direction));
        playground.snapshot().position()
    };
    let there: Vec<usize> = (0..3).map(|_| step(Direction::Forward)).collect();
    assert_eq!(there, points);
    let end = step(Direction::Forward);
    assert!(end > points[2]);
    let back: Vec<usize> = (0..3).map(|_| step(Direction::Back)).collect();
    assert_eq!(back, [points[2], points[1], points[0]]);
    assert_eq!(step(Direction::Back), 0);
}

#[test]
fn a_drag_is_taken_back_as_one() {
    let mut playground = open("#/join?variant=joined");
    let written = knob(&playground);
    for value in [250, 300, 350] {
        playground.apply(Action::Knob(0, value));
    }
    playground.settle();
    playground.apply(Action::Knob(0, 400));
    playground.apply(Action::Workers(Some(2)));
    let mut values = Vec::new();
    for _ in 0..4 {
        playground.apply(Action::Undo);
        values.push((playground.snapshot().workers, knob(&playground)));
    }
    assert_eq!(values, [(None, 400), (None, 350), (None, written), (None, written)]);
    // The run follows.
    assert_eq!(playground.snapshot().trace.borrow().duration(), 300_000);
    playground.apply(Action::Redo);
    playground.apply(Action::Redo);
    assert_eq!(knob(&playground), 400);
    assert_eq!(playground.snapshot().trace.borrow().duration(), 400_000);
    // What is set anew cannot be followed by what was taken back.
    playground.apply(Action::ResetKnobs);
    playground.apply(Action::Redo);
    assert_eq!(knob(&playground), written);
    playground.apply(Action::Undo);
    assert_eq!(knob(&playground), 400);
}

#[test]
fn another_program_has_nothing_to_take_back() {
    let mut playground = open("#/join?variant=joined&compare=sequential");
    playground.apply(Action::Knob(0, 450));
    playground.apply(Action::select("join", "sequential"));
    assert_eq!(knob(&playground), 450);
    playground.apply(Action::Undo);
    assert_eq!(knob(&playground), 450);
    playground.apply(Action::Knob(0, 500));
    playground.apply(Action::select("spawn", ""));
    let there = playground.snapshot().knobs;
    playground.apply(Action::Undo);
    assert_eq!(playground.snapshot().knobs, there);
}

#[test]
fn the_simulated_run_can_be_asked_for() {
    let mut playground = open("#/join?variant=joined&t=200000&e=1");
    let before = playground.route().to_string();
    playground.apply(Action::Clock(Clock::Simulated));
    assert_eq!(playground.route().to_string(), before);
    assert_eq!(playground.snapshot().clock, Clock::Simulated);
}

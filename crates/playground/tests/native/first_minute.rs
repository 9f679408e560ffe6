//! What a first visitor is shown, without a browser: the run that plays once by itself.

use playground::Playground;
use playground::action::{Action, Hover};
use playground::route::Route;
use playground::snapshot::Mode;

/// The opening program, shown to a first visitor.
fn shown() -> Playground {
    let mut playground = Playground::new(&Route::first());
    playground.begin_show();
    assert_eq!(playground.snapshot().mode, Mode::Playing);
    assert_eq!(playground.snapshot().position(), 0);
    playground
}

/// How many frames of 16 ms it takes until nothing moves, and the positions on the way.
fn play(playground: &mut Playground) -> (usize, Vec<usize>) {
    let (mut frames, mut positions) = (0, Vec::new());
    while playground.moves() {
        playground.frame(16.0, 0);
        positions.push(playground.snapshot().position());
        frames += 1;
        assert!(frames < 10_000, "it does not end");
    }
    (frames, positions)
}

#[test]
fn the_opening_program_is_what_its_title_and_its_question_name() {
    let route = Route::first();
    assert_eq!(route.variant().label, route.exhibit.title);
    assert!(route.exhibit.scenario().expect("a scenario").question.contains(&*route.exhibit.title));
    assert!(route.exhibit.idea.contains(&*route.exhibit.title));
}

#[test]
fn the_run_plays_once_slowly_and_ends_where_it_began() {
    let mut playground = shown();
    let opened = Playground::new(&Route::first()).snapshot();
    let (slow, positions) = play(&mut playground);
    let (_, on_the_way) = positions.split_last().expect("frames");
    assert!(on_the_way.is_sorted());
    assert_eq!(on_the_way.last(), Some(&opened.trace.len()));
    let over = playground.snapshot();
    assert_eq!((over.position(), over.fresh), (opened.position(), true));
    assert_eq!(playground.route().to_string(), "#/join?variant=joined");

    let mut playground = Playground::new(&Route::first());
    playground.apply(Action::TogglePlay);
    let (usual, _) = play(&mut playground);
    assert!(slow > usual + usual / 2, "{slow} and {usual} frames");
}

#[test]
fn whatever_is_done_ends_it_where_it_stands() {
    for action in [Action::SelectTask(None), Action::Knob(0, 350), Action::TogglePlay] {
        let mut playground = shown();
        playground.frame(1_000.0, 0);
        let position = playground.snapshot().position();
        assert!(position > 0);
        playground.apply(Action::Hover(Hover::default()));
        assert!(playground.moves(), "a pointer that only moves ends nothing");
        playground.apply(action.clone());
        assert_eq!(playground.snapshot().mode, Mode::Paused, "{action:?}");
        assert!(!playground.end_show(), "it is over");
    }
    let mut playground = shown();
    playground.frame(1_000.0, 0);
    let position = playground.snapshot().position();
    assert!(playground.end_show());
    assert_eq!(playground.snapshot().position(), position);
    playground.apply(Action::TogglePlay);
    assert!(playground.moves(), "the button plays on");
}

#[test]
fn who_was_quicker_is_shown_nothing() {
    let mut playground = Playground::new(&Route::first());
    playground.apply(Action::Seek(3));
    playground.begin_show();
    assert_eq!(playground.snapshot().mode, Mode::Paused);
    assert_eq!(playground.snapshot().position(), 3);
}

//! Places in a trace by name.

use sample::Sample;
use trace::{TaskId, TaskKind, Trace, WokenBy, bookmark};

const MAIN: TaskId = TaskId::from_index(0);
const FETCH: TaskId = TaskId::from_index(1);

/// `main` spawns `fetch 1`, which is polled twice.
fn trace() -> Trace {
    let mut s = Sample::new(); // 0
    s.main(); // 1
    s.start(MAIN); // 2
    s.spawn_kind(None, "fetch 1", TaskKind::Task); // 3
    s.pending(MAIN); // 4
    s.start(FETCH); // 5
    s.print(FETCH, "Fetch 1 begins\n"); // 6
    s.pending(FETCH); // 7
    s.wake(FETCH, WokenBy::Host); // 8
    s.start(FETCH); // 9
    s.print(FETCH, "the end\n"); // 10
    s.print(FETCH, "Fetch 1 begins\n"); // 11
    s.done(FETCH); // 12, 13
    s.wake(MAIN, WokenBy::Host); // 14
    s.start(MAIN); // 15
    s.trace
}

/// A bookmark leads to the position after the event with this index.
fn check(text: &str, index: impl Into<Option<usize>>) {
    assert_eq!(bookmark(&trace(), text), index.into().map(|index| index + 1), "{text}");
}

#[test]
fn each_kind_of_place_is_found() {
    check("print \"the end\"", 10);
    check("spawn main", 1);
    check("spawn fetch 1", 3);
    check("end fetch 1", 13);
    check("poll main 2", 15);
    check("poll fetch 1 1", 5);
    check("wake fetch 1 1", 8);
    check("wake main 1", 14);
}

#[test]
fn a_print_is_found_by_a_part_of_it_and_the_first_one_counts() {
    check("print \"begins\"", 6);
    check("print \"Fetch 1 begins\"", 6);
    check("print \"e\"", 6);
    check("print \"\"", 6);
}

#[test]
fn what_the_trace_does_not_have_is_not_found() {
    check("print \"nothing like it\"", None);
    check("spawn nobody", None);
    check("end main", None);
    check("end nobody", None);
    check("poll main 3", None);
    check("wake fetch 1 2", None);
    check("poll nobody 1", None);
}

#[test]
fn what_is_no_bookmark_is_not_found() {
    for text in [
        "",
        "print",
        "print no quotes",
        "print \"open",
        "spawn",
        "poll main",
        "poll main 0",
        "poll main -1",
        "poll main x",
        "await main 1",
        "poll 1",
    ] {
        check(text, None);
    }
}

#[test]
fn spaces_around_it_do_not_matter() {
    check("  spawn   fetch 1  ", 3);
    check(" print  \"the end\" ", 10);
}

//! Places in a trace by name.

use trace::{
    Event, EventKind, HostKind, RunInfo, Stream, TaskEnd, TaskId, TaskKind, Trace, WakeHow,
    WokenBy, bookmark,
};

const MAIN: TaskId = TaskId::from_index(0);
const FETCH: TaskId = TaskId::from_index(1);

/// `main` spawns `fetch 1`, which is polled twice.
fn trace() -> Trace {
    let run = RunInfo {
        program: "bookmarks".to_owned(),
        host: HostKind::Simulated,
        seed: 0,
        workers: 1,
        knobs: Vec::new(),
    };
    let mut trace = Trace::new(run, Vec::new());
    let label = |trace: &mut Trace, text: &str| trace.intern(text);
    let (main, fetch) = (label(&mut trace, "main"), label(&mut trace, "fetch 1"));
    let (begins, ends) = (label(&mut trace, "Fetch 1 begins\n"), label(&mut trace, "the end\n"));
    let spawn = |task, name, kind| EventKind::TaskSpawn {
        task,
        parent: None,
        name,
        kind,
        size: 8,
        site: None,
    };
    let print =
        |text| EventKind::Print { task: Some(FETCH), site: None, text, stream: Stream::Stdout };
    let poll = |task, number| EventKind::PollStart { task, number, worker: 0 };
    let pending = |task| EventKind::PollEnd { task, ready: false, wakers: 1 };
    let wake =
        |task| EventKind::Wake { task, by: WokenBy::Host, how: WakeHow::ByValue, resource: None };
    for kind in [
        EventKind::RunStart,                                                  // 0
        spawn(MAIN, main, TaskKind::BlockOn),                                 // 1
        poll(MAIN, 1),                                                        // 2
        spawn(FETCH, fetch, TaskKind::Task),                                  // 3
        pending(MAIN),                                                        // 4
        poll(FETCH, 1),                                                       // 5
        print(begins),                                                        // 6
        pending(FETCH),                                                       // 7
        wake(FETCH),                                                          // 8
        poll(FETCH, 2),                                                       // 9
        print(ends),                                                          // 10
        print(begins),                                                        // 11
        EventKind::PollEnd { task: FETCH, ready: true, wakers: 0 },           // 12
        EventKind::TaskEnd { task: FETCH, how: TaskEnd::Ready, value: None }, // 13
        wake(MAIN),                                                           // 14
        poll(MAIN, 2),                                                        // 15
    ] {
        trace.push(Event { at: 0, kind });
    }
    trace
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

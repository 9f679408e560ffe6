//! Futures as state machines, and trees of awaits.

use sample::Sample;
use trace::{At, Machines, Nested, Site, SiteKind, State, TaskEnd, TaskId, TaskKind, await_tree};

/// ```text
/// 1  async fn brew() {
/// 2      heat().await;
/// 3      steep().await;
/// 4  }
/// 5  async fn main() {
/// 6      spawn(async move {
/// 7          tx.send(1).await;
/// 8      });
/// 9      brew().await;
/// 10     join!(brew(), async { late().await });
/// 11 }
/// ```
fn sites() -> Vec<Site> {
    let site = |kind, lines: (u32, u32), columns: (u32, u32), name: &'static str, function| Site {
        kind,
        line: lines.0,
        column: columns.0,
        end_line: lines.1,
        end_column: columns.1,
        text: name.into(),
        name: name.into(),
        function,
        group: None,
        many: false,
    };
    use SiteKind::{Await, Branch, Group, Spawn};
    let group = Some(JOIN as u32);
    vec![
        site(Await, (2, 2), (5, 17), "heat", "brew".into()),
        site(Await, (3, 3), (5, 18), "steep", "brew".into()),
        site(Spawn, (6, 8), (5, 7), "producer", "main".into()),
        site(Await, (7, 7), (9, 25), "send", "main".into()),
        site(Await, (9, 9), (5, 17), "brew", "main".into()),
        site(Group, (10, 10), (5, 42), "join!", "main".into()),
        Site { group, ..site(Branch, (10, 10), (11, 17), "brew", "main".into()) },
        Site { group, ..site(Branch, (10, 10), (19, 41), "async", "main".into()) },
        site(Await, (10, 10), (27, 39), "late", "main".into()),
    ]
}

const SPAWN: usize = 2;
const SEND: usize = 3;
const BREW: usize = 4;
const JOIN: usize = 5;
const LATE: usize = 8;

/// `main` was spawned.
fn begun() -> Sample {
    let mut sample = Sample::empty(sites());
    sample.spawn_at(None, "name", TaskKind::BlockOn, None);
    sample
}

/// The functions that a task is made of at a position, with their stops, and where each is.
fn check(sample: &Sample, position: usize, task: TaskId, expected: &[(&str, bool, &[usize], At)]) {
    let mut machines = Machines::default();
    machines.grow(&sample.trace);
    let state = State::after(&sample.trace.events()[..position]);
    let found = machines.of(&sample.trace, &state, task);
    let found: Vec<_> = found
        .iter()
        .map(|it| {
            let stops: Vec<usize> = it.stops.iter().map(|stop| stop.index()).collect();
            (it.function.clone(), it.is_block, stops, it.at)
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(function, is_block, stops, at)| {
            ((*function).to_owned(), *is_block, stops.to_vec(), *at)
        })
        .collect();
    assert_eq!(found, expected);
}

const MAIN: TaskId = TaskId::from_index(0);
const STOPS: &[usize] = &[BREW, JOIN];

#[test]
fn a_function_is_suspended_at_its_own_awaits() {
    let mut sample = begun();
    check(&sample, 1, MAIN, &[("main", false, STOPS, At::Unresumed)]);
    sample.start(MAIN);
    let running = sample.here();
    let brew = sample.enter(MAIN, None, BREW);
    sample.enter(MAIN, Some(brew), 1);
    sample.pending(MAIN);
    let parked = sample.here();
    // What is known of the whole trace is known at its start too.
    check(&sample, 1, MAIN, &[("main", false, STOPS, At::Unresumed)]);
    check(&sample, running, MAIN, &[("main", false, STOPS, At::Between)]);
    let inside: &[_] =
        &[("main", false, STOPS, At::Stop(0)), ("brew", false, &[0, 1], At::Stop(1))];
    check(&sample, parked, MAIN, inside);
    for (how, at) in [
        (TaskEnd::Ready, At::Returned),
        (TaskEnd::Panicked, At::Panicked),
        (TaskEnd::Cancelled, At::Dropped),
    ] {
        let mut sample = begun();
        sample.end(MAIN, how);
        check(&sample, sample.here(), MAIN, &[("main", false, STOPS, at)]);
    }
}

#[test]
fn a_spawned_block_has_the_awaits_that_stand_in_it() {
    let mut sample = begun();
    let task = sample.spawn_at(None, "name", TaskKind::Task, Some(SPAWN));
    check(&sample, 2, task, &[("main", true, &[SEND], At::Unresumed)]);
    sample.start(task);
    sample.enter(task, None, SEND);
    sample.pending(task);
    check(&sample, sample.here(), task, &[("main", true, &[SEND], At::Stop(0))]);
}

#[test]
fn branches_of_a_macro_are_futures_of_their_own() {
    let mut sample = begun();
    sample.start(MAIN);
    let first = sample.enter(MAIN, None, JOIN + 1);
    sample.enter(MAIN, Some(first), 0);
    let second = sample.enter(MAIN, None, JOIN + 2);
    sample.enter(MAIN, Some(second), LATE);
    sample.pending(MAIN);
    check(
        &sample,
        sample.here(),
        MAIN,
        &[
            ("main", false, STOPS, At::Stop(1)),
            ("brew", false, &[0, 1], At::Stop(0)),
            ("main", true, &[LATE], At::Stop(0)),
        ],
    );
}

#[test]
fn a_thread_is_no_future() {
    let mut sample = begun();
    let task = sample.spawn_at(None, "name", TaskKind::Thread, Some(SPAWN));
    check(&sample, 2, task, &[]);
}

#[test]
fn awaits_stand_under_those_that_they_are_nested_in() {
    let mut sample = begun();
    sample.start(MAIN);
    let join = sample.enter(MAIN, None, JOIN);
    let first = sample.enter(MAIN, Some(join), JOIN + 1);
    let second = sample.enter(MAIN, Some(join), JOIN + 2);
    let late = sample.enter(MAIN, Some(second), LATE);
    let heat = sample.enter(MAIN, Some(first), 0);
    let state = State::after(sample.trace.events());
    let at = |depth, span| Nested { span, depth };
    let whole = [at(0, join), at(1, first), at(2, heat), at(1, second), at(2, late)];
    assert_eq!(await_tree(&state, MAIN, 9), (whole.to_vec(), 0));
    assert_eq!(await_tree(&state, MAIN, 2).1, 3);
    assert_eq!(await_tree(&state, TaskId::from_index(1), 9), (Vec::new(), 0));
}

//! The inspector's figures, worked out of real runs without a browser.

use futurescope::view::inspector::held::{deadlines, held};
use futurescope::view::inspector::rows::{Column, Order, Rows, Stance, stance, warnings};
use playground::Playground;
use playground::action::{Action, Direction, Step};
use playground::route::Route;
use playground::snapshot::Snapshot;
use trace::{LintKind, Op, lints};

fn open(address: &str) -> Snapshot {
    let (route, notices) = Route::parse(address);
    assert_eq!(notices, Vec::<String>::new(), "{address}");
    let mut playground = Playground::new(&route);
    while playground.is_computing() {
        playground.compute();
    }
    playground.snapshot()
}

/// The names of the tasks in an order.
fn names(snapshot: &Snapshot, order: Order) -> Vec<String> {
    let trace = snapshot.trace.borrow();
    let (state, now) = (&*snapshot.state, snapshot.now);
    let warnings = warnings(&snapshot.lints.found, state.tasks.len(), state.position);
    let rows = Rows { trace: &trace, state, now, warnings: &warnings };
    let name = |at: &u32| trace.label(state.tasks[*at as usize].name).to_owned();
    rows.sorted(order).iter().map(name).collect()
}

fn by(column: Column, descending: bool) -> Order {
    Order { column, descending }
}

#[test]
fn rows_are_sorted_by_any_column() {
    let snapshot = open("#/smells?t=99000000");
    let tasks = ["main", "impatient", "forgetful", "slow", "greedy", "roomy"];
    assert_eq!(names(&snapshot, Order::default()), tasks);
    let busiest = names(&snapshot, by(Column::Busy, true));
    assert_eq!(busiest[..2], ["greedy", "slow"]);
    assert_eq!(names(&snapshot, by(Column::SelfWakes, true))[0], "impatient");
    assert_eq!(names(&snapshot, by(Column::Size, true))[0], "roomy");
    assert_eq!(names(&snapshot, by(Column::Warnings, true))[0], "greedy");
    let by_name = names(&snapshot, by(Column::Name, false));
    assert_eq!(by_name, ["forgetful", "greedy", "impatient", "main", "roomy", "slow"]);
    for column in Column::ALL {
        let mut sorted = names(&snapshot, by(column, true));
        sorted.sort_unstable();
        assert_eq!(sorted, by_name, "{column:?} loses a row");
    }
}

#[test]
fn a_heading_pressed_again_turns_the_order_round() {
    let polls = Order::default().pressed(Column::Polls);
    assert_eq!(polls, by(Column::Polls, true));
    assert_eq!(polls.pressed(Column::Polls), by(Column::Polls, false));
    assert_eq!(polls.pressed(Column::Name), by(Column::Name, false));
}

#[test]
fn times_add_up_at_every_position() {
    let mut playground = Playground::new(&Route::parse("#/smells").0);
    playground.apply(Action::Step(Step::Edge, Direction::Back));
    let len = playground.snapshot().trace.len();
    for position in 0..=len {
        playground.apply(Action::Seek(position));
        let snapshot = playground.snapshot();
        let trace = snapshot.trace.borrow();
        let rows = Rows { trace: &trace, state: &snapshot.state, now: snapshot.now, warnings: &[] };
        for task in snapshot.state.tasks.iter() {
            let figure = |column| rows.figure(task, column);
            let parts = figure(Column::Busy) + figure(Column::Scheduled) + figure(Column::Idle);
            assert_eq!(figure(Column::Total), parts, "at {position}");
            assert!(figure(Column::SelfWakes) <= figure(Column::Wakes), "at {position}");
        }
    }
}

#[test]
fn a_warning_shows_when_its_evidence_begins() {
    let snapshot = open("#/smells");
    let found = &snapshot.lints.found;
    let slow = found.iter().find(|lint| lint.kind == LintKind::SelfWakes).expect("a self-wake");
    let (task, start) = (slow.task.expect("a task").index(), slow.evidence.start);
    assert_eq!(warnings(found, 6, start)[task], 0);
    assert_eq!(warnings(found, 6, start + 1)[task], 1);
}

#[test]
fn a_deadlock_names_holders_and_waiters() {
    let snapshot = open("#/deadlock");
    let state = &*snapshot.state;
    let (held, left_out) = held(state);
    assert_eq!((held.len(), left_out), (2, 0));
    for lock in &held {
        let holder = state.resources[&lock.resource].holder.expect("it is held");
        let [(waiter, Op::Acquire)] = lock.waiting[..] else { panic!("{lock:?}") };
        assert_ne!(holder, waiter);
        assert_eq!(stance(&state.tasks[waiter.index()]), Stance::Idle);
    }
}

#[test]
fn timers_of_one_time_are_told_together() {
    let snapshot = open("#/ten-thousand?t=50000");
    let (due, later) = deadlines(&snapshot.state);
    assert_eq!((due.len(), later), (1, 0));
    assert_eq!((due[0].deadline, due[0].count), (100_000, 10_000));
    assert!(due[0].wakes.len() < 10);
}

#[test]
fn lints_are_found_piece_by_piece() {
    let mut playground = Playground::new(&Route::parse("#/ten-thousand?k.TASKS=20000").0);
    while playground.is_computing() {
        playground.compute();
    }
    let mut frames = 0;
    while playground.is_linting() {
        assert!(!playground.snapshot().lints.is_whole);
        playground.lint();
        frames += 1;
    }
    assert!(frames > 1, "the first piece is not all of it");
    let snapshot = playground.snapshot();
    assert!(snapshot.lints.is_whole);
    assert_eq!(snapshot.lints.found, lints(&snapshot.trace.borrow()));
    // Another run begins anew.
    playground.apply(Action::Knob(0, 10));
    assert!(playground.snapshot().lints.is_whole);
    assert_eq!(playground.snapshot().lints.found, []);
}

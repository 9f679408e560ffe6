//! However many tasks and locks a run has, the runtime's picture has a bounded number of rows and chips.

use sample::Sample;
use scene::runtime::names::Names;
use scene::runtime::places::{Chip, Polling, WaitsFor, places};
use trace::{Op, OpPhase, ResourceKind, State, TaskId, TaskKind, Trace};

/// A run in which this many tasks, each with a name of its own, wait for what `each` says.
fn crowd(
    count: usize,
    name: impl Fn(usize) -> String,
    each: impl Fn(&mut Sample, TaskId),
) -> Trace {
    let mut sample = Sample::new();
    for index in 0..count {
        let task = sample.spawn_kind(None, &name(index), TaskKind::Task);
        sample.start(task);
        each(&mut sample, task);
        sample.pending(task);
    }
    sample.trace
}

/// A lock of each task's own, which it waits for.
fn lock(sample: &mut Sample, task: TaskId) {
    let lock = sample.made(task, ResourceKind::Mutex, "lock");
    sample.op(task, lock, Op::Acquire, OpPhase::Waiting);
}

/// Rows and chips of the runtime's picture.
fn drawn(trace: &Trace) -> (usize, usize) {
    let state = State::after(trace.events());
    let mut names = Names::default();
    names.grow(trace, &state.tasks);
    let places = places(trace, &state, &names, Polling::default());
    assert_eq!(places.parked, state.tasks.len());
    let told = |chip: &Chip| match chip {
        Chip::Task(_) => 1,
        Chip::Group { count, .. } => *count,
    };
    let counted: usize = places.rows.iter().flat_map(|row| &row.chips.list).map(told).sum();
    assert_eq!(counted, state.tasks.len(), "nobody is left out");
    let chips = places.rows.iter().map(|row| row.chips.list.len()).sum();
    let others = places.rows.iter().filter(|row| row.waits_for == WaitsFor::Others).count();
    assert_eq!(others, usize::from(places.rows.len() > 40));
    (places.rows.len(), chips)
}

#[test]
fn however_many_names_and_locks_the_picture_has_room_for_some() {
    // Names that differ in more than their numbers: a search among all of them for each would not end.
    let name = |index: usize| format!("task {index}x");
    let same_site = |sample: &mut Sample, task: TaskId| {
        let span = sample.awaits(task, 0);
        sample.span_pending(&[span]);
    };
    let (rows, chips) = drawn(&crowd(100_000, name, same_site));
    assert_eq!((rows, chips), (1, 41));
    let (rows, chips) = drawn(&crowd(2_000, name, lock));
    assert!(rows <= 41 && chips <= 41 * 41, "{rows} rows, {chips} chips");
    assert_eq!(drawn(&crowd(30, name, lock)), (30, 30));
}

//! However many tasks and locks a run has, the runtime's picture has a bounded number of rows and chips.

use scene::runtime::names::Names;
use scene::runtime::places::{Chip, Polling, WaitsFor, places};
use trace::{
    Event, EventKind, HostKind, OpPhase, ResourceId, ResourceKind, RunInfo, SiteId, SpanId, State,
    TaskId, TaskKind, Trace,
};

/// A run in which this many tasks, each with a name of its own, wait for what `each` says.
fn crowd(count: usize, name: impl Fn(usize) -> String, each: impl Fn(&mut Trace, TaskId)) -> Trace {
    let (program, host) = ("crowd".to_owned(), HostKind::Simulated);
    let run = RunInfo { program, host, seed: 0, workers: 1, knobs: Vec::new() };
    let mut trace = Trace::new(run, Vec::new());
    trace.push(Event { at: 0, kind: EventKind::RunStart });
    for task in (0..count).map(TaskId::from_index) {
        let name = trace.intern(&name(task.index()));
        let (parent, kind, site) = (None, TaskKind::Task, None);
        let spawn = EventKind::TaskSpawn { task, parent, name, kind, size: 8, site };
        trace.push(Event { at: 0, kind: spawn });
        trace.push(Event { at: 0, kind: EventKind::PollStart { task, number: 1, worker: 0 } });
        each(&mut trace, task);
        trace.push(Event { at: 0, kind: EventKind::PollEnd { task, ready: false, wakers: 1 } });
    }
    trace
}

/// A lock of each task's own, which it waits for.
fn lock(trace: &mut Trace, task: TaskId) {
    let (resource, kind) = (ResourceId::from_index(task.index()), ResourceKind::Mutex);
    let (name, site, task) = (trace.intern("lock"), None, Some(task));
    let mut push = |kind| trace.push(Event { at: 0, kind });
    push(EventKind::ResourceNew { resource, kind, name, capacity: 1, task, site });
    push(EventKind::ResourceOp { resource, task, op: trace::Op::Acquire, phase: OpPhase::Waiting });
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
    let same_site = |trace: &mut Trace, task: TaskId| {
        let (span, site) = (SpanId::from_index(task.index()), SiteId::from_index(0));
        trace.push(Event { at: 0, kind: EventKind::AwaitEnter { span, parent: None, task, site } });
        trace.push(Event { at: 0, kind: EventKind::AwaitPending { span } });
    };
    let (rows, chips) = drawn(&crowd(100_000, name, same_site));
    assert_eq!((rows, chips), (1, 41));
    let (rows, chips) = drawn(&crowd(2_000, name, lock));
    assert!(rows <= 41 && chips <= 41 * 41, "{rows} rows, {chips} chips");
    assert_eq!(drawn(&crowd(30, name, lock)), (30, 30));
}

//! Traces of a hundred thousand tasks in the orders that are worst for whoever looks through them: with work
//! for each pair of tasks these tests would take minutes.

use sample::Sample;
use trace::{
    Cursor, LintKind, Op, OpPhase, ResourceId, ResourceKind, RunEnd, State, TaskEnd, TaskId,
    TaskKind, WakeHow, WokenBy, lints, sentence,
};

const TASKS: usize = 100_000;

/// That many tasks were spawned.
fn many() -> Sample {
    let mut sample = Sample::empty(Vec::new());
    for task in tasks() {
        sample.spawn_kind(None, &format!("task {task}x"), TaskKind::Task);
    }
    sample
}

/// A lock for each task.
fn locks(sample: &mut Sample) {
    for _ in tasks() {
        sample.resource(ResourceKind::Mutex, "lock", 1);
    }
}

/// Looks the whole trace through. Returns its last state.
fn check(sample: &Sample) -> State {
    let mut cursor = Cursor::default();
    let last = cursor.seek(&sample.trace, usize::MAX);
    for part in 1..20 {
        let position = sample.here() * part / 20;
        assert_eq!(cursor.seek(&sample.trace, position).position, position);
    }
    State::clone(&last)
}

fn tasks() -> impl DoubleEndedIterator<Item = TaskId> {
    (0..TASKS).map(TaskId::from_index)
}

#[test]
fn the_queue_is_left_from_its_end() {
    let mut many = many();
    for task in tasks().rev() {
        many.start(task);
        many.pending(task);
    }
    for task in tasks() {
        many.wake_how(task, WokenBy::Host, WakeHow::ByRef);
    }
    for task in tasks().rev() {
        many.end(task, TaskEnd::Cancelled);
    }
    let last = check(&many);
    assert!(last.ready.is_empty() && last.running.is_empty());
    assert_eq!(lints(&many.trace), []);
}

#[test]
fn all_are_polled_at_once() {
    let mut many = many();
    tasks().for_each(|task| many.start(task));
    assert_eq!(check(&many).running.len(), TASKS);
    tasks().for_each(|task| many.pending(task));
    assert!(check(&many).running.is_empty());
    assert_eq!(lints(&many.trace), []);
}

#[test]
fn each_stands_in_its_own_way() {
    let mut many = many();
    locks(&mut many);
    for task in tasks() {
        let resource = ResourceId::from_index(task.index());
        many.start(task);
        many.held(resource, Some(task), 0);
        many.op(task, resource, Op::Acquire, OpPhase::Waiting);
        many.pending(task);
    }
    many.run_end(RunEnd::Deadlock);
    assert_eq!(check(&many).waits.len(), TASKS);
    let found = lints(&many.trace);
    let (index, before) = (many.here() - 1, State::after(&many.trace.events()[..many.here() - 1]));
    let said = sentence(&many.trace, index, &before, &check(&many));
    assert!(said.contains("99988 more tasks wait") && said.len() < 2_000, "{said}");
    let own = found.iter().filter(|lint| lint.kind == LintKind::Futurelock).count();
    assert_eq!(own, TASKS);
}

#[test]
fn every_queue_grows() {
    let mut many = many();
    locks(&mut many);
    for len in [101, 1_001] {
        for resource in (0..TASKS).map(ResourceId::from_index) {
            many.stands(resource, None, 0, (len, 0));
        }
    }
    let found = lints(&many.trace);
    assert_eq!(found.len(), TASKS);
    assert!(found.iter().all(|lint| lint.found.contains("1001 messages")));
}

//! Traces of a hundred thousand tasks in the orders that are worst for whoever looks through them: with work
//! for each pair of tasks these tests would take minutes.

use trace::{
    Cursor, Event, EventKind, HostKind, LintKind, Op, OpPhase, ResourceId, ResourceKind, RunEnd,
    RunInfo, State, TaskEnd, TaskId, TaskKind, Trace, WakeHow, WokenBy, lints, sentence,
};

const TASKS: usize = 100_000;

struct Many(Trace);

impl Many {
    fn new() -> Self {
        let (program, host) = ("many".to_owned(), HostKind::Simulated);
        let run = RunInfo { program, host, seed: 0, workers: 1, knobs: Vec::new() };
        let mut many = Self(Trace::new(run, Vec::new()));
        for task in tasks() {
            let name = many.0.intern(&format!("task {task}x"));
            let (parent, kind, site) = (None, TaskKind::Task, None);
            many.push(EventKind::TaskSpawn { task, parent, name, kind, size: 8, site });
        }
        many
    }

    fn push(&mut self, kind: EventKind) {
        self.0.push(Event { at: 0, kind });
    }

    fn start(&mut self, task: TaskId, number: u32) {
        self.push(EventKind::PollStart { task, number, worker: 0 });
    }

    fn pending(&mut self, task: TaskId) {
        self.push(EventKind::PollEnd { task, ready: false, wakers: 1 });
    }

    fn locks(&mut self) {
        let name = self.0.intern("lock");
        for index in 0..TASKS {
            let (resource, kind) = (ResourceId::from_index(index), ResourceKind::Mutex);
            let (capacity, task, site) = (1, None, None);
            self.push(EventKind::ResourceNew { resource, kind, name, capacity, task, site });
        }
    }

    /// Looks the whole trace through. Returns its last state.
    fn check(&self) -> State {
        let mut cursor = Cursor::default();
        let last = cursor.seek(&self.0, usize::MAX);
        for part in 1..20 {
            let position = self.0.len() * part / 20;
            assert_eq!(cursor.seek(&self.0, position).position, position);
        }
        State::clone(&last)
    }
}

fn tasks() -> impl DoubleEndedIterator<Item = TaskId> {
    (0..TASKS).map(TaskId::from_index)
}

#[test]
fn the_queue_is_left_from_its_end() {
    let mut many = Many::new();
    for task in tasks().rev() {
        many.start(task, 1);
        many.pending(task);
    }
    for task in tasks() {
        let (by, how) = (WokenBy::Host, WakeHow::ByRef);
        many.push(EventKind::Wake { task, by, how, resource: None });
    }
    for task in tasks().rev() {
        many.push(EventKind::TaskEnd { task, how: TaskEnd::Cancelled, value: None });
    }
    let last = many.check();
    assert!(last.ready.is_empty() && last.running.is_empty());
    assert_eq!(lints(&many.0), []);
}

#[test]
fn all_are_polled_at_once() {
    let mut many = Many::new();
    tasks().for_each(|task| many.start(task, 1));
    assert_eq!(many.check().running.len(), TASKS);
    tasks().for_each(|task| many.pending(task));
    assert!(many.check().running.is_empty());
    assert_eq!(lints(&many.0), []);
}

#[test]
fn each_stands_in_its_own_way() {
    let mut many = Many::new();
    many.locks();
    for task in tasks() {
        let resource = ResourceId::from_index(task.index());
        let (holder, waiters, len, permits) = (Some(task), 0, 0, 0);
        many.start(task, 1);
        many.push(EventKind::ResourceState { resource, holder, waiters, len, permits });
        let (op, phase) = (Op::Acquire, OpPhase::Waiting);
        many.push(EventKind::ResourceOp { resource, task: Some(task), op, phase });
        many.pending(task);
    }
    many.push(EventKind::RunEnd { why: RunEnd::Deadlock });
    assert_eq!(many.check().waits.len(), TASKS);
    let found = lints(&many.0);
    let (index, before) = (many.0.len() - 1, State::after(&many.0.events()[..many.0.len() - 1]));
    let said = sentence(&many.0, index, &before, &many.check());
    assert!(said.contains("99988 more tasks wait") && said.len() < 2_000, "{said}");
    let own = found.iter().filter(|lint| lint.kind == LintKind::Futurelock).count();
    assert_eq!(own, TASKS);
}

#[test]
fn every_queue_grows() {
    let mut many = Many::new();
    many.locks();
    for len in [101, 1_001] {
        for resource in (0..TASKS).map(ResourceId::from_index) {
            let (holder, waiters, permits) = (None, 0, 0);
            many.push(EventKind::ResourceState { resource, holder, waiters, len, permits });
        }
    }
    let found = lints(&many.0);
    assert_eq!(found.len(), TASKS);
    assert!(found.iter().all(|lint| lint.found.contains("1001 messages")));
}

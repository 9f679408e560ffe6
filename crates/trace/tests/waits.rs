//! What the state knows of waits: who waits for which resource, and in which cycle.

use trace::{
    Cycles, Event, EventKind, HostKind, LintKind, Micros, Op, OpPhase, ResourceId, ResourceKind,
    RunEnd, RunInfo, State, TaskEnd, TaskId, TaskKind, TimerId, Trace, lints,
};

struct Story {
    trace: Trace,
    state: State,
}

impl Story {
    /// So many tasks and so many locks.
    fn of(tasks: usize, locks: usize) -> Self {
        let run = RunInfo {
            program: "waits".to_owned(),
            host: HostKind::Simulated,
            seed: 0,
            workers: 1,
            knobs: Vec::new(),
        };
        let mut trace = Trace::new(run, Vec::new());
        let name = trace.intern("name");
        let mut story = Self { trace, state: State::default() };
        for index in 0..tasks {
            let task = TaskId::from_index(index);
            let kind = TaskKind::Task;
            story.push(
                0,
                EventKind::TaskSpawn { task, parent: None, name, kind, size: 8, site: None },
            );
        }
        for index in 0..locks {
            let resource = ResourceId::from_index(index);
            let (kind, capacity) = (ResourceKind::Mutex, 0);
            story.push(
                0,
                EventKind::ResourceNew { resource, kind, name, capacity, task: None, site: None },
            );
        }
        story
    }

    fn push(&mut self, at: Micros, kind: EventKind) {
        let event = Event { at, kind };
        self.trace.push(event);
        self.state.apply(&event);
    }

    fn op(&mut self, task: usize, resource: usize, op: Op, phase: OpPhase) {
        let task = Some(TaskId::from_index(task));
        let resource = ResourceId::from_index(resource);
        self.push(0, EventKind::ResourceOp { resource, task, op, phase });
    }

    fn holds(&mut self, task: usize, resource: usize) {
        let holder = Some(TaskId::from_index(task));
        let resource = ResourceId::from_index(resource);
        let (waiters, len, permits) = (0, 0, 0);
        self.push(0, EventKind::ResourceState { resource, holder, waiters, len, permits });
    }

    fn waits(&self, task: usize) -> Vec<(usize, Op)> {
        let waits = self.state.waits_of(TaskId::from_index(task));
        waits.map(|(resource, op)| (resource.index(), op)).collect()
    }

    fn cycle(&self, task: usize) -> Option<Vec<(usize, usize)>> {
        let cycle = Cycles::new(&self.state).from(TaskId::from_index(task))?;
        Some(cycle.iter().map(|(task, resource)| (task.index(), resource.index())).collect())
    }
}

#[test]
fn a_wait_ends_when_it_is_done_refused_or_given_up() {
    for end in [OpPhase::Done, OpPhase::Refused, OpPhase::Abandoned] {
        let mut story = Story::of(2, 2);
        story.op(1, 0, Op::Acquire, OpPhase::Waiting);
        story.op(1, 1, Op::Receive, OpPhase::Waiting);
        assert_eq!(story.waits(0), []);
        assert_eq!(story.waits(1), [(0, Op::Acquire), (1, Op::Receive)]);
        story.op(1, 0, Op::Acquire, end);
        assert_eq!(story.waits(1), [(1, Op::Receive)], "{end:?}");
    }
}

#[test]
fn two_futures_of_a_task_wait_twice() {
    let mut story = Story::of(1, 1);
    story.op(0, 0, Op::Acquire, OpPhase::Waiting);
    story.op(0, 0, Op::Acquire, OpPhase::Waiting);
    story.op(0, 0, Op::Acquire, OpPhase::Done);
    assert_eq!(story.waits(0), [(0, Op::Acquire)]);
    let wait = story.state.waits.values().next().expect("a wait");
    // A task and a lock were made before.
    assert_eq!((wait.count, wait.since), (1, 2));
    story.op(0, 0, Op::Acquire, OpPhase::Abandoned);
    assert_eq!(story.waits(0), []);
}

#[test]
fn what_ends_without_a_wait_ends_none() {
    let mut story = Story::of(1, 1);
    story.op(0, 0, Op::Receive, OpPhase::Waiting);
    story.op(0, 0, Op::Send, OpPhase::Done);
    assert_eq!(story.waits(0), [(0, Op::Receive)]);
}

#[test]
fn a_place_that_is_kept_ends_the_wait_for_it() {
    let mut story = Story::of(1, 1);
    story.op(0, 0, Op::Send, OpPhase::Waiting);
    story.op(0, 0, Op::Acquire, OpPhase::Done);
    assert_eq!(story.waits(0), []);
}

#[test]
fn who_is_over_waits_for_nothing() {
    let mut story = Story::of(2, 1);
    story.op(0, 0, Op::Wait, OpPhase::Waiting);
    story.op(1, 0, Op::Wait, OpPhase::Waiting);
    let (task, how) = (TaskId::from_index(0), TaskEnd::Panicked);
    story.push(0, EventKind::TaskEnd { task, how, value: None });
    assert_eq!((story.waits(0), story.waits(1)), (vec![], vec![(0, Op::Wait)]));
}

#[test]
fn two_locks_in_opposite_order_make_a_cycle() {
    let mut story = Story::of(3, 2);
    story.holds(1, 0);
    story.holds(2, 1);
    story.op(1, 1, Op::Acquire, OpPhase::Waiting);
    assert_eq!(story.cycle(1), None);
    story.op(2, 0, Op::Acquire, OpPhase::Waiting);
    assert_eq!(story.cycle(1), Some(vec![(1, 1), (2, 0)]));
    assert_eq!(story.cycle(2), Some(vec![(2, 0), (1, 1)]));
    // One that only waits for it is not part of it.
    story.op(0, 0, Op::Acquire, OpPhase::Waiting);
    assert_eq!(story.cycle(0), None);
}

#[test]
fn one_may_wait_for_itself() {
    let mut story = Story::of(1, 1);
    story.holds(0, 0);
    story.op(0, 0, Op::Acquire, OpPhase::Waiting);
    assert_eq!(story.cycle(0), Some(vec![(0, 0)]));
}

#[test]
fn the_deadline_that_passed_last_is_known() {
    let mut story = Story::of(1, 0);
    let (timer, task) = (TimerId::from_index(0), Some(TaskId::from_index(0)));
    story.push(5, EventKind::TimerSet { timer, task, deadline: 1_000 });
    assert_eq!(story.state.fired, None);
    story.push(1_000, EventKind::TimerFire { timer });
    let (fired, due) = story.state.fired.expect("a deadline");
    assert_eq!((fired, due.task, due.set_at, due.deadline), (timer, task, 5, 1_000));
    let timer = TimerId::from_index(1);
    story.push(1_000, EventKind::TimerSet { timer, task, deadline: 2_000 });
    story.push(1_001, EventKind::TimerCancel { timer });
    assert_eq!(story.state.fired.map(|(fired, _)| fired), Some(fired));
}

#[test]
fn every_cycle_is_found_once_and_told_from_any_of_its_tasks() {
    // Tasks 2, 3 and 4 in a ring, 5 and 6 in another, 0 and 1 before the first one.
    let mut story = Story::of(8, 8);
    for task in 0..8 {
        story.holds(task, task);
    }
    for (task, lock) in [(0, 1), (1, 3), (2, 3), (3, 4), (4, 2), (5, 6), (6, 5)] {
        story.op(task, lock, Op::Acquire, OpPhase::Waiting);
    }
    let cycles = Cycles::new(&story.state);
    let told = |cycle: &Vec<(TaskId, ResourceId)>| -> Vec<usize> {
        cycle.iter().map(|(task, _)| task.index()).collect()
    };
    assert_eq!(cycles.all().iter().map(told).collect::<Vec<_>>(), [vec![2, 3, 4], vec![5, 6]]);
    assert_eq!(story.cycle(4), Some(vec![(4, 2), (2, 3), (3, 4)]));
    assert_eq!(story.cycle(1), None);
    assert_eq!(cycles.wanted(TaskId::from_index(6)), Some(ResourceId::from_index(5)));
    assert_eq!(cycles.wanted(TaskId::from_index(7)), None);
}

#[test]
fn a_ring_of_many_tasks_is_one_lint_that_tells_a_few_of_them() {
    // So many that a search of its own for each task would not come to an end.
    const TASKS: usize = 100_000;
    let mut story = Story::of(TASKS, TASKS);
    for task in 0..TASKS {
        story.holds(task, task);
        story.op(task, (task + 1) % TASKS, Op::Acquire, OpPhase::Waiting);
    }
    story.push(0, EventKind::RunEnd { why: RunEnd::Deadlock });
    let found = lints(&story.trace);
    let rings: Vec<_> = found.iter().filter(|lint| lint.kind == LintKind::Deadlock).collect();
    assert_eq!(rings.len(), 1);
    assert!(rings[0].found.len() < 1_000, "{}", rings[0].found.len());
    assert!(rings[0].found.contains("99992 more tasks"), "{}", rings[0].found);
}

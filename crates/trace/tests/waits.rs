//! What the state knows of waits: who waits for which resource, and in which cycle.

use sample::Sample;
use trace::{
    Cycles, LintKind, Op, OpPhase, ResourceId, ResourceKind, RunEnd, State, TaskEnd, TaskId,
    TaskKind, lints,
};

struct Story {
    sample: Sample,
}

impl Story {
    /// So many tasks and so many locks.
    fn of(tasks: usize, locks: usize) -> Self {
        let mut sample = Sample::empty(Vec::new());
        for _ in 0..tasks {
            sample.spawn_kind(None, "name", TaskKind::Task);
        }
        for _ in 0..locks {
            sample.resource(ResourceKind::Mutex, "name", 0);
        }
        Self { sample }
    }

    fn state(&self) -> State {
        self.sample.state()
    }

    fn op(&mut self, task: usize, resource: usize, op: Op, phase: OpPhase) {
        let (task, resource) = (TaskId::from_index(task), ResourceId::from_index(resource));
        self.sample.op(task, resource, op, phase);
    }

    fn holds(&mut self, task: usize, resource: usize) {
        self.sample.held(ResourceId::from_index(resource), Some(TaskId::from_index(task)), 0);
    }

    fn waits(&self, task: usize) -> Vec<(usize, Op)> {
        let state = self.state();
        let waits = state.waits_of(TaskId::from_index(task));
        waits.map(|(resource, op)| (resource.index(), op)).collect()
    }

    fn cycle(&self, task: usize) -> Option<Vec<(usize, usize)>> {
        let cycle = Cycles::new(&self.state()).from(TaskId::from_index(task))?;
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
    let state = story.state();
    let wait = state.waits.values().next().expect("a wait");
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
    story.sample.end(TaskId::from_index(0), TaskEnd::Panicked);
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
    let mut sample = Sample::empty(Vec::new());
    let task = sample.main();
    sample.micros(5);
    let timer = sample.timer_until(task, 1_000);
    assert_eq!(sample.state().fired, None);
    sample.micros(1_000);
    sample.fires(timer);
    let (fired, due) = sample.state().fired.expect("a deadline");
    assert_eq!((fired, due.task, due.set_at, due.deadline), (timer, Some(task), 5, 1_000));
    let timer = sample.timer_until(task, 2_000);
    sample.micros(1_001);
    sample.cancel(timer);
    assert_eq!(sample.state().fired.map(|(fired, _)| fired), Some(fired));
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
    let state = story.state();
    let cycles = Cycles::new(&state);
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
    story.sample.run_end(RunEnd::Deadlock);
    let found = lints(&story.sample.trace);
    let rings: Vec<_> = found.iter().filter(|lint| lint.kind == LintKind::Deadlock).collect();
    assert_eq!(rings.len(), 1);
    assert!(rings[0].found.len() < 1_000, "{}", rings[0].found.len());
    assert!(rings[0].found.contains("99992 more tasks"), "{}", rings[0].found);
}

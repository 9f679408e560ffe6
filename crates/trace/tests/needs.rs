//! Which runs need more than a page's one thread.

use trace::{
    Event, EventKind, HostKind, Needs, RunInfo, TaskEnd, TaskId, TaskKind, Trace, needs_threads,
};

/// A run of tasks of these kinds, each polled once by the worker beside it.
fn run(tasks: &[(TaskKind, u16)]) -> Trace {
    let run = RunInfo {
        program: "needs".to_owned(),
        host: HostKind::Simulated,
        seed: 0,
        workers: 1,
        knobs: Vec::new(),
    };
    let mut trace = Trace::new(run, Vec::new());
    let name = trace.intern("a task");
    trace.push(Event { at: 0, kind: EventKind::RunStart });
    for (index, (kind, worker)) in tasks.iter().enumerate() {
        let (task, kind, worker) = (TaskId::from_index(index), *kind, *worker);
        for kind in [
            EventKind::TaskSpawn { task, parent: None, name, kind, size: 8, site: None },
            EventKind::PollStart { task, number: 1, worker },
            EventKind::PollEnd { task, ready: true, wakers: 0 },
            EventKind::TaskEnd { task, how: TaskEnd::Ready, value: None },
        ] {
            trace.push(Event { at: 0, kind });
        }
    }
    trace
}

fn check(tasks: &[(TaskKind, u16)], expected: Option<Needs>) {
    assert_eq!(needs_threads(&run(tasks)), expected, "{tasks:?}");
}

#[test]
fn one_worker_needs_one_thread() {
    use TaskKind::{BlockOn, Local, Task};
    check(&[], None);
    check(&[(BlockOn, 0), (Task, 0), (Local, 0)], None);
}

#[test]
fn a_second_worker_a_thread_and_the_pool_need_more() {
    use TaskKind::{BlockOn, Blocking, Task, Thread};
    check(&[(BlockOn, 0), (Task, 1)], Some(Needs::Workers));
    check(&[(BlockOn, 0), (Thread, 0)], Some(Needs::Threads));
    check(&[(BlockOn, 0), (Blocking, 0)], Some(Needs::Blocking));
}

#[test]
fn workers_are_named_before_threads_and_threads_before_the_pool() {
    use TaskKind::{Blocking, Task, Thread};
    check(&[(Blocking, 0), (Thread, 0), (Task, 3)], Some(Needs::Workers));
    check(&[(Blocking, 0), (Thread, 0)], Some(Needs::Threads));
    check(&[(Thread, 0), (Blocking, 0)], Some(Needs::Threads));
}

#[test]
fn each_says_why() {
    for need in [Needs::Workers, Needs::Threads, Needs::Blocking] {
        assert!(need.sentence().contains("a page has only one"), "{need:?}");
        assert!(!need.simulated().is_empty());
    }
}

//! Which runs need more than a page's one thread.

use sample::Sample;
use trace::{Needs, TaskKind, Trace, needs_threads};

/// A run of tasks of these kinds, each polled once by the worker beside it.
fn run(tasks: &[(TaskKind, u16)]) -> Trace {
    let mut sample = Sample::new();
    for (kind, worker) in tasks {
        let task = sample.spawn_kind(None, "a task", *kind);
        sample.start_on(task, *worker);
        sample.done(task);
    }
    sample.trace
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

//! The scheduler with several workers.

use engine::{Busy, Settings, context};
use trace::EventKind;

use crate::support::*;

fn with_workers(workers: u16, seed: u64) -> Settings {
    Settings { workers: Some(workers), seed, ..Settings::default() }
}

/// Six tasks that yield, on three workers.
fn six_tasks(seed: u64) -> Ran {
    run_with(with_workers(3, seed), || async {
        context::use_workers(None);
        let handles: Vec<_> = (0..6).map(|_| task(yield_now())).collect();
        for handle in handles {
            join(handle).await.expect("it is not cancelled");
        }
    })
}

#[test]
fn the_seed_decides_who_is_first() {
    let mut orders: Vec<_> = (0..8).map(|seed| six_tasks(seed).polled()).collect();
    assert!((0..8).all(|seed| six_tasks(seed).trace == six_tasks(seed).trace));
    orders.sort();
    orders.dedup();
    assert!(orders.len() > 4, "{orders:?}");
}

/// Who polled: the task and the thread, in order.
fn threads(ran: &Ran) -> Vec<(usize, u16)> {
    let polls = ran.found(|kind| match kind {
        EventKind::PollStart { task, worker, .. } => Some((task.index(), worker)),
        _ => None,
    });
    polls.into_iter().map(|(_, poll)| poll).collect()
}

#[test]
fn tasks_are_polled_by_all_workers_and_main_by_none() {
    let mut seen = [false; 4];
    for seed in 0..8 {
        for (task, thread) in threads(&six_tasks(seed)) {
            assert_eq!(task == 0, thread == 0);
            seen[usize::from(thread)] = true;
        }
    }
    assert_eq!(seen, [true; 4]);
}

#[test]
fn a_host_with_one_worker_has_the_current_thread_scheduler() {
    let ran = run_with(with_workers(1, 0), || async {
        assert_eq!(context::use_workers(Some(4)), 1);
        assert!(!context::has_workers());
        assert!(context::wants_workers());
        join(task(async {})).await.expect("it is not cancelled");
    });
    assert_eq!(threads(&ran), [(0, 0), (1, 0), (0, 0)]);
    assert_eq!(ran.trace.run.workers, 1);
}

#[test]
fn other_workers_take_the_tasks_of_one_that_is_busy() {
    for seed in 0..8 {
        let ran = run_with(with_workers(2, seed), || async {
            context::use_workers(None);
            let handle = task(async {
                // Two of them: the latest is the worker's own, the one before may be stolen.
                let handles = ["stolen", "kept"].map(|name| task(async move { say(name) }));
                Busy::new(1_000, None).await;
                handles
            });
            for handle in join(handle).await.expect("it is not cancelled") {
                join(handle).await.expect("it is not cancelled");
            }
        });
        assert_eq!(ran.said(), [(0, "stolen"), (1_000, "kept")], "seed {seed}");
        let polls = threads(&ran);
        let of = |task| polls.iter().find(|(polled, _)| *polled == task).map(|(_, thread)| *thread);
        assert_eq!(of(1), of(3), "the worker that was busy polls its latest task itself");
        assert_ne!(of(1), of(2));
    }
}

#[test]
fn a_poll_that_leaves_its_worker_has_a_thread_of_its_own() {
    let ran = run_with(with_workers(1, 0), || async {
        task(async {});
        context::leave_worker();
        say("main is no worker of a runtime of one thread");
    });
    assert_eq!(threads(&ran), [(0, 0)]);
    let ran = run_with(with_workers(2, 0), || async {
        context::use_workers(None);
        let leaves = task(async {
            context::leave_worker();
            Busy::new(1_000, None).await;
        });
        join(leaves).await.expect("it is not cancelled");
    });
    let threads = threads(&ran);
    assert_eq!((threads[1].0, threads[2]), (1, (1, trace::FIRST_OWN_THREAD)));
}

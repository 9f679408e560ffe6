//! Runtimes of one thread that a thread other than `main`'s drives.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::rc::Rc;

use engine::{Busy, Parked, drive_runtime, queue_of_runtime};
use trace::{RunEnd, TaskId, TaskKind};

use crate::support::*;

const RUNTIME: u64 = 7;

/// `block_on` of a runtime, on a thread, as the facade has it.
async fn block_on<F: Future>(tasks: Vec<TaskId>, future: F) -> F::Output {
    let driver = drive_runtime(RUNTIME, tasks).expect("a thread drives it");
    let mut future = Box::pin(future);
    let driven = async {
        poll_fn(|cx| {
            let _entered = driver.enter(cx.waker());
            let polled = future.as_mut().poll(cx);
            if polled.is_pending() && driver.tick() {
                cx.waker().wake_by_ref();
            }
            polled
        })
        .await
    };
    Parked::new(driven).await
}

/// Spawns a task on the runtime, once a thread has driven it.
fn on_runtime(future: impl Future<Output = ()> + 'static) {
    let queue = queue_of_runtime(RUNTIME).expect("a thread drives it");
    queue.spawn(future, TaskKind::Task);
}

#[test]
fn the_tasks_of_a_driven_runtime_go_on_while_main_blocks() {
    let ran = run(|| async {
        thread(block_on(vec![], async {
            on_runtime(async {
                say("driven begins");
                sleep(2).await;
                say("driven ends");
            });
            sleep(4).await;
            say("block_on ends");
        }));
        task(async { say("of main") });
        Busy::new(10_000, None).await;
        say("main goes on");
        yield_now().await;
    });
    let said = [
        (0, "driven begins"),
        (2_000, "driven ends"),
        (4_000, "block_on ends"),
        (10_000, "main goes on"),
        (10_000, "of main"),
    ];
    assert_eq!(ran.said(), said);
}

#[test]
fn the_tasks_of_a_driven_runtime_wait_while_their_thread_is_busy() {
    let ran = run(|| async {
        let drives = thread(block_on(vec![], async {
            on_runtime(async { say("driven") });
            Busy::new(5_000, None).await;
            say("thread goes on");
            sleep(1).await;
        }));
        join(drives).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(5_000, "thread goes on"), (5_000, "driven")]);
}

#[test]
fn a_wake_of_a_task_has_the_future_of_block_on_polled() {
    let flag = Flag::default();
    let looked_at = flag.clone();
    run(move || {
        let (waits, sets) = (flag.clone(), flag.clone());
        async move {
            let drives = thread(block_on(vec![], async {
                on_runtime(async move {
                    sleep(1).await;
                    sleep(1).await;
                    sets.set();
                });
                waits.wait().await;
            }));
            join(drives).await.expect("it is not cancelled");
        }
    });
    // The second time comes before the task has set it.
    assert_eq!(
        looked_at.polls(),
        4,
        "at first, each time that the task is woken, and when it is set"
    );
}

#[test]
fn tasks_that_were_spawned_before_move_to_the_thread_that_drives_their_runtime() {
    let ran = run(|| async {
        let over = task(async {});
        yield_now().await;
        assert!(over.is_finished());
        let moved = task(async { say("moved") });
        let tasks = vec![over.task(), moved.task()];
        task(async { say("stays") });
        thread(block_on(tasks, sleep(1)));
        Busy::new(10_000, None).await;
        say("main goes on");
        yield_now().await;
        let queue = queue_of_runtime(RUNTIME).expect("a thread has driven it");
        assert!(queue.is_empty(), "all that was moved is over");
    });
    assert_eq!(ran.said(), [(0, "moved"), (10_000, "main goes on"), (10_000, "stays")]);
    assert_eq!(ran.poll_starts(2), [0]);
    assert_eq!(ran.end(), Some((10_000, RunEnd::Done)));
}

#[test]
fn tasks_that_have_moved_are_not_polled_by_main_any_more() {
    let ran = run(|| async {
        let moved = task(async { say("moved") });
        thread(block_on(vec![moved.task()], async {
            Busy::new(5_000, None).await;
            sleep(1).await;
        }));
        Busy::new(1_000, None).await;
        task(async { say("stays") });
        join(moved).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(1_000, "stays"), (5_000, "moved")]);
}

#[test]
fn a_task_that_is_idle_moves_too_and_is_woken_there() {
    let ran = run(|| async {
        let flag = Flag::default();
        let waits = flag.clone();
        let idle = task(async move {
            waits.wait().await;
            say("moved");
        });
        yield_now().await;
        yield_now().await;
        let tasks = vec![idle.task()];
        thread(block_on(tasks, async move {
            sleep(1).await;
            flag.set();
            sleep(1).await;
        }));
        Busy::new(10_000, None).await;
    });
    assert_eq!(ran.said(), [(1_000, "moved")]);
    assert_eq!(ran.poll_starts(1), [0, 1_000], "it moved without a poll");
}

#[test]
fn the_queue_of_a_runtime_is_known_once_a_thread_has_driven_it() {
    run(|| async {
        assert!(queue_of_runtime(RUNTIME).is_none());
        let drives = thread(block_on(vec![], async {}));
        join(drives).await.expect("it is not cancelled");
        assert!(queue_of_runtime(RUNTIME).is_some());
        assert!(queue_of_runtime(RUNTIME + 1).is_none());
        say("done");
    });
}

#[test]
fn main_and_its_tasks_drive_no_runtime_but_one_that_a_thread_has_driven() {
    let ran = run(|| async {
        let drives = || say(&drive_runtime(RUNTIME, []).is_some().to_string());
        drives();
        join(task(async move { drives() })).await.expect("it is not cancelled");
        join(thread(async move { drives() })).await.expect("it is not cancelled");
        drives();
    });
    assert_eq!(ran.words(), ["false", "false", "true", "true"]);
}

#[test]
fn nobody_looks_after_timers_while_main_blocks_and_no_thread_drives_any_more() {
    let ran = run(|| async {
        task(sleep(3));
        yield_now().await;
        thread(block_on(vec![], sleep(1)));
        Busy::new(10_000, None).await;
        sleep(1).await;
    });
    assert_eq!(ran.fired(), [1_000, 10_000, 11_000]);
}

#[test]
fn the_future_of_block_on_is_polled_again_after_61_tasks() {
    let ran = run(|| async {
        let drives = thread(block_on(vec![], async {
            let (polled, all) = (Rc::new(Cell::new(0)), Flag::default());
            for _ in 0..100 {
                let (polled, all) = (Rc::clone(&polled), all.clone());
                on_runtime(async move {
                    polled.set(polled.get() + 1);
                    if polled.get() == 100 {
                        all.set();
                    }
                });
            }
            let mut all = Box::pin(all.wait());
            poll_fn(|cx| {
                say(&polled.get().to_string());
                all.as_mut().poll(cx)
            })
            .await;
        }));
        join(drives).await.expect("it is not cancelled");
    });
    assert_eq!(ran.words(), ["0", "61", "100"]);
    assert_eq!(ran.poll_starts(1), [0]);
}

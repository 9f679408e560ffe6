//! Code that drives the run from within a poll: `block_on`, and what waits for a condition.

use std::cell::Cell;
use std::future::{pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use engine::{Busy, LocalQueue, context};
use trace::{EventKind, RunEnd, SpanId, TaskId, TaskKind};

use crate::support::*;

#[test]
fn the_polls_of_main_are_those_of_what_it_blocks_on() {
    let ran = run(|| async {
        context::allow_blocking(|| {
            context::block_on(async {
                say("begins");
                sleep(5).await;
                say("goes on");
            });
        });
        say("returned");
    });
    assert_eq!(ran.said(), [(0, "begins"), (5_000, "goes on"), (5_000, "returned")]);
    assert_eq!((ran.poll_starts(0), ran.poll_ends(0)), (vec![0, 5_000], vec![0, 5_000]));
    let numbers = ran.found(|kind| match kind {
        EventKind::PollStart { number, .. } => Some(number),
        _ => None,
    });
    assert_eq!(numbers, [(0, 1), (5_000, 2)]);
}

#[test]
fn tasks_run_on_the_thread_that_blocks_on_a_future() {
    let ran = run(|| async {
        context::block_on(async {
            let handle = task(async {
                say("task");
                yield_now().await;
            });
            say("spawned");
            join(handle).await.expect("it is not cancelled");
            say("joined");
        });
    });
    assert_eq!(ran.words(), ["spawned", "task", "joined"]);
}

#[test]
fn a_wake_from_before_block_on_still_counts_after_it() {
    let ran = run(|| async {
        let mut polls = 0;
        poll_fn(|cx| {
            polls += 1;
            if polls > 1 {
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            context::block_on(sleep(1));
            Poll::Pending
        })
        .await;
        say("woken");
    });
    assert_eq!(ran.said(), [(1_000, "woken")]);
}

#[test]
fn a_future_is_polled_again_only_when_it_was_woken() {
    let flag = Flag::default();
    let looked_at = flag.clone();
    run(move || {
        let flag = flag.clone();
        async move {
            let setter = flag.clone();
            (0..10).for_each(|_| drop(task(yield_now())));
            task(async move {
                sleep(3).await;
                setter.set();
            });
            context::block_on(flag.wait());
        }
    });
    assert_eq!(looked_at.polls(), 2);
}

#[test]
fn block_on_in_vain_is_a_deadlock() {
    let ran = run(|| async {
        context::block_on(pending::<()>());
        say("never");
    });
    assert_eq!(ran.said(), []);
    assert_eq!(ran.end(), Some((0, RunEnd::Deadlock)));
}

#[test]
fn code_waits_until_something_is_so() {
    let ran = run(|| async {
        let flag = Flag::default();
        let setter = flag.clone();
        thread(async move {
            Busy::new(300, None).await;
            setter.set();
        });
        context::park_until(|| flag.is_set());
        say("it is so");
        context::park_until(|| false);
        say("it never will be");
    });
    assert_eq!(ran.said(), [(300, "it is so"), (300, "it never will be")]);
}

struct Starts(Cell<u32>, Rc<dyn Fn()>);

impl context::Starter for Starts {
    fn start_next(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        if left > 0 {
            (self.1)();
        }
        left > 0
    }
}

#[test]
fn threads_that_borrow_begin_when_nothing_else_is_ready_and_before_time_passes() {
    let ran = run(|| async {
        let started = Rc::new(Cell::new(0));
        let counts = Rc::clone(&started);
        let starter = Starts(
            Cell::new(2),
            Rc::new(move || {
                counts.set(counts.get() + 1);
                say("scoped");
            }),
        );
        task(async { say("task") });
        task(sleep(5));
        context::with_starter(&starter, || {
            context::block_on(async {
                sleep(1).await;
                say("timer");
            });
        });
        assert!(!context::start_next(), "there is no starter any more");
    });
    assert_eq!(ran.said(), [(0, "task"), (0, "scoped"), (0, "scoped"), (1_000, "timer")]);
}

#[test]
fn a_wait_that_a_thread_that_borrows_has_ended_does_not_end_the_next_one() {
    let ran = run(|| async {
        thread(Busy::new(9_000, None));
        let other = thread(async {
            let flag = Flag::default();
            let setter = flag.clone();
            let starter = Starts(Cell::new(1), Rc::new(move || setter.set()));
            context::with_starter(&starter, || context::park(flag.wait()));
            say("parked");
            held(Busy::new(500, None)).await;
            say("slept 500");
        });
        let _ = join(other).await;
    });
    assert_eq!(ran.said(), [(0, "parked"), (500, "slept 500")]);
}

#[test]
fn what_may_block_is_known_and_put_back() {
    assert!(context::may_block(), "outside a run");
    let ran = run(|| async {
        let tell = || say(&context::may_block().to_string());
        tell();
        context::allow_blocking(|| {
            tell();
            context::block_on(async { tell() });
            let panics = AssertUnwindSafe(|| {
                context::forbid_blocking(|| std::panic::resume_unwind(Box::new(())));
            });
            catch_unwind(panics).expect_err("it panics");
            tell();
            // The code of other threads does not see it.
            thread(async move { tell() });
            context::park_until(|| false);
        });
        tell();
    });
    assert_eq!(ran.words(), ["false", "true", "false", "true", "false", "false"]);
}

#[test]
fn outside_a_run_a_future_has_the_thread_to_itself() {
    let mut polls = 0;
    let output = context::block_on(poll_fn(|cx| {
        polls += 1;
        cx.waker().wake_by_ref();
        if polls < 3 { Poll::Pending } else { Poll::Ready(7) }
    }));
    assert_eq!((output, polls), (7, 3));
}

#[test]
fn what_wakes_itself_is_polled_again_though_nothing_else_is_ready() {
    let ran = run(|| async {
        let mut polls = 0;
        context::block_on(poll_fn(|cx| {
            polls += 1;
            cx.waker().wake_by_ref();
            if polls < 3 { Poll::Pending } else { Poll::Ready(()) }
        }));
        say("returned");
    });
    assert_eq!(ran.words(), ["returned"]);
}

#[test]
fn threads_that_run_while_a_future_is_blocked_on_can_be_left() {
    let ran = run(|| async {
        context::block_on(async {
            // None of them lies on the other, so that they end in any order.
            for (name, micros) in [("first", 200), ("second", 500)] {
                thread(async move {
                    Busy::new(micros, None).await;
                    say(name);
                });
            }
            sleep(1).await;
        });
    });
    assert_eq!(ran.said(), [(200, "first"), (500, "second")]);
}

#[test]
fn awaits_go_on_as_they_were_after_tasks_were_polled_within_them() {
    let ran = run(|| async {
        awaited(async {
            let set = Rc::new(LocalQueue::default());
            set.spawn(awaited(async { say("within") }), TaskKind::Local);
            assert!(!set.tick());
            awaited(async { say("around") }).await;
        })
        .await;
    });
    let printed = ran.found(|kind| match kind {
        EventKind::Print { task, .. } => task.map(TaskId::index),
        _ => None,
    });
    assert_eq!(printed, [(0, 1), (0, 0)]);
    let parents = ran.found(|kind| match kind {
        EventKind::AwaitEnter { parent, .. } => Some(parent.map(SpanId::index)),
        _ => None,
    });
    assert_eq!(parents, [(0, None), (0, None), (0, Some(0))]);
}

//! Polls that block their thread and are left in the middle.

use std::cell::RefCell;
use std::future::{Future, pending, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use engine::{Alarm, Busy, Parked, Run, Settings, context};
use trace::{RunEnd, TaskEnd};

use crate::support::*;

/// Keeps a thread there, so that time does not pass at once.
fn a_thread_that_is_busy_for(micros: u64) {
    thread(Busy::new(micros, None));
}

#[test]
fn time_passes_at_once_where_nothing_else_could_run() {
    let ran = run(|| async {
        say("before");
        Busy::new(500, None).await;
        say("after");
    });
    assert_eq!(ran.said(), [(0, "before"), (500, "after")]);
    assert_eq!(ran.turns(), 1, "the poll was not left");
}

#[test]
fn while_a_poll_is_left_others_go_on() {
    let ran = run(|| async {
        let other = thread(async {
            say("thread begins");
            Busy::new(300, None).await;
            say("thread ends");
        });
        Busy::new(500, None).await;
        say("main goes on");
        join(other).await.expect("it is not cancelled");
    });
    let said = [(0, "thread begins"), (300, "thread ends"), (500, "main goes on")];
    assert_eq!(ran.said(), said);
    assert_eq!((ran.poll_starts(0), ran.poll_ends(0)), (vec![0], vec![500]));
    assert_eq!((ran.poll_starts(1), ran.poll_ends(1)), (vec![0], vec![300]));
}

#[test]
fn nothing_else_runs_on_the_thread_of_a_poll_that_is_left() {
    let ran = run(|| async {
        a_thread_that_is_busy_for(100);
        task(async { say("task") });
        task(async {
            sleep(1).await;
            say("timer");
        });
        yield_now().await;
        Busy::new(5_000, None).await;
        say("main goes on");
        sleep(1).await;
    });
    // The deadline passes meanwhile, and nobody looks.
    assert_eq!(ran.said(), [(0, "task"), (5_000, "main goes on"), (5_000, "timer")]);
    assert_eq!(ran.fired(), [5_000, 6_000]);
}

#[test]
fn polls_that_end_at_the_same_time_go_on_in_the_order_of_blocking() {
    let ran = run(|| async {
        for (name, micros) in [("first", 300), ("second", 200), ("third", 300)] {
            thread(async move {
                Busy::new(300 - micros, None).await;
                Busy::new(micros, None).await;
                say(name);
            });
        }
        sleep(1).await;
    });
    assert_eq!(ran.said(), [(300, "first"), (300, "third"), (300, "second")]);
}

#[test]
fn a_poll_that_goes_on_polls_only_the_awaits_on_the_way() {
    let flag = Flag::default();
    let looked_at = flag.clone();
    let ran = run(move || {
        let (waits, sets) = (flag.clone(), flag.clone());
        async move {
            a_thread_that_is_busy_for(9_000);
            let blocks = async move {
                awaited(async { Busy::new(300, None).await }).await;
                sets.set();
            };
            both(awaited(waits.wait()), awaited(blocks)).await;
        }
    });
    assert_eq!(ran.end(), Some((300, RunEnd::Done)));
    assert_eq!(looked_at.polls(), 2, "before it was left, and when it was woken");
    assert_eq!(ran.poll_starts(0), [0, 300]);
}

#[test]
fn what_comes_after_what_blocks_is_polled_when_that_is_over() {
    let ran = run(|| async {
        a_thread_that_is_busy_for(9_000);
        both(
            awaited(async {
                Busy::new(300, None).await;
                say("blocked");
            }),
            awaited(async { say("afterwards") }),
        )
        .await;
    });
    assert_eq!(ran.said(), [(300, "blocked"), (300, "afterwards")]);
    assert_eq!((ran.poll_starts(0), ran.poll_ends(0)), (vec![0], vec![300]));
}

#[test]
fn a_select_that_goes_on_begins_with_the_branch_it_had_begun_with() {
    let drawn = Rc::new(RefCell::new(Vec::new()));
    let draws = Rc::clone(&drawn);
    run(move || {
        let draws = Rc::clone(&draws);
        async move {
            a_thread_that_is_busy_for(9_000);
            let mut inner = Box::pin(async {
                Busy::new(300, None).await;
                yield_now().await;
            });
            let select = async {
                poll_fn(|cx| {
                    draws.borrow_mut().push(context::first_branch(1_000_000));
                    inner.as_mut().poll(cx)
                })
                .await;
            };
            awaited(select).await;
        }
    });
    let drawn = drawn.borrow();
    assert_eq!(drawn.len(), 3, "the poll began, went on, and a later one began");
    assert_eq!(drawn[0], drawn[1]);
    assert_ne!(drawn[1], drawn[2], "each poll draws anew");
}

#[test]
fn a_poll_goes_on_with_the_budget_it_had() {
    let ran = run(|| async {
        for _ in 0..100 {
            operate().await;
        }
        let other = thread(async { say(&context::budget_left().to_string()) });
        Busy::new(300, None).await;
        say(&context::budget_left().to_string());
        drop(other);
    });
    assert_eq!(ran.words(), ["128", "28"]);
}

#[test]
fn an_alarm_is_exact_to_the_microsecond_and_sets_no_timer() {
    let ran = run(|| async {
        let parks = thread(async {
            for at in [1, 1_234, 1_234] {
                Parked::new(Alarm::new(at)).await;
                say("alarm");
            }
        });
        join(parks).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(1, "alarm"), (1_234, "alarm"), (1_234, "alarm")]);
    assert_eq!(ran.fired(), []);
    assert_eq!(ran.poll_starts(1), [0], "all of it is one poll");
}

#[test]
fn an_alarm_that_was_dropped_does_not_move_the_clock() {
    let ran = run(|| async {
        let other = thread(async {
            let mut alarm = Box::pin(Alarm::new(50_000));
            poll_fn(|cx| Poll::Ready(alarm.as_mut().poll(cx).is_pending())).await
        });
        say(&join(other).await.expect("it is not cancelled").to_string());
        thread(pending::<()>());
        pending::<()>().await;
    });
    assert_eq!(ran.words(), ["true"]);
    assert_eq!(ran.end(), Some((0, RunEnd::Deadlock)));
}

#[test]
fn a_thread_that_parks_goes_on_when_what_it_waits_for_is_ready() {
    let flag = Flag::default();
    let looked_at = flag.clone();
    let ran = run(move || {
        let flag = flag.clone();
        async move {
            let parked = flag.clone();
            let parks = thread(async move {
                Parked::new(parked.wait()).await;
                say("goes on");
            });
            sleep(1).await;
            flag.wake();
            sleep(4).await;
            flag.set();
            join(parks).await.expect("it is not cancelled");
        }
    });
    assert_eq!(ran.said(), [(5_000, "goes on")]);
    assert_eq!(ran.poll_starts(1), [0], "what wakes a thread that is parked begins no poll");
    assert_eq!(looked_at.polls(), 3, "it was woken in vain once");
}

#[test]
fn a_wake_on_the_way_to_parking_is_not_lost() {
    let ran = run(|| async {
        let other = thread(async {
            Parked::new(woken_meanwhile()).await;
            say("goes on");
        });
        join(other).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(0, "goes on")]);
}

#[test]
fn what_is_owed_keeps_a_parked_thread_though_it_is_woken() {
    let ran = run(|| async {
        let flag = Flag::default();
        let parked = flag.clone();
        let parks = thread(async move {
            context::busy(3_000, None);
            Parked::new(parked.wait()).await;
            say("goes on");
        });
        sleep(1).await;
        flag.set();
        join(parks).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(3_000, "goes on")]);
}

#[test]
fn owed_time_is_over_before_the_poll_ends() {
    let ran = run(|| async {
        a_thread_that_is_busy_for(9_000);
        let owes = thread(async {
            say(&context::now().to_string());
            context::busy(300, None);
            context::busy(400, None);
            // The code sees the time that it has taken, the trace has it at the end of the poll.
            say(&context::now().to_string());
        });
        join(owes).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(0, "0"), (0, "700")]);
    assert_eq!(ran.poll_ends(2), [700]);
    assert_eq!(ran.task_end(2), Some((700, TaskEnd::Ready)));
}

#[test]
fn owed_time_is_added_to_what_a_poll_is_left_for() {
    let ran = run(|| async {
        let owes = thread(async {
            context::busy(300, None);
            Busy::new(400, None).await;
            say("goes on");
        });
        join(owes).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(700, "goes on")]);
    assert_eq!(ran.poll_ends(1), [700], "it is owed once");
}

#[test]
fn a_poll_that_is_left_is_cancelled_when_it_ends() {
    let ran = run(|| async {
        let aborted = task(async {
            Busy::new(300, None).await;
            say("still runs");
            pending::<()>().await;
        });
        let handle = aborted.abort_handle();
        thread(async move {
            Busy::new(100, None).await;
            context::abort(handle.0, handle.1);
        });
        assert!(join(aborted).await.is_err());
    });
    assert_eq!(ran.said(), [(300, "still runs")]);
    assert_eq!(ran.task_end(1), Some((300, TaskEnd::Cancelled)));
}

#[test]
fn a_wake_while_a_poll_is_left_has_it_polled_again_afterwards() {
    let ran = run(|| async {
        let flag = Flag::default();
        let setter = flag.clone();
        thread(async move {
            Busy::new(100, None).await;
            setter.set();
        });
        both(flag.wait(), async { Busy::new(300, None).await }).await;
    });
    assert_eq!(ran.end(), Some((300, RunEnd::Done)));
}

#[test]
fn code_that_looks_at_the_clock_for_ever_sees_it_move_on() {
    let ran = run(|| async {
        (0..50_000).for_each(|_| context::look_at_clock());
        say("patient");
        context::look_at_clock();
        say("impatient");
        Busy::new(1_000, None).await;
        (0..50_000).for_each(|_| context::look_at_clock());
        say("patient again");
    });
    assert_eq!(ran.said(), [(0, "patient"), (100, "impatient"), (1_100, "patient again")]);
}

#[test]
fn a_run_that_is_stopped_goes_on_with_no_poll_that_was_left() {
    let main = program(|| async {
        a_thread_that_is_busy_for(9_000);
        Busy::new(300, None).await;
        say("never");
    });
    let run = Run::new(main, Settings::default());
    assert!(run.advance(1));
    run.stop();
    assert!(!run.advance(10));
    let ran = Ran::new(&run.trace().borrow());
    assert_eq!(ran.said(), []);
    assert_eq!(ran.end(), Some((0, RunEnd::Cancelled)));
}

#[test]
fn a_poll_that_finds_nothing_to_go_on_with_is_polled_as_any_other() {
    let ran = run(|| async {
        a_thread_that_is_busy_for(9_000);
        let mut dropped = Some(awaited(Busy::new(300, None)));
        let mut instead = awaited(async { say("instead") });
        poll_fn(|cx| match dropped.take() {
            Some(mut busy) => Pin::new(&mut busy).poll(cx),
            None => Pin::new(&mut instead).poll(cx),
        })
        .await;
    });
    assert_eq!(ran.said(), [(300, "instead")]);
    assert_eq!(ran.end(), Some((300, RunEnd::Done)));
}

#[test]
fn a_thread_that_is_woken_twice_goes_on_once() {
    let ran = run(|| async {
        let waker = Rc::new(RefCell::new(None));
        let kept = Rc::clone(&waker);
        let parks = thread(async move {
            Parked::new(poll_fn(|cx| match kept.replace(Some(cx.waker().clone())) {
                Some(_) => Poll::Ready(()),
                None => Poll::Pending,
            }))
            .await;
            say("goes on");
            // Its poll ends here, and the second wake must not take that for one that was left.
            sleep(1).await;
            say("goes on again");
        });
        sleep(1).await;
        let waker = waker.borrow().clone().expect("the thread waits");
        waker.wake_by_ref();
        waker.wake();
        join(parks).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(1_000, "goes on"), (2_000, "goes on again")]);
}

#[test]
fn what_blocks_may_block_within() {
    let flag = Flag::default();
    let looked_at = flag.clone();
    let ran = run(move || {
        let (waits, sets) = (flag.clone(), flag.clone());
        async move {
            let blocks = async move {
                Busy::new(300, None).await;
                sets.set();
            };
            let within = both(awaited(waits.wait()), awaited(blocks));
            let parks = thread(Parked::new(within));
            join(parks).await.expect("it is not cancelled");
        }
    });
    assert_eq!(ran.end(), Some((300, RunEnd::Done)));
    assert_eq!(looked_at.polls(), 2, "before it was left, and when it was woken");
    assert_eq!(ran.poll_starts(1), [0]);
}

#[test]
fn what_blocks_begins_in_no_poll_that_goes_on_with_something_else() {
    let ran = run(|| async {
        a_thread_that_is_busy_for(9_000);
        let unmarked = async {
            yield_now().await;
            Busy::new(200, None).await;
            say("begins afterwards");
        };
        let marked = async {
            Busy::new(300, None).await;
            say("goes on");
        };
        both(unmarked, awaited(marked)).await;
    });
    assert_eq!(ran.said(), [(300, "goes on"), (500, "begins afterwards")]);
}

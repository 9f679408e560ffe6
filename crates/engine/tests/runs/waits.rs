//! Waits within polls that cannot be left: they drive the run, and lie one on the other.

use std::cell::Cell;
use std::future::{Future, pending, poll_fn};
use std::rc::Rc;

use engine::{Busy, Parked, context};
use trace::{EventKind, RunEnd, SpanId, TaskEnd, TaskId, TaskKind};

use crate::support::*;

#[test]
fn where_a_poll_cannot_be_left_the_run_is_driven_within_it() {
    let polls = Rc::new(Cell::new(0));
    let counted = Rc::clone(&polls);
    let ran = run(move || {
        let counted = Rc::clone(&counted);
        async move {
            thread(async {
                say("thread begins");
                Busy::new(100, None).await;
                say("thread ends");
            });
            let mut busy = Box::pin(Busy::new(300, None));
            poll_fn(|cx| {
                counted.set(counted.get() + 1);
                context::polling_several(|| busy.as_mut().poll(cx))
            })
            .await;
            say("main goes on");
        }
    });
    let said = [(0, "thread begins"), (100, "thread ends"), (300, "main goes on")];
    assert_eq!(ran.said(), said);
    assert_eq!(polls.get(), 1, "who polls it never sees it pending");
    assert_eq!((ran.poll_starts(0), ran.poll_ends(0)), (vec![0], vec![300]));
}

#[test]
fn nothing_else_runs_on_the_thread_of_a_poll_that_waits() {
    let ran = run(|| async {
        thread(Busy::new(100, None));
        task(async { say("task") });
        held(Busy::new(300, None)).await;
        say("main goes on");
        yield_now().await;
    });
    assert_eq!(ran.said(), [(300, "main goes on"), (300, "task")]);
}

/// Two threads that cannot be left, the second of which begins while the first one waits.
fn one_on_the_other(first: u64, second: u64) -> Ran {
    run(move || async move {
        for (name, micros) in [("first", first), ("second", second)] {
            thread(async move {
                held(Busy::new(micros, None)).await;
                say(&format!("{name}: {}", context::now()));
            });
        }
        sleep(1).await;
    })
}

#[test]
fn waits_that_end_in_the_reverse_order_are_exact() {
    let ran = one_on_the_other(500, 200);
    assert_eq!(ran.said(), [(200, "second: 200"), (500, "first: 500")]);
    assert_eq!((ran.poll_ends(1), ran.poll_ends(2)), (vec![500], vec![200]));
}

#[test]
fn a_wait_may_end_together_with_the_one_beneath_it() {
    let ran = one_on_the_other(500, 500);
    assert_eq!(ran.said(), [(500, "second: 500"), (500, "first: 500")]);
}

#[test]
fn a_wait_that_would_outlast_the_one_beneath_it_owes_the_time() {
    let ran = one_on_the_other(200, 500);
    // What the second does next comes early, at the time that it would have been.
    assert_eq!(ran.said(), [(0, "second: 500"), (200, "first: 200")]);
    assert_eq!((ran.poll_ends(1), ran.poll_ends(2)), (vec![200], vec![500]));
    assert_eq!(ran.task_end(2), Some((500, TaskEnd::Ready)));
}

#[test]
fn a_wait_for_something_lies_on_one_that_lasts_longer() {
    let ran = run(|| async {
        let flag = Flag::default();
        let waits = flag.clone();
        thread(async {
            held(Busy::new(500, None)).await;
            say("first");
        });
        thread(async move {
            held(Parked::new(waits.wait())).await;
            say("second");
        });
        thread(async move {
            Busy::new(100, None).await;
            flag.set();
        });
        sleep(1).await;
    });
    assert_eq!(ran.said(), [(100, "second"), (500, "first")]);
}

#[test]
fn time_that_passes_while_a_poll_waits_is_owed_no_more() {
    let ran = run(|| async {
        let flag = Flag::default();
        let waits = flag.clone();
        let owes = thread(async move {
            context::busy(500, None);
            held(Parked::new(waits.wait())).await;
            say(&context::now().to_string());
        });
        thread(async move {
            Busy::new(300, None).await;
            flag.set();
        });
        join(owes).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(300, "500")]);
    assert_eq!(ran.poll_ends(1), [500]);
}

#[test]
fn time_that_passes_during_a_wait_beneath_which_nothing_is_owed_leaves_no_debt() {
    let ran = run(|| async {
        let waits = thread(async {
            context::busy(100, None);
            held(Busy::new(300, None)).await;
            say(&context::now().to_string());
        });
        join(waits).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(400, "400")]);
    assert_eq!(ran.poll_ends(1), [400]);
}

#[test]
fn what_waits_within_a_poll_keeps_its_own_wake() {
    let ran = run(|| async {
        let flag = Flag::default();
        let setter = flag.clone();
        thread(async move {
            Busy::new(100, None).await;
            setter.set();
        });
        both(flag.wait(), held(Busy::new(300, None))).await;
    });
    assert_eq!(ran.end(), Some((300, RunEnd::Done)));
}

#[test]
fn a_run_in_which_every_thread_waits_for_another_is_over() {
    let ran = run(|| async {
        let waits = thread(async {
            say("waits");
            held(Parked::new(pending::<()>())).await;
            say("never");
        });
        join(waits).await.expect("it is not cancelled");
        say("neither");
    });
    assert_eq!(ran.words(), ["waits"]);
    assert_eq!(ran.end(), Some((0, RunEnd::Deadlock)));
    assert_eq!(ran.complaints(), [], "the program is to blame");
}

#[test]
fn a_wait_that_is_over_beneath_another_is_told_of() {
    let ran = run(|| async {
        let (first, second) = (Flag::default(), Flag::default());
        let (waits, sets) = (first.clone(), second.clone());
        thread(async move {
            held(Parked::new(waits.wait())).await;
            sets.set();
        });
        thread(async move {
            first.set();
            held(Parked::new(second.wait())).await;
            say("real threads come here");
        });
        pending::<()>().await;
    });
    assert_eq!(ran.said(), []);
    assert_eq!(ran.end(), Some((0, RunEnd::Deadlock)));
    let complaints = ran.complaints();
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].1.starts_with("The program cannot go on here"));
}

/// Tells that it was dropped.
struct Tells(Rc<Cell<bool>>);

impl Drop for Tells {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

#[test]
fn code_that_parks_in_vain_is_unwound() {
    let dropped = Rc::new(Cell::new(false));
    let tells = Rc::clone(&dropped);
    let ran = run(move || {
        let tells = Tells(Rc::clone(&tells));
        let parks = async move {
            let _tells = tells;
            context::park(pending::<()>());
            say("never");
        };
        async move {
            thread(parks);
            pending::<()>().await;
        }
    });
    assert!(dropped.get());
    assert_eq!(ran.said(), []);
    assert_eq!(ran.end(), Some((0, RunEnd::Deadlock)));
}

#[test]
fn code_that_tries_to_park_in_vain_goes_on_unrecorded() {
    let result = Rc::new(Cell::new(None));
    let tells = Rc::clone(&result);
    let ran = run(move || {
        let tells = Rc::clone(&tells);
        async move {
            thread(async move {
                tells.set(Some(context::try_park(pending::<()>())));
                say("nobody hears it");
            });
            pending::<()>().await;
        }
    });
    assert_eq!(result.get(), Some(None));
    assert_eq!(ran.said(), []);
    assert_eq!(ran.end(), Some((0, RunEnd::Deadlock)));
}

#[test]
fn code_parks_until_its_future_is_ready_while_others_go_on() {
    let ran = run(|| async {
        let flag = Flag::default();
        let waits = flag.clone();
        let parks = thread(async move {
            context::park(waits.wait());
            say("goes on");
        });
        sleep(2).await;
        say("main sets it");
        flag.set();
        join(parks).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(2_000, "main sets it"), (2_000, "goes on")]);
    assert_eq!(ran.poll_starts(1), [0]);
}

#[test]
fn a_bound_ends_a_run_that_is_driven_within_a_poll() {
    let limits = engine::Limits { time: 10_000, ..engine::Limits::default() };
    let settings = engine::Settings { limits, ..engine::Settings::default() };
    let ran = run_with(settings, || async {
        thread(async {
            loop {
                Busy::new(1_000, None).await;
            }
        });
        held(Busy::new(50_000, None)).await;
        say("never");
    });
    assert_eq!(ran.said(), []);
    assert_eq!(ran.end(), Some((11_000, RunEnd::Limit)));
}

#[test]
fn a_wait_for_a_time_may_lie_on_one_for_something() {
    let ran = run(|| async {
        let flag = Flag::default();
        let waits = flag.clone();
        thread(async move {
            held(Parked::new(waits.wait())).await;
            say("first");
        });
        thread(async {
            held(Busy::new(500, None)).await;
            say("second");
        });
        thread(async move {
            Busy::new(900, None).await;
            flag.set();
        });
        sleep(1).await;
    });
    assert_eq!(ran.said(), [(500, "second"), (900, "first")]);
}

#[test]
fn a_poll_that_has_waited_goes_on_with_the_budget_it_had() {
    let ran = run(|| async {
        for _ in 0..100 {
            operate().await;
        }
        thread(async { say(&context::budget_left().to_string()) });
        held(Busy::new(300, None)).await;
        say(&context::budget_left().to_string());
    });
    assert_eq!(ran.words(), ["128", "28"]);
}

#[test]
fn what_code_does_after_it_has_waited_is_its_own() {
    let ran = run(|| async {
        thread(awaited(async { Busy::new(100, None).await }));
        awaited(async {
            held(Busy::new(300, None)).await;
            say("prints");
            awaited(async {}).await;
        })
        .await;
    });
    let main = TaskId::from_index(0);
    let printed = ran.found(|kind| match kind {
        EventKind::Print { task, .. } => Some(task),
        _ => None,
    });
    assert_eq!(printed, [(300, Some(main))]);
    let awaits = ran.found(|kind| match kind {
        EventKind::AwaitEnter { span, parent, task, .. } => {
            Some((span.index(), parent.map(SpanId::index), task.index()))
        }
        _ => None,
    });
    assert_eq!(awaits, [(0, (0, None, 0)), (0, (1, None, 1)), (300, (2, Some(0), 0))]);
}

#[test]
fn code_that_parks_sees_what_wakes_it_meanwhile() {
    let ran = run(|| async {
        let parks = thread(async {
            context::park(woken_meanwhile());
            say("goes on");
        });
        join(parks).await.expect("it is not cancelled");
    });
    assert_eq!(ran.said(), [(0, "goes on")]);
}

#[test]
fn polls_that_begin_within_a_wait_can_be_left() {
    let ran = run(|| async {
        for (name, micros) in [("first", 200), ("second", 500)] {
            thread(async move {
                Busy::new(micros, None).await;
                say(name);
            });
        }
        held(Busy::new(900, None)).await;
        say("main");
    });
    assert_eq!(ran.said(), [(200, "first"), (500, "second"), (900, "main")]);
}

#[test]
fn a_runtime_that_ends_while_a_closure_waits_drops_its_tasks_at_once() {
    let ran = run(|| async {
        let closure = async {
            held(Busy::new(9_000, None)).await;
            say("closure ends");
        };
        context::spawn(closure, TaskKind::Blocking);
        let idle = task(pending::<()>());
        sleep(1).await;
        drop(idle);
    });
    assert_eq!(ran.task_end(2), Some((1_000, TaskEnd::Cancelled)));
    assert_eq!(ran.said(), [(9_000, "closure ends")], "it has begun, and is waited for");
    assert_eq!(ran.end(), Some((9_000, RunEnd::Done)));
}

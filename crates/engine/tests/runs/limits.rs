//! The bounds on a run: each ends it with an event that names it.

use std::future::pending;
use std::rc::Rc;

use engine::{Busy, Limits, Next, Run, Settings};
use trace::{EventKind, LimitKind, RunEnd, TurnCause};

use crate::support::*;

fn limit(
    limits: Limits,
    main: impl AsyncFn() + Clone + 'static,
) -> (Ran, Option<(LimitKind, u64)>) {
    let settings = Settings { limits, ..Settings::default() };
    let ran = run_with(settings, move || {
        let main = main.clone();
        async move { main().await }
    });
    let limits = ran.found(|kind| match kind {
        EventKind::Limit { what, bound } => Some((what, bound)),
        _ => None,
    });
    let limit = limits.first().map(|(_, limit)| *limit);
    assert!(limits.len() <= 1);
    if limit.is_none() {
        assert_eq!(ran.end().map(|(_, why)| why), Some(RunEnd::Done));
    }
    (ran, limit)
}

async fn yield_for_ever() {
    loop {
        yield_now().await;
    }
}

#[test]
fn polls_are_bounded_while_the_clock_stands_still() {
    let limits = Limits { polls: 50, ..Limits::default() };
    let (ran, reached) = limit(limits, yield_for_ever);
    assert_eq!(reached, Some((LimitKind::Polls, 50)));
    assert_eq!(ran.polled().len(), 50);
    let (_, reached) = limit(limits, async || {
        for _ in 0..100 {
            Busy::new(1, None).await;
            yield_now().await;
        }
    });
    assert_eq!(reached, None, "the clock moves on");
}

#[test]
fn tasks_are_bounded() {
    let limits = Limits { tasks: 10, ..Limits::default() };
    let spawn = |many: usize| async move || (0..many).for_each(|_| drop(task(async {})));
    assert_eq!(limit(limits, spawn(8)).1, None, "`main` is the ninth");
    let (ran, reached) = limit(limits, async || {
        (0..9).for_each(|_| drop(task(async {})));
        yield_now().await;
    });
    assert_eq!(reached, Some((LimitKind::Tasks, 10)));
    assert_eq!(ran.end(), Some((0, RunEnd::Limit)));
    assert_eq!(ran.polled(), [0], "nothing is polled any more");
}

#[test]
fn the_programs_clock_is_bounded() {
    let limits = Limits { time: 5_000, ..Limits::default() };
    assert_eq!(limit(limits, async || sleep(5).await).1, None);
    let (ran, reached) = limit(limits, async || {
        sleep(6).await;
        yield_for_ever().await;
    });
    assert_eq!(reached, Some((LimitKind::Time, 5_000)));
    assert_eq!(ran.end(), Some((6_000, RunEnd::Limit)));
}

#[test]
fn events_are_bounded_and_what_has_begun_ends() {
    let limits = Limits { events: 100, ..Limits::default() };
    let (ran, reached) = limit(limits, async || {
        for _ in 0..200 {
            say("");
        }
        say("never recorded");
        awaited(pending::<()>()).await;
    });
    assert_eq!(reached, Some((LimitKind::Events, 100)));
    assert_eq!(ran.end(), Some((0, RunEnd::Limit)));
    assert!(!ran.words().contains(&"never recorded"));
    assert_eq!(ran.trace.len(), 103, "as many as there may be, and three ends");
    assert_eq!(ran.poll_ends(0).len(), 1);
}

#[test]
fn polls_of_a_live_run_are_bounded_by_its_turns_only() {
    let limits = Limits { polls: 50, ..Limits::default() };
    let settings = Settings { limits, host_clock: Some(Rc::new(|| 0)), ..Settings::default() };
    let run = Run::new(program(yield_for_ever), settings);
    assert_eq!(run.turn(TurnCause::Microtask, 200), Next::Soon);
    assert_eq!(run.ended(), None);
}

/// A full log has the ends of what it has the beginnings of, and no others: it can be opened again, wherever it
/// was full.
#[test]
fn a_trace_can_be_opened_again_whichever_event_filled_its_log() {
    for events in 1..150 {
        let limits = Limits { events, ..Limits::default() };
        let yields = async || {
            for _ in 0..20 {
                yield_now().await;
                say("x");
            }
        };
        let spawns = async || (0..60).for_each(|_| drop(task(async {})));
        let nests = async || {
            for _ in 0..20 {
                awaited(async { awaited(yield_now()).await }).await;
            }
        };
        for (_, reached) in [limit(limits, yields), limit(limits, spawns), limit(limits, nests)] {
            assert!(reached.is_none_or(|reached| reached == (LimitKind::Events, events as u64)));
        }
    }
}

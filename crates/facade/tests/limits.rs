//! Programs that never end by themselves, and the bound that ends each.

use std::cell::Cell;
use std::future::{Future, poll_fn, ready};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use engine::{Census, Limits, Main, Next, Program, Run, Settings, census, simulate};
use facade as tokio;
use tokio::__rt::{self, awaited};
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::{interval, sleep};
use trace::{EventKind, LimitKind, Listing, RunEnd, State, Trace, TurnCause};

/// What may still be recorded after a bound was reached: the end of the poll that reached it.
const REST: usize = 200;

/// Runs a program on the simulated clock; it must end at this bound. Returns its trace.
fn check(main: fn() -> Main, what: LimitKind) -> Rc<std::cell::RefCell<Trace>> {
    let trace = simulate(program(main), Settings::default());
    ends_at(&trace.borrow(), what);
    assert_eq!(census(), Census::default());
    trace
}

/// Says that a loop without end would return nothing.
fn endless(main: impl Future<Output = ()> + 'static) -> Main {
    __rt::main(main)
}

fn program(main: fn() -> Main) -> Program {
    Program::new(Listing::plain("endless", ""), main)
}

fn ends_at(trace: &Trace, what: LimitKind) {
    let limits = Limits::default();
    let [.., limit, end] = trace.events() else { panic!("{} events", trace.len()) };
    assert_eq!(end.kind, EventKind::RunEnd { why: RunEnd::Limit });
    let bound = match what {
        LimitKind::Events => limits.events as u64,
        LimitKind::Polls => u64::from(limits.polls),
        LimitKind::Tasks => limits.tasks as u64,
        LimitKind::Time => limits.time,
    };
    assert_eq!(limit.kind, EventKind::Limit { what, bound });
    assert!(trace.len() <= limits.events + REST, "{} events", trace.len());
    let state = State::after(trace.events());
    assert!(state.tasks.len() <= limits.tasks, "{} tasks", state.tasks.len());
    assert!(state.running.is_empty(), "the poll that reached the bound ended");
    assert_eq!(state.ended, Some(RunEnd::Limit));
}

#[test]
fn a_task_wakes_itself_for_ever() {
    let trace = check(|| endless(awaited::<0, _>(wakes_itself())), LimitKind::Polls);
    let polls = State::after(trace.borrow().events()).tasks[0].polls;
    assert_eq!(polls, Limits::default().polls);
}

async fn wakes_itself() {
    poll_fn::<(), _>(|cx| {
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn two_tasks_yield_to_each_other_for_ever() {
    async fn yields() {
        loop {
            awaited::<0, _>(yield_now()).await;
        }
    }
    let main = || {
        endless(async {
            tokio::spawn(yields());
            yields().await;
        })
    };
    check(main, LimitKind::Polls);
}

#[test]
fn each_task_spawns_the_next_without_an_await() {
    fn next() -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async { drop(tokio::spawn(next())) })
    }
    let main = || {
        endless(async {
            tokio::spawn(next());
            awaited::<0, _>(std::future::pending::<()>()).await;
        })
    };
    check(main, LimitKind::Tasks);
}

#[test]
fn a_loop_spawns_between_awaits_that_are_ready_at_once() {
    let main = || {
        endless(async {
            loop {
                tokio::spawn(async {});
                awaited::<0, _>(ready(())).await;
            }
        })
    };
    let trace = check(main, LimitKind::Tasks);
    assert_eq!(State::after(trace.borrow().events()).tasks.len(), Limits::default().tasks);
}

#[test]
fn a_loop_spawns_tasks_that_never_end() {
    let main = || {
        endless(async {
            loop {
                tokio::spawn(async { awaited::<1, _>(sleep(Duration::from_secs(9))).await });
                awaited::<0, _>(sleep(Duration::from_millis(1))).await;
            }
        })
    };
    let limits = Limits { tasks: 1_000, ..Limits::default() };
    let trace = simulate(program(main), Settings { limits, ..Settings::default() });
    let state = State::after(trace.borrow().events());
    assert_eq!(state.limit, Some((LimitKind::Tasks, 1_000)));
    assert_eq!(state.tasks.len(), 1_000);
    assert_eq!(census(), Census::default());
}

#[test]
fn awaits_that_are_ready_at_once_never_end() {
    let main = || {
        endless(async {
            loop {
                awaited::<0, _>(awaited::<1, _>(ready(()))).await;
            }
        })
    };
    check(main, LimitKind::Events);
}

#[test]
fn a_program_prints_for_ever() {
    let main = || {
        endless(async {
            for n in 0_u64.. {
                tokio::__println!(0, "line {n}");
                awaited::<1, _>(ready(())).await;
            }
        })
    };
    check(main, LimitKind::Events);
}

#[test]
fn a_program_prints_long_texts_for_ever() {
    let main = || {
        endless(async {
            for n in 0_u64.. {
                tokio::__println!(0, "{n:10000}");
                awaited::<1, _>(ready(())).await;
            }
        })
    };
    let trace = check(main, LimitKind::Events);
    let trace = trace.borrow();
    let texts = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::Print { text, .. } => Some(trace.whole_label(text).len()),
        _ => None,
    });
    assert!(texts.sum::<usize>() < 32 << 20, "the texts take more than the events would");
}

#[test]
fn a_poll_prints_more_than_there_is_room_for() {
    let main = || {
        endless(async {
            for n in 0..2_000_000 {
                tokio::__println!(0, "line {}", n % 7);
            }
            awaited::<1, _>(ready(())).await;
        })
    };
    check(main, LimitKind::Events);
}

#[test]
fn an_interval_ticks_for_ever() {
    let main = || {
        endless(async {
            let mut interval = interval(Duration::from_secs(1));
            loop {
                awaited::<0, _>(interval.tick()).await;
            }
        })
    };
    let trace = check(main, LimitKind::Time);
    let bound = Limits::default().time;
    assert!((bound..=bound + 1_000_000).contains(&trace.borrow().duration()));
}

#[test]
fn a_computation_takes_for_ever() {
    let main = || {
        endless(async {
            loop {
                __rt::cost(1_000_000, 0);
                awaited::<1, _>(yield_now()).await;
            }
        })
    };
    check(main, LimitKind::Time);
}

#[test]
fn a_sleep_of_a_thousand_years_is_cut_short() {
    let main = || {
        let years = Duration::from_secs(1_000 * 365 * 24 * 60 * 60);
        endless(async move { awaited::<0, _>(sleep(years)).await })
    };
    check(main, LimitKind::Time);
}

#[test]
fn messages_go_round_for_ever() {
    let main = || {
        endless(async {
            let (tx, mut rx) = mpsc::channel(1);
            let (back_tx, mut back_rx) = mpsc::channel(1);
            tokio::spawn(async move {
                while let Some(n) = awaited::<0, _>(rx.recv()).await {
                    let _ = awaited::<1, _>(back_tx.send(n)).await;
                }
            });
            loop {
                let _ = awaited::<2, _>(tx.send(0)).await;
                awaited::<3, _>(back_rx.recv()).await;
            }
        })
    };
    check(main, LimitKind::Events);
}

#[test]
fn what_a_cancelled_task_does_in_its_drops_is_not_recorded() {
    struct Loud;
    impl Drop for Loud {
        fn drop(&mut self) {
            tokio::__println!(0, "too late");
            tokio::spawn(async {});
        }
    }
    let main = || {
        endless(async {
            let _loud = Loud;
            awaited::<1, _>(wakes_itself()).await;
        })
    };
    let trace = check(main, LimitKind::Polls);
    assert_eq!(State::after(trace.borrow().events()).prints, 0);
}

#[test]
fn on_a_live_clock_each_turn_is_bounded_and_the_log_too() {
    const POLLS: u32 = 50;
    let clock = Rc::new(Cell::new(0));
    let host = Rc::clone(&clock);
    let host_clock: Rc<dyn Fn() -> u64> = Rc::new(move || {
        host.set(host.get() + 1);
        host.get()
    });
    let limits = Limits { events: 20_000, ..Limits::default() };
    let settings = Settings { host_clock: Some(host_clock), limits, ..Settings::default() };
    let run = Run::new(program(|| endless(awaited::<0, _>(wakes_itself()))), settings);
    let mut polls = 0;
    while run.turn(TurnCause::Message, POLLS) == Next::Soon {
        let polled = State::after(run.trace().borrow().events()).tasks[0].polls;
        assert!(polled - polls <= POLLS);
        polls = polled;
    }
    assert_eq!(run.ended(), Some(RunEnd::Limit));
    let state = State::after(run.trace().borrow().events());
    assert_eq!(state.limit, Some((LimitKind::Events, 20_000)));
    drop(run);
    assert_eq!(census(), Census::default());
}

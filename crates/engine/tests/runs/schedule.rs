//! The order of the current-thread scheduler, and the turns of a run.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use engine::{Busy, Next, Run, Settings, context};
use trace::{EventKind, RunEnd, SiteId, TaskEnd, Trace, TurnCause};

use crate::support::*;

#[test]
fn main_is_polled_first_and_tasks_in_the_order_of_their_wakes() {
    let ran = run(|| async {
        let (first, second) = (Flag::default(), Flag::default());
        let handles = [task(first.clone().wait()), task(second.clone().wait())];
        task(async move {
            second.set();
            first.set();
        });
        for handle in handles {
            join(handle).await.expect("it is not cancelled");
        }
    });
    assert_eq!(ran.polled(), [0, 1, 2, 3, 2, 1, 0]);
}

#[test]
fn a_task_that_is_woken_twice_is_polled_once() {
    let ran = run(|| async {
        let flag = Flag::default();
        let waits = task(flag.clone().wait());
        task(async move {
            flag.set();
            wake_itself().await;
        });
        join(waits).await.expect("it is not cancelled");
        task(both(wake_itself(), async {
            wake_itself().await;
            yield_now().await;
        }));
        yield_now().await;
        yield_now().await;
    });
    let polls_of_last = ran.polled().into_iter().filter(|task| *task == 3).count();
    assert_eq!(polls_of_last, 2, "one for its spawn, one for three wakes");
}

/// `main` spawns so many tasks that do nothing, after a first one which does this.
fn among_many(many: usize, first: impl Fn() + 'static, main: Flag) -> Ran {
    let first = Rc::new(first);
    run(move || {
        let (main, first) = (main.clone(), Rc::clone(&first));
        async move {
            task(async move { first() });
            (1..many).for_each(|_| drop(task(async {})));
            main.wait().await;
        }
    })
}

#[test]
fn main_is_looked_at_again_after_61_tasks() {
    let flag = Flag::default();
    let setter = flag.clone();
    let ran = among_many(100, move || setter.set(), flag);
    let tasks: Vec<usize> = (1..=61).collect();
    let polled = ran.polled();
    assert_eq!(polled[0], 0);
    assert_eq!(polled[1..=61], tasks);
    assert_eq!(polled[62], 0, "`main` was woken by the first of the tasks");
}

#[test]
fn main_is_looked_at_as_soon_as_the_queue_is_empty() {
    let flag = Flag::default();
    let setter = flag.clone();
    let ran = among_many(10, move || setter.set(), flag);
    assert_eq!(ran.polled().len(), 12);
    assert_eq!(ran.polled()[11], 0);
}

#[test]
fn timers_are_looked_at_after_61_tasks() {
    let ran = run(|| async {
        let timer = task(sleep(2));
        (0..150).for_each(|nth| {
            task(async move {
                if nth == 9 {
                    // The deadline passes while the tenth of them is polled.
                    Busy::new(5_000, None).await;
                }
            });
        });
        join(timer).await.expect("it is not cancelled");
    });
    let events = ran.trace.events();
    let is_fire = |kind: &EventKind| matches!(kind, EventKind::TimerFire { .. });
    let fire = events.iter().position(|event| is_fire(&event.kind)).expect("it fires");
    let is_poll = |kind: &EventKind| matches!(kind, EventKind::PollStart { .. });
    let polls = events[..fire].iter().filter(|event| is_poll(&event.kind)).count();
    assert_eq!(polls, 1 + 61, "`main`, and a round");
}

#[test]
fn tasks_that_yielded_are_woken_last_first_when_the_queue_is_empty() {
    let ran = run(|| async {
        let [_, _, _, last] = [(); 4].map(|()| task(yield_now()));
        task(async {});
        join(last).await.expect("it is not cancelled");
        // `main` was woken by the fourth, and the round goes on.
        yield_now().await;
    });
    assert_eq!(ran.polled()[..10], [0, 1, 2, 3, 4, 5, 4, 3, 2, 1]);
}

#[test]
fn tasks_that_yielded_are_woken_after_61_tasks_though_the_queue_is_not_empty() {
    let ran = run(|| async {
        let yields = task(yield_now());
        (0..100).for_each(|_| drop(task(async {})));
        join(yields).await.expect("it is not cancelled");
    });
    let again = ran.polled().iter().rposition(|task| *task == 1).expect("it is polled");
    // Woken behind the 62nd, it goes to the back of those that are left.
    assert_eq!(again, 1 + 101);
    let wakes =
        ran.trace.events().iter().position(|event| {
            matches!(event.kind, EventKind::Wake { how: trace::WakeHow::Yield, .. })
        });
    let before = &ran.trace.events()[..wakes.expect("it is woken")];
    let is_poll = |event: &&trace::Event| matches!(event.kind, EventKind::PollStart { .. });
    assert_eq!(before.iter().filter(is_poll).count(), 1 + 61);
}

#[test]
fn a_poll_does_128_operations_and_the_rest_after_the_other_tasks() {
    let ran = run(|| async {
        let counted = Rc::new(Cell::new(0));
        let counter = Rc::clone(&counted);
        let much = task(async move {
            for _ in 0..300 {
                operate().await;
                counter.set(counter.get() + 1);
            }
        });
        for _ in 0..3 {
            let counted = Rc::clone(&counted);
            task(async move { say(&counted.get().to_string()) });
            yield_now().await;
        }
        join(much).await.expect("it is not cancelled");
    });
    assert_eq!(ran.words(), ["128", "256", "300"]);
}

#[test]
fn each_poll_has_a_budget_of_its_own() {
    let ran = run(|| async {
        for _ in 0..100 {
            operate().await;
        }
        task(async { say(&context::budget_left().to_string()) });
        yield_now().await;
        say(&context::budget_left().to_string());
    });
    assert_eq!(ran.words(), ["128", "128"]);
}

#[test]
fn an_aborted_task_is_dropped_at_its_turn_without_a_poll() {
    let ran = run(|| async {
        let (before, aborted) = (task(async { say("before") }), task(async { say("never") }));
        aborted.abort();
        assert!(!aborted.is_finished(), "it has to wait for its turn");
        assert!(join(aborted).await.is_err());
        drop(before);
    });
    assert_eq!(ran.words(), ["before"]);
    assert_eq!(ran.polled(), [0, 1, 0]);
}

fn busy_program() -> engine::Program {
    program(|| async {
        let threads = [3, 5].map(|millis| {
            thread(async move {
                Busy::new(millis * 1_000, None).await;
                say("thread");
            })
        });
        let tasks = [4, 2].map(|millis| {
            task(async move {
                sleep(millis).await;
                say("task");
                yield_now().await;
            })
        });
        for handle in tasks.into_iter().chain(threads) {
            join(handle).await.expect("it is not cancelled");
        }
    })
}

fn in_parts_of(polls: u32) -> Trace {
    let run = Run::new(busy_program(), Settings::default());
    while run.advance(polls) {}
    run.trace().borrow().clone()
}

#[test]
fn a_run_in_parts_has_the_trace_of_one_at_a_time() {
    let whole = engine::simulate(busy_program(), Settings::default()).borrow().clone();
    for polls in [1, 2, 3, 7, u32::MAX] {
        assert_eq!(in_parts_of(polls), whole, "parts of {polls} polls");
    }
}

fn live(now: u64, main: engine::Program) -> (Run, Rc<Cell<u64>>) {
    let clock = Rc::new(Cell::new(now));
    let read = Rc::clone(&clock);
    let host_clock: Rc<dyn Fn() -> u64> = Rc::new(move || read.get());
    (Run::new(main, Settings { host_clock: Some(host_clock), ..Settings::default() }), clock)
}

#[test]
fn a_host_that_is_late_with_two_deadlines_gives_each_its_turn() {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let sees = Rc::clone(&seen);
    let main = program(move || {
        let sees = Rc::clone(&sees);
        async move {
            let tasks = [7, 3].map(|millis| {
                let sees = Rc::clone(&sees);
                task(async move {
                    sleep(millis).await;
                    sees.borrow_mut().push(context::timers_now());
                })
            });
            for handle in tasks {
                join(handle).await.expect("it is not cancelled");
            }
        }
    });
    let (run, clock) = live(0, main);
    assert_eq!(run.turn(TurnCause::Microtask, 100), Next::At(3_000));
    clock.set(20_000);
    assert_eq!(run.turn(TurnCause::Timer, 100), Next::At(7_000));
    assert_eq!(*seen.borrow(), [3_000], "the program's clock is that of the deadline");
    assert_eq!(run.turn(TurnCause::Timer, 100), Next::Ended(RunEnd::Done));
    assert_eq!(*seen.borrow(), [3_000, 7_000]);
    let last = run.trace().borrow().events().last().map(|event| event.at);
    assert_eq!(last, Some(20_000), "events have the host's time");
}

#[test]
fn a_live_program_that_is_never_idle_sees_its_timers_fire() {
    let main = program(|| async {
        let mut timer = std::pin::pin!(sleep(5));
        let mut has_fired = false;
        while !has_fired {
            has_fired = poll_fn(|cx| Poll::Ready(timer.as_mut().poll(cx).is_ready())).await;
            yield_now().await;
        }
    });
    let (run, clock) = live(0, main);
    assert_eq!(run.turn(TurnCause::Microtask, 9_000), Next::Soon);
    clock.set(6_000);
    let fires = |run: &Run| {
        let is_fire = |event: &trace::Event| matches!(event.kind, EventKind::TimerFire { .. });
        run.trace().borrow().events().iter().any(is_fire)
    };
    assert_eq!(run.turn(TurnCause::Message, 900), Next::Soon);
    assert!(!fires(&run), "the program's clock stands still for ten thousand polls");
    assert_eq!(run.turn(TurnCause::Message, 200), Next::Ended(RunEnd::Done));
    assert!(fires(&run));
}

#[test]
fn a_turn_ends_where_busy_workers_are_far_ahead_of_the_host() {
    let main = program(|| async {
        for _ in 0..3 {
            Busy::new(3_000, None).await;
            yield_now().await;
        }
    });
    let (run, clock) = live(0, main);
    assert_eq!(run.turn(TurnCause::Microtask, 100), Next::At(6_000));
    clock.set(2_000);
    assert_eq!(run.turn(TurnCause::Timer, 100), Next::At(9_000));
    clock.set(9_000);
    assert_eq!(run.turn(TurnCause::Timer, 100), Next::Ended(RunEnd::Done));
}

#[test]
fn a_run_that_is_stopped_drops_what_it_has() {
    let before = engine::census();
    let main = program(|| async {
        task(sleep(5));
        thread(async { Busy::new(5_000, None).await });
        sleep(9).await;
    });
    let run = Run::new(main, Settings::default());
    assert!(run.advance(3));
    assert_eq!(engine::census().timers, before.timers + 2);
    run.stop();
    assert_eq!(run.ended(), Some(RunEnd::Cancelled));
    assert_eq!(engine::census().tasks, before.tasks);
    assert_eq!(engine::census().timers, before.timers);
    drop(run);
    assert_eq!(engine::census(), before);
}

/// Says so when it is dropped.
struct Says(&'static str);

impl Drop for Says {
    fn drop(&mut self) {
        say(self.0);
    }
}

#[test]
fn a_task_that_aborts_itself_is_dropped_when_its_poll_ends() {
    let ran = run(|| async {
        let itself = Rc::new(Cell::new(None));
        let known = Rc::clone(&itself);
        let aborts = task(async move {
            let _dropped = Says("dropped");
            let (run, task) = known.get().expect("it was spawned");
            context::abort(run, task);
            yield_now().await;
            say("never");
        });
        itself.set(Some(aborts.abort_handle()));
        task(async { say("next") });
        assert!(join(aborts).await.is_err());
    });
    assert_eq!(ran.words(), ["dropped", "next"]);
}

#[test]
fn threads_begin_though_the_runtime_is_never_idle() {
    let ran = run(|| async {
        let begun = Flag::default();
        let begins = begun.clone();
        thread(async move { begins.set() });
        for polls in 1.. {
            if begun.is_set() {
                say(&polls.to_string());
                break;
            }
            yield_now().await;
        }
    });
    assert_eq!(ran.words(), ["61"]);
}

#[test]
fn threads_that_are_left_when_main_returns_end_without_a_drop() {
    let ran = run(|| async {
        thread(async {
            let _dropped = Says("never");
            Busy::new(9_000, None).await;
        });
        task(async {
            let _dropped = Says("task");
            sleep(9).await;
        });
        sleep(1).await;
    });
    assert_eq!(ran.said(), [(1_000, "task")]);
    assert_eq!(ran.task_end(1), Some((1_000, TaskEnd::Cancelled)));
    assert_eq!(ran.task_end(2), Some((1_000, TaskEnd::Cancelled)));
}

#[test]
fn the_place_of_a_spawn_is_that_of_its_own_poll() {
    let ran = run(|| async {
        let site = SiteId::from_index(0);
        context::spawn_site(site);
        task(async move { context::spawn_site(site) });
        yield_now().await;
        task(async {});
    });
    let sites = ran.found(|kind| match kind {
        EventKind::TaskSpawn { site, .. } => Some(site.map(SiteId::index)),
        _ => None,
    });
    assert_eq!(sites, [(0, None), (0, Some(0)), (0, None)]);
}

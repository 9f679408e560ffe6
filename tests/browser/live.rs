//! Every program, run live on the browser's event loop.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use engine::{Run, Settings, simulate};
use futurescope::browser::{Live, LiveClock};
use gloo_render::{AnimationFrame, request_animation_frame};
use gloo_timers::future::TimeoutFuture;
use scenarios::{Variant, scenarios};
use trace::{EventKind, RunEnd, TurnCause, needs_threads, task_events};
use wasm_bindgen_test::wasm_bindgen_test;

/// Live runs go this many times as fast as real time: the order of things does not depend on it.
const FACTOR: f64 = 8.0;

fn live(variant: &Variant, factor: f64) -> (Rc<Run>, LiveClock) {
    let clock = LiveClock::new(factor);
    let told = clock.clone();
    let host_clock = Some(Rc::new(move || told.now()) as Rc<dyn Fn() -> u64>);
    let settings = Settings { host_clock, ..Settings::default() };
    (Rc::new(Run::new(variant.program, settings)), clock)
}

async fn run_live(variant: &Variant) -> (Rc<Run>, RunEnd) {
    let (run, clock) = live(variant, FACTOR);
    let (told, ended) = futures::channel::oneshot::channel();
    let driving = Live::start(Rc::<Run>::clone(&run), clock, move || {
        let _ = told.send(());
    });
    ended.await.expect("the run ends");
    drop(driving);
    let why = run.ended().expect("it has ended");
    (run, why)
}

/// The programs that need no more than the page's one thread.
fn can_be_live() -> impl Iterator<Item = &'static Variant> {
    let all = scenarios().iter().flat_map(|scenario| scenario.variants);
    let live: Vec<_> = all
        .filter(|variant| {
            let trace = simulate(variant.program, Settings::default());
            needs_threads(&trace.borrow()).is_none()
        })
        .collect();
    assert!(live.len() > 80, "only {} programs can be live", live.len());
    live.into_iter()
}

#[wasm_bindgen_test]
async fn the_same_task_events_as_on_the_simulated_clock() {
    for variant in can_be_live() {
        let simulated = simulate(variant.program, Settings::default());
        let (run, _) = run_live(variant).await;
        let (live, simulated) =
            (task_events(&run.trace().borrow()), task_events(&simulated.borrow()));
        for (index, (live, simulated)) in live.iter().zip(&simulated).enumerate() {
            assert_eq!(live, simulated, "{}: event {index}", variant.program.id);
        }
        assert_eq!(live.len(), simulated.len(), "{}", variant.program.id);
    }
}

#[wasm_bindgen_test]
async fn prints_what_is_expected_and_no_timer_is_early() {
    for variant in can_be_live() {
        let (run, _) = run_live(variant).await;
        let trace = run.trace().borrow();
        let mut printed = String::new();
        let mut deadlines = std::collections::HashMap::new();
        for event in trace.events() {
            match event.kind {
                EventKind::Print { text, stream: trace::Stream::Stdout, .. } => {
                    printed += trace.whole_label(text);
                }
                EventKind::TimerSet { timer, deadline, .. } => {
                    deadlines.insert(timer, deadline);
                }
                EventKind::TimerFire { timer } => {
                    assert!(event.at >= deadlines[&timer], "{}", variant.program.id);
                }
                _ => {}
            }
        }
        let id = variant.program.id;
        assert_eq!(Some(&*printed), scenarios::expected(id), "{id}");
    }
}

#[wasm_bindgen_test]
async fn timers_give_the_engine_the_loop() {
    let variant = &scenarios::find("spawn").expect("spawn").variants[0];
    let (run, _) = run_live(variant).await;
    let trace = run.trace().borrow();
    let causes: Vec<_> = trace
        .events()
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::TurnStart { cause } => Some(cause),
            _ => None,
        })
        .collect();
    assert_eq!(causes, [TurnCause::Microtask, TurnCause::Timer]);
}

/// Counts the page's frames until it is dropped.
struct Frames {
    count: Rc<Cell<u32>>,
    next: Rc<RefCell<Option<AnimationFrame>>>,
}

impl Frames {
    fn counted() -> Self {
        let (count, next) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(None)));
        ask_for_frame(Rc::clone(&count), &next);
        Self { count, next }
    }
}

fn ask_for_frame(count: Rc<Cell<u32>>, next: &Rc<RefCell<Option<AnimationFrame>>>) {
    let again = Rc::clone(next);
    let frame = request_animation_frame(move |_| {
        count.set(count.get() + 1);
        ask_for_frame(count, &again);
    });
    *next.borrow_mut() = Some(frame);
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.next.take();
    }
}

#[wasm_bindgen_test]
async fn ten_thousand_tasks_do_not_freeze_the_page() {
    let variant = &scenarios::find("ten-thousand").expect("ten-thousand").variants[0];
    let frames = Frames::counted();
    let (run, why) = run_live(variant).await;
    assert_eq!(why, RunEnd::Done);
    let is_turn = |kind: &EventKind| matches!(kind, EventKind::TurnStart { .. });
    let turns = run.trace().borrow().events().iter().filter(|event| is_turn(&event.kind)).count();
    assert!(turns > 60, "{turns} turns of the loop for 20,000 polls");
    assert!(frames.count.get() > 5, "{} frames in {turns} turns", frames.count.get());
}

#[wasm_bindgen_test]
async fn a_dropped_run_leaves_nothing_behind() {
    let variant = &scenarios::find("mpsc").expect("mpsc").variants[0];
    for _ in 0..100 {
        let (run, clock) = live(variant, 1.0);
        let driving = Live::start(Rc::<Run>::clone(&run), clock, || panic!("it was dropped"));
        TimeoutFuture::new(0).await;
        assert!(!run.trace().borrow().is_empty());
        drop((run, driving));
    }
    // The aborted futures are dropped in the turn after.
    TimeoutFuture::new(0).await;
    assert_eq!(engine::census(), engine::Census::default());
}

#[wasm_bindgen_test]
async fn a_paused_clock_stands_still_and_goes_on() {
    let variant = &scenarios::find("async-fn").expect("async-fn").variants[0];
    let (run, clock) = live(variant, 1.0);
    let (told, ended) = futures::channel::oneshot::channel();
    let driving = Live::start(Rc::<Run>::clone(&run), clock.clone(), move || {
        let _ = told.send(());
    });
    clock.set_pace(0.0);
    TimeoutFuture::new(0).await;
    assert_eq!(run.ended(), None);
    assert_eq!(clock.now(), 0);
    clock.set_pace(64.0);
    ended.await.expect("the run ends");
    assert_eq!(run.ended(), Some(RunEnd::Done));
    drop(driving);
}

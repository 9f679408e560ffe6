//! Live runs, followed on a simulated event loop: the page's frames, the run's turns, and a clock that
//! goes at the pace that the player sets.

use std::cell::Cell;
use std::rc::Rc;

use engine::{Next, Running};
use playground::action::{Action, Direction, Speed, Step};
use playground::elastic::Elastic;
use playground::route::Route;
use playground::snapshot::{Clock, Mode, Snapshot};
use playground::{Effect, Playground};
use trace::{EventKind, State, TaskId, TurnCause, task_events};

use super::playground::open;

/// Polls in one turn, as in the browser.
const POLLS: u32 = 256;

struct Browser {
    playground: Playground,
    run: Rc<dyn Running>,
    /// The run's clock in microseconds, and how fast it goes.
    clock: Rc<Cell<f64>>,
    pace: f64,
    next: Next,
    cause: TurnCause,
    /// The snapshot before,
    before: Option<Snapshot>,
    /// and how many turns the run was ahead of it.
    ahead: usize,
}

impl Browser {
    /// Opens an address and runs its program live.
    fn run(address: &str) -> Self {
        Self::begin(open(address))
    }

    fn begin(mut playground: Playground) -> Self {
        assert_eq!(playground.apply(Action::RunLive), Effect::StartLive);
        let clock = Rc::new(Cell::new(0.0));
        let told = Rc::clone(&clock);
        let run = playground.begin_live(Rc::new(move || told.get() as u64), false).expect("a run");
        let next = Next::Soon;
        let (cause, before) = (TurnCause::Microtask, None);
        let mut browser = Self { playground, run, clock, pace: 1.0, next, cause, before, ahead: 0 };
        browser.turn();
        browser.look();
        browser
    }

    fn turn(&mut self) {
        self.next = self.run.turn(self.cause, POLLS);
        self.cause = match self.next {
            Next::At(_) => TurnCause::Timer,
            _ => TurnCause::Message,
        };
        if self.pace < 1.0 {
            self.pace = 0.0;
        }
    }

    /// Time passes, and the run has its turns, but the page has no frame: it may be hidden.
    fn pass(&mut self, ms: f64) {
        let mut left = ms * 1_000.0 * self.pace;
        while self.pace > 0.0 {
            let due = match self.next {
                Next::At(time) => (time as f64).max(self.clock.get()),
                // A turn of the loop takes a while.
                Next::Soon => self.clock.get() + 1_000.0 * self.pace,
                Next::Ended(_) => f64::INFINITY,
            };
            let wait = due - self.clock.get();
            if wait > left {
                self.clock.set(self.clock.get() + left);
                return;
            }
            left -= wait;
            self.clock.set(due);
            self.turn();
        }
    }

    /// Time passes, and then the page has a frame.
    fn frame(&mut self, ms: f64) -> Snapshot {
        self.pass(ms);
        self.playground.frame(ms, self.clock.get() as u64);
        self.look()
    }

    fn apply(&mut self, action: Action) -> Snapshot {
        self.playground.apply(action);
        self.look()
    }

    fn back(&mut self) -> Snapshot {
        self.apply(Action::Step(Step::Event, Direction::Back))
    }

    fn forward(&mut self) -> Snapshot {
        self.apply(Action::Step(Step::Event, Direction::Forward))
    }

    /// Lets it run to its end; every snapshot on the way.
    fn follow_to_end(&mut self, ms: f64) -> Vec<Snapshot> {
        let mut seen = Vec::new();
        while self.playground.moves() {
            seen.push(self.frame(ms));
            assert!(seen.len() < 50_000, "it never ends");
        }
        seen
    }

    /// What the page sees now, which must agree with itself.
    fn look(&mut self) -> Snapshot {
        self.pace = self.playground.pace();
        let snapshot = self.playground.snapshot();
        let trace = snapshot.trace.borrow();
        let (position, shown, recorded) = (snapshot.position(), snapshot.trace.len(), trace.len());
        assert!(position <= shown && shown <= recorded, "{position} of {shown} of {recorded}");
        assert_eq!(snapshot.elastic.len(), shown, "the axis is as long as what is shown");
        assert!(snapshot.now <= snapshot.duration(), "the total is below the playhead");
        assert!(snapshot.playhead <= snapshot.end() && snapshot.elastic.end() <= snapshot.end());
        assert!(
            snapshot.now <= (self.clock.get() as u64).max(trace.duration()),
            "ahead of the run"
        );
        assert_eq!(snapshot.now, snapshot.elastic.time(snapshot.playhead as f64) as u64);
        let happened = snapshot.elastic.position(snapshot.playhead);
        assert!(position <= happened, "the playhead stands before what has happened");
        assert_eq!(snapshot.edge.is_some(), snapshot.mode.is_live());
        if let Some(before) = self.before.as_ref().filter(|it| it.trace.same_run(&snapshot.trace)) {
            assert!(before.trace.len() <= shown, "what was shown stays");
            assert!(before.duration() <= snapshot.duration(), "the total never falls");
        }
        let turn = |event: &&trace::Event| matches!(event.kind, EventKind::TurnStart { .. });
        let ahead = trace.events()[shown..].iter().filter(turn).count();
        // A run that went faster before may be further ahead when slow motion begins.
        let is_held = snapshot.mode.is_live() && snapshot.speed < Speed(0);
        assert!(!is_held || ahead <= self.ahead.max(1), "the run is {ahead} turns ahead");
        self.ahead = ahead;
        drop(trace);
        self.before = Some(snapshot.clone());
        snapshot
    }
}

/// The event that has happened last.
fn latest(snapshot: &Snapshot) -> Option<EventKind> {
    let last = snapshot.position().checked_sub(1)?;
    snapshot.trace.borrow().events().get(last).map(|event| event.kind)
}

/// What takes a whole beat.
fn is_whole(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::TaskSpawn { .. }
            | EventKind::PollStart { .. }
            | EventKind::PollEnd { .. }
            | EventKind::Wake { .. }
            | EventKind::Print { .. }
            | EventKind::AwaitEnter { .. }
            | EventKind::TaskEnd { .. }
    )
}

#[test]
fn in_slow_motion_each_event_that_matters_has_its_time() {
    for (speed, least) in [("0.125", 10), ("0.25", 5), ("0.5", 2)] {
        let mut browser = Browser::run(&format!("#/join?variant=joined&speed={speed}"));
        let seen = browser.follow_to_end(20.0);
        let trace = browser.run.trace().borrow();
        for (index, event) in trace.events().iter().enumerate() {
            let matters = matches!(
                event.kind,
                EventKind::PollStart { .. } | EventKind::Wake { .. } | EventKind::AwaitEnter { .. }
            );
            // The frames until the next event, which takes a quarter of a beat if it is bookkeeping.
            let frames = seen.iter().filter(|snapshot| snapshot.position() == index + 1).count();
            let whole = trace.events().get(index + 1).is_some_and(|next| is_whole(&next.kind));
            let least = if whole { least } else { least / 4 };
            assert!(!matters || frames >= least, "{speed}: {frames} frames for event {index}");
        }
        // And all of it takes longer than the run by its own clock.
        let took = seen.len() as f64 * 20.0 * speed.parse::<f64>().expect("a number");
        assert!(took * 1_000.0 > trace.duration() as f64, "{speed}: {took} ms");
    }
}

#[test]
fn a_live_run_does_the_same_at_every_speed() {
    let simulated = open("#/join?variant=spawned").snapshot();
    let expected = task_events(&simulated.trace.borrow());
    for speed in -5..=5 {
        let mut playground = open("#/join?variant=spawned");
        playground.apply(Action::Speed(Speed(speed)));
        let mut browser = Browser::begin(playground);
        let last = browser.follow_to_end(16.0).pop().expect("a frame");
        assert_eq!((last.mode, last.clock), (Mode::Paused, Clock::Browser), "{speed}");
        assert_eq!(task_events(&last.trace.borrow()), expected, "{speed}");
        assert_eq!((last.position(), last.now), (last.trace.len(), last.duration()));
    }
}

/// The axis of a run that was followed to its end is that of the whole trace.
fn is_the_axis_of_the_whole(snapshot: &Snapshot) {
    let whole = Elastic::new(&snapshot.trace.borrow());
    assert_eq!(snapshot.elastic.len(), whole.len());
    for index in 0..whole.len() {
        assert_eq!(snapshot.elastic.place(index), whole.place(index), "event {index}");
    }
}

#[test]
fn every_program_is_followed_to_its_end() {
    for scenario in scenarios::scenarios() {
        for (index, variant) in scenario.variants.iter().enumerate() {
            let mut playground = Playground::new(&Route::of(scenario, index));
            let snapshot = playground.snapshot();
            if snapshot.needs.is_some() {
                continue;
            }
            let is_long = snapshot.trace.len() > 2_000;
            playground.apply(Action::Speed(if is_long { Speed(4) } else { Speed(-2) }));
            let mut browser = Browser::begin(playground);
            let last = browser.follow_to_end(50.0).pop().expect("a frame");
            assert_eq!(last.position(), last.trace.len(), "{}", variant.program.id);
            is_the_axis_of_the_whole(&last);
        }
    }
}

#[test]
fn beats_are_as_wide_as_in_the_whole_run_while_it_goes_on() {
    let mut browser = Browser::run("#/join?variant=joined&speed=0.125");
    let whole = open("#/join?variant=joined").snapshot();
    let beat = |snapshot: &Snapshot| {
        let trace = snapshot.trace.borrow();
        let polled = |event: &trace::Event| matches!(event.kind, EventKind::PollStart { .. });
        let poll = trace.events().iter().position(polled).expect("a poll");
        (snapshot.elastic.place(poll) - snapshot.elastic.place(poll - 1)) as f64
    };
    let mut waited = 0;
    for snapshot in browser.follow_to_end(20.0) {
        // In a wait all deadlines are known, and so is how long the axis will be.
        if snapshot.now > 20_000 {
            waited += 1;
            let times = beat(&snapshot) / beat(&whole);
            assert!((0.5..2.0).contains(&times), "{times} times as wide at {}", snapshot.now);
        }
    }
    assert!(waited > 50);
}

/// F5's steps: slow motion, a pause in the middle, two steps back.
fn paused_and_stepped_back() -> (Browser, Snapshot) {
    let mut browser = Browser::run("#/join?variant=joined&speed=0.125");
    (0..45).for_each(|_| _ = browser.frame(20.0));
    let paused = browser.apply(Action::TogglePlay);
    assert_eq!(paused.mode, Mode::LivePaused);
    let back = [browser.back(), browser.back()];
    assert_eq!(back.map(|it| it.position()), [paused.position() - 1, paused.position() - 2]);
    (browser, paused)
}

#[test]
fn a_paused_live_run_is_stepped_through() {
    let (mut browser, paused) = paused_and_stepped_back();
    assert!(paused.position() > 4, "some events were shown: {}", paused.position());
    // All that was shown is still there, and the playhead stands within it.
    let back = browser.look();
    assert_eq!(back.trace.len(), paused.trace.len());
    assert_eq!((back.end(), back.duration()), (paused.end(), paused.duration()));
    assert!(back.playhead < paused.playhead);
    assert!(back.has_more());
    assert_eq!(browser.forward().position(), paused.position() - 1);
    assert_eq!(browser.forward().position(), paused.position());
    // What was recorded but not yet shown comes step by step, and at the end nothing more.
    let recorded = browser.run.trace().borrow().len();
    for position in paused.position() + 1..=recorded {
        assert!(browser.look().has_more());
        assert_eq!(browser.forward().position(), position);
    }
    let edge = browser.forward();
    assert_eq!((edge.position(), edge.has_more()), (recorded, false));
    assert_eq!(browser.forward(), edge);
    // However long it stands, nothing happens.
    browser.pass(10_000.0);
    assert_eq!(browser.frame(20.0).trace.len(), recorded);
}

#[test]
fn the_address_of_a_paused_live_run_names_the_place_of_the_playhead() {
    let (mut browser, _) = paused_and_stepped_back();
    for _ in 0..4 {
        let snapshot = browser.back();
        let at = browser.playground.route().at.expect("a place");
        let trace = snapshot.trace.borrow();
        let before = trace.events().partition_point(|event| event.at < at.time);
        assert_eq!(before + at.events.expect("within an instant"), snapshot.position());
    }
}

#[test]
fn it_goes_on_from_where_the_playhead_is() {
    for speed in [Speed(-3), Speed(0), Speed(3)] {
        let (mut browser, paused) = paused_and_stepped_back();
        browser.apply(Action::Seek(2));
        browser.apply(Action::Speed(speed));
        let (clock, recorded) = (browser.clock.get(), browser.run.trace().borrow().len());
        let resumed = browser.apply(Action::TogglePlay);
        assert_eq!((resumed.mode, resumed.position()), (Mode::Live, 2));
        let mut positions = vec![2];
        // It plays to where the run is, which waits for it.
        while browser.pace <= 0.0 {
            positions.push(browser.frame(1.0).position());
            assert_eq!(browser.run.trace().borrow().len(), recorded);
            assert_eq!(browser.clock.get().to_bits(), clock.to_bits());
        }
        assert!(positions.is_sorted() && positions[1] <= 4, "{positions:?}");
        assert!(positions.last() >= Some(&paused.position()));
        // Then the run goes on.
        let last = browser.follow_to_end(20.0).pop().expect("a frame");
        assert_eq!((last.mode, last.position()), (Mode::Paused, last.trace.len()));
        assert!(last.trace.len() > recorded);
    }
}

#[test]
fn a_wait_is_played_again_as_long_as_it_was() {
    let mut browser = Browser::run("#/join?variant=joined");
    while browser.frame(10.0).now < 40_000 {}
    let paused = browser.apply(Action::TogglePlay);
    let last = browser.apply(Action::Seek(paused.position()));
    assert!(last.now < 1_000 && paused.now >= 40_000);
    browser.apply(Action::TogglePlay);
    let mut frames = 0;
    while browser.pace <= 0.0 {
        browser.frame(10.0);
        frames += 1;
    }
    let waited = browser.clock.get() as u64 / 10_000;
    assert!((waited..=waited + 2).contains(&frames), "{frames} frames for {waited}");
}

#[test]
fn at_normal_speed_the_playhead_is_never_far_behind() {
    for speed in [Speed(0), Speed(2)] {
        let mut playground = open("#/join?variant=joined");
        playground.apply(Action::Speed(speed));
        let mut browser = Browser::begin(playground);
        while browser.run.ended().is_none() {
            let snapshot = browser.frame(10.0);
            let behind = browser.clock.get() - snapshot.now as f64;
            assert!(behind < 250_000.0 * speed.factor(), "{behind} behind at {}", snapshot.now);
        }
    }
}

#[test]
fn a_run_in_slow_motion_rests_while_the_page_is_hidden() {
    let mut browser = Browser::run("#/join?variant=joined&speed=0.25");
    browser.frame(20.0);
    let recorded = browser.run.trace().borrow().len();
    browser.pass(60_000.0);
    assert_eq!(browser.run.trace().borrow().len(), recorded, "it waits to be shown");
    let last = browser.follow_to_end(20.0).pop().expect("a frame");
    assert_eq!(last.position(), last.trace.len());

    // At normal speed it goes on, and is there when the page is shown again.
    let mut browser = Browser::run("#/join?variant=joined");
    browser.pass(60_000.0);
    assert!(browser.run.ended().is_some());
    assert!(browser.follow_to_end(20.0).len() < 100);
}

#[test]
fn the_speed_may_change_at_any_moment() {
    let mut browser = Browser::run("#/select?variant=interval");
    let speeds = [-3, 2, -1, 0, -5, 5, -2];
    let mut frames = 0;
    while browser.playground.moves() {
        let speed = Speed(speeds[frames / 7 % speeds.len()]);
        browser.apply(Action::Speed(speed));
        browser.frame(16.0);
        frames += 1;
        assert!(frames < 20_000, "it never ends");
    }
    let last = browser.look();
    assert_eq!(last.position(), last.trace.len());
    is_the_axis_of_the_whole(&last);
}

#[test]
fn a_run_that_is_stopped_is_shown_whole() {
    let mut browser = Browser::run("#/join?variant=joined&speed=0.125");
    (0..10).for_each(|_| _ = browser.frame(20.0));
    let stopped = browser.apply(Action::Stop);
    assert_eq!((stopped.mode, stopped.position()), (Mode::Paused, stopped.trace.len()));
    assert!(matches!(latest(&stopped), Some(EventKind::RunEnd { .. })));
    is_the_axis_of_the_whole(&stopped);
}

#[test]
fn ten_thousand_tasks_come_to_their_end_in_slow_motion() {
    let mut browser = Browser::run("#/ten-thousand?speed=0.5&k.TASKS=1000");
    let seen = browser.follow_to_end(50.0);
    assert!(seen.len() < 3_000, "{} frames", seen.len());
    let state = State::after(seen.last().expect("a frame").trace.borrow().events());
    assert!(state.tasks.len() > 1_000 && state.task(TaskId::from_index(0)).is_some());
}

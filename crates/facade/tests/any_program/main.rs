//! What is true of every program, tried with random ones.

mod interpreter;
mod program;
mod shared;
mod well_formed;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use engine::{Census, Next, Run, Settings, census, simulate};
use interpreter::program;
use program::{Script, Step, Steps, script};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use trace::{Cursor, EventKind, RunEnd, State, Trace, TurnCause, task_events};

const CASES: u32 = 1_000;

/// The same programs each time, so that a failure is one for everybody. `PROPTEST_RNG_SEED` and
/// `PROPTEST_CASES` try others.
fn check(property: impl Fn(&Script)) {
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = CASES;
    }
    if let RngSeed::Random = config.rng_seed {
        config.rng_seed = RngSeed::Fixed(20_240_229);
    }
    let result = TestRunner::new(config).run(&script(), |script| {
        property(&script);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn settings(script: &Script) -> Settings {
    let workers = [None, None, Some(2), Some(5)][(script.seed % 4) as usize];
    Settings { seed: script.seed, workers, ..Settings::default() }
}

fn simulated(script: &Script) -> Rc<RefCell<Trace>> {
    simulate(program(script), settings(script))
}

/// Runs a program in turns of `polls` polls. `late` gives how many microseconds the host is late
/// each time that it is asked for a turn.
fn in_turns(script: &Script, polls: u32, mut late: Option<impl FnMut() -> u64>) -> Vec<String> {
    let clock = Rc::new(Cell::new(0));
    let host_clock = late.is_some().then(|| {
        let clock = Rc::clone(&clock);
        Rc::new(move || clock.get()) as Rc<dyn Fn() -> u64>
    });
    let run = Run::new(program(script), Settings { host_clock, ..settings(script) });
    let mut cause = TurnCause::Microtask;
    loop {
        let next = run.turn(cause, polls);
        let lateness = late.as_mut().map_or(0, |late| late());
        cause = match next {
            Next::Soon => {
                clock.set(clock.get() + lateness);
                TurnCause::Message
            }
            Next::At(time) => {
                clock.set(clock.get().max(time) + lateness);
                TurnCause::Timer
            }
            Next::Ended(_) => return task_events(&run.trace().borrow()),
        };
    }
}

/// Compares two traces, and shows where they part.
fn assert_same(one: &[String], other: &[String]) {
    let part = one.iter().zip(other).position(|(one, other)| one != other);
    if let Some(part) = part.or((one.len() != other.len()).then_some(one.len().min(other.len()))) {
        let around = |events: &[String]| {
            let from = part.saturating_sub(5);
            events[from..events.len().min(part + 3)].join("\n  ")
        };
        panic!("they part at event {part}:\n  {}\nand\n  {}", around(one), around(other));
    }
}

#[test]
fn traces_are_well_formed() {
    let (ends, workers) = (RefCell::new(Vec::new()), RefCell::new(BTreeSet::new()));
    check(|script| {
        let trace = simulated(script);
        well_formed::check(&trace.borrow());
        ends.borrow_mut().push(State::after(trace.borrow().events()).ended);
        let worker = |kind: EventKind| match kind {
            EventKind::PollStart { worker, .. } => worker,
            _ => 0,
        };
        let last = trace.borrow().events().iter().map(|event| worker(event.kind)).max();
        workers.borrow_mut().insert(last);
    });
    // Main's thread, some workers, threads that belong to a closure.
    assert!(workers.into_inner().len() > 6, "all on the same worker");
    // The programs are worth running: most end, some are stuck.
    let ends = ends.into_inner();
    let count = |why| ends.iter().filter(|end| **end == Some(why)).count();
    assert!(count(RunEnd::Done) * 2 > ends.len(), "{} of {}", count(RunEnd::Done), ends.len());
    assert!(count(RunEnd::Deadlock) > 0);
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    check(|script| {
        assert_eq!(*simulated(script).borrow(), *simulated(script).borrow());
        assert_eq!(census(), Census::default());
    });
}

#[test]
fn the_state_does_not_depend_on_the_way_to_it() {
    check(|script| {
        let trace = simulated(script);
        let trace = trace.borrow();
        let (mut forward, mut back) = (Cursor::default(), Cursor::default());
        back.seek(&trace, trace.len());
        let step = trace.len() / 16 + 1;
        for position in (0..=trace.len()).step_by(step) {
            let folded = State::after(&trace.events()[..position]);
            assert_eq!(*Cursor::default().seek(&trace, position), folded);
            assert_eq!(*forward.seek(&trace, position), folded);
            let from_behind = trace.len() - position;
            let folded = State::after(&trace.events()[..from_behind]);
            assert_eq!(*back.seek(&trace, from_behind), folded);
        }
    });
}

#[test]
fn the_state_of_a_long_trace_does_not_depend_on_the_way_to_it() {
    let steps: Steps = Arc::new([Step::Crowd(150), Step::Burst(199), Step::Sleep(5)]);
    let steps: Steps = Arc::new([Step::Repeat(8, steps), Step::Spawn(Arc::new([Step::Wait]))]);
    let trace = simulated(&Script { steps, patience: None, seed: 1 });
    let trace = trace.borrow();
    // The cursor keeps a checkpoint each 4,096 events.
    assert!(trace.len() > 4 * 4_096, "{} events are too few", trace.len());
    let mut cursor = Cursor::default();
    let mut folded = vec![State::default()];
    for event in trace.events() {
        let mut state = folded[folded.len() - 1].clone();
        state.apply(event);
        if state.position % 997 != 1 {
            folded.pop();
        }
        folded.push(state);
    }
    let there_and_back = folded.iter().chain(folded.iter().rev());
    // In steps that pass over checkpoints, land between them and turn round.
    let jumps = (0..folded.len()).map(|n| &folded[n * 7 % folded.len()]);
    for state in there_and_back.chain(jumps) {
        assert!(*cursor.seek(&trace, state.position) == *state, "at {}", state.position);
        assert!(*Cursor::default().seek(&trace, state.position) == *state);
    }
    assert_eq!(cursor.seek(&trace, usize::MAX).position, trace.len());
}

#[test]
fn short_turns_change_nothing() {
    check(|script| {
        let whole = task_events(&simulated(script).borrow());
        for polls in [1, 7] {
            assert_same(&in_turns(script, polls, None::<fn() -> u64>), &whole);
        }
    });
}

#[test]
fn a_host_that_is_late_changes_nothing() {
    check(|script| {
        let whole = task_events(&simulated(script).borrow());
        for (polls, most) in [(1, 300), (5, 20_000), (1_000, 50_000)] {
            let mut random = script.seed | 1;
            let late = || {
                // Xorshift: any lateness will do.
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                random % most
            };
            assert_same(&in_turns(script, polls, Some(late)), &whole);
        }
    });
}

#[test]
fn a_run_that_is_dropped_leaves_nothing_behind() {
    check(|script| {
        for turns in [0, 1, 2, 5, 13] {
            let run = Run::new(program(script), settings(script));
            for _ in 0..turns {
                run.turn(TurnCause::Microtask, 3);
            }
            let trace = Rc::clone(run.trace());
            let recorded = trace.borrow().len();
            drop(run);
            assert_eq!(census(), Census::default(), "after {turns} turns");
            assert_eq!(trace.borrow().len(), recorded, "after {turns} turns");
        }
    });
}

#[test]
fn a_run_that_is_stopped_says_so() {
    check(|script| {
        let run = Run::new(program(script), settings(script));
        run.turn(TurnCause::Microtask, 4);
        run.stop();
        run.stop();
        well_formed::check(&run.trace().borrow());
        let state = State::after(run.trace().borrow().events());
        assert!(matches!(state.ended, Some(RunEnd::Cancelled | RunEnd::Done | RunEnd::Deadlock)));
        assert_eq!(run.ended(), state.ended);
        assert_eq!(run.turn(TurnCause::Timer, 4), Next::Ended(state.ended.unwrap()));
        assert_eq!(State::after(run.trace().borrow().events()), state);
    });
}

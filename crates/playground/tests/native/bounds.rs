//! What is accepted is bounded in work as in memory: large runs come in parts, and of what is long or many
//! views take as much as can be seen.

use std::rc::Rc;

use engine::{Settings, simulate};
use playground::action::{Action, Direction, Export, ExportKind, Speed, Step, Theme};
use playground::route::Route;
use playground::snapshot::{Clock, Mode, Prediction};
use playground::{Effect, Playground};
use scenarios::{find, scenarios};
use trace::file::TraceFile;
use trace::{Event, EventKind};

/// Events that one part may add to a run, besides those of the poll with which it ends.
const PART: usize = 5_000;

fn open(address: &str) -> Playground {
    let (route, notices) = Route::parse(address);
    assert_eq!(notices, Vec::<String>::new(), "{address}");
    Playground::new(&route)
}

/// Computes what is to be computed. Returns how many events came with each part.
fn compute(playground: &mut Playground) -> Vec<usize> {
    let (mut parts, mut before) = (Vec::new(), 0);
    while playground.is_computing() {
        playground.compute();
        let now = playground.snapshot().coming.map_or(before, |coming| coming.trace.len());
        assert!(now >= before, "what has come stays");
        parts.push(now - before);
        before = now;
    }
    parts
}

fn tasks(playground: &Playground) -> usize {
    let snapshot = playground.snapshot();
    let trace = snapshot.trace.borrow();
    let spawned = |event: &&Event| matches!(event.kind, EventKind::TaskSpawn { .. });
    trace.events().iter().filter(spawned).count()
}

#[test]
fn a_large_run_is_computed_in_parts_while_the_one_before_is_shown() {
    let mut playground = open("#/ten-thousand?k.TASKS=1000");
    assert!(!playground.is_computing(), "a short one is there at once");
    let before = playground.snapshot();
    playground.apply(Action::Knob(0, 20_000));
    let meanwhile = playground.snapshot();
    assert!(meanwhile.trace.same_run(&before.trace) && meanwhile.state == before.state);
    assert_eq!(*meanwhile.knobs, [20_000, 100]);
    assert!(meanwhile.coming.is_some());
    assert_eq!(playground.route().to_string(), "#/ten-thousand?k.TASKS=20000");

    let parts = compute(&mut playground);
    assert!(parts.len() > 40, "{parts:?}");
    assert!(parts.iter().skip(1).all(|part| *part <= PART), "{parts:?}");
    let after = playground.snapshot();
    assert_eq!((after.coming, tasks(&playground)), (None, 20_001));
    assert_eq!(after.now, 50_000, "where it is opened");
    let program = find("ten-thousand").expect("a scenario").variants[0].program;
    let settings = Settings { knobs: vec![20_000], ..Settings::default() };
    let whole = simulate(program, settings);
    assert!(*whole.borrow() == *after.trace.borrow(), "it is the run that it would be at once");
}

/// The run that another is compared with is not computed in parts, which is right as long as those of the
/// catalog are short: about as many events as take a tenth of a second.
#[test]
fn the_runs_that_are_compared_are_short() {
    for scenario in scenarios().iter().filter(|scenario| scenario.variants.len() > 1) {
        for variant in scenario.variants {
            let knobs = variant.program.listing().knobs;
            for corner in 0..1_u32 << knobs.len() {
                let end = |(bit, knob): (usize, &trace::Knob)| match corner >> bit & 1 {
                    0 => knob.min,
                    _ => knob.max,
                };
                let knobs = knobs.iter().enumerate().map(end).collect();
                let run = simulate(variant.program, Settings { knobs, ..Settings::default() });
                let count = run.borrow().len();
                assert!(count < 60_000, "{count} events of {} {}", scenario.id, variant.id);
            }
        }
    }
}

#[test]
fn the_next_change_gives_up_the_run_that_was_being_computed() {
    let mut playground = open("#/ten-thousand?k.TASKS=100");
    playground.apply(Action::Knob(0, 50_000));
    // Of those that are only dragged through nothing is computed.
    for through in [30_000, 20_000, 40_000] {
        playground.apply(Action::Knob(0, through));
        let coming = playground.snapshot().coming.map(|coming| coming.trace.borrow().len());
        assert_eq!(coming, Some(0));
    }
    playground.compute();
    playground.apply(Action::Knob(0, 200));
    compute(&mut playground);
    assert_eq!(tasks(&playground), 201);
    playground.settle();
    playground.apply(Action::Knob(0, 20_000));
    playground.apply(Action::Undo);
    compute(&mut playground);
    assert_eq!(tasks(&playground), 201);
    playground.apply(Action::Knob(0, 20_000));
    playground.apply(Action::select("join", ""));
    assert!(!playground.is_computing());
    assert_eq!(playground.snapshot().exhibit.id, "join");
}

#[test]
fn of_another_program_nothing_is_shown_until_its_run_is_whole() {
    let mut playground = open("#/join");
    assert_eq!(playground.apply(Action::select("ten-thousand", "")), Effect::Visited);
    let blank = playground.snapshot();
    assert_eq!((&*blank.exhibit.id, blank.trace.len(), blank.position()), ("ten-thousand", 0, 0));
    let sites = find("ten-thousand").expect("a scenario").variants[0].program.listing().sites;
    assert_eq!(blank.trace.borrow().sites(), &sites);
    // Whatever the reader does meanwhile.
    for action in [
        Action::TogglePlay,
        Action::Step(Step::Event, Direction::Forward),
        Action::Step(Step::Edge, Direction::Back),
        Action::SeekTime(5),
        Action::ToggleCompare,
        Action::ToggleLoop,
        Action::Present(true),
    ] {
        playground.apply(action);
        playground.frame(16.0, 0);
    }
    compute(&mut playground);
    let shown = playground.snapshot();
    assert_eq!((tasks(&playground), shown.mode), (10_001, Mode::Paused));
    assert!(shown.looped && shown.present);
    assert!(!shown.bookmarks.is_empty() && playground.can_run_live());
}

#[test]
fn an_address_leads_to_its_place_once_the_run_is_whole() {
    for (address, now) in [
        ("#/ten-thousand?t=100000", 100_000),
        ("#/ten-thousand?t=30000&k.TASKS=20000", 30_000),
        ("#/ten-thousand", 50_000),
    ] {
        let mut playground = open(address);
        assert!(playground.is_computing());
        compute(&mut playground);
        assert_eq!(playground.snapshot().now, now, "{address}");
        assert_eq!(playground.route().to_string(), address);
    }
    let mut playground = open("#/ten-thousand?range=20000-60000");
    compute(&mut playground);
    let range = playground.snapshot().range.map(|range| (range.from, range.to));
    assert_eq!(range, Some((20_000, 60_000)));
}

#[test]
fn a_question_stays_unanswered_while_its_run_is_computed() {
    let mut playground = open("#/ten-thousand?predict=1");
    assert_eq!(playground.snapshot().prediction, Prediction::Hidden(None));
    compute(&mut playground);
    let hidden = playground.snapshot();
    assert_eq!((hidden.prediction, hidden.state.position), (Prediction::Hidden(None), 0));
}

#[test]
fn a_live_run_takes_the_place_of_one_that_is_being_computed() {
    let mut playground = open("#/ten-thousand");
    assert_eq!(playground.apply(Action::RunLive), Effect::StartLive);
    let run = playground.begin_live(Rc::new(|| 0), true).expect("a run");
    assert!(!playground.is_computing() && playground.is_live());
    // And a large run takes the place of a live one: what that has done so far is shown meanwhile.
    run.turn(trace::TurnCause::Microtask, 3);
    playground.frame(16.0, 0);
    playground.apply(Action::Knob(0, 20_000));
    let meanwhile = playground.snapshot();
    assert!(playground.is_computing() && !playground.is_live());
    assert_eq!((meanwhile.mode, meanwhile.clock), (Mode::Paused, Clock::Browser));
    assert_eq!(meanwhile.elastic.len(), meanwhile.trace.len());
    compute(&mut playground);
    assert_eq!((tasks(&playground), playground.snapshot().clock), (20_001, Clock::Simulated));
}

#[test]
fn no_file_is_made_of_a_run_that_is_not_whole() {
    let mut playground = open("#/ten-thousand");
    let export = Export {
        kind: ExportKind::Trace,
        theme: Theme::System,
        selected: false,
        width: 800,
        speed: Speed::default(),
    };
    assert_eq!(playground.apply(Action::Export(export)), Effect::None);
    assert!(playground.snapshot().notices[0].text.contains("still being computed"));
    compute(&mut playground);
    assert_eq!(playground.apply(Action::Export(export)), Effect::Export(export));
}

#[test]
fn an_opened_trace_of_many_events_is_looked_through_in_parts() {
    let program = find("ten-thousand").expect("a scenario").variants[0].program;
    let settings = Settings { knobs: vec![10_000], ..Settings::default() };
    let trace = simulate(program, settings).borrow().clone();
    let file = TraceFile { trace: trace.clone(), source: String::new() };
    let mut playground = open("#/join?t=0");
    let before = playground.route().to_string();
    assert_eq!(playground.open_trace("many.json", file), Effect::Visited);
    let blank = playground.snapshot();
    assert_eq!((blank.trace.len(), blank.title()), (0, "ten-thousand".to_owned()));
    assert!(blank.coming.is_some_and(|coming| coming.is_read));
    let parts = compute(&mut playground);
    assert!(parts.iter().all(|part| *part <= PART), "{parts:?}");
    let shown = playground.snapshot();
    assert!(*shown.trace.borrow() == trace);
    assert_eq!(shown.position(), trace.len());
    playground.apply(Action::Leave);
    assert_eq!(playground.route().to_string(), before);
}

//! The playground without a browser: two runs on one time scale, the learning path, what cannot run
//! live.

use std::rc::Rc;

use playground::action::{Action, Direction, Range, Step};
use playground::route::Route;
use playground::snapshot::{Mode, Snapshot};
use playground::{Effect, Playground};
use trace::{EventKind, Phase, TaskId};

pub fn open(address: &str) -> Playground {
    let (route, notices) = Route::parse(address);
    assert_eq!(notices, Vec::<String>::new(), "{address}");
    Playground::new(&route)
}

/// Duration of the run that is compared with.
fn other_duration(snapshot: &Snapshot) -> u64 {
    snapshot.compared.as_ref().expect("a comparison").trace.borrow().duration()
}

/// How much of the other run has happened, and how much there is.
fn other_position(snapshot: &Snapshot) -> (usize, usize) {
    let other = snapshot.compared.as_ref().expect("a comparison");
    (other.state.position, other.trace.len())
}

#[test]
fn both_runs_are_there_in_full() {
    let snapshot = open("#/join?compare=joined").snapshot();
    assert_eq!(snapshot.trace.borrow().duration(), 500_000);
    assert_eq!(other_duration(&snapshot), 300_000);
    assert_eq!(snapshot.duration(), 500_000);
    assert_eq!((snapshot.now, snapshot.playhead), (500_000, snapshot.end()));
    let (position, len) = other_position(&snapshot);
    assert_eq!(position, len);
}

#[test]
fn the_playhead_goes_on_after_the_shorter_run() {
    let mut playground = open("#/join?variant=joined&compare=sequential");
    assert_eq!(playground.snapshot().now, 500_000);
    playground.apply(Action::SeekTime(400_000));
    let snapshot = playground.snapshot();
    assert_eq!(snapshot.position(), snapshot.trace.len());
    assert_eq!(snapshot.now, 400_000);
    let (position, len) = other_position(&snapshot);
    assert!(position < len);
    let address = playground.route().to_string();
    assert_eq!(address, "#/join?variant=joined&compare=sequential&t=400000");
    assert_eq!(open(&address).snapshot().now, 400_000);

    // One step back is the end of the run itself, one forward the end of both.
    playground.apply(Action::Step(Step::Event, Direction::Back));
    assert_eq!(playground.snapshot().now, 300_000);
    playground.apply(Action::Step(Step::Event, Direction::Forward));
    assert_eq!(playground.snapshot().now, 500_000);
    assert_eq!(playground.route().to_string(), "#/join?variant=joined&compare=sequential");
}

#[test]
fn both_stand_at_the_same_time() {
    let mut playground = open("#/join?compare=spawned");
    for time in [0, 1, 199_999, 200_000, 250_000, 300_000, 499_000, 500_000] {
        playground.apply(Action::SeekTime(time));
        let snapshot = playground.snapshot();
        assert_eq!(snapshot.now, time);
        let other = snapshot.compared.as_ref().expect("a comparison");
        let trace = other.trace.borrow();
        let happened = trace.events().partition_point(|event| event.at <= time);
        assert_eq!(other.state.position, happened, "at {time}");
    }
    playground.apply(Action::Seek(0));
    assert_eq!(other_position(&playground.snapshot()).0, 0);
}

#[test]
fn playing_passes_time_evenly_to_the_end_of_the_longer() {
    let mut playground = open("#/join?variant=joined&compare=sequential");
    playground.apply(Action::TogglePlay);
    assert_eq!(playground.snapshot().mode, Mode::Playing);
    let mut times = Vec::new();
    while playground.moves() {
        playground.frame(100.0, 0);
        times.push(playground.snapshot().now);
        assert!(times.len() < 1_000, "it never ends");
    }
    assert_eq!(times.last(), Some(&500_000));
    let steps: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (least, most) = (steps[..steps.len() - 1].iter().min(), steps.iter().max());
    assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1), "{steps:?}");
}

#[test]
fn knobs_that_both_programs_have_are_turned_in_both() {
    let mut playground = open("#/join?compare=joined&k.USER_MS=400");
    let snapshot = playground.snapshot();
    assert_eq!((snapshot.duration(), other_duration(&snapshot)), (700_000, 400_000));
    playground.apply(Action::Knob(0, 100));
    let snapshot = playground.snapshot();
    assert_eq!((snapshot.duration(), other_duration(&snapshot)), (400_000, 300_000));
    assert_eq!(snapshot.now, 400_000, "at the end it stays there");
    playground.apply(Action::ResetKnobs);
    assert_eq!(playground.snapshot().duration(), 500_000);
}

#[test]
fn the_other_can_be_shown_at_the_same_time() {
    let mut playground = open("#/join?compare=joined&t=250000");
    let before = playground.snapshot();
    let select = Action::select("join", "joined");
    assert_eq!(playground.apply(select), Effect::Visited);
    let after = playground.snapshot();
    assert_eq!((before.variant, after.variant), (0, 1));
    assert_eq!(after.now, 250_000);
    // The runs themselves have only changed places.
    let other = after.compared.as_ref().expect("a comparison");
    assert!(other.trace.same_run(&before.trace));
    assert_eq!(other.state.position, before.position());
    assert_eq!(playground.route().to_string(), "#/join?variant=joined&compare=sequential&t=250000");

    // A third one is compared with the same other.
    playground.apply(Action::select("join", "spawned"));
    assert_eq!(playground.route().to_string(), "#/join?variant=spawned&compare=sequential");
    // Another program has variants of its own.
    playground.apply(Action::select("spawn", ""));
    assert_eq!(playground.snapshot().compared, None);
}

#[test]
fn a_comparison_is_begun_and_left() {
    let mut playground = open("#/join?variant=spawned&t=200000");
    playground.apply(Action::ToggleCompare);
    let snapshot = playground.snapshot();
    assert_eq!(snapshot.compared.as_ref().map(|other| other.variant), Some(0));
    assert_eq!(snapshot.now, 200_000);
    playground.apply(Action::Compare(Some(1)));
    assert_eq!(other_duration(&playground.snapshot()), 300_000);
    playground.apply(Action::ToggleCompare);
    assert_eq!(playground.snapshot().compared, None);
    assert_eq!(playground.snapshot().now, 200_000);

    // Nothing to compare with: itself, what is not there, one program alone.
    for variant in [2, 99] {
        playground.apply(Action::Compare(Some(variant)));
        assert_eq!(playground.snapshot().compared, None);
    }
    let mut alone = open("#/spawn");
    alone.apply(Action::ToggleCompare);
    assert_eq!(alone.snapshot().compared, None);
}

#[test]
fn leaving_after_the_end_leads_to_the_end() {
    let mut playground = open("#/join?variant=joined&compare=sequential&t=450000");
    playground.apply(Action::Compare(None));
    let snapshot = playground.snapshot();
    assert_eq!((snapshot.now, snapshot.playhead), (300_000, snapshot.elastic.end()));
}

#[test]
fn a_live_run_is_compared_with_a_simulated_one() {
    let mut playground = open("#/join?variant=joined&compare=sequential");
    assert_eq!(playground.apply(Action::RunLive), Effect::StartLive);
    let run = playground.begin_live(std::rc::Rc::new(|| 0), true).expect("a run");
    run.turn(trace::TurnCause::Microtask, 100);
    // The first frame leads to what has happened, the next goes on with the clock.
    playground.frame(1_000.0, 0);
    playground.frame(1_000.0, 120_000);
    let snapshot = playground.snapshot();
    assert_eq!((snapshot.mode, snapshot.now), (Mode::Live, 120_000));
    let (position, len) = other_position(&snapshot);
    assert!(position > 0 && position < len);
    playground.apply(Action::Step(Step::Edge, Direction::Forward));
    assert_eq!(playground.snapshot().mode, Mode::LivePaused);
    playground.apply(Action::Stop);
    assert_eq!(other_duration(&playground.snapshot()), 500_000);
}

#[test]
fn every_two_variants_can_be_compared() {
    for scenario in scenarios::scenarios() {
        for (shown, variant) in scenario.variants.iter().enumerate() {
            let mut playground = Playground::new(&Route::of(scenario, shown));
            playground.apply(Action::ToggleCompare);
            let snapshot = playground.snapshot();
            let compares = scenario.variants.len() > 1;
            assert_eq!(snapshot.compared.is_some(), compares, "{}", variant.program.id);
            let at_end = snapshot.now == snapshot.duration();
            assert!(at_end || !compares, "{}", variant.program.id);
            let address = playground.route().to_string();
            assert_eq!(open(&address).route().to_string(), address);
        }
    }
}

#[test]
fn the_path_leads_to_the_next_program_and_back() {
    let mut playground = open("#/join?speed=4");
    assert_eq!(playground.apply(Action::Neighbour(Direction::Forward)), Effect::Visited);
    let next = playground.snapshot().exhibit.id.clone();
    assert_ne!(next, "join");
    assert_eq!(playground.apply(Action::Neighbour(Direction::Back)), Effect::Visited);
    assert_eq!(playground.route().to_string(), "#/join?speed=4");

    let all = scenarios::scenarios();
    let ends = [(&all[0], Direction::Back), (&all[all.len() - 1], Direction::Forward)];
    for (scenario, direction) in ends {
        let mut playground = Playground::new(&Route::of(scenario, 0));
        assert_eq!(playground.apply(Action::Neighbour(direction)), Effect::None);
        assert_eq!(playground.snapshot().exhibit.scenario(), Some(scenario));
    }
}

#[test]
fn a_program_runs_live_unless_it_needs_more_than_one_thread() {
    for scenario in scenarios::scenarios() {
        for (index, variant) in scenario.variants.iter().enumerate() {
            let live =
                Route { clock: playground::snapshot::Clock::Browser, ..Route::of(scenario, index) };
            let mut playground = Playground::new(&live);
            let snapshot = playground.snapshot();
            let threads = snapshot.trace.borrow().events().iter().any(|event| {
                use trace::TaskKind::{Blocking, Thread};
                matches!(
                    event.kind,
                    EventKind::PollStart { worker: 1.., .. }
                        | EventKind::TaskSpawn { kind: Thread | Blocking, .. }
                )
            });
            let id = variant.program.id;
            assert_eq!(snapshot.needs.is_some(), threads, "{id}");
            let said =
                snapshot.notices.iter().any(|notice| notice.text.contains("simulated clock"));
            assert_eq!(said, threads, "{id}");
            let effect = playground.apply(Action::RunLive);
            assert_eq!(effect == Effect::None, threads, "{id}");
        }
    }
}

#[test]
fn workers_and_seed_are_kept_from_program_to_program() {
    let mut playground = open("#/join?workers=4&seed=7");
    playground.apply(Action::AnotherSeed);
    playground.apply(Action::select("spawn", ""));
    assert_eq!(playground.route().to_string(), "#/spawn?workers=4&seed=8");
    playground.apply(Action::Workers(None));
    assert_eq!(playground.snapshot().workers, None);
    assert_eq!(playground.snapshot().seed, 8);
}

#[test]
fn a_chosen_task_stays_chosen_while_its_program_is_shown() {
    let mut playground = open("#/join?variant=spawned");
    let task = Some(TaskId::from_index(1));
    playground.apply(Action::SelectTask(task));
    playground.apply(Action::Step(Step::Edge, Direction::Back));
    playground.apply(Action::Knob(0, 300));
    assert_eq!(playground.snapshot().selected, task);
    playground.apply(Action::select("join", "joined"));
    assert_eq!(playground.snapshot().selected, None);
}

#[test]
fn a_selected_stretch_lies_within_the_run() {
    let mut playground = open("#/join?variant=joined");
    let select = |playground: &mut Playground, from, to| {
        playground.apply(Action::Range(Some(Range { from, to })));
        playground.snapshot().range.map(|range| (range.from, range.to))
    };
    assert_eq!(select(&mut playground, 200_000, 250_000), Some((200_000, 250_000)));
    assert_eq!(select(&mut playground, 250_000, 200_000), Some((200_000, 250_000)));
    assert_eq!(select(&mut playground, 100_000, 900_000), Some((100_000, 300_000)));
    assert_eq!(select(&mut playground, 400_000, 900_000), None);
    select(&mut playground, 0, 1_000);
    assert_eq!(playground.route().to_string(), "#/join?variant=joined&range=0-1000");
    playground.apply(Action::Range(None));
    assert_eq!(playground.snapshot().range, None);
}

#[test]
fn a_stretch_of_another_run_is_not_kept_but_that_of_a_variant_is() {
    let mut playground = open("#/join?variant=joined&range=100000-200000");
    playground.apply(Action::select("join", "spawned"));
    assert_eq!(playground.snapshot().range, Some(Range { from: 100_000, to: 200_000 }));
    playground.apply(Action::select("mpsc", ""));
    assert_eq!(playground.snapshot().range, None);
}

/// Plays for a while; returns the times that were shown.
fn played(address: &str) -> Vec<u64> {
    let mut playground = open(address);
    playground.apply(Action::TogglePlay);
    let mut times = Vec::new();
    for _ in 0..1_000 {
        playground.frame(50.0, 0);
        assert_eq!(playground.snapshot().mode, Mode::Playing, "{address}");
        times.push(playground.snapshot().now);
    }
    times
}

#[test]
fn a_loop_plays_only_what_is_selected_again_and_again() {
    for address in [
        "#/join?variant=joined&range=100000-250000&loop=1",
        "#/join?variant=joined&range=100000-250000&loop=1&compare=sequential",
    ] {
        let times = played(address);
        assert!(times.iter().all(|time| (100_000..=250_000).contains(time)), "{address}");
        let ends = times.iter().filter(|time| **time == 250_000).count();
        let starts = times.iter().filter(|time| **time == 100_000).count();
        assert!(ends > 2 && starts > 2, "{address}: {ends} {starts}");
    }
}

#[test]
fn a_loop_without_a_selection_plays_the_whole_run() {
    let times = played("#/join?variant=joined&loop=1");
    assert!(times.iter().filter(|time| **time == 300_000).count() > 2);
    assert!(times.iter().filter(|time| **time == 0).count() > 2);
}

#[test]
fn an_instant_can_be_looped() {
    let times = played("#/join?variant=joined&range=200000-200000&loop=1");
    assert!(times.iter().all(|time| *time == 200_000), "{times:?}");
}

#[test]
fn a_presenter_stops_where_the_notes_point() {
    let mut playground = open("#/join?variant=spawned");
    let marks = playground.snapshot().bookmarks;
    assert!(!marks.is_empty());
    let mut positions: Vec<_> = marks.iter().map(|mark| mark.position).collect();
    positions.dedup();
    playground.apply(Action::Seek(0));
    for position in positions.into_iter().filter(|position| *position > 0) {
        playground.apply(Action::Step(Step::Stop, Direction::Forward));
        assert_eq!(playground.snapshot().position(), position);
    }
}

#[test]
fn a_program_is_opened_where_most_of_its_tasks_wait() {
    let mut playground = open("#/join?variant=spawned");
    let snapshot = playground.snapshot();
    assert!(snapshot.fresh);
    assert_eq!(snapshot.now, 100_000, "in the middle of the first wait");
    let waiting = snapshot.state.tasks.iter().filter(|task| task.phase == Phase::Idle).count();
    assert_eq!(waiting, 3);
    // The address needs no place for it, but does for the end, which is elsewhere.
    assert_eq!(playground.route().to_string(), "#/join?variant=spawned");
    playground.apply(Action::Seek(usize::MAX));
    let end = "#/join?variant=spawned&t=300000";
    assert_eq!(playground.route().to_string(), end);
    let snapshot = open(end).snapshot();
    assert_eq!((snapshot.position(), snapshot.fresh), (snapshot.trace.len(), false));
}

#[test]
fn where_a_program_is_opened_follows_its_constants() {
    let mut playground = open("#/join?variant=spawned");
    playground.apply(Action::Knob(0, 100));
    let snapshot = playground.snapshot();
    assert_eq!((snapshot.now, snapshot.fresh), (50_000, true), "all three wait for 100 ms");
}

#[test]
fn a_run_that_is_stuck_is_opened_at_its_end() {
    let snapshot = open("#/deadlock?variant=opposite").snapshot();
    assert_eq!(snapshot.position(), snapshot.trace.len());
}

#[test]
fn a_program_that_was_just_opened_is_played_from_its_start() {
    let mut playground = open("#/join?variant=spawned");
    playground.apply(Action::TogglePlay);
    assert_eq!((playground.snapshot().mode, playground.snapshot().position()), (Mode::Playing, 0));
}

#[test]
fn a_place_in_a_wait_is_kept_in_the_address() {
    let mut playground = open("#/join?variant=spawned");
    playground.apply(Action::SeekTime(119_000));
    let address = playground.route().to_string();
    assert_eq!(address, "#/join?variant=spawned&t=119000");
    assert_eq!(open(&address).snapshot().now, 119_000);
}

#[test]
fn a_run_of_the_browsers_clock_is_had_by_running_it() {
    let begins = |address: &str| {
        let (route, _) = Route::parse(address);
        Playground::new(&route).begins(&route)
    };
    assert_eq!(begins("#/join?clock=live&t=100000"), Some(Action::RunLive));
    assert_eq!(begins("#/join"), None);
    assert_eq!(begins("#/join?autoplay=1"), Some(Action::TogglePlay));
    assert_eq!(begins("#/embed/join?clock=live"), None, "a slide waits");
    assert_eq!(begins("#/embed/join?clock=live&autoplay=1"), Some(Action::RunLive));
    assert_eq!(begins("#/flavors?variant=multi-thread&clock=live"), None, "it cannot");
}

#[test]
fn a_notice_goes_with_its_program_and_after_a_while_of_use() {
    let noticed = || {
        let mut playground = open("#/mutex");
        playground.notice("Something was wrong with the address.".to_owned());
        playground
    };
    let count = |playground: &Playground| playground.snapshot().notices.len();

    // Who looks, and waits, may still be reading.
    let mut playground = noticed();
    playground.apply(Action::Step(Step::Event, Direction::Back));
    (0..1_000).for_each(|_| playground.frame(100.0, 0));
    assert_eq!(count(&playground), 1);
    playground.apply(Action::select("join", ""));
    assert_eq!(count(&playground), 0, "another program was chosen");

    let mut playground = noticed();
    playground.apply(Action::select("mutex", "tokio"));
    assert_eq!(count(&playground), 0, "another variant was chosen");

    let mut playground = noticed();
    let mut deeds = 0;
    while count(&playground) > 0 {
        playground.apply(Action::Step(Step::Event, Direction::Back));
        deeds += 1;
        assert!(deeds < 100, "it stays");
    }
    assert!(deeds > 10, "it was gone after {deeds} steps");

    let mut playground = noticed();
    playground.apply(Action::Seek(0));
    playground.apply(Action::Speed(playground::action::Speed(-5)));
    playground.apply(Action::TogglePlay);
    let mut frames = 0;
    while count(&playground) > 0 {
        playground.frame(100.0, 0);
        frames += 1;
        assert!(frames < 200 && playground.moves(), "it stays");
    }
    assert!(frames > 50, "it was gone after {frames} frames");
}

#[test]
fn nothing_is_folded_anew_while_the_playhead_is_in_a_wait() {
    let mut playground = open("#/join?variant=joined");
    playground.apply(Action::Seek(1));
    playground.apply(Action::TogglePlay);
    let mut before = playground.snapshot();
    let (mut same, mut other) = (0, 0);
    for _ in 0..600 {
        playground.frame(5.0, 0);
        let now = playground.snapshot();
        let is_same = Rc::ptr_eq(&before.before.0, &now.before.0);
        assert_eq!(is_same, before.position() == now.position(), "at {}", now.position());
        *(if is_same { &mut same } else { &mut other }) += 1;
        before = now;
    }
    assert!(same > 100 && other > 10, "{same} {other}");
}

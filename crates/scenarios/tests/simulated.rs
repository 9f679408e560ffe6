//! Every program of the catalog, run on the simulated clock.

use std::cell::Ref;
use std::rc::Rc;

use engine::{Compiled, Run, Settings, caught_panics, census, simulate};
use expect_test::expect_file;
use scenarios::{Check, Ends, Group, Scenario, Variant, expected, scenarios};
use trace::{EventKind, RunEnd, State, Stream, Trace, bookmark, lints, shape};

fn each(mut body: impl FnMut(&'static Scenario, &'static Variant)) {
    assert!(!scenarios().is_empty());
    for scenario in scenarios() {
        for variant in scenario.variants {
            body(scenario, variant);
        }
    }
}

fn run<R>(program: Compiled, body: impl FnOnce(Ref<'_, Trace>) -> R) -> R {
    run_with(program, Settings::default(), body)
}

fn run_with<R>(program: Compiled, settings: Settings, body: impl FnOnce(Ref<'_, Trace>) -> R) -> R {
    body(simulate(program, settings).borrow())
}

fn stdout(trace: &Trace) -> String {
    let printed = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::Print { text, stream: Stream::Stdout, .. } => Some(trace.whole_label(text)),
        _ => None,
    });
    printed.collect()
}

fn end(trace: &Trace) -> Option<RunEnd> {
    trace.events().iter().find_map(|event| match event.kind {
        EventKind::RunEnd { why } => Some(why),
        _ => None,
    })
}

/// What the catalog must have: the scenarios by group.
const IDS: [(Group, &[&str]); 5] = [
    (
        Group::Futures,
        &["async-fn", "lazy", "future-trait", "state-machine", "pin", "mini-executor", "runtime"],
    ),
    (
        Group::Concurrency,
        &[
            "join",
            "sequential-trap",
            "spawn",
            "fetch-all",
            "ten-thousand",
            "select",
            "timeout",
            "joinset",
            "try-join",
            "detached",
            "stream",
        ],
    ),
    (
        Group::Sharing,
        &[
            "mpsc",
            "oneshot",
            "broadcast",
            "watch",
            "mutex",
            "rwlock",
            "semaphore",
            "guard-across-await",
            "deadlock",
            "futurelock",
            "notify",
            "barrier",
            "actor",
        ],
    ),
    (
        Group::Cancellation,
        &[
            "cancelled-await",
            "cancellation-token",
            "abort",
            "errors",
            "retry",
            "circuit-breaker",
            "backpressure",
            "drop-order",
        ],
    ),
    (
        Group::Runtimes,
        &[
            "blocking",
            "cpu-bound",
            "starvation",
            "flavors",
            "threads",
            "send",
            "colors",
            "async-trait",
            "callbacks",
            "large-future",
            "smells",
        ],
    ),
];

/// Where further reading may lead.
const HOSTS: [&str; 7] = [
    "https://docs.rs/",
    "https://doc.rust-lang.org/",
    "https://rust-lang.github.io/",
    "https://blog.rust-lang.org/",
    "https://tokio.rs/",
    "https://github.com/tokio-rs/",
    "https://github.com/rust-lang/",
];

#[test]
fn further_reading_is_a_link_to_documentation() {
    for scenario in scenarios::scenarios() {
        for reading in scenario.reading {
            let links: Vec<_> = reading.split("](").skip(1).collect();
            assert!(!links.is_empty(), "{}: {reading}", scenario.id);
            for link in links {
                let host = HOSTS.iter().any(|host| link.starts_with(host));
                assert!(host && link.contains(')'), "{}: {reading}", scenario.id);
            }
        }
    }
}

#[test]
fn the_catalog_is_whole() {
    for (group, ids) in IDS {
        let mut found: Vec<_> =
            scenarios().iter().filter(|it| it.group == group).map(|it| it.id).collect();
        let mut ids = ids.to_vec();
        found.sort_unstable();
        ids.sort_unstable();
        assert_eq!(found, ids, "{group:?}");
    }
}

#[test]
fn prints_what_is_expected() {
    each(|_, variant| {
        run(variant.program, |trace| {
            let id = variant.program.id;
            assert_eq!(Some(&*stdout(&trace)), expected(id), "{id}");
        });
    });
}

#[test]
fn takes_the_time_and_ends_as_the_notes_say() {
    each(|_, variant| {
        run(variant.program, |trace| {
            let id = variant.program.id;
            assert_eq!(trace.duration(), variant.duration_ms * 1_000, "{id}");
            let ends = match variant.ends {
                Ends::Done => RunEnd::Done,
                Ends::Stall => RunEnd::Deadlock,
            };
            assert_eq!(end(&trace), Some(ends), "{id}");
            assert!(
                matches!(trace.events().last().unwrap().kind, EventKind::RunEnd { .. }),
                "{id}"
            );
        });
    });
}

/// The first events of a trace with many show its shape as well as all of them.
const GOLDEN_LINES: usize = 200;

#[test]
fn traces_keep_their_shape() {
    each(|_, variant| {
        run(variant.program, |trace| {
            let mut golden: Vec<_> = shape(&trace).lines().map(str::to_owned).collect();
            if golden.len() > GOLDEN_LINES {
                let rest = golden.len() - GOLDEN_LINES;
                golden.truncate(GOLDEN_LINES);
                golden.push(format!("… and {rest} lines more"));
            }
            let file = format!("../goldens/{}.txt", variant.program.id);
            expect_file![file].assert_eq(&(golden.join("\n") + "\n"));
        });
    });
}

#[test]
fn two_runs_are_the_same_and_leave_nothing_behind() {
    each(|_, variant| {
        let (one, two) = (
            simulate(variant.program, Settings::default()),
            simulate(variant.program, Settings::default()),
        );
        assert!(!Rc::ptr_eq(&one, &two));
        assert_eq!(*one.borrow(), *two.borrow(), "{}", variant.program.id);
    });
    assert_eq!(census(), engine::Census::default());
}

#[test]
fn bookmarks_lead_somewhere() {
    for scenario in scenarios() {
        for watch in scenario.watch {
            let variant = scenario.variants.iter().find(|variant| variant.id == watch.variant);
            run(variant.unwrap().program, |trace| {
                let place = bookmark(&trace, watch.bookmark);
                assert!(place.is_some(), "{}: {}", scenario.id, watch.bookmark);
            });
        }
    }
}

#[test]
fn answers_are_true() {
    for scenario in scenarios() {
        let variant = |id: &str| {
            let found = scenario.variants.iter().find(|variant| variant.id == id);
            found.unwrap_or_else(|| panic!("{}: no variant `{id}`", scenario.id))
        };
        match scenario.check {
            None => {}
            Some(Check::Duration(of)) => run(variant(of).program, |trace| {
                let answer = format!("{} ms", trace.duration() / 1_000);
                assert!(scenario.answer.starts_with(&answer), "{}: {answer}", scenario.id);
            }),
            Some(Check::Polls(of, task)) => run(variant(of).program, |trace| {
                let polls = (1..)
                    .take_while(|n| bookmark(&trace, &format!("poll {task} {n}")).is_some())
                    .count();
                assert!(scenario.answer.starts_with(&polls.to_string()), "{}", scenario.id);
            }),
            Some(Check::Order(of)) => run(variant(of).program, |trace| {
                let (output, mut from) = (stdout(&trace), 0);
                for quoted in scenario.answer.split('"').skip(1).step_by(2) {
                    let place = output[from..].find(quoted);
                    let place = place.unwrap_or_else(|| panic!("{}: {quoted}", scenario.id));
                    from += place + quoted.len();
                }
            }),
        }
    }
}

#[test]
fn nothing_panics_but_what_is_marked() {
    each(|_, variant| {
        // Others unwind, and in a browser they would end the page.
        let before = caught_panics();
        run(variant.program, |_| ());
        assert_eq!(caught_panics(), before, "{}", variant.program.id);
    });
}

#[test]
fn knobs_run_at_both_ends_and_change_the_trace() {
    each(|_, variant| {
        let program = variant.program;
        let knobs = program.listing().knobs;
        let defaults: Vec<_> = knobs.iter().map(|knob| knob.default).collect();
        let usual = run(program, |trace| shape(&trace));
        for (index, knob) in knobs.iter().enumerate() {
            let mut shapes = vec![usual.clone()];
            for value in [knob.min, knob.max] {
                let mut knobs = defaults.clone();
                knobs[index] = value;
                let before = caught_panics();
                run_with(program, Settings { knobs, ..Settings::default() }, |trace| {
                    assert_eq!(caught_panics(), before, "{}: {}", program.id, knob.name);
                    assert!(end(&trace).is_some_and(|why| why != RunEnd::Limit), "{}", program.id);
                    shapes.push(shape(&trace));
                });
            }
            shapes.dedup();
            // The knob of a body that never runs is there to show just that.
            if program.id == "lazy-forgotten" && *knob.name == *"WORK_MS" {
                continue;
            }
            assert!(shapes.len() > 1, "{}: {} changes nothing", program.id, knob.name);
            assert_eq!(knob.nearest(knob.default), knob.default, "{}: {}", program.id, knob.name);
        }
    });
}

#[test]
fn lints_are_those_that_the_notes_announce() {
    let mut wrong = Vec::new();
    each(|scenario, variant| {
        let announced = scenario.lints.iter().filter(|(id, ..)| *id == variant.id);
        let mut announced: Vec<_> =
            announced.flat_map(|(_, kind, count)| vec![*kind; *count]).collect();
        announced.sort_unstable();
        run(variant.program, |trace| {
            let found = lints(&trace);
            for lint in &found {
                assert!(lint.evidence.end <= trace.len() && !lint.evidence.is_empty(), "{lint:?}");
            }
            let mut kinds: Vec<_> = found.iter().map(|lint| lint.kind).collect();
            kinds.sort_unstable();
            if kinds != announced {
                let id = variant.program.id;
                wrong.push(format!("{id}: found {kinds:?}, announced {announced:?}"));
            }
        });
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_notes_of_the_smells_say_how_many_there_are() {
    const WORDS: [&str; 9] = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];
    let smells = scenarios::find("smells").unwrap();
    assert!(smells.title.starts_with(WORDS[smells.lints.len()]), "{}", smells.title);
    let findings: usize = smells.lints.iter().map(|(.., count)| count).sum();
    let said = format!("There are {} findings", WORDS[findings].to_lowercase());
    assert!(smells.body.contains(&said), "the notes do not say: {said}");
}

#[test]
fn busy_poll_polls_a_thousand_times() {
    let scenario = scenarios::find("future-trait").unwrap();
    let busy = scenario.variants.iter().find(|variant| variant.id == "busy-poll").unwrap();
    run(busy.program, |trace| {
        assert!(bookmark(&trace, "poll main 1000").is_some());
        assert!(bookmark(&trace, "poll main 1002").is_none());
    });
}

#[test]
fn a_forgotten_future_is_made_and_dropped_without_a_poll() {
    let scenario = scenarios::find("lazy").unwrap();
    let forgotten = scenario.variants.iter().find(|variant| variant.id == "forgotten").unwrap();
    run(forgotten.program, |trace| {
        let state = |event: &trace::Event| matches!(event.kind, EventKind::ResourceState { .. });
        let made = |event: &trace::Event| matches!(event.kind, EventKind::ResourceNew { .. });
        let dropped = |event: &trace::Event| matches!(event.kind, EventKind::ResourceDrop { .. });
        assert!(trace.events().iter().any(made));
        assert!(trace.events().iter().any(dropped));
        assert!(!trace.events().iter().any(state), "it was polled");
    });
}

#[test]
fn the_state_knows_who_waits_for_a_resource() {
    each(|_, variant| {
        run(variant.program, |trace| {
            let mut state = State::default();
            for event in trace.events() {
                state.apply(event);
                let EventKind::ResourceState { resource, waiters, .. } = event.kind else {
                    continue;
                };
                let known = state.waits.iter().filter(|((_, of, _), _)| *of == resource);
                let known: u32 = known.map(|(_, wait)| wait.count).sum();
                assert_eq!(known, waiters, "{}: event {}", variant.program.id, state.position);
            }
        });
    });
}

#[test]
fn a_run_is_the_same_into_however_many_parts_it_is_cut() {
    each(|_, variant| {
        let whole = simulate(variant.program, Settings::default());
        for polls in [1, 7, 1_000] {
            let run = Run::new(variant.program, Settings::default());
            while run.advance(polls) {}
            assert!(*run.trace().borrow() == *whole.borrow(), "{}, {polls}", variant.program.id);
        }
    });
}

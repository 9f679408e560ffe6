//! A scenario, a trace and snapshots of it, made by hand: all that a view can be drawn from.

#![allow(dead_code, reason = "each test program uses a part")]

#[cfg(target_arch = "wasm32")]
pub mod mounted;

use std::cell::RefCell;
use std::rc::Rc;

use engine::Compiled;
use playground::action::{Axis, Hover, Speed, Theme};
use playground::elastic::Elastic;
use playground::exhibit::Exhibit;
use playground::route::Frame;
use playground::snapshot::{Clock, Compared, Mode, Prediction, Snapshot, StateHandle, TraceHandle};
use sample::Sample;
use scenarios::{Check, Ends, Group, Scenario, Variant, Watch};
use trace::{Knob, RunEnd, Site, SiteKind, State, Stream, Trace, WokenBy, pack};

/// The program's text.
pub const SOURCE: &str = "\
const WAIT_MS: u64 = 200; // knob
async fn main() {
    println!(\"one\");
    sleep(WAIT_MS).await;
    eprintln!(\"two\");
}
";

fn knobs() -> Vec<Knob> {
    vec![Knob {
        name: "WAIT_MS".into(),
        default: 200,
        min: 50,
        max: 1000,
        step: 50,
        about: "how long".into(),
        line: 1,
    }]
}

/// Notes that try to be markup.
const BODY: &str = "\
<img src=x onerror=alert(1)> and `<b>code</b>` and [a link](javascript:alert(1)).

- **bold** item
";

fn site(kind: SiteKind, line: u32, columns: (u32, u32), text: &'static str) -> Site {
    Site {
        kind,
        line,
        column: columns.0,
        end_line: line,
        end_column: columns.1,
        text: text.into(),
        name: "main".into(),
        function: "main".into(),
        group: None,
        many: false,
    }
}

fn sites() -> Vec<Site> {
    vec![
        site(SiteKind::Print, 3, (5, 20), "println!"),
        site(SiteKind::Await, 4, (5, 25), "sleep(WAIT_MS)"),
        site(SiteKind::Print, 5, (5, 21), "eprintln!"),
    ]
}

fn variant(id: &'static str) -> Variant {
    let main = || -> engine::Main { Box::pin(async {}) };
    let packed = pack(SOURCE, &sites(), &knobs()).leak();
    let program = Compiled { id: "made", source: SOURCE, packed, main };
    Variant { id, label: id, program, duration_ms: 200, ends: Ends::Done }
}

/// A scenario of two variants, made once: scenarios live as long as the page.
fn scenario() -> &'static Scenario {
    thread_local! {
        static MADE: &'static Scenario = Box::leak(Box::new(Scenario {
            id: "made",
            title: "Made by hand",
            group: Group::Futures,
            order: 1,
            idea: "An idea in a sentence.",
            variants: vec![variant("first"), variant("second")].leak(),
            watch: &[
                Watch { variant: "first", bookmark: "poll main 2", text: "the second poll" },
                Watch { variant: "second", bookmark: "end main", text: "the end" },
            ],
            pitfall: "A pitfall.",
            question: "A question?",
            hint: "A hint.",
            answer: "An answer.",
            also: "",
            check: Some(Check::Duration("first")),
        lints: &[],
            reading: &["std::future"],
            body: BODY,
        }));
    }
    MADE.with(|made| *made)
}

/// Positions of the trace below, each just after the event it is named for.
pub const FIRST_PRINT: usize = 4;
pub const AWAITED: usize = 5;
pub const PARKED: usize = 7;
pub const SECOND_POLL: usize = 9;
pub const SECOND_PRINT: usize = 11;
pub const END: usize = 14;

/// main prints, sleeps for 200 ms and prints to stderr.
pub fn made_trace() -> Rc<RefCell<Trace>> {
    slept(200_000)
}

/// The same with another time to sleep.
fn slept(micros: u64) -> Rc<RefCell<Trace>> {
    let mut sample = Sample::with_sites(sites());
    sample.size = 8;
    let main = sample.main();
    sample.start(main);
    sample.print_at(main, Some(0), Stream::Stdout, "one\n");
    let span = sample.awaits(main, 1);
    sample.span_pending(&[span]);
    sample.pending(main);
    sample.micros(micros);
    sample.wake(main, WokenBy::Host);
    sample.start(main);
    sample.span_ready(span);
    sample.print_at(main, Some(2), Stream::Stderr, "two\n");
    sample.done(main);
    let mut trace = sample.finish(RunEnd::Done);
    trace.run.program = "made".to_owned();
    Rc::new(RefCell::new(trace))
}

/// What is shown at a position of the trace above.
pub fn snapshot(position: usize) -> Snapshot {
    snapshot_of(made_trace(), position)
}

/// What is shown at a position of another trace.
pub fn snapshot_of(log: Rc<RefCell<Trace>>, position: usize) -> Snapshot {
    let after = |position: usize| State::after(&log.borrow().events()[..position]);
    let (before, state) = (after(position.saturating_sub(1)), after(position));
    let elastic = Elastic::new(&log.borrow());
    Snapshot {
        exhibit: Exhibit::of(scenario()),
        variant: 0,
        playhead: position.checked_sub(1).map_or(0, |index| elastic.place(index)),
        now: state.now,
        trace: TraceHandle::new(log),
        state: StateHandle(Rc::new(state)),
        before: StateHandle(Rc::new(before)),
        elastic: Rc::new(elastic),
        edge: None,
        mode: Mode::Paused,
        fresh: false,
        clock: Clock::Simulated,
        speed: Speed(0),
        workers: None,
        seed: 0,
        compared: None,
        coming: None,
        needs: None,
        origin: None,
        work: None,
        bookmarks: Rc::new([]),
        prediction: Prediction::Open,
        knobs: Rc::new([200]),
        hover: Hover::default(),
        selected: None,
        lints: Rc::default(),
        axis: Axis::Elastic,
        range: None,
        looped: false,
        theme: Theme::System,
        frame: Frame::default(),
        shared: None,
        present: false,
        notices: Rc::new([]),
    }
}

/// The same beside a run of the second variant that sleeps for 300 ms, at a time.
pub fn compared(now: u64) -> Snapshot {
    let (shown, other) = (made_trace(), slept(300_000));
    let state = |log: &Rc<RefCell<Trace>>| {
        let trace = log.borrow();
        let happened = trace.events().partition_point(|event| event.at <= now);
        StateHandle(Rc::new(State::after(&trace.events()[..happened])))
    };
    let elastic = Rc::new(Elastic::new(&other.borrow()));
    let whole = snapshot(END);
    Snapshot {
        now,
        state: state(&shown),
        compared: Some(Compared {
            variant: 1,
            state: state(&other),
            trace: TraceHandle::new(other),
            elastic,
        }),
        ..whole
    }
}

//! Files of every program's run: read again they are the same run, and what the schema describes.

use engine::{Compiled, Settings, simulate};
use futurescope::export::gif::Samples;
use playground::action::{Action, Direction, Step};
use playground::route::Route;
use playground::{Effect, Playground};
use proptest::prelude::*;
use scenarios::{find, scenarios};
use scene::runtime::layout::layout;
use scene::runtime::names::Names;
use scene::runtime::places::{Polling, places};
use scene::runtime::words::Words;
use scene::timeline::lanes::Lanes;
use serde_json::Value;
use trace::file::{TraceFile, VERSION};

const SCHEMA: &str = include_str!("../../static/trace.schema.json");
const VERSION_1: &str = include_str!("../../crates/trace/tests/files/version-1.trace.json");

/// What the published schema says of a document.
struct Schema {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    fn new() -> Self {
        let mut compiler = boon::Compiler::new();
        let value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        compiler.add_resource("trace.json", value).expect("a schema");
        let mut schemas = boon::Schemas::new();
        let index = compiler.compile("trace.json", &mut schemas).expect("a valid schema");
        Self { schemas, index }
    }

    fn check(&self, value: &Value) -> Result<(), String> {
        self.schemas.validate(value, self.index).map_err(|error| error.to_string())
    }
}

fn file_of(program: Compiled, workers: Option<u16>) -> TraceFile {
    let settings = Settings { workers, ..Settings::default() };
    let trace = simulate(program, settings).borrow().clone();
    TraceFile { trace, source: program.source.to_owned() }
}

fn written(file: &TraceFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.trace.write_json(&file.source, &mut bytes).expect("memory can be written to");
    bytes
}

fn programs() -> impl Iterator<Item = Compiled> {
    scenarios().iter().flat_map(|scenario| scenario.variants).map(|variant| variant.program)
}

/// The programs of more events would take the validator minutes.
const MOST_VALIDATED: usize = 2_000;

#[test]
fn every_run_is_the_same_when_it_is_read_again() {
    let schema = Schema::new();
    let mut validated = 0;
    for program in programs() {
        for workers in [None, Some(1), Some(4)] {
            let file = file_of(program, workers);
            let bytes = written(&file);
            let read = TraceFile::read(&bytes);
            let read = read.unwrap_or_else(|error| panic!("{}, {workers:?}: {error}", program.id));
            assert!(read == file, "{}, {workers:?}: another run", program.id);
            if file.trace.len() < MOST_VALIDATED && workers.is_none() {
                let value = serde_json::from_slice(&bytes).expect("JSON");
                schema.check(&value).unwrap_or_else(|error| panic!("{}: {error}", program.id));
                validated += 1;
            }
        }
    }
    assert!(validated > 50, "{validated}");
}

#[test]
fn the_schema_knows_the_versions_that_are_read() {
    let schema = Schema::new();
    let mut value: Value = serde_json::from_str(VERSION_1).expect("JSON");
    assert_eq!(schema.check(&value), Ok(()));
    for version in 0..=VERSION + 1 {
        value["version"] = version.into();
        let read = TraceFile::read(value.to_string().as_bytes()).is_ok();
        assert_eq!(schema.check(&value).is_ok(), read, "version {version}");
    }
}

/// All that a value can be replaced with.
fn others() -> Vec<Value> {
    let texts = ["null", "true", "-1", "0", "1", "17", "4294967296", "1.5", "\"\"", "[]", "{}"];
    texts.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
}

/// The places in a document, one level after the other.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect()
        }
        Value::Object(fields) => fields.iter().map(|(key, field)| (key.clone(), field)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in inner {
        let at = format!("{at}/{key}");
        pointers(value, &at, found);
        found.push(at);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// What the schema refuses the reader refuses too. It refuses more: a schema cannot say that an id
    /// must have been made.
    #[test]
    fn schema_and_reader_agree(place in any::<prop::sample::Index>(), with in 0_usize..13) {
        thread_local! {
            static KNOWN: (Schema, Value, Vec<String>) = {
                let value: Value = serde_json::from_str(VERSION_1).expect("JSON");
                let mut found = Vec::new();
                pointers(&value, "", &mut found);
                (Schema::new(), value, found)
            };
        }
        KNOWN.with(|(schema, value, pointers)| {
            let mut value = value.clone();
            let at = place.get(pointers);
            let (around, key) = at.rsplit_once('/').expect("a place");
            let other = others().get(with).cloned();
            match (value.pointer_mut(around), other) {
                (Some(Value::Object(fields)), None) if with == 11 => {
                    fields.remove(key);
                }
                (Some(Value::Object(fields)), None) => {
                    fields.insert("surplus".to_owned(), Value::Null);
                }
                (_, other) => *value.pointer_mut(at).expect("a place") = other.unwrap_or_default(),
            }
            let read = TraceFile::read(value.to_string().as_bytes());
            match (schema.check(&value), read) {
                (Err(said), Ok(_)) => panic!("read against the schema: {said}"),
                (Ok(()), Err(error)) => {
                    // Only what is said of several things at once.
                    let text = error.to_string();
                    let beyond = ["so far", "numbered as", "under way", "there is no", "time falls",
                        "first event", "a run begins", "nothing follows", "has ended", "has not ended",
                        "turn has", "not being polled", "is over", "fired or", "been dropped",
                        "before it begins", "another task's", "fewer threads"];
                    assert!(beyond.iter().any(|part| text.contains(part)), "{at}: {text}");
                }
                _ => {}
            }
        });
    }
}

#[test]
fn an_opened_trace_is_shown_as_any_run() {
    let mut playground = Playground::new(&Route::parse("#/mpsc?t=0&e=3").0);
    let before = playground.route().to_string();
    let program = find("join").expect("a scenario").variants[2].program;
    let file = file_of(program, None);
    let trace = file.trace.clone();
    assert_eq!(playground.open_trace("join.json", file), Effect::Visited);

    let shown = playground.snapshot();
    assert_eq!(*shown.trace.borrow(), trace);
    assert_eq!(shown.origin.as_ref().map(|origin| &*origin.file), Some("join.json"));
    assert_eq!(&*shown.variant().listing.source, program.source);
    assert!(shown.knobs.is_empty());
    assert!(shown.exhibit.idea.contains("join.json"));
    // It is one of the catalog, to the letter: its notes are those.
    assert_eq!(shown.exhibit.title, find("join").expect("a scenario").title);
    assert!(
        shown.exhibit.watch.iter().all(|watch| trace::bookmark(&trace, watch.bookmark).is_some())
    );

    assert_eq!(playground.apply(Action::RunLive), Effect::None);
    assert!(!playground.is_live());
    playground.apply(Action::AnotherSeed);
    playground.apply(Action::ToggleCompare);
    playground.apply(Action::Step(Step::Poll, Direction::Back));
    assert_eq!(*playground.snapshot().trace.borrow(), trace, "it is not run again");

    // The address leads back to it, for as long as it is there.
    let address = playground.route().to_string();
    playground.open(&Route::parse("#/join").0);
    let (route, notices) = Route::parse_beside(&address, playground.opened_exhibit());
    assert!(notices.is_empty(), "{notices:?}");
    playground.open(&route);
    assert_eq!(playground.snapshot().origin, shown.origin);
    assert_eq!(playground.route().to_string(), address);

    assert_eq!(playground.apply(Action::Leave), Effect::Visited);
    assert_eq!(playground.route().to_string(), before);
    assert_eq!(playground.snapshot().origin, None);
}

#[test]
fn the_program_of_an_opened_trace_can_be_run_here() {
    let program = find("join").expect("a scenario").variants[2].program;
    let listing = program.listing();
    let mut knobs: Vec<i64> = listing.knobs.iter().map(|knob| knob.default).collect();
    knobs[0] = listing.knobs[0].max;
    let settings = Settings { knobs, seed: 7, ..Settings::default() };
    let trace = simulate(program, settings).borrow().clone();
    let file = TraceFile { trace: trace.clone(), source: program.source.to_owned() };
    let mut playground = Playground::new(&Route::parse("#/mpsc").0);
    playground.open_trace("mine.json", file.clone());
    assert!(playground.snapshot().origin.is_some_and(|origin| origin.is_known));
    playground.apply(Action::Share(true));
    let told = playground.snapshot();
    assert_eq!(told.shared, None);
    assert!(told.notices[0].text.starts_with("No link leads to an opened trace: send the file"));

    assert_eq!(playground.apply(Action::RunOpened), Effect::Visited);
    let run = playground.snapshot();
    assert_eq!((&*run.exhibit.id, run.variant, &run.origin), ("join", 2, &None));
    assert!(*run.trace.borrow() == trace, "it is the run that the file holds");
    let address = playground.route().to_string();
    assert!(address.starts_with("#/join?variant=spawned&seed=7&k."), "{address}");
    playground.apply(Action::Share(true));
    assert!(playground.snapshot().shared.is_some());

    // Of a program that nobody knows there is nothing to run.
    playground
        .open_trace("other.json", TraceFile { source: "fn main() {}".to_owned(), ..file.clone() });
    assert!(playground.snapshot().origin.is_some_and(|origin| !origin.is_known));
    assert_eq!(playground.apply(Action::RunOpened), Effect::None);

    // After a reload a trace has the number that its address names.
    let mut playground = Playground::new(&Route::parse("#/mpsc").0);
    playground.open_again(3, "mine.json", file);
    assert_eq!(playground.snapshot().exhibit.id, "opened-3");
}

#[test]
fn a_trace_of_a_program_that_nobody_knows() {
    let mut playground = Playground::new(&Route::parse("").0);
    let file = TraceFile::read(VERSION_1.as_bytes()).expect("a trace");
    playground.open_trace("old.json", file.clone());
    let first = playground.snapshot().exhibit;
    assert_eq!(first.title, "program");
    assert_eq!(first.watch, []);
    assert!(
        first.idea.contains("“old.json”") && first.idea.contains("WAIT_MS = 20"),
        "{}",
        first.idea
    );
    // Another file is another page, and the way back leads to where all began.
    playground.open_trace("other.json", file);
    assert!(playground.snapshot().exhibit != first);
    playground.apply(Action::Leave);
    assert_eq!(playground.route().exhibit.id, "join");
    let (route, notices) =
        Route::parse_beside(&format!("#/{}", first.id), playground.opened_exhibit());
    assert!(notices[0].contains("open its file again"), "{notices:?}");
    assert_eq!(route.exhibit.id, "join");
}

/// All that the page works out of a trace to show it.
fn show(file: TraceFile) {
    let trace = file.trace.clone();
    let mut lanes = Lanes::default();
    lanes.extend(&trace, trace.len());
    let source = file.source.clone();
    let tokens = lexer::tokens(&source);
    assert!(tokens.iter().map(|token| token.len).sum::<usize>() <= source.len());
    let mut playground = Playground::new(&Route::parse("").0);
    playground.open_trace("changed", file);
    playground.apply(Action::Step(Step::Edge, Direction::Back));
    let mut names = Names::default();
    for _ in 0..trace.len() {
        playground.apply(Action::Step(Step::Event, Direction::Forward));
        let state = playground.snapshot().state;
        names.grow(&trace, &state.tasks);
        let polling =
            Polling { workers: if trace.run.workers > 1 { trace.run.workers } else { 0 } };
        let places = places(&trace, &state, &names, polling);
        let words = Words { trace: &trace, state: &state, names: &names };
        layout(&places, 520.0, |chip| words.chars(chip));
    }
    let place = playground.snapshot().end();
    playground.apply(Action::SeekPlace(place / 2));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Numbers of a trace that are other numbers: as far as it is read, it can be shown.
    #[test]
    fn what_is_read_can_be_shown(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0_u64..5_000_000_000), 1..6)
    ) {
        let mut value: Value = serde_json::from_str(VERSION_1).expect("JSON");
        let mut found = Vec::new();
        pointers(&value, "", &mut found);
        found.retain(|at| value.pointer(at).is_some_and(Value::is_u64));
        let whole = value.to_string();
        for (place, with) in changes {
            let at = place.get(&found);
            let number = value.pointer_mut(at).expect("a place");
            let before = std::mem::replace(number, with.into());
            // One by one, so that most of them can stay.
            if TraceFile::read(value.to_string().as_bytes()).is_err() {
                *value.pointer_mut(at).expect("a place") = before;
            }
        }
        let mut file = TraceFile::read(value.to_string().as_bytes()).expect("still a trace");
        file.source = whole.chars().take(2_000).collect();
        show(file);
    }
}

/// A picture of so many pixels a side with a square at a place, in as many colours as there are.
fn picture(side: usize, place: usize) -> Vec<u8> {
    let pixel = |at: usize| {
        let (x, y) = (at % side, at / side);
        let square = (place..place + 8).contains(&x) && (place..place + 8).contains(&y);
        if square { [200, 30, 30, 255] } else { [x as u8 & 0xF0, y as u8 & 0xF0, 40, 255] }
    };
    (0..side * side).flat_map(pixel).collect()
}

#[test]
fn an_animation_decodes_to_its_frames() {
    let side = 150;
    let frames: Vec<_> = (0..12).chain([11]).map(|number| picture(side, number * 10)).collect();
    let mut samples = Samples::default();
    samples.add(&frames[0]);
    let mut gif = samples.begin(side as u16, side as u16);
    for frame in &frames {
        gif.frame(frame, 7);
    }
    assert_eq!(gif.frames(), frames.len());
    let bytes = gif.finish();

    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(&bytes[..]).expect("a GIF");
    let mut screen = vec![0; side * side * 4];
    for (number, expected) in frames.iter().enumerate() {
        let frame = decoder.read_next_frame().expect("a frame").expect("as many frames");
        assert_eq!(frame.delay, 7);
        let (left, top) = (usize::from(frame.left), usize::from(frame.top));
        let (width, height) = (usize::from(frame.width), usize::from(frame.height));
        for (at, pixel) in frame.buffer.chunks_exact(4).enumerate() {
            let place = ((top + at / width) * side + left + at % width) * 4;
            if pixel[3] > 0 {
                screen[place..place + 4].copy_from_slice(pixel);
            }
        }
        assert!(number == 0 || width * height < side * side, "only what changes is written");
        let near = screen.iter().zip(expected).all(|(is, should)| is.abs_diff(*should) <= 8);
        assert!(near, "frame {number} looks otherwise");
    }
    assert!(decoder.read_next_frame().expect("the end").is_none());
}

#[test]
fn an_animation_of_noise_is_packed_as_well() {
    // More strings than there are codes, several times over.
    let side = 300_u32;
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..side * side)
        .flat_map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            [(state >> 24) as u8 & 0x80, (state >> 16) as u8 & 0x80, (state >> 8) as u8 & 0x80, 255]
        })
        .collect();
    let mut samples = Samples::default();
    samples.add(&noise);
    let mut gif = samples.begin(side as u16, side as u16);
    gif.frame(&noise, 1);
    let bytes = gif.finish();
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(&bytes[..]).expect("a GIF");
    let frame = decoder.read_next_frame().expect("a frame").expect("one");
    assert!(*frame.buffer == noise, "other pixels");
}

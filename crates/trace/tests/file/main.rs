//! Traces as files: what is written is read again, and what is no trace is refused with a sentence.

mod any_bytes;
mod chrome;
mod refused;
mod twice;

use trace::file::TraceFile;
use trace::{EventKind, HostKind, State, bookmark};

/// As the first version of the format wrote it.
const VERSION_1: &[u8] = include_bytes!("../files/version-1.trace.json");

fn written(file: &TraceFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.trace.write_json(&file.source, &mut bytes).expect("memory can be written to");
    bytes
}

#[test]
fn the_first_version_is_still_read() {
    let TraceFile { trace, source } = TraceFile::read(VERSION_1).expect("a trace");
    assert_eq!(source, "", "it had no text");
    assert_eq!(trace.run.program, "program");
    assert_eq!(trace.run.host, HostKind::Simulated);
    assert_eq!(trace.run.knobs, [("WAIT_MS".to_owned(), 20)]);
    assert_eq!(trace.duration(), 20_000);
    assert_eq!(trace.task_name(trace::TaskId::from_index(1)), "child");
    let state = State::after(trace.events());
    assert_eq!((state.tasks.len(), state.prints), (2, 2));
    assert!(bookmark(&trace, "print \"sum: 1\"").is_some());
    let named = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::AwaitEnter { site, .. } => trace.site(site),
        _ => None,
    });
    assert!(named.count() > 3);
}

#[test]
fn what_is_written_is_read_again() {
    let mut file = TraceFile::read(VERSION_1).expect("a trace");
    file.source = "fn main() {\n\t\"\\ ü \u{1f980} \u{1} </script>\"\r\n}".to_owned();
    file.trace.run.knobs.push(("LEAST".to_owned(), i64::MIN));
    file.trace.run.seed = u64::MAX;
    let bytes = written(&file);
    assert_eq!(TraceFile::read(&bytes), Ok(file));
}

#[test]
fn other_programs_read_it_as_json() {
    let file = TraceFile::read(VERSION_1).expect("a trace");
    let value: serde_json::Value = serde_json::from_slice(&written(&file)).expect("JSON");
    assert_eq!(value["version"], trace::file::VERSION);
    assert_eq!(value["events"].as_array().map(Vec::len), Some(file.trace.len()));
    // Spread out, in another order, with escapes: still the same trace.
    let pretty = serde_json::to_string_pretty(&value).expect("JSON");
    assert_eq!(TraceFile::read(pretty.as_bytes()), Ok(file));
}

#[test]
fn a_mark_before_the_text_is_passed_over() {
    let marked = [b"\xEF\xBB\xBF", VERSION_1].concat();
    assert!(TraceFile::read(&marked).is_ok());
}

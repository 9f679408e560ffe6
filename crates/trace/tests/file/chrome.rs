//! The trace as Perfetto and speedscope open it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use trace::file::TraceFile;
use trace::{EventKind, Trace};

use super::VERSION_1;

/// In nanoseconds, exactly.
fn nanos(value: &Value) -> u64 {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{part:0<3}").parse().expect("a number with at most three places")
}

fn events(trace: &Trace) -> Vec<Value> {
    let mut bytes = Vec::new();
    trace.write_chrome(&mut bytes).expect("memory can be written to");
    let value: Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(value["displayTimeUnit"], "ns");
    value["traceEvents"].as_array().expect("a list").clone()
}

fn of_phase<'a>(events: &'a [Value], phase: &'a str) -> impl Iterator<Item = &'a Value> {
    events.iter().filter(move |event| event["ph"] == phase)
}

/// What Perfetto asks of a file.
fn check(trace: &Trace) {
    let events = events(trace);
    let count = |wanted: fn(&EventKind) -> bool| {
        trace.events().iter().filter(|event| wanted(&event.kind)).count()
    };
    let polls = of_phase(&events, "X").filter(|event| event["cat"] == "poll").count();
    assert_eq!(polls, count(|kind| matches!(kind, EventKind::PollStart { .. })));

    // Slices: from and to, by thread.
    let mut slices: HashMap<u64, Vec<(u64, u64)>> = HashMap::new();
    for slice in of_phase(&events, "X") {
        let (from, long) = (nanos(&slice["ts"]), nanos(&slice["dur"]));
        assert!(long > 0, "{slice}");
        slices
            .entry(slice["tid"].as_u64().expect("a thread"))
            .or_default()
            .push((from, from + long));
    }
    for (thread, slices) in &slices {
        for (a, b) in slices {
            let crosses = |(c, d): &(u64, u64)| a < c && c < b && b < d;
            assert!(!slices.iter().any(crosses), "slices of thread {thread} cross");
        }
    }
    let named: HashSet<u64> =
        of_phase(&events, "M").filter_map(|event| event["tid"].as_u64()).collect();
    for event in &events {
        assert_eq!(event["pid"], 1);
        if let Some(thread) = event["tid"].as_u64() {
            assert!(thread > 1 && named.contains(&thread), "{event}");
        }
    }

    let wakes: Vec<_> = of_phase(&events, "s").collect();
    assert_eq!(wakes.len(), count(|kind| matches!(kind, EventKind::Wake { .. })));
    let ids: HashSet<u64> = wakes.iter().filter_map(|wake| wake["id"].as_u64()).collect();
    assert_eq!(ids.len(), wakes.len());
    for wake in wakes {
        let (at, thread) = (nanos(&wake["ts"]), wake["tid"].as_u64().expect("a thread"));
        let within = slices[&thread].iter().any(|(from, to)| (*from..*to).contains(&at));
        assert!(within, "a wake outside of every slice: {wake}");
    }
    for woken in of_phase(&events, "f") {
        assert!(ids.contains(&woken["id"].as_u64().expect("an id")), "{woken}");
        assert_eq!(woken["bp"], "e");
        let thread = woken["tid"].as_u64().expect("a thread");
        let at = nanos(&woken["ts"]);
        assert!(slices[&thread].iter().any(|(from, _)| *from == at), "no poll begins at {woken}");
    }

    let local = |phase| {
        let ids = of_phase(&events, phase).map(|event| event["id2"]["local"].to_string());
        ids.collect::<Vec<_>>()
    };
    let (mut begun, mut ended) = (local("b"), local("e"));
    assert_eq!(begun.len(), count(|kind| matches!(kind, EventKind::AwaitEnter { .. })));
    begun.sort();
    ended.sort();
    assert_eq!(begun, ended);
}

#[test]
fn of_a_run() {
    check(&TraceFile::read(VERSION_1).expect("a trace").trace);
}

#[test]
fn of_a_run_that_was_cut_off_anywhere() {
    let whole = TraceFile::read(VERSION_1).expect("a trace").trace;
    for length in 1..whole.len() {
        let mut trace = Trace::new(whole.run.clone(), whole.sites().to_vec());
        whole.labels().iter().for_each(|label| {
            trace.intern(label);
        });
        whole.events()[..length].iter().for_each(|event| trace.push(*event));
        check(&trace);
    }
}

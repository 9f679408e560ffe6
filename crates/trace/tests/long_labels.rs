//! Of long names and long printed texts views are given the beginning.

use sample::Sample;
use trace::{Event, EventKind, LONGEST_SHOWN, State, Stream, sentence};

#[test]
fn a_label_is_cut_where_it_is_shown_and_whole_where_it_is_asked_for() {
    let mut trace = Sample::empty(Vec::new()).trace;
    let long = "é".repeat(1_000_000);
    let fits = "é".repeat(LONGEST_SHOWN);
    let labels = ["short", &long, &fits, &long].map(|text| (text.to_owned(), trace.intern(text)));
    assert_eq!(labels[1].1, labels[3].1);
    for (text, label) in &labels {
        assert_eq!(trace.whole_label(*label), text);
        let shown = trace.label(*label);
        match text.chars().count() > LONGEST_SHOWN {
            true => assert_eq!(shown, format!("{fits}…")),
            false => assert_eq!(shown, text),
        }
    }
}

#[test]
fn a_sentence_about_a_long_print_is_short() {
    let mut trace = Sample::empty(Vec::new()).trace;
    let text = trace.intern(&"long ".repeat(200_000));
    let (task, site, stream) = (None, None, Stream::Stdout);
    trace.push(Event { at: 0, kind: EventKind::Print { task, site, text, stream } });
    let (before, after) = (State::default(), State::after(trace.events()));
    assert!(sentence(&trace, 0, &before, &after).chars().count() < LONGEST_SHOWN + 100);
}

//! What is refused, and how that is said.

use trace::file::{TraceFile, VERSION};

/// A whole trace with these events.
fn with(events: &str) -> String {
    format!(
        "{{\"version\":2,\n\"run\":{{\"program\":\"p\",\"host\":\"simulated\",\"seed\":0,\"workers\":1,\
         \"knobs\":[]}},\n\"labels\":[\"main\"],\n\"sites\":[{{\"kind\":\"await\",\"line\":1,\
         \"column\":1,\"end_line\":1,\"end_column\":2,\"text\":\"a\",\"name\":\"a\",\"function\":\"\",\
         \"many\":false}}],\n\"events\":[\n{{\"at\":0,\"event\":\"run.start\"}},\n{events}]}}"
    )
}

const SPAWN: &str =
    "{\"at\":0,\"event\":\"task.spawn\",\"task\":1,\"name\":1,\"kind\":\"task\",\"size\":8}";
const POLL: &str = "{\"at\":0,\"event\":\"poll.start\",\"task\":1,\"number\":1,\"worker\":0}";
const ENTER: &str = "{\"at\":0,\"event\":\"await.enter\",\"span\":1,\"task\":1,\"site\":1}";

fn sentence(text: &str) -> String {
    let error = TraceFile::read(text.as_bytes()).expect_err(text);
    assert!(error.line >= 1 && error.column >= 1, "{error}");
    error.to_string()
}

fn check(text: &str, expected: &str) {
    assert_eq!(sentence(text), expected, "{text}");
}

/// The last of some events is refused: on the line where it stands.
fn check_event(events: &[&str], inside: &str, reason: &str) {
    let (line, place) = (6 + events.len(), events.len());
    let inside = format!("events[{place}]{inside}");
    check(&with(&events.join(",\n")), &format!("Line {line}, column 1, in {inside}: {reason}."));
}

#[test]
fn what_it_is_made_of_is_a_trace() {
    assert!(TraceFile::read(with(&[SPAWN, POLL, ENTER].join(",\n")).as_bytes()).is_ok());
}

#[test]
fn what_is_no_trace_at_all() {
    check("", "Line 1, column 1: the file ends here, in the middle of a trace.");
    check("[1]", "Line 1, column 1: a trace is an object, in braces.");
    check("\n  hello ", "Line 2, column 3: `hello` is no value of JSON.");
    check("<html>", "Line 1, column 1: a value is missing here.");
    check("{}", "Line 1, column 2: this is no whole trace: `version` is missing.");
    check("{\"traceEvents\":[]}", "Line 1, column 2: a trace has no part `traceEvents`.");
    check(
        "{\"version\":1,\"run\":",
        "Line 1, column 20, in run: the file ends here, in the middle of a trace.",
    );
}

#[test]
fn a_newer_version_says_so() {
    let newer = VERSION + 1;
    let expected = format!(
        "Line 1, column 12, in version: this trace has version {newer} of the format; this page reads \
         up to version {VERSION}, a newer one may read it."
    );
    check(&format!("{{\"version\":{newer}}}"), &expected);
}

#[test]
fn broken_json() {
    check(
        "{\"version\":2,}",
        "Line 1, column 14, in version: the name of a field is missing here.",
    );
    check("{\"version\" 2}", "Line 1, column 12, in version: a colon is missing here.");
    check(
        "{\"labels\":[\"a\" \"b\"]}",
        "Line 1, column 16, in labels[1]: a comma or the end of the list is missing here.",
    );
    check(
        "{\"labels\":[\"a\n\"]}",
        "Line 1, column 12, in labels[0]: this text is not closed where its line ends.",
    );
    check(
        "{\"labels\":[\"\\x\"]}",
        "Line 1, column 12, in labels[0]: after `\\` JSON allows only \" \\ / b f n r t u.",
    );
    check(
        "{\"labels\":[\"\\ud800\"]}",
        "Line 1, column 12, in labels[0]: this text has half of a pair of `\\u` escapes.",
    );
    check(
        "{\"labels\":[}",
        "Line 1, column 12, in labels[0]: a value or the end of the list is missing here.",
    );
    check(
        &(with(SPAWN) + "x"),
        "Line 7, column 73, in events: something follows the end of the trace.",
    );
    check("{\"labels\":[tru]}", "Line 1, column 12, in labels[0]: `tru` is no value of JSON.");
}

#[test]
fn numbers_that_no_trace_has() {
    let version = |number: &str, reason: &str| {
        let text = format!("{{\"version\":{number}}}");
        check(&text, &format!("Line 1, column 12, in version: {reason}."));
    };
    let whole = "numbers in a trace are whole, without a point and without an exponent";
    version("1.5", whole);
    version("1e300", whole);
    version("2E5", whole);
    version("-", "a digit is missing after the minus sign");
    version("02", "a number does not begin with 0");
    version("-1", "-1 is not a whole number from 1");
    version("99999999999999999999", "this number is too large for anything in a trace");
    version("\"2\"", "this is a text; it should be a whole number from 1");
    let huge = format!("{{\"version\":{}}}", "9".repeat(1_000_000));
    assert!(sentence(&huge).contains("too large"));
}

#[test]
fn what_is_nested_too_deep() {
    for open in ["[", "{\"a\":"] {
        let deep = format!("{{\"run\":{}", open.repeat(1_000_000));
        assert!(sentence(&deep).contains("nested this deep"), "{open}");
    }
}

#[test]
fn fields_of_the_wrong_kind() {
    let spawn = |part: &str, instead: &str| SPAWN.replace(part, instead);
    let place = |event: &str, field: &str| {
        let at = event.find(&format!("\"{field}\":")).expect("the field") + field.len() + 4;
        format!("Line 7, column {at}, in events[1].{field}")
    };
    for (event, field, reason) in [
        (
            spawn("\"size\":8", "\"size\":-8"),
            "size",
            "-8 is not a whole number from 0 to 4294967295",
        ),
        (
            spawn("\"size\":8", "\"size\":null"),
            "size",
            "this is `null`; it should be a whole number from 0 to 4294967295",
        ),
        (
            spawn("\"size\":8", "\"size\":[8]"),
            "size",
            "this is a list; it should be a whole number from 0 to 4294967295",
        ),
        (spawn("\"task\":1", "\"task\":0"), "task", "0 is not a whole number from 1 to 4294967295"),
        (
            spawn("\"kind\":\"task\"", "\"kind\":\"goblin\""),
            "kind",
            "`goblin` is none of task, local, blocking, thread, block_on",
        ),
        (
            spawn("\"kind\":\"task\"", "\"kind\":true"),
            "kind",
            "this is `true` or `false`; it should be a text",
        ),
        (spawn("\"size\":8", "\"weight\":8,\"size\":8"), "weight", "task.spawn has no such field"),
    ] {
        check(&with(&event), &format!("{}: {reason}.", place(&event, field)));
    }
    check(&with("7"), "Line 7, column 1, in events[1]: this is a number; it should be an object.");
    let missing = spawn(",\"size\":8", "");
    let expected = "Line 7, column 1, in events[1].size: this is missing; it is a whole number from 0 \
                    to 4294967295.";
    check(&with(&missing), expected);
    check(
        &with("{\"at\":0,\"event\":\"task.fly\"}"),
        "Line 7, column 1, in events[1].event: `task.fly` is no event of a trace.",
    );
    let twice = spawn("\"size\":8", "\"size\":8,\"size\":9");
    assert!(
        sentence(&with(&twice))
            .ends_with("in events[1].size: this field stands here for the second time.")
    );
}

#[test]
fn ids_that_nothing_has() {
    check_event(
        &[SPAWN, &POLL.replace("\"task\":1", "\"task\":7")],
        ".task",
        "no task 7 has been spawned so far",
    );
    check_event(
        &[&SPAWN.replace("\"task\":1", "\"task\":2")],
        ".task",
        "they are numbered as they are made; the next one is 1",
    );
    check_event(
        &[SPAWN, &ENTER.replace("\"span\":1", "\"span\":4000000000")],
        ".span",
        "they are numbered as they are made; the next one is 1",
    );
    check_event(
        &["{\"at\":0,\"event\":\"timer.fire\",\"timer\":1}"],
        ".timer",
        "this timer has not been set so far",
    );
    check_event(
        &["{\"at\":0,\"event\":\"resource.drop\",\"resource\":3}"],
        ".resource",
        "this resource has not been made so far",
    );
    check_event(
        &[&SPAWN.replace("\"name\":1", "\"name\":9")],
        ".name",
        "there is no label 9; the trace has 1 labels",
    );
    check_event(
        &[SPAWN, POLL, &ENTER.replace("\"site\":1", "\"site\":2")],
        ".site",
        "there is no site 2; the trace has 1 sites",
    );
}

#[test]
fn times_that_fall_and_pairs_that_are_not_whole() {
    check_event(
        &[&SPAWN.replace("\"at\":0", "\"at\":5"), POLL],
        ".at",
        "time falls here; the event before is at 5",
    );
    check_event(
        &[&SPAWN.replace("\"at\":0", "\"at\":18446744073709551615")],
        ".at",
        "no run is this long",
    );
    check_event(&["{\"at\":0,\"event\":\"run.start\"}"], ".event", "a run begins once");
    check_event(&["{\"at\":0,\"event\":\"turn.end\"}"], ".event", "no turn has begun");
    check_event(
        &[SPAWN, "{\"at\":0,\"event\":\"poll.end\",\"task\":1,\"ready\":true,\"wakers\":0}"],
        ".task",
        "this task is not being polled",
    );
    check_event(
        &[SPAWN, POLL, &POLL.replace("\"number\":1", "\"number\":2")],
        ".task",
        "the poll before has not ended",
    );
    check_event(
        &[SPAWN, &POLL.replace("\"number\":1", "\"number\":2")],
        ".number",
        "this task has had 0 polls so far",
    );
    check_event(
        &["{\"at\":0,\"event\":\"await.ready\",\"span\":1}"],
        ".span",
        "this await is not under way",
    );
    let end = "{\"at\":0,\"event\":\"task.end\",\"task\":1,\"how\":\"ready\"}";
    check_event(&[SPAWN, end, end], ".task", "task 1 is over");
    let over = "{\"at\":0,\"event\":\"run.end\",\"why\":\"done\"}";
    check_event(&[over, SPAWN], ".event", "nothing follows `run.end`");
}

#[test]
fn what_there_is_too_much_of() {
    let labels = "\"\",".repeat(2_000_001);
    let text = format!("{{\"labels\":[{labels}\"\"]}}");
    assert!(sentence(&text).ends_with("in labels[2000000]: a trace has at most 2000000 of these."));
    let long = format!("{{\"labels\":[\"{}\"]}}", "a".repeat(1_000_001));
    assert!(sentence(&long).contains("no text in a trace is this long"));
    let lines = format!("{{\"source\":\"{}\"}}", "\\n".repeat(20_001));
    assert!(sentence(&lines).contains("too long to be shown"));
    let name =
        with(SPAWN).replace("\"name\":\"a\"", &format!("\"name\":\"{}\"", "é".repeat(1_001)));
    let said = sentence(&name);
    assert!(said.contains("in sites[0].name: this text has more than 1000 characters"), "{said}");
    let many = format!("{{\"run\":[{}1]}}", "1,".repeat(5_000));
    assert!(sentence(&many).contains("more in here than in anything of a trace"));
}

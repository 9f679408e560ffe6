//! Messages as the page that embeds this one would send them.

use playground::action::{Axis, Speed, Theme};
use scenarios::find;

use super::*;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number(number: u32) -> Value {
    Value::Number(number.into())
}

fn read(fields: &[(&str, Value)]) -> Result<Request, String> {
    Request::read(&|name| {
        let found = fields.iter().find(|(known, _)| *known == name);
        found.map_or(Value::Missing, |(_, value)| value.clone())
    })
}

/// A message of this version.
fn message(kind: &str, fields: &[(&str, Value)]) -> Result<Request, String> {
    let mut all = vec![("futurescope", number(VERSION)), ("type", text(kind))];
    all.extend(fields.iter().cloned());
    read(&all)
}

fn join() -> Playground {
    Playground::new(&Route::parse("#/embed/join?t=0&e=0").0)
}

fn wish(request: Request) -> Result<Wish, String> {
    Wish::of(&request, &join())
}

/// Does what a request comes to.
fn done(playground: &mut Playground, request: Request) {
    match Wish::of(&request, playground).expect("it can be met") {
        Wish::Do(actions) => actions.into_iter().for_each(|action| {
            let _ = playground.apply(action);
        }),
        Wish::Open(route) => playground.open(&route),
    }
}

fn refused(outcome: Result<impl std::fmt::Debug, String>, part: &str) {
    let why = outcome.expect_err(part);
    assert!(why.contains(part), "{why}");
}

#[test]
fn requests_are_read() {
    for (kind, request) in [
        ("play", Request::Play),
        ("pause", Request::Pause),
        ("run", Request::Run),
        ("stop", Request::Stop),
        ("state", Request::State),
        ("stepForward", Request::Step(Step::Event, Direction::Forward, 1)),
        ("stepBack", Request::Step(Step::Event, Direction::Back, 1)),
    ] {
        assert_eq!(message(kind, &[]), Ok(request), "{kind}");
    }
    let polls = message("stepBack", &[("by", text("poll")), ("count", number(3))]);
    assert_eq!(polls, Ok(Request::Step(Step::Poll, Direction::Back, 3)));
    for (field, value, target) in [
        ("to", text("start"), Target::Start),
        ("to", text("end"), Target::End),
        ("time", number(200_000), Target::Time(200_000)),
        ("position", number(0), Target::Position(0)),
        ("bookmark", text("poll main 2"), Target::Bookmark("poll main 2".to_owned())),
        ("bookmark", number(2), Target::Note(2)),
    ] {
        assert_eq!(message("seek", &[(field, value)]), Ok(Request::Seek(target)));
    }
    let slow = message("set", &[("name", text("speed")), ("value", Value::Number(0.25))]);
    assert_eq!(slow, Ok(Request::Set("speed".to_owned(), "0.25".to_owned())));
}

#[test]
fn what_is_malformed_is_refused_with_what_is_wrong() {
    refused(read(&[]), "futurescope: 1");
    refused(read(&[("futurescope", number(2)), ("type", text("play"))]), "futurescope: 1");
    refused(read(&[("futurescope", text("1")), ("type", text("play"))]), "futurescope: 1");
    refused(read(&[("futurescope", number(1))]), "type");
    refused(read(&[("futurescope", number(1)), ("type", Value::Other)]), "type");
    refused(message("dance", &[]), "no “dance”, only play, pause");
    refused(message("stepForward", &[("by", text("leap"))]), "event, poll, wake or print");
    refused(message("stepForward", &[("by", number(1))]), "event, poll, wake or print");
    for count in [0.0, -1.0, 1.5, 1_001.0, f64::NAN, f64::INFINITY] {
        refused(message("stepBack", &[("count", Value::Number(count))]), "from 1 to 1000");
    }
    refused(message("seek", &[]), "one of to, time");
    refused(message("seek", &[("to", text("start")), ("time", number(1))]), "one of to, time");
    refused(message("seek", &[("to", text("middle"))]), "start or end");
    refused(message("seek", &[("time", Value::Number(-1.0))]), "microseconds");
    refused(message("seek", &[("time", text("1"))]), "microseconds");
    refused(message("seek", &[("position", Value::Number(1e300))]), "number of events");
    refused(message("seek", &[("bookmark", Value::Truth(true))]), "place by its name");
    refused(message("set", &[("value", number(1))]), "name");
    refused(message("set", &[("name", text("speed"))]), "value");
    refused(message("set", &[("name", text("speed")), ("value", Value::Other)]), "value");
}

#[test]
fn what_plays_already_is_not_begun_again() {
    let mut playground = join();
    for (request, mode) in [
        (Request::Pause, Mode::Paused),
        (Request::Play, Mode::Playing),
        (Request::Play, Mode::Playing),
        (Request::Stop, Mode::Playing),
        (Request::Pause, Mode::Paused),
        (Request::Pause, Mode::Paused),
    ] {
        done(&mut playground, request);
        assert_eq!(playground.snapshot().mode, mode);
    }
}

#[test]
fn steps_go_back_the_way_they_came() {
    let mut playground = join();
    let step = |direction, count| Request::Step(Step::Poll, direction, count);
    done(&mut playground, step(Direction::Forward, 1));
    let first = playground.snapshot().position();
    done(&mut playground, step(Direction::Forward, 2));
    assert!(playground.snapshot().position() > first);
    done(&mut playground, step(Direction::Back, 2));
    assert_eq!(playground.snapshot().position(), first);
    done(&mut playground, Request::Seek(Target::End));
    assert!(is_finished(&playground.snapshot()));
    done(&mut playground, Request::Seek(Target::Start));
    assert_eq!(playground.snapshot().position(), 0);
}

#[test]
fn places_are_those_of_the_run() {
    let mut playground = join();
    let snapshot = playground.snapshot();
    let (len, duration) = (snapshot.trace.len(), snapshot.duration());
    let seek = |target| wish(Request::Seek(target));
    assert!(seek(Target::Position(len)).is_ok());
    refused(seek(Target::Position(len + 1)), "position: the run has");
    assert!(seek(Target::Time(duration)).is_ok());
    refused(seek(Target::Time(duration + 1)), "time: the run ends");
    refused(seek(Target::Bookmark("poll nobody 1".to_owned())), "no “poll nobody 1”");
    done(&mut playground, Request::Seek(Target::Bookmark("poll main 1".to_owned())));
    let bookmarked = bookmark(&snapshot.trace.borrow(), "poll main 1");
    assert_eq!(Some(playground.snapshot().position()), bookmarked);
}

#[test]
fn notes_are_numbered_from_one() {
    let seek = |number| wish(Request::Seek(Target::Note(number)));
    refused(seek(0), "things to watch");
    refused(seek(99), "things to watch");
    let join = find("join").expect("a scenario");
    let first = join.variants[0].id;
    let own =
        join.watch.iter().position(|watch| watch.variant == first || watch.variant.is_empty());
    let other = join.watch.iter().position(|watch| watch.variant == "joined");
    assert!(seek(own.expect("a note about the first") + 1).is_ok());
    refused(seek(other.expect("a note about another") + 1), "about the variant “joined”");
}

#[test]
fn what_is_set_has_the_names_and_bounds_of_addresses() {
    let set = |name: &str, value: &str| wish(Request::Set(name.to_owned(), value.to_owned()));
    for (name, value, action) in [
        ("speed", "0.25", Action::Speed(Speed(-2))),
        ("axis", "steps", Action::Axis(Axis::Steps)),
        ("theme", "dark", Action::Theme(Theme::Dark)),
        ("workers", "4", Action::Workers(Some(4))),
        ("compare", "joined", Action::Compare(Some(1))),
        ("k.USER_MS", "250", Action::Knob(0, 250)),
        ("variant", "spawned", Action::select("join", "spawned")),
    ] {
        assert_eq!(set(name, value), Ok(Wish::Do(vec![action])), "{name}");
    }
    // What is so already changes nothing.
    assert_eq!(set("variant", "sequential"), Ok(Wish::Do(Vec::new())));
    assert!(matches!(set("font", "150"), Ok(Wish::Open(route)) if route.font == 150));
    assert!(matches!(set("seed", "7"), Ok(Wish::Open(route)) if route.seed == 7));
}

#[test]
fn what_cannot_be_set_is_refused_and_nothing_is_changed() {
    let set = |name: &str, value: &str| wish(Request::Set(name.to_owned(), value.to_owned()));
    for (name, value, part) in [
        ("speed", "3", "powers of two; nothing was changed"),
        ("theme", "pink", "system, light, dark; nothing was changed"),
        ("k.USER_MS", "7", "in steps of"),
        ("k.NOPE", "7", "no such knob; nothing was changed"),
        ("nonsense", "7", "no such setting; nothing was changed"),
        ("variant", "x", "only sequential, joined, spawned"),
        ("t", "0", "for addresses only"),
    ] {
        refused(set(name, value), part);
    }
}

#[test]
fn a_program_that_needs_threads_is_not_run_live() {
    let playground = Playground::new(&Route::parse("#/embed/threads").0);
    refused(Wish::of(&Request::Run, &playground), "cannot run live");
    assert_eq!(wish(Request::Run), Ok(Wish::Do(vec![Action::RunLive])));
}

#[test]
fn a_report_says_how_things_stand() {
    let playground = join();
    let fields = Report::State(state(&playground, &playground.snapshot())).fields();
    let field = |name: &str| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone())
    };
    assert_eq!(field("type"), Some(text("state")));
    assert_eq!(field("variant"), Some(text("sequential")));
    assert_eq!(field("mode"), Some(text("paused")));
    assert_eq!(field("position"), Some(number(0)));
    assert_eq!(field("k.USER_MS"), Some(number(200)));
    assert_eq!(field("finished"), Some(Value::Truth(false)));
    let address = field("address").expect("an address");
    assert_eq!(address, text("#/embed/join?t=0&e=0"));
}

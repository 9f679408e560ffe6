//! What a page that embeds this one can ask for, and what it is told: the messages, without the
//! browser that carries them.
//!
//! Each is an object with `futurescope: 1` and a `type`. A request that is not understood, or cannot
//! be met, changes nothing and is answered with an error in words. README.md has the table.

pub mod parent;
mod report;

use playground::Playground;
use playground::action::{Action, Direction, Step};
use playground::plain::Plain;
use playground::route::Route;
use playground::snapshot::{Mode, Snapshot};
use trace::bookmark;

pub use report::{Fields, Report, is_finished, state};

/// The version of the protocol.
pub const VERSION: u32 = 1;

/// As many steps as one message can ask for.
const MOST_STEPS: u32 = 1_000;

/// What a field of a message holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// There is no such field.
    Missing,
    /// A string.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// Anything else: no field that is known here holds such a thing.
    Other,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Play on, from the start if it is at the end.
    Play,
    /// Stand still.
    Pause,
    /// Run the program on the event loop, from its start.
    Run,
    /// End that run where it is.
    Stop,
    /// So many steps of a kind.
    Step(Step, Direction, u32),
    /// To a place.
    Seek(Target),
    /// Set one thing by its name in an address.
    Set(String, String),
    /// Only say how things stand.
    State,
}

/// A place to go to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// Before the first event.
    Start,
    /// After the last.
    End,
    /// When all that happens at a time has happened, in microseconds.
    Time(u64),
    /// When so many events have happened.
    Position(usize),
    /// A place by its name: `print "text"`, `poll NAME N`, `wake NAME N`, `spawn NAME`, `end NAME`.
    Bookmark(String),
    /// The n-th thing to watch in the notes, from 1.
    Note(usize),
}

const STEPS: [(&str, Step); 4] =
    [("event", Step::Event), ("poll", Step::Poll), ("wake", Step::Wake), ("print", Step::Print)];

impl Request {
    /// Reads a message, given what its fields hold.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn read(field: &dyn Fn(&str) -> Value) -> Result<Self, String> {
        if field("futurescope") != Value::Number(VERSION.into()) {
            return Err(format!(
                "A message has futurescope: {VERSION}, the version understood here."
            ));
        }
        let Value::Text(kind) = field("type") else {
            return Err("A message has a type, which is a string.".to_owned());
        };
        Ok(match kind.as_str() {
            "play" => Self::Play,
            "pause" => Self::Pause,
            "run" => Self::Run,
            "stop" => Self::Stop,
            "state" => Self::State,
            "stepForward" => step(field, Direction::Forward)?,
            "stepBack" => step(field, Direction::Back)?,
            "seek" => Self::Seek(target(field)?),
            "set" => set(field)?,
            _ => {
                return Err(format!(
                    "type: there is no “{kind}”, only play, pause, run, stop, stepForward, \
                     stepBack, seek, set and state."
                ));
            }
        })
    }
}

fn step(field: &dyn Fn(&str) -> Value, direction: Direction) -> Result<Request, String> {
    let by = match field("by") {
        Value::Missing => Some(Step::Event),
        Value::Text(by) => STEPS.iter().find(|(name, _)| *name == by).map(|(_, step)| *step),
        _ => None,
    };
    let by = by.ok_or("by: steps go by event, poll, wake or print.")?;
    let count = match field("count") {
        Value::Missing => Some(1),
        count => whole(&count).filter(|count| (1..=u64::from(MOST_STEPS)).contains(count)),
    };
    let count = count.ok_or_else(|| format!("count: a whole number from 1 to {MOST_STEPS}."))?;
    Ok(Request::Step(by, direction, count as u32))
}

fn target(field: &dyn Fn(&str) -> Value) -> Result<Target, String> {
    let asked = ["to", "time", "position", "bookmark"].map(|name| (name, field(name)));
    let mut asked = asked.into_iter().filter(|(_, value)| *value != Value::Missing);
    let (Some((name, value)), None) = (asked.next(), asked.next()) else {
        return Err("A seek has one of to, time, position and bookmark.".to_owned());
    };
    let number = |what| whole(&value).ok_or(what);
    Ok(match (name, &value) {
        ("to", Value::Text(edge)) if edge == "start" => Target::Start,
        ("to", Value::Text(edge)) if edge == "end" => Target::End,
        ("to", _) => return Err("to: start or end.".to_owned()),
        ("time", _) => Target::Time(number("time: a whole number of microseconds.")?),
        ("position", _) => {
            Target::Position(number("position: a whole number of events.")? as usize)
        }
        (_, Value::Text(name)) => Target::Bookmark(name.clone()),
        _ => {
            Target::Note(number("bookmark: a place by its name, or the number of a note.")? as usize)
        }
    })
}

fn set(field: &dyn Fn(&str) -> Value) -> Result<Request, String> {
    let Value::Text(name) = field("name") else {
        return Err("name: what is set, by its name in an address, such as speed.".to_owned());
    };
    let value = match field("value") {
        Value::Text(text) => text,
        Value::Number(number) => Plain(number).to_string(),
        Value::Truth(truth) => u8::from(truth).to_string(),
        Value::Missing | Value::Other => return Err("value: a string or a number.".to_owned()),
    };
    Ok(Request::Set(name, value))
}

/// A number that counts something.
fn whole(value: &Value) -> Option<u64> {
    /// Beyond it a number of JavaScript's is no longer exact.
    const MOST: f64 = 9_007_199_254_740_991.0;
    match value {
        Value::Number(number) if *number >= 0.0 && *number <= MOST && number.fract() == 0.0 => {
            Some(*number as u64)
        }
        _ => None,
    }
}

/// What a request comes to.
#[derive(Debug, PartialEq)]
pub enum Wish {
    /// These actions, one after the other.
    Do(Vec<Action>),
    /// Another address is shown, at the same place.
    Open(Box<Route>),
}

impl Wish {
    /// What a request comes to with what is shown now.
    ///
    /// # Errors
    /// A sentence that says why it cannot be met.
    pub fn of(request: &Request, playground: &Playground) -> Result<Self, String> {
        let snapshot = playground.snapshot();
        let mode = snapshot.mode;
        let one = |action| Ok(Self::Do(vec![action]));
        match request {
            Request::State => Ok(Self::Do(Vec::new())),
            Request::Play if matches!(mode, Mode::Paused | Mode::LivePaused) => {
                one(Action::TogglePlay)
            }
            Request::Pause if matches!(mode, Mode::Playing | Mode::Live) => one(Action::TogglePlay),
            Request::Stop if matches!(mode, Mode::Live | Mode::LivePaused) => one(Action::Stop),
            Request::Play | Request::Pause | Request::Stop => Ok(Self::Do(Vec::new())),
            Request::Run => match snapshot.needs {
                Some(needs) => Err(format!("This program cannot run live. {}", needs.sentence())),
                None => one(Action::RunLive),
            },
            Request::Step(step, direction, count) => {
                Ok(Self::Do(vec![Action::Step(*step, *direction); *count as usize]))
            }
            Request::Seek(target) => one(seek(target, &snapshot)?),
            Request::Set(name, value) => set_one(name, value, playground),
        }
    }
}

fn seek(target: &Target, snapshot: &Snapshot) -> Result<Action, String> {
    let (len, duration) = (snapshot.trace.len(), snapshot.duration());
    match target {
        Target::Start => Ok(Action::Step(Step::Edge, Direction::Back)),
        Target::End => Ok(Action::Step(Step::Edge, Direction::Forward)),
        Target::Time(time) if *time > duration => {
            Err(format!("time: the run ends after {duration} microseconds."))
        }
        Target::Time(time) => Ok(Action::SeekTime(*time)),
        Target::Position(position) if *position > len => {
            Err(format!("position: the run has {len} events."))
        }
        Target::Position(position) => Ok(Action::Seek(*position)),
        Target::Bookmark(name) => bookmark(&snapshot.trace.borrow(), name)
            .map(Action::Seek)
            .ok_or_else(|| format!("bookmark: this run has no “{name}”.")),
        Target::Note(number) => seek_note(*number, snapshot),
    }
}

fn seek_note(number: usize, snapshot: &Snapshot) -> Result<Action, String> {
    let exhibit = &snapshot.exhibit;
    let Some(watch) = number.checked_sub(1).and_then(|index| exhibit.watch.get(index)) else {
        return Err(format!("bookmark: the notes have {} things to watch.", exhibit.watch.len()));
    };
    let first = &*exhibit.variants[0].id;
    let of = if watch.variant.is_empty() { first } else { watch.variant };
    if *of != *snapshot.variant().id {
        return Err(format!(
            "bookmark: note {number} is about the variant “{of}”; set that first."
        ));
    }
    bookmark(&snapshot.trace.borrow(), watch.bookmark)
        .map(Action::Seek)
        .ok_or_else(|| format!("bookmark: this run has not come to note {number}."))
}

/// Sets one thing as an address would, but where an address gets the nearest thing that is right,
/// what is wrong is refused.
fn set_one(name: &str, value: &str, playground: &Playground) -> Result<Wish, String> {
    let mut route = playground.route();
    if name == "variant" {
        return select(value, &route);
    }
    if matches!(name, "t" | "e" | "clock" | "autoplay" | "view") {
        return Err(format!("name: {name} is for addresses only."));
    }
    route.set(name, value).map_err(|why| {
        let wrong = why.rsplit_once("; ").map_or(why.as_str(), |(wrong, _)| wrong);
        format!("{wrong}; nothing was changed.")
    })?;
    let knob = route.knobs.iter().zip(playground.route().knobs).position(|(new, old)| *new != old);
    let action = match name {
        "speed" => Action::Speed(route.speed),
        "axis" => Action::Axis(route.axis),
        "theme" => Action::Theme(route.theme.unwrap_or_default()),
        "workers" => Action::Workers(route.workers),
        "compare" => Action::Compare(route.compare),
        _ if !name.starts_with("k.") => return Ok(Wish::Open(Box::new(route))),
        _ => match knob {
            Some(index) => Action::Knob(index, route.knobs[index]),
            None => return Ok(Wish::Do(Vec::new())),
        },
    };
    Ok(Wish::Do(vec![action]))
}

fn select(id: &str, route: &Route) -> Result<Wish, String> {
    let exhibit = &route.exhibit;
    match exhibit.variants.iter().find(|variant| variant.id == id) {
        Some(variant) if variant.id == route.variant().id => Ok(Wish::Do(Vec::new())),
        Some(variant) => Ok(Wish::Do(vec![Action::select(exhibit.id.clone(), variant.id.clone())])),
        None => {
            let known: Vec<&str> = exhibit.variants.iter().map(|variant| &*variant.id).collect();
            Err(format!("variant: there is no “{id}”, only {}.", known.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests;

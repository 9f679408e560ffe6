//! What the page that embeds this one is told.

use playground::Playground;
use playground::snapshot::{Clock, Mode, Snapshot};

use super::Value;

/// The fields of a message, besides its version.
pub type Fields = Vec<(String, Value)>;

/// A message to the page that embeds this one.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// It stands and can be asked; how things stand, and what the program is.
    Ready(Fields),
    /// How things stand.
    State(Fields),
    /// The playhead has come to the end.
    Finished(Fields),
    /// Something could not be understood or done.
    Error(String),
    /// How high it would like to be, in CSS pixels.
    Height(u32),
    /// A key that it has no use for, and that the page around it may have: the name, and whether
    /// Shift was down.
    Key(String, bool),
}

impl Report {
    /// As an object's fields.
    pub fn fields(self) -> Fields {
        let (kind, mut fields) = match self {
            Self::Ready(fields) => ("ready", fields),
            Self::State(fields) => ("state", fields),
            Self::Finished(fields) => ("finished", fields),
            Self::Error(text) => ("error", vec![("message".to_owned(), Value::Text(text))]),
            Self::Height(height) => {
                ("height", vec![("height".to_owned(), Value::Number(height.into()))])
            }
            Self::Key(key, shift) => (
                "key",
                vec![
                    ("key".to_owned(), Value::Text(key)),
                    ("shift".to_owned(), Value::Truth(shift)),
                ],
            ),
        };
        fields.push(("type".to_owned(), Value::Text(kind.to_owned())));
        fields
    }
}

/// How things stand.
pub fn state(playground: &Playground, snapshot: &Snapshot) -> Fields {
    let mode = match snapshot.mode {
        Mode::Paused => "paused",
        Mode::Playing => "playing",
        Mode::Live => "live",
        Mode::LivePaused => "livePaused",
    };
    let clock = match snapshot.clock {
        Clock::Browser => "live",
        Clock::Simulated => "sim",
    };
    let mut fields = Fields::new();
    let mut text = |name: &str, value: &str| {
        fields.push((name.to_owned(), Value::Text(value.to_owned())));
    };
    text("scenario", &snapshot.exhibit.id);
    text("title", &snapshot.exhibit.title);
    text("variant", &snapshot.variant().id);
    text("mode", mode);
    text("clock", clock);
    text("address", &playground.route().to_string());
    let mut number = |name: &str, value: f64| fields.push((name.to_owned(), Value::Number(value)));
    number("position", snapshot.position() as f64);
    number("events", snapshot.trace.len() as f64);
    number("time", snapshot.now as f64);
    number("duration", snapshot.duration() as f64);
    number("speed", snapshot.speed.factor());
    for (knob, value) in snapshot.variant().listing.knobs.iter().zip(&*snapshot.knobs) {
        number(&format!("k.{}", knob.name), *value as f64);
    }
    fields.push(("finished".to_owned(), Value::Truth(is_finished(snapshot))));
    fields
}

/// Whether all that is shown is over, and nothing moves any more.
pub fn is_finished(snapshot: &Snapshot) -> bool {
    snapshot.mode == Mode::Paused
        && snapshot.coming.is_none()
        && snapshot.position() == snapshot.trace.len()
        && snapshot.playhead >= snapshot.end()
}

//! The keys: what each means, and when it is left to the element that has the focus.

use playground::action::{Action, Direction, Speed, Step};
use playground::snapshot::Mode;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// What a key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Something for the playground.
    Do(Action),
    /// To type into the search box.
    Search,
    /// To see the keys.
    Help,
    /// To see what the page's symbols mean.
    Legend,
    /// To make a file of what is shown, or to open one.
    Export,
    /// To close what is open.
    Close,
}

/// Where the playhead of an embed can be moved to. While the run is hidden it can go nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Whether something has happened already,
    pub back: bool,
    /// and whether something is still to happen.
    pub forward: bool,
}

/// What keys depend on. Not the snapshot: the listener would keep an old trace alive.
#[derive(Clone, Copy, Default)]
pub struct Now {
    /// The player's mode,
    pub mode: Mode,
    /// and its speed.
    pub speed: Speed,
    /// What Esc leaves.
    pub leaves: Leaves,
    /// Whether one presents.
    pub presents: bool,
    /// Where the playhead can go, in an embed.
    pub embed: Option<Reach>,
}

/// What Esc leaves, where it has nothing to close.
#[derive(Clone, Copy, Default)]
pub enum Leaves {
    /// Nothing.
    #[default]
    Nothing,
    /// The time that is selected.
    Range,
    /// The task that was chosen.
    Task,
    /// The comparison.
    Comparison,
}

impl Command {
    /// Whether an embed does anything with it: an embed has no dialogs and shows the program that its
    /// author chose. Any other key belongs to the page around it, such as a deck of slides.
    pub fn is_for_embeds(&self, reach: Reach) -> bool {
        match self {
            Self::Search | Self::Help | Self::Legend | Self::Export => false,
            Self::Close => true,
            Self::Do(Action::Step(_, Direction::Forward)) => reach.forward,
            Self::Do(Action::Step(_, Direction::Back)) => reach.back,
            Self::Do(Action::TogglePlay | Action::RunLive) => reach.back || reach.forward,
            Self::Do(action) => {
                !matches!(action, Action::Share(_) | Action::Neighbour(_) | Action::Present(_))
            }
        }
    }
}

/// What has the focus, as far as keys are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Nothing that uses keys.
    Page,
    /// A button or link: it uses space and Enter.
    Button,
    /// A slider: it uses arrows, Home and End.
    Slider,
    /// Something that one types or chooses in: it uses every key.
    Field,
    /// The program's text: what one types there is meant for the text, so it uses every key that types
    /// something, and those that scroll.
    Code,
}

impl Focus {
    /// What the event's target is.
    pub fn of(event: &KeyboardEvent) -> Self {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        target.map_or(Self::Page, |element| Self::of_element(&element))
    }

    /// What an element is.
    pub fn of_element(element: &Element) -> Self {
        if is_within(element, ".code") {
            return Self::Code;
        }
        match element.tag_name().to_ascii_lowercase().as_str() {
            "input" if element.get_attribute("type").as_deref() == Some("range") => Self::Slider,
            "input" | "textarea" | "select" => Self::Field,
            "button" | "a" | "summary" => Self::Button,
            _ if is_within(element, "[contenteditable]") => Self::Field,
            _ => Self::Page,
        }
    }

    /// Whether letters are meant for a text.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Field | Self::Code)
    }

    /// Whether it uses this key by itself.
    pub fn uses(self, key: &str) -> bool {
        match self {
            Self::Page => false,
            Self::Button => matches!(key, " " | "Enter"),
            Self::Slider => matches!(key, "Home" | "End"),
            Self::Field => key != "Escape",
            Self::Code => types(key) || key.starts_with("Ctrl+") || matches!(key, "Home" | "End"),
        }
    }
}

fn is_within(element: &Element, selector: &str) -> bool {
    matches!(element.closest(selector), Ok(Some(_)))
}

/// Whether a key types a character: other keys have names of several letters.
fn types(key: &str) -> bool {
    key.chars().count() == 1
}

/// What a key means while the player is in this mode and at this speed. Shift is part of the key's
/// name: `>` is Shift and `.`. So is Ctrl, or Meta, of which the browser keeps all but `Ctrl+z`.
pub fn command(key: &str, focus: Focus, mode: Mode, speed: Speed) -> Option<Command> {
    use Direction::{Back, Forward};
    if focus.uses(key) {
        return None;
    }
    let faster = |by: i8| Speed(speed.0 + by).clamp(Speed::SLOWEST, Speed::FASTEST);
    let action = match key {
        " " => Action::TogglePlay,
        "." => Action::Step(Step::Event, Forward),
        "," => Action::Step(Step::Event, Back),
        ">" => Action::Step(Step::Poll, Forward),
        "<" => Action::Step(Step::Poll, Back),
        "]" => Action::Step(Step::Wake, Forward),
        "[" => Action::Step(Step::Wake, Back),
        "n" => Action::Step(Step::Print, Forward),
        "N" => Action::Step(Step::Print, Back),
        "b" => Action::Step(Step::Bookmark, Forward),
        "B" => Action::Step(Step::Bookmark, Back),
        "End" => Action::Step(Step::Edge, Forward),
        "Home" => Action::Step(Step::Edge, Back),
        "r" => match mode {
            Mode::Live | Mode::LivePaused => Action::Stop,
            Mode::Paused | Mode::Playing => Action::RunLive,
        },
        "R" => Action::RunLive,
        "Ctrl+z" => Action::Undo,
        "Ctrl+Z" | "Ctrl+y" => Action::Redo,
        "+" | "=" => Action::Speed(faster(1)),
        "-" => Action::Speed(faster(-1)),
        "l" => Action::ToggleLoop,
        "c" => Action::ToggleCompare,
        "e" => Action::Share(true),
        "j" => Action::Neighbour(Forward),
        "k" => Action::Neighbour(Back),
        "p" | "P" => Action::Present(true),
        "/" => return Some(Command::Search),
        "?" => return Some(Command::Help),
        "h" => return Some(Command::Legend),
        "x" => return Some(Command::Export),
        "Escape" => return Some(Command::Close),
        _ => return None,
    };
    Some(Command::Do(action))
}

/// What a key means while one presents: to the hand on the arrows, to a clicker, and otherwise the
/// same as always.
pub fn presenting(key: &str, focus: Focus) -> Option<Command> {
    use Direction::{Back, Forward};
    if focus == Focus::Field && key != "Escape" || focus == Focus::Code && types(key) {
        return None;
    }
    let action = match key {
        "ArrowRight" | "ArrowDown" => Action::Step(Step::Beat, Forward),
        "ArrowLeft" | "ArrowUp" => Action::Step(Step::Beat, Back),
        "PageDown" => Action::Step(Step::Stop, Forward),
        "PageUp" => Action::Step(Step::Stop, Back),
        "p" | "P" | "Escape" => Action::Present(false),
        _ => return None,
    };
    Some(Command::Do(action))
}

/// Keys that belong together, and what they do.
pub type Listed = (&'static [&'static str], &'static str);

/// The keys as the dialog lists them, under headings.
pub const KEYS: &[(&str, &[Listed])] = &[
    (
        "Player",
        &[
            (&["Space"], "Play or pause"),
            (&["r"], "Run live, or stop the run"),
            (&["R"], "Run live again, from the start"),
            (&["."], "One event forward"),
            (&[","], "One event back"),
            (&[">", "<"], "Next or previous poll"),
            (&["]", "["], "Next or previous wake"),
            (&["n", "N"], "Next or previous print"),
            (&["b", "B"], "Next or previous point of the notes"),
            (&["Home", "End"], "Start or end"),
            (&["l"], "Loop, or stop looping"),
            (&["+", "-"], "Faster or slower"),
            (&["Ctrl+z", "Ctrl+Z"], "Undo a change of a constant, or redo it"),
        ],
    ),
    (
        "Page",
        &[
            (&["c"], "Compare two variants, or stop comparing"),
            (&["j", "k"], "Next or previous program"),
            (&["e"], "Share or embed"),
            (&["p"], "Present: program, runtime and timeline only"),
            (&["/"], "Search the programs"),
            (&["x"], "Export, or open a trace"),
            (&["h"], "How to read this"),
            (&["?"], "This list"),
            (&["Esc"], "Close, deselect, or leave the comparison"),
        ],
    ),
    (
        "While presenting",
        &[
            (&["→", "←"], "Next or previous poll, wake or print"),
            (&["PgDn", "PgUp"], "Next or previous bookmark, as a clicker does"),
            (&["Esc", "p"], "Leave"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn on_page(key: &str) -> Option<Command> {
        command(key, Focus::Page, Mode::Paused, Speed(0))
    }

    #[test]
    fn steps_go_both_ways() {
        for (key, step, direction) in [
            (".", Step::Event, Direction::Forward),
            (",", Step::Event, Direction::Back),
            (">", Step::Poll, Direction::Forward),
            ("<", Step::Poll, Direction::Back),
            ("]", Step::Wake, Direction::Forward),
            ("[", Step::Wake, Direction::Back),
            ("n", Step::Print, Direction::Forward),
            ("N", Step::Print, Direction::Back),
            ("b", Step::Bookmark, Direction::Forward),
            ("B", Step::Bookmark, Direction::Back),
            ("Home", Step::Edge, Direction::Back),
            ("End", Step::Edge, Direction::Forward),
        ] {
            assert_eq!(on_page(key), Some(Command::Do(Action::Step(step, direction))), "{key}");
        }
    }

    #[test]
    fn r_stops_what_runs() {
        let r = |mode| command("r", Focus::Page, mode, Speed(0));
        assert_eq!(r(Mode::Paused), Some(Command::Do(Action::RunLive)));
        assert_eq!(r(Mode::Playing), Some(Command::Do(Action::RunLive)));
        assert_eq!(r(Mode::Live), Some(Command::Do(Action::Stop)));
        assert_eq!(r(Mode::LivePaused), Some(Command::Do(Action::Stop)));
    }

    #[test]
    fn speed_stays_within_its_bounds() {
        let key = |key, speed| command(key, Focus::Page, Mode::Paused, speed);
        let speed = |speed| Some(Command::Do(Action::Speed(speed)));
        assert_eq!(key("+", Speed(0)), speed(Speed(1)));
        assert_eq!(key("-", Speed(0)), speed(Speed(-1)));
        assert_eq!(key("+", Speed::FASTEST), speed(Speed::FASTEST));
        assert_eq!(key("-", Speed::SLOWEST), speed(Speed::SLOWEST));
    }

    #[test]
    fn a_field_keeps_its_keys_but_for_escape() {
        for key in [" ", ".", "r", "/", "?", "Home", "-"] {
            assert_eq!(command(key, Focus::Field, Mode::Paused, Speed(0)), None, "{key}");
        }
        assert_eq!(command("Escape", Focus::Field, Mode::Paused, Speed(0)), Some(Command::Close));
    }

    #[test]
    fn what_is_typed_into_the_program_does_nothing() {
        let mut keys: Vec<String> = "let extra = 1;".chars().map(String::from).collect();
        keys.extend(["Ctrl+z", "Home", "End", "?", "/", "p"].map(str::to_owned));
        for key in keys {
            assert_eq!(command(&key, Focus::Code, Mode::Paused, Speed(0)), None, "{key}");
        }
        assert_eq!(command("Escape", Focus::Code, Mode::Paused, Speed(0)), Some(Command::Close));
        assert_eq!(presenting("p", Focus::Code), None);
        assert!(presenting("PageDown", Focus::Code).is_some(), "a clicker works all the same");
    }

    #[test]
    fn a_button_keeps_what_presses_it() {
        for key in [" ", "Enter"] {
            assert_eq!(command(key, Focus::Button, Mode::Paused, Speed(0)), None, "{key}");
        }
        assert!(command(".", Focus::Button, Mode::Paused, Speed(0)).is_some());
    }

    #[test]
    fn a_slider_can_still_be_played() {
        assert_eq!(command("Home", Focus::Slider, Mode::Paused, Speed(0)), None);
        assert_eq!(
            command(" ", Focus::Slider, Mode::Paused, Speed(0)),
            Some(Command::Do(Action::TogglePlay))
        );
    }

    #[test]
    fn an_embed_leaves_keys_that_would_do_nothing() {
        let both = Reach { back: true, forward: true };
        let (start, end) = (Reach { back: false, ..both }, Reach { forward: false, ..both });
        let hidden = Reach { back: false, forward: false };
        for (key, reach, expected) in [
            (".", both, true),
            (".", end, false),
            (",", end, true),
            (",", start, false),
            ("Home", start, false),
            ("End", end, false),
            (" ", end, true),
            (" ", hidden, false),
            ("r", hidden, false),
            ("+", hidden, true),
            ("j", both, false),
            ("e", both, false),
            ("p", both, false),
            ("?", both, false),
            ("/", both, false),
            ("x", both, false),
            ("Escape", both, true),
        ] {
            let command = on_page(key).expect(key);
            assert_eq!(command.is_for_embeds(reach), expected, "{key} {reach:?}");
        }
    }

    #[test]
    fn every_listed_key_does_something() {
        for (_, keys) in KEYS {
            for key in keys.iter().flat_map(|(keys, _)| *keys) {
                let name = match *key {
                    "Space" => " ",
                    "Esc" => "Escape",
                    "→" => "ArrowRight",
                    "←" => "ArrowLeft",
                    "PgDn" => "PageDown",
                    "PgUp" => "PageUp",
                    key => key,
                };
                let presents = presenting(name, Focus::Page).is_some();
                assert!(presents || on_page(name).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn who_presents_has_a_clicker() {
        use Direction::{Back, Forward};
        for (key, action) in [
            ("PageDown", Action::Step(Step::Stop, Forward)),
            ("PageUp", Action::Step(Step::Stop, Back)),
            ("ArrowRight", Action::Step(Step::Beat, Forward)),
            ("ArrowUp", Action::Step(Step::Beat, Back)),
            ("Escape", Action::Present(false)),
        ] {
            assert_eq!(presenting(key, Focus::Page), Some(Command::Do(action)), "{key}");
        }
        assert_eq!(presenting("r", Focus::Page), None, "as always");
        assert_eq!(presenting("PageDown", Focus::Field), None);
    }
}

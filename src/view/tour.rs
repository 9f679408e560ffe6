//! The tour: the reader does what the page is for, one thing after the other, and is told what it showed. It
//! runs on the opening program, so that what it speaks of is there, and ends in a run of the reader's own.

use std::rc::Rc;

use playground::snapshot::{Clock, Mode, Snapshot};
use trace::show_micros;

use super::stored;

/// Where the tour is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tour {
    /// It was taken or turned down.
    #[default]
    Over,
    /// A first visit: it is offered.
    Offered,
    /// It was asked for; the opening program has still to be shown.
    Asked,
    /// At one of its lessons.
    At(Lesson),
}

/// A lesson of the tour.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Which.
    pub(super) number: usize,
    /// What was shown when the lesson began.
    before: Before,
    /// How long the run took that the lesson is about, once the reader has done what it asks for.
    pub(super) done: Option<String>,
    /// The reader wants the next one.
    over: bool,
}

/// What shows that a reader has done what a lesson asks for.
#[derive(Clone, Debug, PartialEq)]
struct Before {
    position: usize,
    knobs: Rc<[i64]>,
}

/// A lesson: the pane that it is about, its title, what it asks for, and what is said when that is done, with
/// the run's duration in place of `{}`.
pub(super) struct Script {
    pub(super) pane: &'static str,
    /// What a phone shows below the program meanwhile.
    narrow: &'static str,
    pub(super) title: &'static str,
    pub(super) asks: &'static str,
    pub(super) tells: &'static str,
    /// Whether it is done.
    is_done: fn(&Before, &Snapshot) -> bool,
}

pub(super) const SCRIPT: [Script; 5] = [
    Script {
        pane: "player",
        narrow: "timeline",
        title: "Run a real program",
        asks: "This is ordinary async Rust, compiled to WebAssembly. Press Run live, or the key r: this \
               browser’s event loop polls it now.",
        tells: "It ran for {} with this browser’s timers. In the timeline, main’s lane is solid where main \
                was polled and hatched where it waited. What it printed is in the console.",
        is_done: |_, now| ran_live(now),
    },
    Script {
        pane: "player",
        narrow: "timeline",
        title: "Step back",
        asks: "Every event of the run was recorded. Press the arrow ‹, or the key , (comma), a few times.",
        tells: "The whole page went back with you: the line in the program, the queue, the lanes. The \
                sentence above the timeline says what happened at this event. The key . goes forward.",
        is_done: |before, now| !now.mode.moves() && now.position() < before.position,
    },
    Script {
        pane: "runtime",
        narrow: "runtime",
        title: "Follow a task",
        asks: "Click main: its chip in the runtime, or its name in the timeline.",
        tells: "It is outlined wherever it appears. The inspector tells what it awaits and how its time was \
                spent. Esc deselects it.",
        is_done: |_, now| now.selected.is_some(),
    },
    Script {
        pane: "knobs",
        narrow: "knobs",
        title: "Change the program",
        asks: "The constants of the program have sliders. Drag one of them.",
        tells: "The program has already run again with your value, on a simulated clock: it takes {} now.",
        is_done: |before, now| now.knobs != before.knobs,
    },
    Script {
        pane: "player",
        narrow: "timeline",
        title: "Run your version",
        asks: "Now press Run live again, or r, and see whether the browser’s timers agree.",
        tells: "Your version took {} in this browser. The notes say what to watch in it, and the list of \
                programs has many more to try.",
        is_done: |_, now| ran_live(now),
    },
];

/// Whether a run on the event loop is shown that is over.
fn ran_live(now: &Snapshot) -> bool {
    now.clock == Clock::Browser && now.mode == Mode::Paused && now.state.ended.is_some()
}

/// The name under which it is stored that the tour is over.
const NAME: &str = "tour";

impl Tour {
    /// Offered to who was never here; a page without storage offers it each time.
    pub fn stored() -> Self {
        match stored::stored(NAME) {
            Some(_) => Self::Over,
            None => Self::Offered,
        }
    }

    /// Stores that the tour is over.
    pub fn store_over() {
        stored::store(NAME, "over");
    }

    /// Whether one of its lessons is shown.
    pub fn is_on(&self) -> bool {
        matches!(self, Self::At(_))
    }

    /// Begins it, on what is shown.
    pub fn begin(&mut self, now: &Snapshot) {
        *self = Self::at(0, now);
    }

    fn at(number: usize, now: &Snapshot) -> Self {
        let before = Before { position: now.position(), knobs: now.knobs.clone() };
        Self::At(Lesson { number, before, done: None, over: false })
    }

    /// The reader wants the next lesson.
    pub fn leave_lesson(&mut self) {
        if let Self::At(lesson) = self {
            lesson.over = true;
        }
    }

    /// Looks whether the reader has done what the lesson asks for, or wants the next one.
    pub fn follow(&mut self, now: &Snapshot) {
        let Self::At(lesson) = self else { return };
        let Some(script) = SCRIPT.get(lesson.number) else { return };
        if lesson.over {
            return match lesson.number + 1 {
                next if next < SCRIPT.len() => *self = Self::at(next, now),
                _ => *self = Self::Over,
            };
        }
        if lesson.done.is_none() && (script.is_done)(&lesson.before, now) {
            lesson.done = Some(show_micros(now.duration()));
        }
        // Who steps back from farther on than where the lesson began has stepped back, too.
        lesson.before.position = lesson.before.position.max(now.position());
    }

    /// The pane that it is about.
    pub fn pane(&self) -> Option<&'static str> {
        self.script().map(|script| script.pane)
    }

    /// The pane that a phone shows below the program.
    pub fn narrow(&self) -> Option<&'static str> {
        self.script().map(|script| script.narrow)
    }

    fn script(&self) -> Option<&'static Script> {
        match self {
            Self::At(lesson) => SCRIPT.get(lesson.number),
            Self::Over | Self::Offered | Self::Asked => None,
        }
    }
}

//! What views draw from: values, cheap to clone and to compare.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use implicit_clone::unsync::IString;
use trace::{Lint, Micros, Needs, State, TaskId, Trace};

use crate::action::{Axis, Hover, Range, Speed, Theme};
use crate::elastic::{Elastic, Stretched};
use crate::exhibit::{Exhibit, Variant};
use crate::quiz::Guess;
use crate::route::{Frame, Route};

/// Everything the page shows at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// What is shown.
    pub exhibit: Rc<Exhibit>,
    /// Index of the variant in [`Exhibit::variants`].
    pub variant: usize,
    /// The run that is shown.
    pub trace: TraceHandle,
    /// Its state at the position ([`State::position`] events have happened).
    pub state: StateHandle,
    /// The state before the latest event that has happened.
    pub before: StateHandle,
    /// Where the events stand on the elastic axis.
    pub elastic: Rc<Elastic>,
    /// The run that it is compared with.
    pub compared: Option<Compared>,
    /// The run that is on its way to being shown instead of this one, if it takes a while.
    pub coming: Option<Coming>,
    /// What the program needs more than one thread for, as its simulated run shows: then it cannot
    /// run live.
    pub needs: Option<Needs>,
    /// Where the run comes from, if it is not of this page.
    pub origin: Option<Rc<Origin>>,
    /// The file that is being made or read.
    pub work: Option<Work>,
    /// The points of the notes in this run, in its order; none while it runs.
    pub bookmarks: Rc<[Bookmark]>,
    /// Whether the scenario's question is to be answered first.
    pub prediction: Prediction,
    /// How far a live run has been shown; none of a run that is over.
    pub edge: Option<Edge>,
    /// The playhead on the elastic axis; at or after the last event that has happened. Where the run
    /// that it is compared with is longer, it goes on after the end.
    pub playhead: Stretched,
    /// The program's clock at the playhead.
    pub now: Micros,
    /// What the player does.
    pub mode: Mode,
    /// The program has just been opened and nothing was done with it.
    pub fresh: bool,
    /// Where the trace comes from.
    pub clock: Clock,
    /// The player's speed.
    pub speed: Speed,
    /// How many workers poll, if the reader has said.
    pub workers: Option<u16>,
    /// Seed of everything that is free to be ordered.
    pub seed: u64,
    /// The knobs' values, in the order of the program's knobs.
    pub knobs: Rc<[i64]>,
    /// What is lit.
    pub hover: Hover,
    /// The task that was chosen. A run that is shown anew may not have it, or not yet.
    pub selected: Option<TaskId>,
    /// What looks wrong in the run.
    pub lints: Rc<LintReport>,
    /// The timeline's axis.
    pub axis: Axis,
    /// The stretch of time that is selected.
    pub range: Option<Range>,
    /// Playing begins again at the end: of what is selected, or of the run.
    pub looped: bool,
    /// The theme.
    pub theme: Theme,
    /// Which views are shown, and whether by themselves.
    pub frame: Frame,
    /// What is being shared: the address as it was when the reader asked for that.
    pub shared: Option<Rc<Route>>,
    /// Only what an audience needs is shown.
    pub present: bool,
    /// Things the reader should know: bad input, a bound reached.
    pub notices: Rc<[Notice]>,
}

impl Snapshot {
    /// The program that is shown.
    pub fn variant(&self) -> &Variant {
        &self.exhibit.variants[self.variant]
    }

    /// What is shown, in a few words.
    pub fn title(&self) -> String {
        match (&*self.exhibit.title, &*self.variant().label) {
            (title, "") => title.to_owned(),
            (title, label) => format!("{title}, {label}"),
        }
    }

    /// How many events have happened.
    pub fn position(&self) -> usize {
        self.state.position
    }

    /// How long what is shown takes, a live run so far: the longer of two runs that are compared.
    pub fn duration(&self) -> Micros {
        let other = self.compared.as_ref().map_or(0, |other| other.trace.borrow().duration());
        self.own_duration().max(other)
    }

    /// How far the playhead goes on the elastic axis.
    pub fn end(&self) -> Stretched {
        match self.edge {
            Some(edge) => edge.place,
            None => self.elastic.end() + (self.duration() - self.own_duration()),
        }
    }

    /// Whether there is more of the run than what has happened at the playhead.
    pub fn has_more(&self) -> bool {
        self.position() < self.trace.borrow().len() || self.playhead < self.end()
    }

    fn own_duration(&self) -> Micros {
        self.edge.map_or_else(|| self.trace.borrow().duration(), |edge| edge.time)
    }
}

/// How far a live run has been shown: the playhead has been there, and no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// On the elastic axis.
    pub place: Stretched,
    /// On the program's clock.
    pub time: Micros,
}

/// The simulated run of another variant, with the values of the knobs that both programs have, at
/// the time that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Index of the variant in [`Exhibit::variants`].
    pub variant: usize,
    /// Its run.
    pub trace: TraceHandle,
    /// Its state at that time.
    pub state: StateHandle,
    /// Where its events stand on its elastic axis.
    pub elastic: Rc<Elastic>,
}

/// A run that is being computed, or a trace that was opened and is being looked through. What is shown is
/// another one until this one is whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    /// As much of it as there is.
    pub trace: TraceHandle,
    /// It was opened, so how many events it has is known.
    pub is_read: bool,
}

/// Where a trace comes from that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's name.
    pub file: String,
    /// The title of what was shown before.
    pub before: IString,
    /// Its program is one of the catalog's: it can be run here.
    pub is_known: bool,
}

/// A file that is being made or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What is being done.
    pub label: String,
    /// How many thousandths of it are done.
    pub done: u64,
}

/// A point of the notes in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// So many events have happened.
    pub position: usize,
    /// Where that is on the elastic axis.
    pub place: Stretched,
    /// What is to be seen there.
    pub text: &'static str,
}

/// What became of a scenario's question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Prediction {
    /// It stands in the notes.
    #[default]
    Open,
    /// The run is hidden until it is answered or left. Of two wrong answers the first is kept here:
    /// after it there is a hint.
    Hidden(Option<Rc<Guess>>),
    /// It was answered.
    Answered(Rc<Guess>),
}

/// What looks wrong in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintReport {
    /// What was found, in the order of the first event that shows it; nothing before all was looked at.
    pub found: Vec<Lint>,
    /// The run is over, and all of it was looked at.
    pub is_whole: bool,
}

/// What the player does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Standing still.
    #[default]
    Paused,
    /// Moving over a trace that is complete.
    Playing,
    /// Following a run on the event loop.
    Live,
    /// A run on the event loop, its clock stopped.
    LivePaused,
}

impl Mode {
    /// Whether the playhead moves by itself.
    pub fn moves(self) -> bool {
        matches!(self, Mode::Playing | Mode::Live)
    }

    /// Whether a run on the event loop is under way.
    pub fn is_live(self) -> bool {
        matches!(self, Mode::Live | Mode::LivePaused)
    }
}

/// Where a trace comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The browser's event loop.
    Browser,
    /// The discrete-event clock.
    Simulated,
}

/// A trace that may still grow. Equal if it is the same trace at the same length.
#[derive(Clone, Debug)]
pub struct TraceHandle {
    log: Rc<RefCell<Trace>>,
    len: usize,
}

impl TraceHandle {
    /// The first so many events of a trace.
    pub fn up_to(log: Rc<RefCell<Trace>>, len: usize) -> Self {
        Self { log, len }
    }

    /// The trace as long as it is now.
    pub fn new(log: Rc<RefCell<Trace>>) -> Self {
        let len = log.borrow().len();
        Self { log, len }
    }

    /// The trace, which may be longer than [`len`](Self::len): a run goes on, and in slow motion it is
    /// shown after it was recorded.
    pub fn borrow(&self) -> Ref<'_, Trace> {
        self.log.borrow()
    }

    /// Number of events that are shown.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there were no events.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether both are the same run, at whatever length.
    pub fn same_run(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.log, &other.log)
    }
}

impl PartialEq for TraceHandle {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.same_run(other)
    }
}

/// A state, equal if it is of the same position of the same trace: the snapshot holds the trace.
#[derive(Clone, Debug)]
pub struct StateHandle(pub Rc<State>);

impl std::ops::Deref for StateHandle {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

impl PartialEq for StateHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0.position == other.0.position
    }
}

/// Something the reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its number, for [`Action::Dismiss`](crate::action::Action::Dismiss).
    pub id: usize,
    /// What was wrong and what was done instead.
    pub text: String,
}

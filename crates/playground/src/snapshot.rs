//! What views draw from: values that are cheap to clone and to compare.

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
    /// The scenario or opened trace that is shown.
    pub exhibit: Rc<Exhibit>,
    /// Index of the variant in [`Exhibit::variants`].
    pub variant: usize,
    /// The run that is shown.
    pub trace: TraceHandle,
    /// The state of this run at the playhead, where [`State::position`] events have happened.
    pub state: StateHandle,
    /// The state before the latest event that has happened.
    pub before: StateHandle,
    /// The places of the events on the elastic axis.
    pub elastic: Rc<Elastic>,
    /// The run that the one shown is compared with.
    pub compared: Option<Compared>,
    /// The run that is being computed and will replace this one; `None` if it takes no noticeable time.
    pub coming: Option<Coming>,
    /// What the simulated run needed more than one thread for. A program that needs more than one cannot run live.
    pub needs: Option<Needs>,
    /// The file that the run comes from, if it was not run on this page.
    pub origin: Option<Rc<Origin>>,
    /// The file that is being made or read.
    pub work: Option<Work>,
    /// The points of the run that the notes mark, in order; empty during a live run.
    pub bookmarks: Rc<[Bookmark]>,
    /// Whether the scenario's question has to be answered first.
    pub prediction: Prediction,
    /// How far a live run has been shown; `None` if no live run is under way.
    pub edge: Option<Edge>,
    /// The playhead's place on the elastic axis, at or after the last event that has happened. If the compared run is
    /// longer, the playhead continues after the end of this one.
    pub playhead: Stretched,
    /// The time on the program's clock at the playhead.
    pub now: Micros,
    /// What the player does.
    pub mode: Mode,
    /// Whether the program was opened without a place and the playhead has not been moved since.
    pub fresh: bool,
    /// The clock that drove the run.
    pub clock: Clock,
    /// The player's speed.
    pub speed: Speed,
    /// The number of workers, if the reader has set it.
    pub workers: Option<u16>,
    /// The seed of every choice that the scheduler is free to make.
    pub seed: u64,
    /// The knobs' values, in the order of the program's knobs.
    pub knobs: Rc<[i64]>,
    /// What is highlighted.
    pub hover: Hover,
    /// The task that is selected. A run that has been started again may not have this task, or not yet.
    pub selected: Option<TaskId>,
    /// What looks wrong in the run.
    pub lints: Rc<LintReport>,
    /// The timeline's axis.
    pub axis: Axis,
    /// The stretch of time that is selected.
    pub range: Option<Range>,
    /// Whether playing starts over at the end of the selected range, or of the run.
    pub looped: bool,
    /// The theme.
    pub theme: Theme,
    /// Which views are shown, and whether without the page around them.
    pub frame: Frame,
    /// The address that is being shared: the one at the time when the reader asked for it.
    pub shared: Option<Rc<Route>>,
    /// Whether only what an audience needs is shown.
    pub present: bool,
    /// What the reader should know: wrong input, a bound that was reached.
    pub notices: Rc<[Notice]>,
}

impl Snapshot {
    /// Whether the run is hidden until its question is answered: only what tells nothing of it is shown.
    pub fn is_hidden(&self) -> bool {
        matches!(self.prediction, Prediction::Hidden(_))
    }

    /// The program that is shown.
    pub fn variant(&self) -> &Variant {
        &self.exhibit.variants[self.variant]
    }

    /// A short name of what is shown.
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

    /// The duration of what is shown: of a live run so far, of two compared runs the longer one.
    pub fn duration(&self) -> Micros {
        let other = self.compared.as_ref().map_or(0, |other| other.trace.borrow().duration());
        self.own_duration().max(other)
    }

    /// The end of the playhead's way on the elastic axis.
    pub fn end(&self) -> Stretched {
        match self.edge {
            Some(edge) => edge.place,
            None => self.elastic.end() + (self.duration() - self.own_duration()),
        }
    }

    /// Whether anything of the run comes after the playhead.
    pub fn has_more(&self) -> bool {
        self.position() < self.trace.borrow().len() || self.playhead < self.end()
    }

    fn own_duration(&self) -> Micros {
        self.edge.map_or_else(|| self.trace.borrow().duration(), |edge| edge.time)
    }
}

/// How far a live run has been shown, which is the farthest that the playhead has been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The place on the elastic axis.
    pub place: Stretched,
    /// The time on the program's clock.
    pub time: Micros,
}

/// The simulated run of another variant at the time that is shown. Knobs that both programs have get the same
/// values.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Index of the variant in [`Exhibit::variants`].
    pub variant: usize,
    /// Its run.
    pub trace: TraceHandle,
    /// The state of this run at that time.
    pub state: StateHandle,
    /// The places of this run's events on its own elastic axis.
    pub elastic: Rc<Elastic>,
}

/// A run that is being computed, or an opened trace that is being processed. Another run is shown until this
/// one is complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    /// The part of the trace that has been processed.
    pub trace: TraceHandle,
    /// Whether it is an opened trace, of which the number of events is known.
    pub is_read: bool,
}

/// Where an opened trace comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file's name.
    pub file: String,
    /// The title of what was shown before.
    pub before: IString,
    /// Whether the program is one of the catalog's and so can be run here.
    pub is_known: bool,
}

/// A file that is being made or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What is being done, as a label.
    pub label: String,
    /// How many thousandths of the work are done.
    pub done: u64,
}

/// A point of the notes in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// The position at which the point has been reached.
    pub position: usize,
    /// The place of that position on the elastic axis.
    pub place: Stretched,
    /// What can be seen at that point.
    pub text: &'static str,
}

/// Whether a scenario's question is being answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Prediction {
    /// The question is only shown in the notes.
    #[default]
    Open,
    /// The run is hidden until the question is answered or skipped. There are two tries: after the first wrong
    /// answer, which is kept here, a hint is shown.
    Hidden(Option<Rc<Guess>>),
    /// The question was answered.
    Answered(Rc<Guess>),
}

/// What looks wrong in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintReport {
    /// What was found, in the order of the first event that shows it; empty until the whole run has been looked at.
    pub found: Vec<Lint>,
    /// Whether the run has ended and all of it has been looked at.
    pub is_whole: bool,
}

/// What the player is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The playhead does not move.
    #[default]
    Paused,
    /// The playhead moves over a complete run.
    Playing,
    /// The playhead follows a run on the event loop.
    Live,
    /// A run on the event loop is paused, and its clock is stopped.
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

/// The clock that drives a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The browser's event loop.
    Browser,
    /// The discrete-event clock.
    Simulated,
}

/// A trace that may still grow. Two handles are equal if they show the same trace at the same length.
#[derive(Clone, Debug)]
pub struct TraceHandle {
    log: Rc<RefCell<Trace>>,
    len: usize,
}

impl TraceHandle {
    /// The first `len` events of a trace.
    pub fn up_to(log: Rc<RefCell<Trace>>, len: usize) -> Self {
        Self { log, len }
    }

    /// The trace at its present length.
    pub fn new(log: Rc<RefCell<Trace>>) -> Self {
        let len = log.borrow().len();
        Self { log, len }
    }

    /// The whole trace, which may be longer than [`len`](Self::len): a live run continues after the snapshot was
    /// taken, and in slow motion it is recorded before it is shown.
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

    /// Whether both handles are of the same run, at whatever length.
    pub fn same_run(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.log, &other.log)
    }
}

impl PartialEq for TraceHandle {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.same_run(other)
    }
}

/// A state. Two handles are equal if their positions are, since the snapshot compares the traces.
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
    /// The notice's number, for [`Action::Dismiss`](crate::action::Action::Dismiss).
    pub id: usize,
    /// What was wrong and what was done instead.
    pub text: String,
}

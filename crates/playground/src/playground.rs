//! Owns the program that is shown, its trace and the player. No Yew, no browser.

mod compare;
mod computing;
mod linting;
mod live;
mod opened;
mod opening;
mod player;
mod predict;
mod range;
mod runner;
mod show;
mod snapshots;
mod stops;
mod undo;

use std::cell::RefCell;
use std::rc::Rc;

use engine::{Limits, Settings};
use scenarios::find;
use trace::{Cursor, Needs, State, TaskId, Trace};

use self::computing::Then;
pub use self::opened::OpenedFile;
use self::opened::not_shared;
pub use self::runner::{Catalog, Runner, SharedRunner};
use crate::action::{Action, Axis, Export, Hover, Range, Speed, Theme};
use crate::elastic::Elastic;
use crate::exhibit::{Exhibit, Variant};
use crate::path;
use crate::route::{Frame, Place, Route};
use crate::snapshot::{Bookmark, Clock, Mode, Notice, Prediction, Work};

/// What the page has to do after an action, besides drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Another program is shown, which gets an entry of its own in the browser's history.
    Visited,
    /// Start a live run by calling [`Playground::begin_live`].
    StartLive,
    /// Make this file.
    Export(Export),
    /// Give up the file that is being made or read.
    Cancel,
}

/// A notice disappears after this much activity: time played, plus [`ACTION_COST_MS`] for each action.
const NOTICE_LIFETIME_MS: f64 = 10_000.0;

/// How much activity one action of the reader counts as.
const ACTION_COST_MS: f64 = 400.0;

/// Bounds on a run in the page, so that a runaway program ends within a second or two. In a live run time
/// passes even if the program only keeps itself busy, so there the bound on events ends it.
const LIMITS: Limits =
    Limits { events: 1_500_000, polls: 250_000, tasks: 120_000, time: 600_000_000 };

/// The program that is shown, its trace and the player.
#[derive(Debug)]
pub struct Playground {
    exhibit: Rc<Exhibit>,
    variant: usize,
    knobs: Vec<i64>,
    workers: Option<u16>,
    seed: u64,
    history: undo::History,
    runner: SharedRunner,
    trace: Rc<RefCell<Trace>>,
    clock: Clock,
    live: Option<live::Live>,
    cursor: Cursor,
    elastic: Rc<Elastic>,
    other: Option<compare::Other>,
    /// The run that will be shown once it is complete.
    computing: Option<computing::Computing>,
    opened: Option<opened::Opened>,
    opened_so_far: usize,
    work: Option<Work>,
    /// The id of the notice that says what has become of a file.
    reported: Option<usize>,
    /// What the simulated run needed more than one thread for.
    needs: Option<Needs>,
    bookmarks: Rc<[Bookmark]>,
    prediction: Prediction,
    /// The playhead's place on the elastic axis. Its fraction is kept so that slow playing moves the playhead, too.
    playhead: f64,
    state: Rc<State>,
    /// The state before the latest event that has happened.
    before: Rc<State>,
    mode: Mode,
    /// Where the playhead goes at the end of the live run that an address asked for.
    returns: Option<Place>,
    /// The program was opened without a place and the playhead has not been moved since, so the idea of the program
    /// is shown rather than its last event.
    fresh: bool,
    /// Set while the run plays by itself for a first visitor: for how many more milliseconds its end will be shown.
    shows: Option<f64>,
    speed: Speed,
    axis: Axis,
    range: Option<Range>,
    looped: bool,
    theme: Theme,
    font: u16,
    frame: Frame,
    present: bool,
    hover: Hover,
    selected: Option<TaskId>,
    /// The address that is being shared, while the dialog for that is open.
    shared: Option<Rc<Route>>,
    linting: linting::Linting,
    notices: Vec<Notice>,
    noticed: usize,
    /// How much activity there has been since the latest notice, in milliseconds; see [`NOTICE_LIFETIME_MS`].
    used: f64,
}

impl Playground {
    /// Opens a route to a program of the catalog: runs it on the simulated clock and puts the playhead where the
    /// route says.
    pub fn new(route: &Route) -> Self {
        Self::with_runner(route, SharedRunner::default())
    }

    /// Like [`new`](Self::new), with another runner of programs.
    pub fn with_runner(route: &Route, runner: SharedRunner) -> Self {
        let mut playground = Self {
            exhibit: Rc::clone(&route.exhibit),
            variant: route.variant,
            knobs: Vec::new(),
            workers: None,
            seed: 0,
            history: undo::History::default(),
            runner,
            trace: empty(),
            clock: Clock::Simulated,
            live: None,
            cursor: Cursor::default(),
            elastic: Rc::default(),
            other: None,
            computing: None,
            opened: None,
            opened_so_far: 0,
            work: None,
            reported: None,
            needs: None,
            bookmarks: Rc::default(),
            prediction: Prediction::Open,
            playhead: 0.0,
            state: Rc::default(),
            before: Rc::default(),
            mode: Mode::Paused,
            returns: None,
            fresh: true,
            shows: None,
            speed: Speed::default(),
            axis: Axis::default(),
            range: None,
            looped: false,
            theme: Theme::default(),
            font: 100,
            frame: Frame::default(),
            present: false,
            hover: Hover::default(),
            selected: None,
            shared: None,
            linting: linting::Linting::default(),
            notices: Vec::new(),
            noticed: 0,
            used: 0.0,
        };
        playground.open(route);
        playground
    }

    /// Shows what a route asks for.
    pub fn open(&mut self, route: &Route) {
        // The notices were about what was shown before.
        self.notices.clear();
        self.shared = None;
        self.selected = None;
        self.shows = None;
        self.exhibit = Rc::clone(&route.exhibit);
        self.variant = route.variant;
        self.knobs.clone_from(&route.knobs);
        self.workers = route.workers;
        self.seed = route.seed;
        self.history = undo::History::default();
        self.speed = route.speed;
        self.axis = route.axis;
        self.font = route.font;
        self.frame = route.frame.clone();
        self.present = route.present;
        if let Some(theme) = route.theme {
            self.theme = theme;
        }
        self.other = None;
        self.looped = route.looped;
        self.range = None;
        self.fresh = route.at.is_none();
        self.prediction = Prediction::Open;
        self.begin(Then::Open(Box::new(route.clone())));
        self.predict_first(route.predict);
    }

    /// Tells the reader something.
    pub fn notice(&mut self, text: String) {
        // A notice that is shown already is replaced, not repeated.
        self.notices.retain(|notice| notice.text != text);
        self.noticed += 1;
        self.notices.push(Notice { id: self.noticed, text });
        self.used = 0.0;
    }

    /// Counts activity, and removes the notices when their lifetime is over. Only actions and playing count, because
    /// a reader who does nothing may still be reading.
    fn use_up_notices(&mut self, ms: f64) {
        self.used += ms;
        if self.used > NOTICE_LIFETIME_MS {
            self.notices.clear();
        }
    }

    /// Shows a notice about a file, which replaces the notice about the file before.
    pub fn report(&mut self, text: String) {
        let before = self.reported.take();
        self.notices.retain(|notice| Some(notice.id) != before);
        self.notice(text);
        self.reported = Some(self.noticed);
    }

    /// Sets which file is being made or read; `None` if none is.
    pub fn set_work(&mut self, work: Option<Work>) {
        self.work = work;
    }

    /// Carries an action out.
    pub fn apply(&mut self, action: Action) -> Effect {
        if self.keeps_hidden(&action) || self.interrupts(&action) {
            return Effect::None;
        }
        // Hovering and dragging send many actions, which are not counted one by one.
        if !matches!(action, Action::Hover(_) | Action::SeekPlace(_) | Action::SeekTime(_)) {
            self.use_up_notices(ACTION_COST_MS);
        }
        if self.fresh && action == Action::TogglePlay {
            self.go_to(0);
        }
        self.fresh &= action.leaves_the_playhead();
        if !self.fresh && action != Action::RunLive {
            self.returns = None;
        }
        self.grow();
        match action {
            Action::Select { scenario, variant } => return self.select(&scenario, &variant),
            Action::Neighbour(direction) => {
                let here = self.exhibit.scenario();
                return match here.and_then(|here| path::neighbour(here, direction)) {
                    Some(next) => self.select(next.id, ""),
                    None => Effect::None,
                };
            }
            Action::Compare(variant) => self.compare(variant),
            Action::ToggleCompare => {
                let suggested = self.suggested().filter(|_| self.other.is_none());
                self.compare(suggested);
            }
            Action::RunLive => return self.wish_live(),
            Action::Stop => self.stop_live(),
            Action::TogglePlay => self.toggle_play(),
            Action::Step(step, direction) => {
                self.hold();
                self.step(step, direction);
            }
            Action::Seek(position) => {
                self.hold();
                self.go_to(position);
            }
            Action::SeekPlace(place) => {
                self.hold();
                self.move_playhead(place as f64);
            }
            Action::SeekTime(time) => {
                self.hold();
                self.seek_time(time as f64);
            }
            Action::Speed(speed) => {
                self.speed = speed.clamp(Speed::SLOWEST, Speed::FASTEST);
            }
            Action::Knob(..)
            | Action::ResetKnobs
            | Action::Workers(_)
            | Action::AnotherSeed
            | Action::Undo
            | Action::Redo => self.change(action),
            Action::Clock(Clock::Browser) => return self.wish_live(),
            Action::Clock(Clock::Simulated) => self.rerun(),
            Action::Predict(predict) => return self.predict(predict),
            Action::Hover(hover) => self.hover = hover,
            Action::SelectTask(task) => self.selected = task,
            Action::Theme(theme) => self.theme = theme,
            Action::Present(present) => self.present = present,
            Action::Axis(axis) => self.axis = axis,
            Action::Share(open) => {
                let opened = self.origin();
                if let (true, Some(origin)) = (open, &opened) {
                    self.notice(not_shared(origin));
                }
                let may = open && opened.is_none();
                self.shared = may.then(|| Rc::new(self.route()));
            }
            Action::Range(range) => self.set_range(range),
            Action::ToggleLoop => self.looped = !self.looped,
            Action::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
            Action::Export(_) if self.is_computing() => {
                self.notice("No file was made: the run is still being computed.".to_owned());
            }
            Action::Export(export) => return Effect::Export(export),
            Action::Cancel => return Effect::Cancel,
            Action::Leave => return self.leave_opened(),
            Action::RunOpened => return self.run_opened(),
        }
        Effect::None
    }

    fn select(&mut self, scenario: &str, variant: &str) -> Effect {
        let Some(scenario) = find(scenario) else { return Effect::None };
        let exhibit = Exhibit::of(scenario);
        let index = exhibit.position(variant).unwrap_or(0);
        let siblings = exhibit.id == self.exhibit.id;
        let compare = self.compares_with().filter(|_| siblings);
        if compare == Some(index) && self.swap() {
            self.notices.clear();
            return Effect::Visited;
        }
        let knobs = self.knobs_for(&exhibit, index);
        // Selecting the compared variant exchanges the two.
        let compare = if compare == Some(index) { Some(self.variant) } else { compare };
        let (speed, axis, font) = (self.speed, self.axis, self.font);
        let (seed, workers, frame) = (self.seed, self.workers, self.frame.clone());
        let present = self.present;
        let route = Route::to(exhibit, index);
        let (range, looped) = (self.range.filter(|_| siblings), self.looped);
        let route = Route { range, looped, frame, present, ..route };
        let prediction = std::mem::take(&mut self.prediction);
        self.open(&Route { speed, axis, font, seed, workers, knobs, compare, ..route });
        if siblings {
            self.keep_prediction(prediction);
        }
        Effect::Visited
    }

    /// The settings of a simulated run with these knobs.
    fn settings(&self, knobs: &[i64]) -> Settings {
        Settings {
            knobs: knobs.to_vec(),
            seed: self.seed,
            limits: LIMITS,
            host_clock: None,
            workers: self.workers,
        }
    }

    fn show(&mut self, trace: Rc<RefCell<Trace>>, clock: Clock) {
        let elastic = Elastic::new(&trace.borrow());
        self.show_on(trace, clock, elastic);
        self.move_playhead(0.0);
    }

    /// Shows a trace with its axis. The caller has to move the playhead, which still belongs to the trace before.
    fn show_on(&mut self, trace: Rc<RefCell<Trace>>, clock: Clock, elastic: Elastic) {
        self.elastic = Rc::new(elastic);
        self.trace = trace;
        self.bookmarks = Rc::default();
        self.clock = clock;
        self.cursor = Cursor::default();
        self.linting = linting::Linting::default();
        self.mode = Mode::Paused;
        self.hover = Hover::default();
    }

    fn variant(&self) -> &Variant {
        &self.exhibit.variants[self.variant]
    }
}

fn empty() -> Rc<RefCell<Trace>> {
    let run = trace::RunInfo {
        program: String::new(),
        host: trace::HostKind::Simulated,
        seed: 0,
        workers: 1,
        knobs: Vec::new(),
    };
    Rc::new(RefCell::new(Trace::new(run, &[][..])))
}

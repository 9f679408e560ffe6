//! Owns the program that is shown, its trace and the player. No Yew, no browser.

use std::cell::RefCell;
use std::rc::Rc;

use engine::{Limits, Run, Settings, simulate};
use scenarios::{Scenario, Variant, find};
use trace::{Cursor, EventKind, Micros, State, Trace, sentence};

use crate::action::{Action, Axis, Direction, Hover, Speed, Step, Theme};
use crate::elastic::{Elastic, Stretched};
use crate::route::{Place, Route};
use crate::snapshot::{Clock, Mode, Notice, Snapshot, StateHandle, TraceHandle};

/// What the page has to do besides drawing, after an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Another program is shown: a page of its own in the browser's history.
    Visited,
    /// Start the live run: [`Playground::begin_live`].
    StartLive,
    /// The live run's clock is to stand still, or to go on.
    PauseLive(bool),
    /// The live run's clock has another speed.
    Pace(Speed),
}

/// How long it takes to play a trace at normal speed.
const MS_PER_EVENT: f64 = 110.0;
const SHORTEST_MS: f64 = 2_500.0;
const LONGEST_MS: f64 = 24_000.0;

/// Bounds on what the page runs, so that a program that runs away is ended within a second or two.
/// Live, time passes even in a program that only keeps itself busy: there it is its events that end it.
const LIMITS: Limits = Limits { events: 300_000, polls: 50_000, tasks: 20_000, time: 600_000_000 };

/// How quickly the playhead catches up with a live run: the share of what is missing each frame.
const CATCH_UP_MS: f64 = 140.0;

/// The program that is shown, its trace and the player.
#[derive(Debug)]
pub struct Playground {
    scenario: &'static Scenario,
    variant: usize,
    knobs: Vec<i64>,
    seed: u64,
    trace: Rc<RefCell<Trace>>,
    clock: Clock,
    live: Option<Rc<Run>>,
    live_now: Micros,
    cursor: Cursor,
    elastic: Rc<Elastic>,
    /// Where the playhead stands; a fraction of a unit is kept so that slow playing moves too.
    playhead: f64,
    state: Rc<State>,
    mode: Mode,
    /// The program has just been opened; its idea matters more than its last event.
    fresh: bool,
    speed: Speed,
    axis: Axis,
    theme: Theme,
    font: u16,
    hover: Hover,
    notices: Vec<Notice>,
    noticed: usize,
}

impl Playground {
    /// The program of a route, run on the simulated clock, with the playhead where the route says.
    pub fn new(route: &Route) -> Self {
        let mut playground = Self {
            scenario: route.scenario,
            variant: route.variant,
            knobs: Vec::new(),
            seed: 0,
            trace: Rc::new(RefCell::new(empty())),
            clock: Clock::Simulated,
            live: None,
            live_now: 0,
            cursor: Cursor::default(),
            elastic: Rc::default(),
            playhead: 0.0,
            state: Rc::default(),
            mode: Mode::Paused,
            fresh: true,
            speed: Speed::default(),
            axis: Axis::default(),
            theme: Theme::default(),
            font: 100,
            hover: Hover::default(),
            notices: Vec::new(),
            noticed: 0,
        };
        playground.open(route);
        playground
    }

    /// Shows what a route asks for.
    pub fn open(&mut self, route: &Route) {
        self.scenario = route.scenario;
        self.variant = route.variant;
        self.knobs.clone_from(&route.knobs);
        self.seed = route.seed;
        self.speed = route.speed;
        self.axis = route.axis;
        self.font = route.font;
        if let Some(theme) = route.theme {
            self.theme = theme;
        }
        self.show_simulated();
        self.fresh = route.at.is_none();
        if let Some(place) = route.at {
            self.go_to(self.position_of(place));
        }
    }

    /// Tells the reader something.
    pub fn notice(&mut self, text: String) {
        self.noticed += 1;
        self.notices.push(Notice { id: self.noticed, text });
    }

    /// Carries an action out.
    pub fn apply(&mut self, action: Action) -> Effect {
        self.fresh &= matches!(
            action,
            Action::Hover(_)
                | Action::Theme(_)
                | Action::Axis(_)
                | Action::Speed(_)
                | Action::Dismiss(_)
        );
        match action {
            Action::Select { scenario, variant } => return self.select(scenario, variant),
            Action::RunLive => return Effect::StartLive,
            Action::Stop => self.stop_live(),
            Action::TogglePlay => return self.toggle_play(),
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
            Action::Speed(speed) => {
                self.speed = speed.clamp(Speed::SLOWEST, Speed::FASTEST);
                return Effect::Pace(self.speed);
            }
            Action::Knob(index, value) => self.turn_knob(index, value),
            Action::ResetKnobs => {
                self.knobs = Route::of(self.scenario, self.variant).knobs;
                self.rerun();
            }
            Action::Hover(hover) => self.hover = hover,
            Action::Theme(theme) => self.theme = theme,
            Action::Axis(axis) => self.axis = axis,
            Action::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
        }
        Effect::None
    }

    fn select(&mut self, scenario: &str, variant: &str) -> Effect {
        let Some(scenario) = find(scenario) else { return Effect::None };
        let index = scenario.variants.iter().position(|known| known.id == variant).unwrap_or(0);
        // Knobs that a sibling also has keep their values: variants are there to be compared.
        let old = self.variant().program.knobs.iter().zip(self.knobs.clone());
        let old: Vec<_> = old.map(|(knob, value)| (knob.name, value)).collect();
        let same_scenario = scenario == self.scenario;
        let mut route = Route::of(scenario, index);
        if same_scenario {
            let new = scenario.variants[index].program.knobs;
            for (knob, value) in new.iter().zip(&mut route.knobs) {
                if let Some((_, kept)) = old.iter().find(|(name, _)| *name == knob.name) {
                    *value = knob.nearest(*kept);
                }
            }
        }
        let (speed, axis, font, seed) = (self.speed, self.axis, self.font, self.seed);
        self.open(&Route { speed, axis, font, seed, ..route });
        Effect::Visited
    }

    fn turn_knob(&mut self, index: usize, value: i64) {
        let knobs = self.variant().program.knobs;
        if let (Some(knob), Some(current)) = (knobs.get(index), self.knobs.get_mut(index)) {
            *current = knob.nearest(value);
            self.rerun();
        }
    }

    /// Runs the program again, the playhead in the same place: at the end if it was there.
    fn rerun(&mut self) {
        let place = self.place();
        self.show_simulated();
        if let Some(place) = place {
            self.go_to(self.position_of(place));
        }
    }

    fn show_simulated(&mut self) {
        self.drop_live();
        let settings = Settings {
            knobs: self.knobs.clone(),
            seed: self.seed,
            limits: LIMITS,
            host_clock: None,
        };
        self.show(simulate(self.variant().program, settings), Clock::Simulated);
        self.go_to(usize::MAX);
        self.report_limit();
    }

    fn show(&mut self, trace: Rc<RefCell<Trace>>, clock: Clock) {
        self.elastic = Rc::new(Elastic::new(&trace.borrow()));
        self.trace = trace;
        self.clock = clock;
        self.cursor = Cursor::default();
        self.mode = Mode::Paused;
        self.hover = Hover::default();
        self.move_playhead(0.0);
    }

    fn variant(&self) -> &'static Variant {
        &self.scenario.variants[self.variant]
    }
}

/// The player.
impl Playground {
    /// Whether frames are needed: something moves.
    pub fn moves(&self) -> bool {
        matches!(self.mode, Mode::Playing | Mode::Live)
    }

    /// Moves on by this many milliseconds of real time. For a live run `now` is its host's time.
    pub fn frame(&mut self, elapsed_ms: f64, now: Micros) {
        match self.mode {
            Mode::Playing => self.play_on(elapsed_ms),
            Mode::Live => self.follow(elapsed_ms, now),
            Mode::Paused | Mode::LivePaused => {}
        }
    }

    fn play_on(&mut self, elapsed_ms: f64) {
        let end = self.elastic.end() as f64;
        let whole = (self.elastic.len() as f64 * MS_PER_EVENT).clamp(SHORTEST_MS, LONGEST_MS);
        let place = self.playhead + end * elapsed_ms / whole * self.speed.factor();
        self.move_playhead(place.min(end));
        if place >= end {
            self.mode = Mode::Paused;
        }
    }

    fn follow(&mut self, elapsed_ms: f64, now: Micros) {
        let Some(run) = self.live.clone() else { return };
        self.live_now = now;
        let shown = self.state.position;
        let len = self.trace.borrow().len();
        if len != self.elastic.len() {
            self.elastic = Rc::new(Elastic::new(&self.trace.borrow()));
        }
        let share = (elapsed_ms / CATCH_UP_MS).min(1.0);
        let step = ((len - shown) as f64 * share).ceil() as usize;
        let position = (shown + step).min(len);
        self.go_to(position);
        if position < len {
            return;
        }
        if run.ended().is_some() {
            self.mode = Mode::Paused;
            self.drop_live();
            self.report_limit();
            return;
        }
        // Nothing new: the playhead moves on with the clock.
        let waited = now.saturating_sub(self.state.now);
        self.playhead += waited as f64;
    }

    fn toggle_play(&mut self) -> Effect {
        match self.mode {
            Mode::Live => {
                self.mode = Mode::LivePaused;
                Effect::PauseLive(true)
            }
            Mode::LivePaused => {
                self.mode = Mode::Live;
                self.go_to(usize::MAX);
                Effect::PauseLive(false)
            }
            Mode::Playing => {
                self.mode = Mode::Paused;
                Effect::None
            }
            Mode::Paused => {
                if self.playhead >= self.elastic.end() as f64 {
                    self.go_to(0);
                }
                self.mode = Mode::Playing;
                Effect::None
            }
        }
    }

    /// The reader takes the playhead: playing stops, and so does a live run's clock.
    fn hold(&mut self) {
        self.mode = match self.mode {
            Mode::Playing | Mode::Paused => Mode::Paused,
            Mode::Live | Mode::LivePaused => Mode::LivePaused,
        };
    }

    fn step(&mut self, step: Step, direction: Direction) {
        let here = self.state.position;
        let trace = self.trace.borrow();
        let is_stop = |index: usize| match (step, trace.events()[index].kind) {
            (Step::Event, _)
            | (Step::Poll, EventKind::PollStart { .. })
            | (Step::Wake, EventKind::Wake { .. })
            | (Step::Print, EventKind::Print { .. }) => true,
            (Step::Edge, _) => false,
            _ => false,
        };
        let position = match direction {
            Direction::Forward => {
                (here..trace.len()).find(|index| is_stop(*index)).map_or(trace.len(), |i| i + 1)
            }
            Direction::Back => (1..here).rev().find(|position| is_stop(position - 1)).unwrap_or(0),
        };
        drop(trace);
        self.go_to(position);
    }

    /// Puts the playhead on the event that reaches `position`.
    fn go_to(&mut self, position: usize) {
        let position = position.min(self.trace.borrow().len());
        self.playhead = match position.checked_sub(1) {
            Some(last) => self.elastic.place(last) as f64,
            None => 0.0,
        };
        self.state = self.cursor.seek(&self.trace.borrow(), position);
    }

    fn move_playhead(&mut self, place: f64) {
        self.playhead = place.clamp(0.0, self.elastic.end() as f64);
        let position = self.elastic.position(self.playhead as Stretched);
        self.state = self.cursor.seek(&self.trace.borrow(), position);
    }
}

/// Live runs.
impl Playground {
    /// Begins a run whose clock is the host's; the run is for the host to drive.
    pub fn begin_live(&mut self, host_clock: Rc<dyn Fn() -> Micros>) -> Rc<Run> {
        self.drop_live();
        let settings = Settings {
            knobs: self.knobs.clone(),
            seed: self.seed,
            host_clock: Some(host_clock),
            limits: LIMITS,
        };
        let run = Rc::new(Run::new(self.variant().program, settings));
        self.show(Rc::clone(run.trace()), Clock::Browser);
        self.live = Some(Rc::clone(&run));
        self.live_now = 0;
        self.mode = Mode::Live;
        run
    }

    /// Whether a live run is under way.
    pub fn is_live(&self) -> bool {
        self.live.is_some()
    }

    fn stop_live(&mut self) {
        if let Some(run) = &self.live {
            run.stop();
        }
        self.drop_live();
        self.elastic = Rc::new(Elastic::new(&self.trace.borrow()));
        self.mode = Mode::Paused;
        self.go_to(usize::MAX);
    }

    fn drop_live(&mut self) {
        self.live = None;
    }

    fn report_limit(&mut self) {
        let trace = self.trace.borrow();
        let hit = |event: &trace::Event| matches!(event.kind, EventKind::Limit { .. });
        let Some(index) = trace.events().iter().rposition(hit) else { return };
        let state = State::default();
        let text = sentence(&trace, index, &state, &state);
        drop(trace);
        self.notice(format!("{text} The run was ended there; the page goes on."));
    }
}

/// What others see of it.
impl Playground {
    /// Everything the page shows.
    pub fn snapshot(&self) -> Snapshot {
        let playhead = self.playhead as Stretched;
        let now = match self.mode {
            Mode::Live => self.live_now.max(self.state.now),
            _ => self.elastic.time(&self.trace.borrow(), playhead),
        };
        Snapshot {
            scenario: self.scenario,
            variant: self.variant,
            trace: TraceHandle::new(Rc::clone(&self.trace)),
            state: StateHandle(Rc::clone(&self.state)),
            elastic: Rc::clone(&self.elastic),
            playhead,
            now,
            mode: self.mode,
            fresh: self.fresh,
            clock: self.clock,
            speed: self.speed,
            knobs: self.knobs.clone().into(),
            hover: self.hover,
            axis: self.axis,
            theme: self.theme,
            notices: self.notices.clone().into(),
        }
    }

    /// The address of what is shown.
    pub fn route(&self) -> Route {
        Route {
            scenario: self.scenario,
            variant: self.variant,
            clock: self.clock,
            at: self.place(),
            speed: self.speed,
            seed: self.seed,
            knobs: self.knobs.clone(),
            axis: self.axis,
            theme: None,
            font: self.font,
            autoplay: false,
        }
    }

    /// Size of the text in percent.
    pub fn font(&self) -> u16 {
        self.font
    }

    /// The playhead's place, unless it is at the end.
    fn place(&self) -> Option<Place> {
        let position = self.state.position;
        let trace = self.trace.borrow();
        let events = trace.events();
        if position >= events.len() {
            return None;
        }
        let time = self.state.now;
        let before = events.partition_point(|event| event.at < time);
        let all = events.partition_point(|event| event.at <= time);
        let happened = (position < all).then_some(position - before);
        Some(Place { time, events: happened })
    }

    fn position_of(&self, place: Place) -> usize {
        let trace = self.trace.borrow();
        let before = trace.events().partition_point(|event| event.at < place.time);
        let all = trace.events().partition_point(|event| event.at <= place.time);
        place.events.map_or(all, |events| (before + events).min(all))
    }
}

fn empty() -> Trace {
    let run = trace::RunInfo {
        program: String::new(),
        host: trace::HostKind::Simulated,
        seed: 0,
        workers: 1,
        knobs: Vec::new(),
    };
    Trace::new(run, &[][..])
}

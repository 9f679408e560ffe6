//! What the timeline knows and what it does when the reader or the run moves. No browser here.

use std::rc::Rc;

use playground::action::{Action, Axis, Hover};
use playground::snapshot::{Coming, Mode, Snapshot};

use crate::of_run::OfRun;
use crate::timeline::axis::Scale;
use crate::timeline::axis::window::{Window, Zoom};
use crate::timeline::comparison::Role;
use crate::timeline::hit::{Hit, hit};
use crate::timeline::lanes::{Index, Lanes, TimerEnd};
use crate::timeline::layout::{Layout, SCROLL_BAR};
use crate::timeline::pointer::{Fingers, Gesture, Hold, Manner};
use crate::timeline::reader::Stands;
use crate::timeline::scene::Scene;
use crate::timeline::search::Search;
use crate::timeline::words::words;

/// How long the axis takes to follow a trace that has grown, in milliseconds.
const FOLLOW_MS: f64 = 120.0;

/// A live run that has just begun has room for so many beats or events.
const FIRST_BEATS: f64 = 24.0;

/// A playhead that leaves the part in sight is kept at this part of the width.
const AHEAD: f64 = 0.9;

/// The timeline's state.
pub struct Model {
    pub(crate) snapshot: Rc<Snapshot>,
    pub(crate) role: Role,
    /// How many units the other run needs.
    pub(crate) beside: f64,
    /// The trace, cut into lanes.
    pub lanes: Lanes,
    /// Those of the run that is on its way.
    coming: OfRun<Lanes>,
    /// Where they stand.
    pub layout: Layout,
    /// The part of the axis that is in sight.
    pub zoom: Zoom,
    fingers: Fingers,
    /// How many units are shown when all is shown; follows the trace as it grows.
    pub(crate) extent: f64,
    pub(crate) hovered: Hover,
    /// The wake that the pointer is on.
    pointed: Option<Index>,
    /// The lane that the keys stand on.
    pub(crate) stands: Option<Stands>,
    /// What was searched for and found.
    pub search: Search,
}

impl Model {
    /// The timeline of a snapshot, as yet without a size.
    pub fn new(snapshot: Rc<Snapshot>, role: Role) -> Self {
        let mut model = Self {
            snapshot,
            role,
            beside: 0.0,
            lanes: Lanes::default(),
            coming: OfRun::default(),
            layout: Layout::default(),
            zoom: Zoom::default(),
            fingers: Fingers::default(),
            extent: 1.0,
            hovered: Hover::default(),
            pointed: None,
            stands: None,
            search: Search::default(),
        };
        model.extend();
        model.prepare();
        model.extent = model.target();
        model
    }

    /// What is shown.
    pub fn snapshot(&self) -> &Rc<Snapshot> {
        &self.snapshot
    }

    /// Shows another snapshot.
    pub fn update(&mut self, snapshot: Rc<Snapshot>, role: Role) {
        let axis = self.axis();
        let before = std::mem::replace(&mut self.snapshot, snapshot);
        let old_role = std::mem::replace(&mut self.role, role);
        let same_run = self.snapshot.trace.same_run(&before.trace);
        // Of two runs that stay the same two, another may be shown, or a live one begin.
        let stays = role != Role::Alone && old_role != Role::Alone;
        if self.axis() == axis && (same_run || stays) {
            self.keep_zoom(&before);
        } else {
            self.zoom.fit();
        }
        if role == Role::Alone {
            self.beside = 0.0;
        }
        if !same_run || self.snapshot.trace.len() < before.trace.len() {
            self.lanes = self.coming.take(&self.snapshot.trace).unwrap_or_default();
            self.stands = None;
            let text = self.search.text().to_owned();
            self.search.find(&self.snapshot.trace.borrow(), 0, &text);
        }
        self.extend();
        self.prepare();
        if !same_run || !(self.is_live() || before.mode.is_live()) {
            self.extent = self.target();
        }
        self.follow(&before);
    }

    /// Cuts the run that is on its way, as far as it has come: when it is whole it is seen at once.
    fn prepare(&mut self) {
        match self.snapshot.coming.as_ref().filter(|_| self.role != Role::Beside) {
            Some(Coming { trace, .. }) => {
                self.coming.of(trace).prepare(&trace.borrow(), trace.len());
            }
            None => self.coming = OfRun::default(),
        }
    }

    fn extend(&mut self) {
        let trace = self.snapshot.trace.borrow();
        let rows = self.lanes.extend(&trace, self.snapshot.trace.len());
        self.search.extend(&trace, self.snapshot.trace.len());
        if rows || self.lanes.lanes.is_empty() {
            self.layout.arrange(&self.lanes);
        }
    }

    /// On the elastic axis beats get narrower as the trace grows: what the reader has zoomed to
    /// stays what is seen.
    fn keep_zoom(&mut self, before: &Snapshot) {
        let Some((from, to)) = self.zoom.shown() else { return };
        if self.axis() != Axis::Elastic || self.snapshot.elastic == before.elastic {
            return;
        }
        let trace = self.snapshot.trace.borrow();
        let steps = Scale::new(Axis::Steps, trace.events(), &before.elastic, 0);
        let step = steps.of_place(from.max(0.0) as u64);
        let now = Scale::new(Axis::Steps, trace.events(), &self.snapshot.elastic, 0);
        let moved = now.place(step) as f64 - from.max(0.0);
        self.zoom.show(from + moved, to + moved);
    }

    /// While it plays, the playhead takes the part in sight along, unless it was out of sight.
    fn follow(&mut self, before: &Snapshot) {
        if self.zoom.is_fit() || matches!(self.snapshot.mode, Mode::Paused | Mode::LivePaused) {
            return;
        }
        let window = self.window();
        let (was, is) =
            self.with(|scene| (window.x(self.unit(&scene.scale, before)), scene.playhead));
        let edge = window.left + (window.right - window.left) * AHEAD;
        if was <= window.right && was >= window.left && is > edge {
            let extent = self.extent();
            self.zoom.pan(&window, extent, edge - is);
        }
    }

    /// Whether its run goes on.
    pub fn is_live(&self) -> bool {
        self.snapshot.mode.is_live()
    }

    /// Moves the axis after the trace. Returns whether it has further to go.
    pub fn advance(&mut self, millis: f64) -> bool {
        let target = self.target();
        self.extent = self.extent();
        let left = target - self.extent;
        if left.abs() <= target * 0.001 {
            self.extent = target;
            return false;
        }
        self.extent += left * (1.0 - (-millis / FOLLOW_MS).exp());
        true
    }

    /// Moves the axis after the trace at once, for readers who want no motion.
    pub fn arrive(&mut self) {
        self.extent = self.target();
    }

    /// How many units there are to show: up to the deadlines that are set, while the run goes on.
    pub(crate) fn target(&self) -> f64 {
        let trace = self.snapshot.trace.borrow();
        let scale = self.scale(trace.events());
        let live = self.is_live();
        let last = |row: &Vec<crate::timeline::lanes::TimerBar>| row.last().copied();
        let due = self
            .lanes
            .host
            .timers
            .iter()
            .filter_map(last)
            .filter(|timer| live && timer.how == TimerEnd::Open);
        let due = due.map(|timer| scale.of_deadline(timer.deadline));
        due.fold(scale.now().max(self.beside), f64::max).max(self.least_target())
    }

    /// What is there at the least: the first events of a live run do not fill the width.
    fn least_target(&self) -> f64 {
        match self.axis() {
            Axis::Elastic if self.is_live() => FIRST_BEATS * self.snapshot.elastic.beat(),
            Axis::Steps if self.is_live() => FIRST_BEATS,
            _ => 1.0,
        }
    }

    pub(crate) fn scale<'a>(&'a self, events: &'a [trace::Event]) -> Scale<'a> {
        let snapshot = &self.snapshot;
        let events = &events[..events.len().min(snapshot.trace.len())];
        // After its end nothing goes on, though the playhead may beside a longer run.
        let end = snapshot.edge.map_or(snapshot.elastic.end(), |edge| edge.place);
        Scale::new(self.axis(), events, &snapshot.elastic, end)
    }

    /// The part of the axis in sight.
    pub fn window(&self) -> Window {
        self.zoom.window(self.layout.labels, self.layout.width, self.extent())
    }

    /// How many units are shown when all is shown: what has happened is never left out.
    pub fn extent(&self) -> f64 {
        let trace = self.snapshot.trace.borrow();
        self.scale(trace.events()).now().max(self.extent)
    }

    /// Calls `each` with everything there is to see.
    pub fn with<R>(&self, each: impl FnOnce(&Scene) -> R) -> R {
        let snapshot = &self.snapshot;
        let trace = snapshot.trace.borrow();
        let scale = self.scale(trace.events());
        let window = self.window();
        each(&Scene {
            trace: &trace,
            lanes: &self.lanes,
            layout: &self.layout,
            scale,
            window,
            playhead: window.x(self.unit(&scale, snapshot)),
            position: snapshot.position(),
            now: snapshot.now,
            // Places and tasks that are lit are those of the program that is shown.
            hover: if self.role == Role::Beside { self.hovered } else { snapshot.hover },
            chosen: snapshot.selected.filter(|_| self.role != Role::Beside),
            pointed: self.pointed,
            range: snapshot.range,
            stands: self.stands.and_then(|stands| self.row_of(stands)),
            found: (self.search.hits(), self.search.shown().map(|(_, hit)| hit)),
            over: (scale.now() < self.beside).then(|| window.x(scale.now())),
        })
    }

    /// Takes a new size.
    pub fn resize(&mut self, width: f64, height: f64) {
        self.layout.width = width;
        self.layout.height = height;
        self.layout.arrange(&self.lanes);
    }

    /// Takes a new width of the labels.
    pub fn set_labels(&mut self, labels: f64) {
        self.layout.labels = labels;
    }

    /// A finger or a button goes down.
    pub fn press(&mut self, id: i32, (x, y): (f64, f64), manner: Manner) -> Option<Action> {
        let on_bar = x >= self.layout.width - SCROLL_BAR - 2.0
            && (self.layout.lanes_top()..self.layout.lanes_bottom()).contains(&y)
            && self.layout.handle().is_some();
        let hold = match () {
            () if manner.pans => Hold::Picture,
            () if x < self.layout.labels => Hold::Names,
            () if on_bar => Hold::ScrollBar,
            () if manner.selects || y < self.layout.axis => {
                self.hold_on_axis(x, y, manner.is_finger)
            }
            () if manner.is_finger => Hold::Lanes { whole: self.is_fit() },
            () => Hold::Playhead,
        };
        let gesture = self.fingers.press(id, x, y, hold)?;
        self.carry_out(gesture)
    }

    /// It moves.
    pub fn drag(&mut self, id: i32, (x, y): (f64, f64)) -> Option<Action> {
        let gesture = self.fingers.drag(id, x, y)?;
        self.carry_out(gesture)
    }

    /// It comes up, or the browser has `taken` it over.
    pub fn release(&mut self, id: i32, taken: bool) -> Option<Action> {
        let gesture = self.fingers.release(id, taken)?;
        self.carry_out(gesture)
    }

    /// Whether a gesture is under way.
    pub fn is_held(&self) -> bool {
        self.fingers.is_down()
    }

    fn carry_out(&mut self, gesture: Gesture) -> Option<Action> {
        match gesture {
            Gesture::Scrub(x) => return Some(self.seek(x)),
            Gesture::Select(from, to) => return Some(self.select(from, to)),
            Gesture::Tap(x, y) => return self.tap(x, y),
            Gesture::Pan(dx, dy) => self.pan(dx, dy),
            Gesture::Pinch { x, factor, dx, dy } => {
                self.pan(dx, dy);
                self.zoom_at(x, factor);
            }
            Gesture::Scroll(dy) => {
                let room = self.layout.lanes_bottom() - self.layout.lanes_top();
                let height = self.layout.handle().map_or(0.0, |(_, height)| height);
                let way = (room - height).max(1.0);
                self.layout.scroll_to(self.layout.scroll + dy * self.layout.overflow() / way);
            }
        }
        None
    }

    fn seek(&self, x: f64) -> Action {
        let window = self.window();
        let trace = self.snapshot.trace.borrow();
        let x = x.clamp(window.left, window.right);
        if self.role != Role::Alone {
            return Action::SeekTime(window.unit(x).max(0.0) as trace::Micros);
        }
        Action::SeekPlace(self.scale(trace.events()).place(window.unit(x)))
    }

    /// Moves what is seen by so many pixels to the right and down.
    pub fn pan(&mut self, dx: f64, dy: f64) {
        let extent = self.extent();
        self.zoom.pan(&self.window(), extent, dx);
        self.layout.scroll_to(self.layout.scroll - dy);
    }

    /// Zooms around a pixel.
    pub fn zoom_at(&mut self, x: f64, factor: f64) {
        let window = self.window();
        let (extent, least) = (self.extent(), self.least());
        self.zoom.zoom(&window, extent, x.max(window.left), factor, least);
    }

    /// Zooms around the playhead, or around the middle if it is out of sight.
    pub fn zoom_by_key(&mut self, factor: f64) {
        let window = self.window();
        let playhead = self.with(|scene| scene.playhead);
        let in_sight = (window.left..=window.right).contains(&playhead);
        let x = if in_sight { playhead } else { (window.left + window.right) / 2.0 };
        self.zoom_at(x, factor);
    }

    /// How many units can be seen at the least.
    pub(crate) fn least(&self) -> f64 {
        match self.axis() {
            Axis::Steps => 4.0,
            Axis::Time | Axis::Elastic => 10.0,
        }
    }

    /// Shows everything.
    pub fn fit(&mut self) {
        self.zoom.fit();
        self.extent = self.target();
    }

    /// Whether everything is shown.
    pub fn is_fit(&self) -> bool {
        self.zoom.is_fit()
    }

    /// Scrolls by whole lanes.
    pub fn scroll(&mut self, dy: f64) {
        self.layout.scroll_to(self.layout.scroll + dy);
    }

    /// What is at a pixel, in words, and the wish to light it, if it is something else than before.
    pub fn point(&mut self, at: Option<(f64, f64)>) -> (Option<String>, Option<Action>) {
        let (text, hover, pointed) = self.with(|scene| {
            let found: Option<Hit> = at.and_then(|(x, y)| hit(scene, x, y));
            let text = found.and_then(|hit| words(scene, &hit));
            let pointed = match found {
                Some(Hit::Wake(_, event)) => Some(event),
                _ => None,
            };
            (text, found.map(|hit| hit.hover(scene)).unwrap_or_default(), pointed)
        });
        self.pointed = pointed;
        let changed = std::mem::replace(&mut self.hovered, hover) != hover;
        (text, changed.then_some(Action::Hover(hover)))
    }
}

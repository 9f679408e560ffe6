//! The state of the timeline, and what it does when the reader or the run moves. No browser here.

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

/// The time constant with which the axis follows a trace that grows, in milliseconds.
const FOLLOW_MS: f64 = 120.0;

/// A live run has room for at least this many beats or events, so that its first events do not fill the
/// width.
const FIRST_BEATS: f64 = 24.0;

/// While the run plays, the playhead is kept at or before this fraction of the width.
const AHEAD: f64 = 0.9;

/// The state of one timeline.
pub struct Model {
    pub(crate) snapshot: Rc<Snapshot>,
    pub(crate) role: Role,
    /// How many units the run beside this one needs; 0 if there is none.
    pub(crate) beside: f64,
    /// The lanes of the run that is shown.
    pub lanes: Lanes,
    /// The lanes of the run that is being computed, as far as it has come.
    coming: OfRun<Lanes>,
    /// The positions of the lanes.
    pub layout: Layout,
    /// The visible part of the axis.
    pub zoom: Zoom,
    fingers: Fingers,
    /// How many units the whole axis has; follows the trace as it grows.
    pub(crate) extent: f64,
    pub(crate) hovered: Hover,
    /// The wake under the pointer.
    pointed: Option<Index>,
    /// The lane that has the keyboard's focus.
    pub(crate) stands: Option<Stands>,
    /// The search and its hits.
    pub search: Search,
}

impl Model {
    /// The timeline of a snapshot. It has no size yet.
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

    /// The snapshot that is shown.
    pub fn snapshot(&self) -> &Rc<Snapshot> {
        &self.snapshot
    }

    /// Shows another snapshot.
    pub fn update(&mut self, snapshot: Rc<Snapshot>, role: Role) {
        let axis = self.axis();
        let before = std::mem::replace(&mut self.snapshot, snapshot);
        let old_role = std::mem::replace(&mut self.role, role);
        let same_run = self.snapshot.trace.same_run(&before.trace);
        // If the same two runs are still compared, the visible part of the axis is kept even if they were exchanged
        // or one began anew.
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

    /// Makes the lanes of the run that is being computed, so that they are there when it is complete.
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

    /// On the elastic axis beats get narrower as the trace grows. The visible part moves with them, so that the
    /// reader keeps seeing the same events.
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

    /// While the run plays, the visible part of the axis follows the playhead, unless the playhead was outside of it.
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

    /// Whether a live run is under way, running or paused.
    pub fn is_live(&self) -> bool {
        self.snapshot.mode.is_live()
    }

    /// Moves the axis towards the trace's length. Returns whether it has not arrived.
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

    /// Moves the axis to the trace's length at once, for readers who want no motion.
    pub fn arrive(&mut self) {
        self.extent = self.target();
    }

    /// How many units the axis should have: room for both compared runs, and in a live run for the deadlines that are
    /// set.
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

    /// The least number of units that the axis should have.
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
        // The axis ends with its run, even if the playhead continues beside a longer one.
        let end = snapshot.edge.map_or(snapshot.elastic.end(), |edge| edge.place);
        Scale::new(self.axis(), events, &snapshot.elastic, end)
    }

    /// The visible part of the axis.
    pub fn window(&self) -> Window {
        self.zoom.window(self.layout.labels, self.layout.width, self.extent())
    }

    /// How many units the whole axis has: never less than what has happened.
    pub fn extent(&self) -> f64 {
        let trace = self.snapshot.trace.borrow();
        self.scale(trace.events()).now().max(self.extent)
    }

    /// Calls `each` with all facts about the present frame.
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
            // Highlighted sites and tasks belong to the program that is shown, not to the one beside it.
            hover: if self.role == Role::Beside { self.hovered } else { snapshot.hover },
            chosen: snapshot.selected.filter(|_| self.role != Role::Beside),
            pointed: self.pointed,
            range: snapshot.range,
            stands: self.stands.and_then(|stands| self.row_of(stands)),
            found: (self.search.hits(), self.search.shown().map(|(_, hit)| hit)),
            over: (scale.now() < self.beside).then(|| window.x(scale.now())),
        })
    }

    /// Sets the size, in pixels.
    pub fn resize(&mut self, width: f64, height: f64) {
        self.layout.width = width;
        self.layout.height = height;
        self.layout.arrange(&self.lanes);
    }

    /// Sets the width of the labels, in pixels.
    pub fn set_labels(&mut self, labels: f64) {
        self.layout.labels = labels;
    }

    /// A finger or a button is pressed.
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

    /// A finger or a button that is down moves.
    pub fn drag(&mut self, id: i32, (x, y): (f64, f64)) -> Option<Action> {
        let gesture = self.fingers.drag(id, x, y)?;
        self.carry_out(gesture)
    }

    /// A finger or a button is released, or the browser has `taken` it over.
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

    /// Moves the picture by this many pixels to the right and down.
    pub fn pan(&mut self, dx: f64, dy: f64) {
        let extent = self.extent();
        self.zoom.pan(&self.window(), extent, dx);
        self.layout.scroll_to(self.layout.scroll - dy);
    }

    /// Zooms; the unit at pixel `x` stays there.
    pub fn zoom_at(&mut self, x: f64, factor: f64) {
        let window = self.window();
        let (extent, least) = (self.extent(), self.least());
        self.zoom.zoom(&window, extent, x.max(window.left), factor, least);
    }

    /// Zooms around the playhead, or around the middle if the playhead is not visible.
    pub fn zoom_by_key(&mut self, factor: f64) {
        let window = self.window();
        let playhead = self.with(|scene| scene.playhead);
        let in_sight = (window.left..=window.right).contains(&playhead);
        let x = if in_sight { playhead } else { (window.left + window.right) / 2.0 };
        self.zoom_at(x, factor);
    }

    /// The least number of units that can be visible.
    pub(crate) fn least(&self) -> f64 {
        match self.axis() {
            Axis::Steps => 4.0,
            Axis::Time | Axis::Elastic => 10.0,
        }
    }

    /// Shows the whole axis.
    pub fn fit(&mut self) {
        self.zoom.fit();
        self.extent = self.target();
    }

    /// Whether the whole axis is visible.
    pub fn is_fit(&self) -> bool {
        self.zoom.is_fit()
    }

    /// Scrolls the lanes down by this many pixels.
    pub fn scroll(&mut self, dy: f64) {
        self.layout.scroll_to(self.layout.scroll + dy);
    }

    /// Describes what is at a pixel. Also returns the action that highlights it, if that is not highlighted already.
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

//! Runs on the event loop, which the host drives, and how the page follows them.
//!
//! The time that is shown is the time at the playhead, and the playhead moves over the elastic axis, wait by
//! wait and beat by beat. At normal speed and faster it follows the run a moment later. In slow motion it
//! takes the events of a turn one after the other, each slowly enough to be seen; meanwhile the run's clock
//! is stopped ([`Playground::pace`]), so no timer comes due and nothing more is recorded until everything
//! recorded has been shown. During a wait in slow motion the run's clock moves the playhead.

use std::rc::Rc;

use engine::{Running, Settings};
use trace::{EventKind, Micros, RunEnd, State, needs_threads, sentence};

use super::{Effect, Playground};
use crate::action::Action;
use crate::elastic::{Elastic, Stretched, WHOLE};
use crate::route::Route;
use crate::snapshot::{Clock, Edge, Mode};

/// How many milliseconds the playhead takes for a whole beat in slow motion, before the speed is applied.
const BEAT_MS: f64 = 30.0;

/// In a run of more beats than this, each beat takes less time the longer the run is, so that showing the run
/// comes to an end.
const UNHURRIED_BEATS: f64 = 200.0;

/// The time constant with which the playhead catches up with a run at normal speed and faster, in
/// milliseconds.
const CATCH_UP_MS: f64 = 100.0;

/// The time constant with which beats change to a new width, in milliseconds.
const STRETCH_MS: f64 = 150.0;

/// The playhead or the width has arrived when the remaining difference is smaller than this fraction.
const NEAR: f64 = 0.002;

/// A run on the event loop.
pub(super) struct Live {
    run: Rc<dyn Running>,
    /// The host's time at the latest frame, in microseconds.
    now: Micros,
    /// The farthest place that the playhead has reached.
    edge: f64,
    /// How many events have happened at that place; these are shown.
    pub(super) shown: usize,
    /// The run was resumed while the playhead was before the edge. The run's clock is stopped until the playhead
    /// arrives there, whatever the speed.
    returning: bool,
    /// The reader wants no motion, so beats change their width at once.
    still: bool,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Live")
            .field("now", &self.now)
            .field("edge", &self.edge)
            .finish_non_exhaustive()
    }
}

impl Playground {
    /// Starts a run on the host's clock, which the host has to drive at the speed that [`pace`](Self::pace) returns;
    /// `None` if the runner does not run this program. `still` is for readers who want no motion.
    pub fn begin_live(
        &mut self,
        host_clock: Rc<dyn Fn() -> Micros>,
        still: bool,
    ) -> Option<Rc<dyn Running>> {
        let settings = Settings { host_clock: Some(host_clock), ..self.settings(&self.knobs) };
        let run = self.start(settings)?;
        self.drop_live();
        self.computing = None;
        self.show(Rc::clone(run.trace()), Clock::Browser);
        let run_of = Rc::clone(&run);
        self.live =
            Some(Live { run: run_of, now: 0, edge: 0.0, shown: 0, returning: false, still });
        self.mode = Mode::Live;
        Some(run)
    }

    /// The speed of the live run's clock, as a factor of real time. It is 0 while the run is paused; while the
    /// playhead returns to the edge after the run was resumed; and in slow motion until everything recorded has been
    /// shown.
    pub fn pace(&self) -> f64 {
        let (Some(live), Mode::Live) = (&self.live, self.mode) else { return 0.0 };
        let is_behind = self.state.position < self.trace.borrow().len();
        let factor = self.speed.factor();
        if live.returning || (factor < 1.0 && is_behind) { 0.0 } else { factor }
    }

    /// Moves the playhead in a frame of a live run. When it arrives at the end of a run that is over, the trace
    /// becomes one like any other.
    pub(super) fn follow(&mut self, elapsed_ms: f64, now: Micros) {
        let Some(live) = &mut self.live else { return };
        live.now = now;
        self.grow();
        let fits = self.stretch(elapsed_ms);
        let (edge, place) = (self.reach(), self.next_place(elapsed_ms));
        self.move_playhead(place);
        let Some(live) = &mut self.live else { return };
        let has_arrived = place >= edge;
        live.returning &= !has_arrived;
        if has_arrived && fits && live.run.ended().is_some() {
            self.finish_live();
        }
    }

    /// Adds the events that the run has recorded since to the axis.
    pub(super) fn grow(&mut self) {
        let trace = self.trace.borrow();
        if self.live.is_some() && trace.len() != self.elastic.len() {
            let mut axis = Elastic::clone(&self.elastic);
            axis.grow(&trace);
            self.elastic = Rc::new(axis);
        }
    }

    /// Moves the width of beats towards the width in a run that ends with what has been shown, or with the latest
    /// deadline that is set. Returns whether that width has been reached.
    fn stretch(&mut self, elapsed_ms: f64) -> bool {
        let Some(live) = &self.live else { return true };
        if self.state.position < live.shown {
            // While a part is shown again, events keep their places.
            return true;
        }
        let deadlines = self.state.timers.values().map(|timer| timer.deadline);
        let time = deadlines.max().unwrap_or(0).max(self.time() as Micros);
        let (is, fits) = (self.elastic.part(), self.elastic.fitting(live.shown, time));
        let left = (fits - is) * (-elapsed_ms / STRETCH_MS).exp();
        let has_arrived = live.still || is <= 0.0 || left.abs() <= fits * NEAR;
        self.set_part(if has_arrived { fits } else { fits - left });
        has_arrived
    }

    /// Changes the width of beats. The playhead and the edge stay at the same points of the run.
    fn set_part(&mut self, part: f64) {
        let axis = Rc::new(self.elastic.with_part(part));
        let before = std::mem::replace(&mut self.elastic, axis);
        if before.part() > 0.0 {
            self.playhead = self.elastic.carried(self.playhead, &before);
            if let Some(live) = &mut self.live {
                live.edge = self.elastic.carried(live.edge, &before);
            }
        }
    }

    /// The place of the playhead after the next `elapsed_ms` milliseconds.
    fn next_place(&self, elapsed_ms: f64) -> f64 {
        let Some(live) = &self.live else { return self.playhead };
        let (factor, edge) = (self.speed.factor(), self.reach());
        if live.returning || factor < 1.0 {
            let waits = self.state.position == self.elastic.len();
            let clock_leads = waits && !live.returning;
            return if clock_leads { edge } else { self.walked(elapsed_ms * factor).min(edge) };
        }
        let left = (edge - self.playhead) * (-elapsed_ms / CATCH_UP_MS).exp();
        if left <= edge * NEAR { edge } else { edge - left }
    }

    /// The place that the playhead reaches in `ms` milliseconds at normal speed. Waits take as long as they took in
    /// the run, beats long enough to be seen.
    fn walked(&self, mut ms: f64) -> f64 {
        let beats = self.elastic.weight(self.elastic.len()) as f64 / f64::from(WHOLE);
        let part_ms = BEAT_MS / f64::from(WHOLE) * (UNHURRIED_BEATS / beats).min(1.0);
        let mut place = self.playhead;
        let mut next = self.state.position;
        while let Some(gap) = self.elastic.gap(next) {
            let wait = (gap.beat - place).max(0.0);
            if ms * 1_000.0 < wait {
                break;
            }
            ms -= wait / 1_000.0;
            place += wait;
            let width = (gap.to - gap.beat).max(f64::MIN_POSITIVE);
            let beat_ms = f64::from(gap.parts) * part_ms * (gap.to - place) / width;
            if ms < beat_ms {
                return place + (gap.to - place) * ms / beat_ms;
            }
            ms -= beat_ms;
            place = gap.to;
            next += 1;
        }
        place + ms * 1_000.0
    }

    /// Updates the edge after the playhead has moved.
    pub(super) fn note_edge(&mut self) {
        if let Some(live) = &mut self.live {
            live.edge = live.edge.max(self.playhead);
            live.shown = live.shown.max(self.state.position);
        }
    }

    /// How far a live run has been shown.
    pub(super) fn edge(&self) -> Option<Edge> {
        let place = self.live.as_ref()?.edge;
        Some(Edge { place: place as Stretched, time: self.elastic.time(place) as Micros })
    }

    /// The end of a live run so far: its latest event, plus the time that has passed since.
    pub(super) fn live_reach(&self) -> Option<f64> {
        let live = self.live.as_ref()?;
        let waited = match live.run.ended() {
            Some(_) => 0,
            None => live.now.saturating_sub(self.trace.borrow().duration()),
        };
        Some((self.elastic.end() + waited) as f64)
    }

    fn finish_live(&mut self) {
        self.mode = Mode::Paused;
        self.drop_live();
        self.go_to(usize::MAX);
        self.note_bookmarks();
        self.report_limit();
        if let Some(place) = self.returns.take() {
            self.go_to_place(place);
        }
    }

    /// Continues a paused live run.
    pub(super) fn resume(&mut self) {
        let edge = self.reach();
        if let Some(live) = &mut self.live {
            live.returning = self.playhead < edge;
            self.mode = Mode::Live;
        }
    }

    /// Whether the program can run on the event loop, which has one thread.
    pub fn can_run_live(&self) -> bool {
        self.needs.is_none()
    }

    /// What starts by itself when a route is opened. A run that the browser's clock drove cannot be restored, only
    /// repeated; in an embed that happens only on request or with `autoplay`.
    pub fn begins(&mut self, route: &Route) -> Option<Action> {
        let live = route.clock == Clock::Browser && self.can_run_live();
        self.returns = route.at.filter(|_| live);
        match live {
            true if route.autoplay || !route.frame.embedded => Some(Action::RunLive),
            false if route.autoplay => Some(Action::TogglePlay),
            _ => None,
        }
    }

    pub(super) fn note_needs(&mut self) {
        self.needs = needs_threads(&self.trace.borrow());
    }

    pub(super) fn wish_live(&mut self) -> Effect {
        if let Some(origin) = self.origin() {
            self.notice(match origin.is_known {
                true => {
                    "This is a trace that was opened. “Run this program” shows its program, which \
                         runs here."
                        .to_owned()
                }
                false => "This is a trace that was opened: it cannot be run again.".to_owned(),
            });
            return Effect::None;
        }
        let Some(needs) = self.needs else { return Effect::StartLive };
        self.notice(format!("This program cannot run live. {}", needs.sentence()));
        Effect::None
    }

    /// Whether a live run is under way.
    pub fn is_live(&self) -> bool {
        self.live.is_some()
    }

    pub(super) fn stop_live(&mut self) {
        if let Some(live) = &self.live {
            live.run.stop();
        }
        self.grow();
        self.drop_live();
        self.note_bookmarks();
        self.mode = Mode::Paused;
        self.go_to(usize::MAX);
    }

    /// Stops following the run. Its trace is still shown, on an axis that fits it.
    pub(super) fn drop_live(&mut self) {
        if self.live.is_some() {
            let part = self.elastic.fitting(self.elastic.len(), self.trace.borrow().duration());
            self.set_part(part);
        }
        self.live = None;
    }

    pub(super) fn report_limit(&mut self) {
        let trace = self.trace.borrow();
        let Some(EventKind::RunEnd { why: RunEnd::Limit }) =
            trace.events().last().map(|last| last.kind)
        else {
            return;
        };
        let hit = |event: &trace::Event| matches!(event.kind, EventKind::Limit { .. });
        let Some(index) = trace.events().iter().rposition(hit) else { return };
        let state = State::default();
        let text = sentence(&trace, index, &state, &state);
        drop(trace);
        self.notice(format!("{text} The run was ended there; the page goes on."));
    }
}

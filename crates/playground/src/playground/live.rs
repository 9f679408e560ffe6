//! Runs on the event loop, which somebody else drives, and how they are followed.
//!
//! There is one clock: what is shown is the time at the playhead, and the playhead moves over the elastic
//! axis, wait by wait and beat by beat. At normal speed and faster it stays a moment behind the run. In
//! slow motion it takes the events of a turn one after the other, each in a time that can be seen, and
//! meanwhile the run's clock stands ([`Playground::pace`]): no timer comes due, so nothing is recorded
//! before what is there has been shown. In a wait the clock moves the playhead.

use std::rc::Rc;

use engine::{Running, Settings};
use trace::{EventKind, Micros, RunEnd, State, needs_threads, sentence};

use super::{Effect, Playground};
use crate::action::Action;
use crate::elastic::{Elastic, Stretched, WHOLE};
use crate::route::Route;
use crate::snapshot::{Clock, Edge, Mode};

/// How long the playhead takes at normal speed for the beat of an event in slow motion, in milliseconds.
const BEAT_MS: f64 = 30.0;

/// A run of more beats than this is shown the faster the longer it gets, so that it comes to its end.
const UNHURRIED_BEATS: f64 = 200.0;

/// How long the playhead takes to catch up with a run that it does not hold back, in milliseconds.
const CATCH_UP_MS: f64 = 100.0;

/// How long the axis takes to get its beats' new width, in milliseconds.
const STRETCH_MS: f64 = 150.0;

/// The playhead and the axis have arrived when so small a part of the way is left.
const NEAR: f64 = 0.002;

/// A run on the event loop.
pub(super) struct Live {
    run: Rc<dyn Running>,
    /// The host's time at the latest frame.
    now: Micros,
    /// The farthest place that the playhead has come to,
    edge: f64,
    /// and how many events have happened there: those that are shown.
    pub(super) shown: usize,
    /// The run was resumed with the playhead before its edge: the clock stands until the playhead is
    /// there, at whatever speed.
    returning: bool,
    /// The reader wants no motion: the axis does not glide.
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
    /// Begins a run whose clock is the host's; the run is for the host to drive, its clock at the speed
    /// that [`pace`](Self::pace) says; none if nobody here runs the program. `still` is for readers who want no motion.
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

    /// How fast the live run's clock goes now, as a factor of real time. It stands while the run is
    /// paused, until a playhead that was moved back is at the run's edge again, and in slow motion until
    /// all that was recorded has been shown.
    pub fn pace(&self) -> f64 {
        let (Some(live), Mode::Live) = (&self.live, self.mode) else { return 0.0 };
        let is_behind = self.state.position < self.trace.borrow().len();
        let factor = self.speed.factor();
        if live.returning || (factor < 1.0 && is_behind) { 0.0 } else { factor }
    }

    /// A frame of a live run: the playhead moves on, and when it has come to the end of a run that is
    /// over, the trace is one like any other.
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

    /// Takes what the run has done since onto the axis.
    pub(super) fn grow(&mut self) {
        let trace = self.trace.borrow();
        if self.live.is_some() && trace.len() != self.elastic.len() {
            let mut axis = Elastic::clone(&self.elastic);
            axis.grow(&trace);
            self.elastic = Rc::new(axis);
        }
    }

    /// Makes beats as wide as they would be in a run that ended with what is shown, or with the last
    /// deadline that is set. Returns whether they are.
    fn stretch(&mut self, elapsed_ms: f64) -> bool {
        let Some(live) = &self.live else { return true };
        if self.state.position < live.shown {
            // What was shown already keeps its place while it is shown again.
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

    /// Gives the axis beats of another width; the playhead stays where it is in the run.
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

    /// Where the playhead of a live run is after so many milliseconds.
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

    /// Where the playhead comes in so many milliseconds at normal speed: waits take the time that they
    /// took, beats a time in which they can be seen.
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

    /// Notes where the playhead has come to.
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

    /// How far a live run has come: to its latest event, or on in the wait after it.
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

    /// The reader lets a paused live run go on.
    pub(super) fn resume(&mut self) {
        let edge = self.reach();
        if let Some(live) = &mut self.live {
            live.returning = self.playhead < edge;
            self.mode = Mode::Live;
        }
    }

    /// Whether the program can run on the event loop: a page has one thread.
    pub fn can_run_live(&self) -> bool {
        self.needs.is_none()
    }

    /// What begins by itself once the address of a route is opened. A run that the browser's clock drove
    /// can be had again only by running it; in a slide that waits until it is asked for.
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

    /// The run is followed no longer. What it has done stays, on an axis that fits it.
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

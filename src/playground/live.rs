//! Runs on the event loop, which somebody else drives.

use std::rc::Rc;

use engine::{Run, Settings};
use trace::{EventKind, Micros, State, needs_threads, sentence};

use super::{Effect, Playground};
use crate::action::Action;
use crate::elastic::Elastic;
use crate::route::Route;
use crate::snapshot::{Clock, Mode};

impl Playground {
    /// Begins a run whose clock is the host's; the run is for the host to drive.
    pub fn begin_live(&mut self, host_clock: Rc<dyn Fn() -> Micros>) -> Rc<Run> {
        self.drop_live();
        self.computing = None;
        let settings = Settings { host_clock: Some(host_clock), ..self.settings(&self.knobs) };
        let run = Rc::new(Run::new(self.variant().program, settings));
        self.show(Rc::clone(run.trace()), Clock::Browser);
        self.live = Some(Rc::clone(&run));
        self.live_now = 0;
        self.mode = Mode::Live;
        run
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
        if let Some(run) = &self.live {
            run.stop();
        }
        self.drop_live();
        self.elastic = Rc::new(Elastic::new(&self.trace.borrow()));
        self.note_bookmarks();
        self.mode = Mode::Paused;
        self.go_to(usize::MAX);
    }

    pub(super) fn drop_live(&mut self) {
        self.live = None;
    }

    pub(super) fn report_limit(&mut self) {
        let trace = self.trace.borrow();
        let hit = |event: &trace::Event| matches!(event.kind, EventKind::Limit { .. });
        let Some(index) = trace.events().iter().rposition(hit) else { return };
        let state = State::default();
        let text = sentence(&trace, index, &state, &state);
        drop(trace);
        self.notice(format!("{text} The run was ended there; the page goes on."));
    }
}

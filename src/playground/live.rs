//! Runs on the event loop, which somebody else drives.

use std::rc::Rc;

use engine::{Run, Settings};
use trace::{EventKind, Micros, State, sentence};

use super::{LIMITS, Playground};
use crate::elastic::Elastic;
use crate::snapshot::{Clock, Mode};

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

    pub(super) fn stop_live(&mut self) {
        if let Some(run) = &self.live {
            run.stop();
        }
        self.drop_live();
        self.elastic = Rc::new(Elastic::new(&self.trace.borrow()));
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

//! What others see of the playground.

use std::rc::Rc;

use super::Playground;
use crate::elastic::Stretched;
use crate::route::{Place, Route};
use crate::snapshot::{Mode, Snapshot, StateHandle, TraceHandle};

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
    pub(super) fn place(&self) -> Option<Place> {
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

    pub(super) fn position_of(&self, place: Place) -> usize {
        let trace = self.trace.borrow();
        let before = trace.events().partition_point(|event| event.at < place.time);
        let all = trace.events().partition_point(|event| event.at <= place.time);
        place.events.map_or(all, |events| (before + events).min(all))
    }
}

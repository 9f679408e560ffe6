//! What others see of the playground.

use std::rc::Rc;

use super::Playground;
use trace::Micros;

use crate::elastic::Stretched;
use crate::route::{Place, Route};
use crate::snapshot::{Mode, Snapshot, StateHandle, TraceHandle};

impl Playground {
    /// Everything the page shows.
    pub fn snapshot(&self) -> Snapshot {
        let playhead = self.playhead as Stretched;
        let now = match self.mode {
            Mode::Live => self.live_now.max(self.state.now),
            _ => self.time() as Micros,
        };
        Snapshot {
            scenario: self.scenario,
            variant: self.variant,
            trace: TraceHandle::new(Rc::clone(&self.trace)),
            state: StateHandle(Rc::clone(&self.state)),
            elastic: Rc::clone(&self.elastic),
            compared: self.other.as_ref().map(|other| other.at(now, self.state.position > 0)),
            needs: self.needs,
            origin: self.origin(),
            work: self.work.clone(),
            playhead,
            now,
            mode: self.mode,
            fresh: self.fresh,
            clock: self.clock,
            speed: self.speed,
            workers: self.workers,
            seed: self.seed,
            knobs: self.knobs.clone().into(),
            hover: self.hover,
            selected: self.selected,
            axis: self.axis,
            range: self.range,
            looped: self.looped,
            theme: self.theme,
            frame: self.frame.clone(),
            shared: self.shared.clone(),
            present: self.present,
            notices: self.notices.clone().into(),
        }
    }

    /// The address of what is shown.
    pub fn route(&self) -> Route {
        Route {
            scenario: self.scenario,
            variant: self.variant,
            compare: self.compares_with(),
            clock: self.clock,
            at: self.place(),
            speed: self.speed,
            workers: self.workers,
            seed: self.seed,
            knobs: self.knobs.clone(),
            axis: self.axis,
            range: self.range,
            looped: self.looped,
            theme: None,
            font: self.font,
            autoplay: false,
            frame: self.frame.clone(),
            present: self.present,
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
        let compares = self.compares_with().is_some();
        if position >= events.len() && (!compares || self.playhead >= self.reach()) {
            return None;
        }
        let time = self.state.now;
        let before = events.partition_point(|event| event.at < time);
        let all = events.partition_point(|event| event.at <= time);
        if position < all {
            return Some(Place { time, events: Some(position - before) });
        }
        // In a wait, and after the end, the other run goes on.
        let time = if compares { self.time() as Micros } else { time };
        Some(Place { time, events: None })
    }

    pub(super) fn go_to_place(&mut self, place: Place) {
        match place.events {
            None if self.compares_with().is_some() => self.seek_time(place.time as f64),
            _ => self.go_to(self.position_of(place)),
        }
    }

    fn position_of(&self, place: Place) -> usize {
        let trace = self.trace.borrow();
        let before = trace.events().partition_point(|event| event.at < place.time);
        let all = trace.events().partition_point(|event| event.at <= place.time);
        place.events.map_or(all, |events| (before + events).min(all))
    }
}

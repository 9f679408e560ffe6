//! What the rest of the page sees of the playground.

use std::rc::Rc;

use super::Playground;
use trace::Micros;

use crate::action::Speed;
use crate::elastic::Stretched;
use crate::route::{Place, Route};
use crate::snapshot::{Snapshot, StateHandle, TraceHandle};

impl Playground {
    /// All that the page shows.
    pub fn snapshot(&self) -> Snapshot {
        let playhead = self.playhead as Stretched;
        let now = self.time() as Micros;
        let shown = self.live.as_ref().map(|live| live.shown);
        let log = Rc::clone(&self.trace);
        Snapshot {
            exhibit: Rc::clone(&self.exhibit),
            variant: self.variant,
            trace: match shown {
                Some(shown) => TraceHandle::up_to(log, shown),
                None => TraceHandle::new(log),
            },
            state: StateHandle(Rc::clone(&self.state)),
            before: StateHandle(Rc::clone(&self.before)),
            elastic: match shown {
                Some(shown) => Rc::new(self.elastic.upto(shown)),
                None => Rc::clone(&self.elastic),
            },
            edge: self.edge(),
            compared: self.other.as_ref().map(|other| other.at(now, self.state.position > 0)),
            coming: self.coming(),
            needs: self.needs,
            origin: self.origin(),
            work: self.work.clone(),
            bookmarks: Rc::clone(&self.bookmarks),
            prediction: self.prediction.clone(),
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
            lints: Rc::clone(&self.linting.report),
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
            exhibit: Rc::clone(&self.exhibit),
            variant: self.variant,
            compare: self.compares_with(),
            clock: self.clock,
            at: self.address(),
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
            predict: self.is_hidden(),
        }
    }

    /// The player's speed.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Size of the text in percent.
    pub fn font(&self) -> u16 {
        self.font
    }

    /// The place in the address of what is shown. There is none while the program is where it was opened, or hidden.
    fn address(&self) -> Option<Place> {
        if self.fresh || self.is_hidden() {
            return None;
        }
        // The end is named, too, if it is not where the program would be opened.
        let end = || Place { time: self.trace.borrow().duration(), events: None };
        self.place().or_else(|| self.opening().map(|_| end()))
    }

    /// The playhead's place; `None` at the end of a run that is over.
    pub(super) fn place(&self) -> Option<Place> {
        let position = self.state.position;
        let trace = self.trace.borrow();
        let events = trace.events();
        let compares = self.compares_with().is_some();
        let is_last = position >= events.len() && !self.is_live();
        if is_last && (!compares || self.playhead >= self.reach()) {
            return None;
        }
        let time = self.state.now;
        let before = events.partition_point(|event| event.at < time);
        let all = events.partition_point(|event| event.at <= time);
        if position < all {
            return Some(Place { time, events: Some(position - before) });
        }
        // During a wait only the time tells the place, and so it does in the compared run after the end of this one.
        Some(Place { time: self.time() as Micros, events: None })
    }

    pub(super) fn go_to_place(&mut self, place: Place) {
        match place.events {
            None => self.seek_time(place.time as f64),
            Some(events) => self.go_to(self.position_of(place.time, events)),
        }
    }

    /// The position after `events` events of the instant `time`.
    fn position_of(&self, time: Micros, events: usize) -> usize {
        let trace = self.trace.borrow();
        let before = trace.events().partition_point(|event| event.at < time);
        let all = trace.events().partition_point(|event| event.at <= time);
        (before + events).min(all)
    }
}

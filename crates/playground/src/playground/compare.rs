//! Another variant's run beside the one that is shown, on the same time scale.

use std::cell::RefCell;
use std::rc::Rc;

use trace::{Cursor, Micros, Trace};

use super::Playground;
use crate::elastic::Elastic;
use crate::exhibit::Exhibit;
use crate::snapshot::{Clock, Compared, StateHandle, TraceHandle};

/// The run that the one shown is compared with.
#[derive(Debug)]
pub(super) struct Other {
    variant: usize,
    knobs: Vec<i64>,
    trace: Rc<RefCell<Trace>>,
    elastic: Rc<Elastic>,
    cursor: RefCell<Cursor>,
}

impl Other {
    fn new(variant: usize, knobs: Vec<i64>, trace: Rc<RefCell<Trace>>) -> Self {
        let elastic = Rc::new(Elastic::new(&trace.borrow()));
        Self { variant, knobs, trace, elastic, cursor: RefCell::default() }
    }

    fn duration(&self) -> Micros {
        self.trace.borrow().duration()
    }

    /// The compared run at a time, after everything that happens at that time; before its first event if `started` is
    /// false.
    pub(super) fn at(&self, time: Micros, started: bool) -> Compared {
        let trace = self.trace.borrow();
        let position = match started {
            true => trace.events().partition_point(|event| event.at <= time),
            false => 0,
        };
        Compared {
            variant: self.variant,
            state: StateHandle(self.cursor.borrow_mut().seek(&trace, position)),
            trace: TraceHandle::new(Rc::clone(&self.trace)),
            elastic: Rc::clone(&self.elastic),
        }
    }
}

impl Playground {
    /// The index of the variant that the one shown is compared with.
    pub(super) fn compares_with(&self) -> Option<usize> {
        self.other.as_ref().map(|other| other.variant)
    }

    /// The variant to compare with if none is named: the first, or the second if the first is shown.
    pub(super) fn suggested(&self) -> Option<usize> {
        match self.exhibit.variants.len() {
            0 | 1 => None,
            _ => Some(usize::from(self.variant == 0)),
        }
    }

    /// Compares with another variant, or with none. An index that is not another variant counts as none.
    pub(super) fn compare(&mut self, variant: Option<usize>) {
        let was_at_end = self.playhead >= self.reach();
        let count = self.exhibit.variants.len();
        let variant = variant.filter(|variant| *variant < count && *variant != self.variant);
        self.other = variant.map(|variant| self.run_other(variant));
        match was_at_end {
            _ if self.stands_as_opened() => self.go_to_opening(),
            true => self.go_to_end(),
            false => self.move_playhead(self.playhead),
        }
    }

    /// Runs the other variant again, after a knob, the seed or the workers have changed.
    pub(super) fn rerun_other(&mut self) {
        self.other = self.compares_with().map(|variant| self.run_other(variant));
    }

    fn run_other(&self, variant: usize) -> Other {
        let knobs = self.knobs_for(&self.exhibit, variant);
        let program = &self.exhibit.variants[variant].listing;
        let trace = match self.runner.0.start(program, self.settings(&knobs)) {
            Some(run) => {
                while run.advance(u32::MAX) {}
                Rc::clone(run.trace())
            }
            None => super::empty(),
        };
        Other::new(variant, knobs, trace)
    }

    /// The knobs for a variant. Those that it shares with the variant shown have the values that are set there, so
    /// that the two can be compared.
    pub(super) fn knobs_for(&self, exhibit: &Exhibit, variant: usize) -> Vec<i64> {
        let listing = &exhibit.variants[variant].listing;
        let mut values = listing.defaults();
        if exhibit.id != self.exhibit.id {
            return values;
        }
        let own = &self.variant().listing.knobs;
        for (knob, value) in listing.knobs.iter().zip(&mut values) {
            let same = own.iter().position(|known| known.name == knob.name);
            if let Some(kept) = same.and_then(|same| self.knobs.get(same)) {
                *value = knob.nearest(*kept);
            }
        }
        values
    }

    /// Exchanges the two compared programs; the time that is shown stays the same. Returns false, and does nothing,
    /// if no run is compared, or if the one shown is not a complete simulated run.
    pub(super) fn swap(&mut self) -> bool {
        if self.clock != Clock::Simulated || self.is_live() || self.is_computing() {
            return false;
        }
        let Some(other) = self.other.take() else { return false };
        let (time, started, mode) = (self.time(), self.state.position > 0, self.mode);
        let knobs = std::mem::replace(&mut self.knobs, other.knobs);
        let (variant, trace) = (self.variant, Rc::clone(&self.trace));
        self.variant = other.variant;
        self.selected = None;
        self.show(other.trace, Clock::Simulated);
        self.note_needs();
        self.note_bookmarks();
        self.history = super::undo::History::default();
        self.other = Some(Other::new(variant, knobs, trace));
        self.mode = mode;
        match started {
            true => self.seek_time(time),
            false => self.go_to(0),
        }
        true
    }

    /// By how many microseconds the compared run is longer; 0 during a live run, which has no end yet.
    fn beyond(&self) -> Micros {
        if self.is_live() {
            return 0;
        }
        let other = self.other.as_ref().map_or(0, Other::duration);
        other.saturating_sub(self.trace.borrow().duration())
    }

    /// The end of the playhead's way, as a place on the elastic axis.
    pub(super) fn reach(&self) -> f64 {
        self.live_reach().unwrap_or((self.elastic.end() + self.beyond()) as f64)
    }

    /// The duration of the longer of the two runs.
    pub(super) fn longer(&self) -> Micros {
        self.trace.borrow().duration() + self.beyond()
    }
}

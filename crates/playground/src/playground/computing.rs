//! Runs that are computed in parts, so that the page stays responsive. A short run is shown at once; while a
//! long one is computed, the run before is still shown.

use std::cell::RefCell;
use std::rc::Rc;

use engine::{Running, Settings};
use trace::{Cursor, Needs, Trace, needs_threads};

use super::Playground;
use crate::elastic::Elastic;
use crate::route::{Place, Route};
use crate::snapshot::{Clock, Coming, Mode, TraceHandle};

/// A run of up to this many events is computed at once, which takes about a twentieth of a second.
const AT_ONCE: usize = 30_000;

/// How many events one part adds to a run, or processes of one.
const PART: usize = 4_000;

/// How many polls a run makes before its events are counted again.
const POLLS: u32 = 64;

/// What happens when a run is complete.
#[derive(Clone, Debug)]
pub(super) enum Then {
    /// A route was opened: the rest of what it asks for is done.
    Open(Box<Route>),
    /// The program was run again: the playhead goes back to this place, or to the end.
    Rerun(Option<Place>),
}

/// Where the trace comes from.
enum Source {
    /// A run on the simulated clock.
    Run(Rc<dyn Running>),
    /// A complete trace, which was recorded with this clock.
    Read(Clock),
}

/// A run that is being computed, with what has been derived from it so far.
pub(super) struct Computing {
    source: Source,
    trace: Rc<RefCell<Trace>>,
    then: Then,
    is_over: bool,
    cursor: Cursor,
    elastic: Option<Elastic>,
    needs: Option<Option<Needs>>,
}

impl std::fmt::Debug for Computing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Computing").field("events", &self.folded()).finish_non_exhaustive()
    }
}

impl Computing {
    fn run(run: Rc<dyn Running>, then: Then) -> Self {
        let trace = Rc::clone(run.trace());
        Self::new(Source::Run(run), trace, false, then)
    }

    fn read(trace: Rc<RefCell<Trace>>, clock: Clock, then: Then) -> Self {
        Self::new(Source::Read(clock), trace, true, then)
    }

    fn new(source: Source, trace: Rc<RefCell<Trace>>, is_over: bool, then: Then) -> Self {
        let cursor = Cursor::default();
        Self { source, trace, then, is_over, cursor, elastic: None, needs: None }
    }

    /// How many events have been folded into states.
    fn folded(&self) -> usize {
        self.cursor.state().position
    }

    fn clock(&self) -> Clock {
        match self.source {
            Source::Run(_) => Clock::Simulated,
            Source::Read(clock) => clock,
        }
    }

    fn is_ready(&self) -> bool {
        self.needs.is_some()
    }

    /// Does the next part of the work. Its length does not depend on the length of the run, but a single poll of the
    /// program cannot be divided.
    fn step(&mut self) {
        if let (Source::Run(run), false) = (&self.source, self.is_over) {
            let until = self.trace.borrow().len() + PART;
            while !self.is_over && self.trace.borrow().len() < until {
                self.is_over = !run.advance(POLLS);
            }
        }
        let (trace, folded) = (self.trace.borrow(), self.folded());
        if folded < trace.len() {
            self.cursor.seek(&trace, folded + PART);
        } else if self.is_over && self.elastic.is_none() {
            self.elastic = Some(Elastic::new(&trace));
        } else if self.is_over {
            self.needs = Some(needs_threads(&trace));
        }
    }
}

impl Playground {
    /// Shows the run that the settings ask for, once it is whole.
    pub(super) fn begin(&mut self, then: Then) {
        // A run that is still being computed is replaced by the one that begins here.
        let was_computing = self.computing.take().is_some();
        // Of a reader who drags a constant through long runs only the last run is computed to its end.
        let is_dragged = was_computing || self.trace.borrow().len() > AT_ONCE;
        let is_left = is_dragged && matches!(then, Then::Rerun(_));
        let computing = match self.shown_opened() {
            Some(opened) => {
                let (trace, clock) = opened.run();
                Computing::read(trace, clock, then)
            }
            None => match self.start(self.settings(&self.knobs)) {
                Some(run) => Computing::run(run, then),
                None => Computing::read(super::empty(), Clock::Simulated, then),
            },
        };
        self.computing = Some(computing);
        while let Some(computing) = &self.computing {
            if is_left || computing.trace.borrow().len() > AT_ONCE {
                return self.wait();
            }
            self.compute();
        }
    }

    /// Starts a run of the program that is shown; if the runner does not run it, tells the reader and returns `None`.
    pub(super) fn start(&mut self, settings: Settings) -> Option<Rc<dyn Running>> {
        let run = self.runner.0.start(&self.variant().listing, settings);
        if run.is_none() {
            self.notice(
                "This program is not run here: its text is all there is to see.".to_owned(),
            );
        }
        run
    }

    /// Prepares the page for waiting until the run is complete.
    fn wait(&mut self) {
        let Some(computing) = self.computing.take() else { return };
        match computing.then {
            Then::Open(_) => self.show_blank(&computing),
            Then::Rerun(_) if self.is_live() => self.stop_live(),
            Then::Rerun(_) => self.mode = Mode::Paused,
        }
        self.computing = Some(computing);
    }

    /// Whether a run is being computed. While it is, [`compute`](Self::compute) has to be called.
    pub fn is_computing(&self) -> bool {
        self.computing.is_some()
    }

    /// Does a part of the work for the run that is being computed. Returns whether the next part is as small as this
    /// one; the last part, which shows the run, is not.
    pub fn compute(&mut self) -> bool {
        let Some(mut computing) = self.computing.take() else { return false };
        if computing.is_ready() {
            self.arrive(computing);
            return false;
        }
        computing.step();
        let more = !computing.is_ready();
        self.computing = Some(computing);
        more
    }

    /// The run that is being computed, as far as its events have been folded.
    pub(super) fn coming(&self) -> Option<Coming> {
        let computing = self.computing.as_ref()?;
        let is_read = matches!(computing.source, Source::Read(_));
        let trace = TraceHandle::up_to(Rc::clone(&computing.trace), computing.folded());
        Some(Coming { trace, is_read })
    }

    /// Shows an empty trace: nothing of the program before may be shown with the new one.
    fn show_blank(&mut self, computing: &Computing) {
        let known = computing.trace.borrow();
        let blank = Trace::new(known.run.clone(), Rc::clone(known.sites()));
        // A program that needs threads uses them early, so this guess holds until the run is complete.
        self.needs = needs_threads(&known);
        self.drop_live();
        self.show(Rc::new(RefCell::new(blank)), computing.clock());
    }

    /// Shows a complete run.
    fn arrive(&mut self, computing: Computing) {
        let clock = computing.clock();
        let Computing { trace, then, cursor, elastic, needs, .. } = computing;
        self.drop_live();
        self.show_on(trace, clock, elastic.unwrap_or_default());
        self.cursor = cursor;
        self.needs = needs.flatten();
        self.note_bookmarks();
        self.lint();
        self.go_to(usize::MAX);
        if self.origin().is_none() {
            self.report_limit();
        }
        match then {
            Then::Open(route) => self.arrive_opened(&route),
            Then::Rerun(place) => self.arrive_again(place),
        }
        if self.is_hidden() {
            self.go_to(0);
        }
    }

    fn arrive_opened(&mut self, route: &Route) {
        if route.compare.is_some() && !self.is_hidden() {
            self.compare(route.compare);
        }
        self.set_range(route.range);
        if route.range.is_some() && self.range.is_none() {
            self.notice(
                "The run is over before the selected time; nothing is selected.".to_owned(),
            );
        }
        if let Some(place) = route.at {
            self.go_to_place(place);
        }
        if self.stands_as_opened() {
            self.go_to_opening();
        }
        if let (Clock::Browser, Some(needs)) = (route.clock, self.needs) {
            self.notice(format!("{} It runs on the simulated clock instead.", needs.sentence()));
        }
    }

    fn arrive_again(&mut self, place: Option<Place>) {
        self.rerun_other();
        self.set_range(self.range);
        match place {
            _ if self.stands_as_opened() => self.go_to_opening(),
            Some(place) => self.go_to_place(place),
            None => self.go_to_end(),
        }
    }

    /// Runs the program again. The playhead returns to its place, or to the end if it was there.
    pub(super) fn rerun(&mut self) {
        let then = match &self.computing {
            // The route being opened has not been shown yet, so its run replaces the one that is being computed for
            // it.
            Some(Computing { then: Then::Open(route), .. }) => Then::Open(route.clone()),
            _ => Then::Rerun(self.place()),
        };
        self.begin(then);
    }
}

//! A run on its way to being shown. A short one is there at once; a long one is computed a part at a time,
//! so that the page stays alive, and what was shown before stays until the new run is whole.

use std::cell::RefCell;
use std::rc::Rc;

use engine::Running;
use engine::Settings;
use trace::{Cursor, Needs, Trace, needs_threads};

use super::Playground;
use crate::elastic::Elastic;
use crate::route::{Place, Route};
use crate::snapshot::{Clock, Coming, Mode, TraceHandle};

/// Events of a run that are computed at once, without the reader seeing that anything is computed: about
/// as many as take a twentieth of a second.
const AT_ONCE: usize = 30_000;

/// Events that one part adds to a run, or to what is worked out of one.
const PART: usize = 4_000;

/// Polls of a run between two looks at how many events they were.
const POLLS: u32 = 64;

/// What is done once a run is whole.
#[derive(Clone, Debug)]
pub(super) enum Then {
    /// A route was opened: the rest of what it says.
    Open(Box<Route>),
    /// The program was run again: the playhead goes back here, to the end if there is no place.
    Rerun(Option<Place>),
}

/// Where a trace comes from.
enum Source {
    /// A run on the simulated clock.
    Run(Rc<dyn Running>),
    /// It is whole already, and its clock was this one.
    Read(Clock),
}

/// A run on its way.
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

    /// Up to which event its states are known.
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

    /// Does the next part of what there is to do. However long the run, no part of it is: but a single
    /// poll of the program cannot be cut.
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
        // The one that was on its way is of no use any more; what it took is there for this one.
        let was_computing = self.computing.take().is_some();
        // Who drags a constant through long runs wants to see the one that it comes to rest at.
        let is_dragged = was_computing || self.trace.borrow().len() > AT_ONCE;
        let is_left = is_dragged && matches!(then, Then::Rerun(_));
        let computing = match self.shown_opened() {
            Some(opened) => {
                let (trace, clock) = opened.run();
                Computing::read(trace, clock, then)
            }
            None => match self.start(self.settings(&self.knobs)) {
                Some(run) => Computing::run(run, then),
                None => {
                    Computing::read(Rc::new(RefCell::new(super::empty())), Clock::Simulated, then)
                }
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

    /// Begins a run of the program that is shown; the reader is told if nobody runs it.
    pub(super) fn start(&mut self, settings: Settings) -> Option<Rc<dyn Running>> {
        let run = self.runner.0.start(&self.variant().listing, settings);
        if run.is_none() {
            self.notice(
                "This program is not run here: its text is all there is to see.".to_owned(),
            );
        }
        run
    }

    /// The run that is on its way takes a while: what is shown meanwhile.
    fn wait(&mut self) {
        let Some(computing) = self.computing.take() else { return };
        match computing.then {
            Then::Open(_) => self.show_blank(&computing),
            Then::Rerun(_) if self.is_live() => self.stop_live(),
            Then::Rerun(_) => self.mode = Mode::Paused,
        }
        self.computing = Some(computing);
    }

    /// Whether a run is on its way: [`compute`](Self::compute) is to be called until it is not.
    pub fn is_computing(&self) -> bool {
        self.computing.is_some()
    }

    /// Does a part of what there is to do until the run that is on its way can be shown. Returns whether
    /// the next part is as small: that the run is shown is one for itself.
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

    /// The run that is on its way, as far as it has come.
    pub(super) fn coming(&self) -> Option<Coming> {
        let computing = self.computing.as_ref()?;
        let is_read = matches!(computing.source, Source::Read(_));
        let trace = TraceHandle::up_to(Rc::clone(&computing.trace), computing.folded());
        Some(Coming { trace, is_read })
    }

    /// Of another program nothing is shown that was shown before: its run has not begun.
    fn show_blank(&mut self, computing: &Computing) {
        let known = computing.trace.borrow();
        let blank = Trace::new(known.run.clone(), Rc::clone(known.sites()));
        // What needs threads does so early; until the run is whole this is all there is to go by.
        self.needs = needs_threads(&known);
        self.drop_live();
        self.show(Rc::new(RefCell::new(blank)), computing.clock());
    }

    /// Shows a run that is whole.
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

    /// Runs the program again, the playhead in the same place: at the end if it was there.
    pub(super) fn rerun(&mut self) {
        let then = match &self.computing {
            // Nothing of what was opened has been shown so far: it is still to be opened.
            Some(Computing { then: Then::Open(route), .. }) => Then::Open(route.clone()),
            _ => Then::Rerun(self.place()),
        };
        self.begin(then);
    }
}

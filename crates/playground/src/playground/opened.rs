//! A trace from a file: shown like any run, but not run again.

use std::cell::RefCell;
use std::rc::Rc;

use scenarios::{Group, Scenario, Variant, Watch, scenarios};
use trace::file::TraceFile;
use trace::{HostKind, Listing, RunInfo, Trace};

use super::{Effect, Playground};
use crate::exhibit::{self, Exhibit};
use crate::route::{OPENED, Route};
use crate::snapshot::{Clock, Origin};

/// The trace that was opened last.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    exhibit: Rc<Exhibit>,
    trace: Rc<RefCell<Trace>>,
    origin: Rc<Origin>,
    /// The route that was shown before.
    before: Route,
    /// The route of its program with the settings of the run, if the program is one of the catalog's.
    known: Option<Box<Route>>,
}

/// An opened trace with what is needed to open it again.
#[derive(Clone, Debug)]
pub struct OpenedFile {
    /// Its number among the traces opened so far, from 1.
    pub number: usize,
    /// The file's name.
    pub name: String,
    /// The trace.
    pub trace: Rc<RefCell<Trace>>,
    /// The program's text.
    pub source: Rc<str>,
}

impl Opened {
    /// The trace, and the clock that drove its run.
    pub(super) fn run(&self) -> (Rc<RefCell<Trace>>, Clock) {
        let clock = match self.trace.borrow().run.host {
            HostKind::Browser => Clock::Browser,
            HostKind::Simulated => Clock::Simulated,
        };
        (Rc::clone(&self.trace), clock)
    }
}

impl Playground {
    /// Shows a trace from the file named `file`.
    pub fn open_trace(&mut self, file: &str, content: TraceFile) -> Effect {
        self.opened_so_far += 1;
        let before = match self.shown_opened() {
            Some(opened) => opened.before.clone(),
            None => self.route(),
        };
        let known = known(&content.source);
        let exhibit = exhibit(self.opened_so_far, file, &content, known);
        let (before_title, is_known) = (before.exhibit.title.clone(), known.is_some());
        let origin = Rc::new(Origin { file: file.to_owned(), before: before_title, is_known });
        let known = known.map(|known| Box::new(route_of(known, &content.trace.run)));
        let trace = Rc::new(RefCell::new(content.trace));
        let (speed, axis, font) = (self.speed, self.axis, self.font);
        let route = Route { speed, axis, font, ..Route::to(Rc::clone(&exhibit), 0) };
        self.opened = Some(Opened { exhibit, trace, origin, before, known });
        self.open(&route);
        Effect::Visited
    }

    /// The exhibit of the opened trace; only an address of this page can name it.
    pub fn opened_exhibit(&self) -> Option<Rc<Exhibit>> {
        self.opened.as_ref().map(|opened| Rc::clone(&opened.exhibit))
    }

    /// The opened trace, if it is what is shown.
    pub(super) fn shown_opened(&self) -> Option<&Opened> {
        self.opened.as_ref().filter(|opened| opened.exhibit.id == self.exhibit.id)
    }

    /// Where the trace that is shown comes from, if it was opened.
    pub(super) fn origin(&self) -> Option<Rc<Origin>> {
        self.shown_opened().map(|opened| Rc::clone(&opened.origin))
    }

    /// Shows a trace again that was opened before the page was reloaded, with the number that it had then.
    pub fn open_again(&mut self, number: usize, file: &str, content: TraceFile) {
        self.opened_so_far = number.saturating_sub(1);
        self.open_trace(file, content);
    }

    /// The trace that is shown, with its file's name and its source, if it was opened.
    pub fn opened_file(&self) -> Option<OpenedFile> {
        let opened = self.shown_opened()?;
        Some(OpenedFile {
            number: self.opened_so_far,
            name: opened.origin.file.clone(),
            trace: Rc::clone(&opened.trace),
            source: Rc::clone(&opened.exhibit.variants[0].listing.source),
        })
    }

    /// Shows the program of the opened trace, run here.
    pub(super) fn run_opened(&mut self) -> Effect {
        let known = self.shown_opened().and_then(|opened| opened.known.as_deref().cloned());
        let Some(known) = known else { return Effect::None };
        let (speed, axis, font, present) = (self.speed, self.axis, self.font, self.present);
        self.open(&Route { speed, axis, font, present, frame: self.frame.clone(), ..known });
        Effect::Visited
    }

    /// Goes back to what was shown before.
    pub(super) fn leave_opened(&mut self) -> Effect {
        let Some(opened) = self.shown_opened() else { return Effect::None };
        let before = opened.before.clone();
        self.open(&before);
        Effect::Visited
    }
}

/// The program of the catalog whose text is exactly `source`, as its scenario and the index of its variant.
fn known(source: &str) -> Option<(&'static Scenario, usize)> {
    scenarios().iter().filter(|_| !source.is_empty()).find_map(|scenario| {
        let same = |variant: &Variant| variant.program.source == source;
        Some((scenario, scenario.variants.iter().position(same)?))
    })
}

/// The route of a program of the catalog with the settings of `run`.
fn route_of((scenario, variant): (&'static Scenario, usize), run: &RunInfo) -> Route {
    let mut route = Route::of(scenario, variant);
    let exhibit = Rc::clone(&route.exhibit);
    for (knob, value) in exhibit.variants[variant].listing.knobs.iter().zip(&mut route.knobs) {
        if let Some((_, was)) = run.knobs.iter().find(|(name, _)| **name == *knob.name) {
            *value = knob.nearest(*was);
        }
    }
    route.seed = run.seed;
    route.workers = (run.workers > 1).then_some(run.workers);
    route
}

/// Says that an opened trace cannot be shared by a link, and what can be done instead.
pub(super) fn not_shared(origin: &Origin) -> String {
    let file = &origin.file;
    let instead = match origin.is_known {
        true => " A link to its program can be shared: “Run this program” shows it.",
        false => "",
    };
    format!("No link leads to an opened trace: send the file itself, {file}.{instead}")
}

/// The exhibit of an opened trace, with the catalog's notes if its program is exactly one of the catalog's.
fn exhibit(
    number: usize,
    file: &str,
    content: &TraceFile,
    known: Option<(&'static Scenario, usize)>,
) -> Rc<Exhibit> {
    let run = &content.trace.run;
    let known = known.map(|(scenario, variant)| (scenario, &scenario.variants[variant]));
    let name = known.map_or(&*run.program, |(_, variant)| variant.program.id);
    let sites = Rc::clone(content.trace.sites());
    let variant = exhibit::Variant {
        // `watched` gives this id to the points of the notes.
        id: known.map_or("", |(_, variant)| variant.id).into(),
        label: known.map_or("", |(_, variant)| variant.label).into(),
        listing: Rc::new(Listing { sites, ..Listing::plain(name, &content.source) }),
    };
    let title = match known {
        Some((scenario, _)) => scenario.title.into(),
        None if name.is_empty() => file.to_owned().into(),
        None => name.to_owned().into(),
    };
    Rc::new(Exhibit {
        id: format!("{OPENED}{number}").into(),
        title,
        group: known.map_or(Group::Measured, |(scenario, _)| scenario.group).title().into(),
        idea: about(file, run).into(),
        variants: vec![variant],
        watch: known.map(|(scenario, variant)| watched(scenario, variant)).unwrap_or_default(),
        notes: known.map(|(scenario, _)| scenario),
        in_catalog: false,
    })
}

/// The points of the notes that are about this variant; those that name no variant are about the first one.
fn watched(scenario: &Scenario, variant: &Variant) -> Vec<Watch> {
    let first = scenario.variants.first().is_some_and(|first| first.id == variant.id);
    let here = |watch: &&Watch| watch.variant == variant.id || watch.variant.is_empty() && first;
    let watch = scenario.watch.iter().filter(here).copied();
    let watch = watch.map(|watch| Watch { variant: variant.id, ..watch });
    watch.collect()
}

/// A description of the run in a sentence or two.
fn about(file: &str, run: &RunInfo) -> String {
    let clock = match run.host {
        HostKind::Browser => "a browser’s event loop",
        HostKind::Simulated => "the simulated clock",
    };
    let workers = match run.workers {
        1 => "one worker".to_owned(),
        workers => format!("{workers} workers"),
    };
    let mut about = format!("A trace from the file “{file}”: a run on {clock} with {workers}.");
    for (number, (name, value)) in run.knobs.iter().enumerate() {
        about.push_str(if number == 0 { " Its constants: " } else { ", " });
        about.push_str(&format!("{name} = {value}"));
    }
    if !run.knobs.is_empty() {
        about.push('.');
    }
    about
}

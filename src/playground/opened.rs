//! A trace that came from a file: shown as any run, but not run again.

use std::cell::RefCell;
use std::rc::Rc;

use engine::{Main, Program};
use scenarios::{Ends, Group, Scenario, Variant, Watch, scenarios};
use trace::file::TraceFile;
use trace::{HostKind, RunInfo, Sites, Trace};

use super::{Effect, Playground};
use crate::route::{OPENED, Route};
use crate::snapshot::{Clock, Origin};

/// The trace that was opened last.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    scenario: &'static Scenario,
    trace: Rc<RefCell<Trace>>,
    origin: Rc<Origin>,
    /// What was shown before.
    before: Route,
    /// Its program, if that is one of the catalog's, as it was run there.
    known: Option<Box<Route>>,
}

/// A trace that was opened, as a file again.
#[derive(Clone, Debug)]
pub struct OpenedFile {
    /// How many had been opened with it.
    pub number: usize,
    /// The file's name.
    pub name: String,
    /// What it holds.
    pub trace: Rc<RefCell<Trace>>,
    /// The program's text.
    pub source: &'static str,
}

impl Opened {
    /// Its run, and the clock that drove it.
    pub(super) fn run(&self) -> (Rc<RefCell<Trace>>, Clock) {
        let clock = match self.trace.borrow().run.host {
            HostKind::Browser => Clock::Browser,
            HostKind::Simulated => Clock::Simulated,
        };
        (Rc::clone(&self.trace), clock)
    }
}

impl Playground {
    /// Shows a trace that came from a file of this name.
    pub fn open_trace(&mut self, file: &str, content: TraceFile) -> Effect {
        self.opened_so_far += 1;
        let before = match self.shown_opened() {
            Some(opened) => opened.before.clone(),
            None => self.route(),
        };
        let known = known(&content.source);
        let scenario = scenario(self.opened_so_far, file, &content, known);
        let (before_title, is_known) = (before.scenario.title, known.is_some());
        let origin = Rc::new(Origin { file: file.to_owned(), before: before_title, is_known });
        let known = known.map(|known| Box::new(route_of(known, &content.trace.run)));
        let trace = Rc::new(RefCell::new(content.trace));
        let (speed, axis, font) = (self.speed, self.axis, self.font);
        self.opened = Some(Opened { scenario, trace, origin, before, known });
        self.open(&Route { speed, axis, font, ..Route::of(scenario, 0) });
        Effect::Visited
    }

    /// The scenario of the opened trace, which only an address of this page can name.
    pub fn opened_scenario(&self) -> Option<&'static Scenario> {
        self.opened.as_ref().map(|opened| opened.scenario)
    }

    /// The opened trace, while it is what is shown.
    pub(super) fn shown_opened(&self) -> Option<&Opened> {
        self.opened.as_ref().filter(|opened| opened.scenario == self.scenario)
    }

    /// Where what is shown comes from, if it was opened.
    pub(super) fn origin(&self) -> Option<Rc<Origin>> {
        self.shown_opened().map(|opened| Rc::clone(&opened.origin))
    }

    /// Shows a trace that was opened before the page was loaded again, under the number it had then.
    pub fn open_again(&mut self, number: usize, file: &str, content: TraceFile) {
        self.opened_so_far = number.saturating_sub(1);
        self.open_trace(file, content);
    }

    /// The trace that is shown, if it was opened.
    pub fn opened_file(&self) -> Option<OpenedFile> {
        let opened = self.shown_opened()?;
        Some(OpenedFile {
            number: self.opened_so_far,
            name: opened.origin.file.clone(),
            trace: Rc::clone(&opened.trace),
            source: opened.scenario.variants[0].program.source,
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

/// The program of the catalog whose text this is, to the letter: its scenario and its variant.
fn known(source: &str) -> Option<(&'static Scenario, usize)> {
    scenarios().iter().filter(|_| !source.is_empty()).find_map(|scenario| {
        let same = |variant: &Variant| variant.program.source == source;
        Some((scenario, scenario.variants.iter().position(same)?))
    })
}

/// A program of the catalog with what decided how a run of it went.
fn route_of((scenario, variant): (&'static Scenario, usize), run: &RunInfo) -> Route {
    let mut route = Route::of(scenario, variant);
    for (knob, value) in scenario.variants[variant].program.knobs.iter().zip(&mut route.knobs) {
        if let Some((_, was)) = run.knobs.iter().find(|(name, _)| name == knob.name) {
            *value = knob.nearest(*was);
        }
    }
    route.seed = run.seed;
    route.workers = (run.workers > 1).then_some(run.workers);
    route
}

/// Why an opened trace is in no link, and what there is instead.
pub(super) fn not_shared(origin: &Origin) -> String {
    let file = &origin.file;
    let instead = match origin.is_known {
        true => " A link to its program can be shared: “Run this program” shows it.",
        false => "",
    };
    format!("No link leads to an opened trace: send the file itself, {file}.{instead}")
}

/// A scenario for a trace, so that all views can show it: with the catalog's notes, if it is one of
/// the catalog's programs, to the letter.
///
/// Scenarios live as long as the page. What is kept of each trace that is opened is its program's
/// text, a few kilobytes; its events go when another is opened.
fn scenario(
    number: usize,
    file: &str,
    content: &TraceFile,
    known: Option<(&'static Scenario, usize)>,
) -> &'static Scenario {
    let run = &content.trace.run;
    let id = leak(format!("{OPENED}{number}"));
    let known = known.map(|(scenario, variant)| (scenario, &scenario.variants[variant]));
    let (source, name) = match known {
        Some((_, variant)) => (variant.program.source, variant.program.id),
        None => (leak(content.source.clone()), leak(run.program.clone())),
    };
    let main: fn() -> Main = || Box::pin(async {});
    let program = Program { id: name, source, sites: Sites::Listed(&[]), knobs: &[], main };
    let variant = Variant {
        // Points to watch without a variant are the first one's.
        id: known.map_or("", |(_, variant)| variant.id),
        label: known.map_or("", |(_, variant)| variant.label),
        program,
        duration_ms: content.trace.duration() / 1_000,
        ends: Ends::Done,
    };
    let about = leak(about(file, run));
    let variants: &'static [Variant] = Box::leak(Box::new([variant]));
    let blank = Scenario {
        id,
        title: if run.program.is_empty() { leak(file.to_owned()) } else { name },
        group: Group::Measured,
        order: 0,
        idea: about,
        variants,
        watch: &[],
        pitfall: "",
        question: "",
        hint: "",
        answer: "",
        also: "",
        check: None,
        lints: &[],
        reading: &[],
        body: "",
    };
    let scenario = match known {
        None => blank,
        Some((known, variant)) => Scenario {
            title: known.title,
            group: known.group,
            watch: watched(known, variant),
            pitfall: known.pitfall,
            reading: known.reading,
            body: known.body,
            ..blank
        },
    };
    Box::leak(Box::new(scenario))
}

/// What is to be watched in a run of this variant.
fn watched(scenario: &'static Scenario, variant: &Variant) -> &'static [Watch] {
    let first = scenario.variants.first().is_some_and(|first| first.id == variant.id);
    let here = |watch: &&Watch| watch.variant == variant.id || watch.variant.is_empty() && first;
    let watch = scenario.watch.iter().filter(here).copied();
    let watch = watch.map(|watch| Watch { variant: variant.id, ..watch });
    watch.collect::<Vec<_>>().leak()
}

/// What was run, in a sentence or two.
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

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

//! The log itself.

use std::collections::HashMap;
use std::rc::Rc;

use crate::{Event, Label, Site, SiteId, TaskId};

/// What a run was: the settings that determine it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunInfo {
    /// The program's id, with its variant: `join-sequential`.
    pub program: String,
    /// Which clock drove it.
    pub host: HostKind,
    /// Seed of everything that is free to be ordered.
    pub seed: u64,
    /// Workers that polled.
    pub workers: u16,
    /// Values of the program's knobs.
    pub knobs: Vec<(String, i64)>,
}

/// Which clock drove a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostKind {
    /// A browser's event loop.
    Browser,
    /// The discrete-event clock.
    Simulated,
}

/// The longest text that [`Trace::label`] returns, in characters; the ellipsis is not counted.
pub const LONGEST_SHOWN: usize = 200;

/// An append-only log of events, with the strings and the places in the text that they name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What was run.
    pub run: RunInfo,
    sites: Rc<[Site]>,
    events: Vec<Event>,
    labels: Vec<Box<str>>,
    /// The beginnings of the labels that are longer than [`LONGEST_SHOWN`], in the order of the labels.
    beginnings: Vec<(Label, Box<str>)>,
    interned: Interned,
}

/// Finds the label of a string that [`Trace::intern`] has stored. The map is derived from the labels, so it
/// takes no part in comparing traces.
#[derive(Clone, Debug, Default)]
struct Interned(HashMap<Box<str>, Label>);

impl PartialEq for Interned {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Interned {}

impl Trace {
    /// An empty log of a run of a program with these sites.
    pub fn new(run: RunInfo, sites: impl Into<Rc<[Site]>>) -> Self {
        Self {
            run,
            sites: sites.into(),
            events: Vec::new(),
            labels: Vec::new(),
            beginnings: Vec::new(),
            interned: Interned::default(),
        }
    }

    /// Appends an event. Its time is raised to that of the event before, if it is less.
    pub fn push(&mut self, mut event: Event) {
        if let Some(last) = self.events.last() {
            event.at = event.at.max(last.at);
        }
        self.events.push(event);
    }

    /// The label of this string; stores the string if [`intern`](Self::intern) has not stored it before.
    pub fn intern(&mut self, text: &str) -> Label {
        if let Some(label) = self.interned.0.get(text) {
            return *label;
        }
        let label = self.add_label(text);
        self.interned.0.insert(text.into(), label);
        label
    }

    /// Stores a string without looking for an equal one: for the labels of a file, and for names of tasks, which are
    /// all different and of which there may be 100,000.
    pub fn add_label(&mut self, text: &str) -> Label {
        let label = Label::from_index(self.labels.len());
        self.labels.push(text.into());
        // Most labels are short, and counting bytes is quicker than counting characters.
        if text.len() > LONGEST_SHOWN
            && let Some((end, _)) = text.char_indices().nth(LONGEST_SHOWN)
        {
            self.beginnings.push((label, format!("{}…", &text[..end]).into()));
        }
        label
    }

    /// Reserves memory for this many events, if there is as much.
    pub(crate) fn make_room(&mut self, events: usize) {
        // If the memory cannot be reserved, the log moves as it grows.
        let _ = self.events.try_reserve_exact(events);
    }

    /// Gives back the room that was not needed.
    pub(crate) fn fit(&mut self) {
        self.events.shrink_to_fit();
    }

    /// Sets the places in the text that events can name.
    pub(crate) fn set_sites(&mut self, sites: Vec<Site>) {
        self.sites = sites.into();
    }

    /// The events, in order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Number of events: the largest position.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing has been recorded.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// A stored string as views show it. Names and printed text may be a million characters long, so of a string
    /// longer than [`LONGEST_SHOWN`] characters only the beginning is returned, with an ellipsis. Empty for a label
    /// that this trace does not have.
    pub fn label(&self, label: Label) -> &str {
        let text = self.whole_label(label);
        if text.len() <= LONGEST_SHOWN {
            return text;
        }
        let found = self.beginnings.binary_search_by(|(known, _)| known.cmp(&label));
        found.map_or(text, |at| &self.beginnings[at].1)
    }

    /// A stored string at its full length; empty for a label that this trace does not have.
    pub fn whole_label(&self, label: Label) -> &str {
        self.labels.get(label.index()).map_or("", |text| text)
    }

    /// All stored strings, whole.
    pub fn labels(&self) -> &[Box<str>] {
        &self.labels
    }

    /// A place in the program's text.
    pub fn site(&self, site: SiteId) -> Option<&Site> {
        self.sites.get(site.index())
    }

    /// All places in the program's text that events can name.
    pub fn sites(&self) -> &Rc<[Site]> {
        &self.sites
    }

    /// Time of the last event.
    pub fn duration(&self) -> crate::Micros {
        self.events.last().map_or(0, |event| event.at)
    }

    /// The name of a task, found by its `task.spawn`; linear in the log, for tests and sentences
    /// that have no [`State`](crate::State) at hand.
    pub fn task_name(&self, task: TaskId) -> &str {
        self.events
            .iter()
            .find_map(|event| match event.kind {
                crate::EventKind::TaskSpawn { task: id, name, .. } if id == task => Some(name),
                _ => None,
            })
            .map_or("", |name| self.label(name))
    }
}

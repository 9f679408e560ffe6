//! Appends to the log.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use trace::{Event, EventKind, Label, LimitKind, Micros, ResourceId, SpanId, Trace};

use crate::limits::Limits;

/// Appends events to a trace, until the run has ended.
#[derive(Debug)]
pub(crate) struct Recorder {
    trace: Rc<RefCell<Trace>>,
    limits: Limits,
    /// The time that the next event gets.
    now: Cell<Micros>,
    recording: Cell<bool>,
    /// The first bound that was reached.
    limit: Cell<Option<(LimitKind, u64)>>,
    spans: Cell<usize>,
    resources: Cell<usize>,
    names: RefCell<HashMap<String, usize>>,
    /// Labels in the trace, and their bytes.
    texts: Cell<(usize, usize)>,
}

/// Bytes of text that take as much room as an event: the trace keeps each text twice.
const TEXT_AN_EVENT: usize = size_of::<Event>() / 2;

impl Recorder {
    pub(crate) fn new(trace: Trace, limits: Limits) -> Self {
        Self {
            trace: Rc::new(RefCell::new(trace)),
            limits,
            now: Cell::new(0),
            recording: Cell::new(true),
            limit: Cell::new(None),
            spans: Cell::new(0),
            resources: Cell::new(0),
            names: RefCell::default(),
            texts: Cell::new((0, 0)),
        }
    }

    pub(crate) fn trace(&self) -> &Rc<RefCell<Trace>> {
        &self.trace
    }

    /// Sets the time of what follows.
    pub(crate) fn set_now(&self, now: Micros) {
        self.now.set(now);
    }

    pub(crate) fn push(&self, kind: EventKind) {
        if !self.recording.get() {
            return;
        }
        let mut trace = self.trace.borrow_mut();
        let (_, bytes) = self.texts.get();
        if trace.len() + bytes / TEXT_AN_EVENT >= self.limits.events {
            self.reach(LimitKind::Events, self.limits.events as u64);
            if !closes(&kind) {
                return;
            }
        }
        trace.push(Event { at: self.now.get(), kind });
    }

    pub(crate) fn intern(&self, text: &str) -> Label {
        let label = self.trace.borrow_mut().intern(text);
        self.count(label, text)
    }

    /// Counts the bytes of a text, if it was not stored before.
    fn count(&self, label: Label, text: &str) -> Label {
        let (labels, bytes) = self.texts.get();
        if label.index() == labels {
            self.texts.set((labels + 1, bytes + text.len()));
        }
        label
    }

    /// A name that nothing else of the run has: `fetch`, `fetch 2`; with `many` from the start
    /// `fetch 1`, `fetch 2`.
    pub(crate) fn unique_name(&self, name: &str, many: bool) -> Label {
        let mut names = self.names.borrow_mut();
        let Some(count) = names.get_mut(name) else {
            names.insert(name.to_owned(), 1);
            return if many { self.add_name(&format!("{name} 1")) } else { self.intern(name) };
        };
        *count += 1;
        self.add_name(&format!("{name} {count}"))
    }

    fn add_name(&self, name: &str) -> Label {
        let label = self.trace.borrow_mut().add_label(name);
        self.count(label, name)
    }

    pub(crate) fn new_span(&self) -> SpanId {
        let index = self.spans.get();
        self.spans.set(index + 1);
        SpanId::from_index(index)
    }

    pub(crate) fn new_resource(&self) -> ResourceId {
        let index = self.resources.get();
        self.resources.set(index + 1);
        ResourceId::from_index(index)
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Notes that a bound was reached; the run ends at the next opportunity.
    pub(crate) fn reach(&self, what: LimitKind, bound: u64) {
        if self.limit.get().is_none() {
            self.limit.set(Some((what, bound)));
        }
    }

    pub(crate) fn limit(&self) -> Option<(LimitKind, u64)> {
        self.limit.get()
    }

    /// Whether events other than those that end something are still recorded.
    pub(crate) fn is_full(&self) -> bool {
        matches!(self.limit.get(), Some((LimitKind::Events, _)))
    }

    /// Nothing is recorded while it is mute.
    pub(crate) fn mute(&self, mute: bool) {
        self.recording.set(!mute);
    }

    /// Whether nothing is recorded any more.
    pub(crate) fn is_over(&self) -> bool {
        !self.recording.get()
    }

    /// Nothing is recorded from here on.
    pub(crate) fn close(&self) {
        self.recording.set(false);
    }
}

/// Whether the event ends what an earlier one began. These are recorded in a full log too, so that
/// nothing seems to go on for ever; there are as few of them as there is to end.
fn closes(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::PollEnd { .. }
            | EventKind::AwaitPending { .. }
            | EventKind::AwaitReady { .. }
            | EventKind::AwaitDrop { .. }
            | EventKind::TaskEnd { .. }
            | EventKind::TurnEnd
            | EventKind::Limit { .. }
            | EventKind::RunEnd { .. }
    )
}

//! Appends to the log.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use trace::{Event, EventKind, Label, LimitKind, Micros, ResourceId, SpanId, TaskId, Trace};

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
    unrecorded: RefCell<Unrecorded>,
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
            unrecorded: RefCell::default(),
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
            if !self.unrecorded.borrow_mut().admits(&kind) {
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

/// What began when the log was full. Events that end what the log has are recorded in a full log too, so that
/// nothing seems to go on for ever; there are as few of them as there is to end. The end of something whose
/// beginning is not recorded would make a trace that cannot be opened again.
#[derive(Debug, Default)]
struct Unrecorded {
    /// The first await and the first task: all later ones are not recorded either.
    span: Option<SpanId>,
    task: Option<TaskId>,
    /// Tasks whose poll is under way and not recorded.
    polls: Vec<TaskId>,
    /// The turn that is under way is not recorded.
    turn: bool,
}

impl Unrecorded {
    /// Whether an event is recorded in a full log.
    fn admits(&mut self, kind: &EventKind) -> bool {
        match *kind {
            EventKind::AwaitEnter { span, .. } => _ = self.span.get_or_insert(span),
            EventKind::TaskSpawn { task, .. } => _ = self.task.get_or_insert(task),
            EventKind::PollStart { task, .. } => self.polls.push(task),
            EventKind::TurnStart { .. } => self.turn = true,
            EventKind::AwaitPending { span }
            | EventKind::AwaitReady { span }
            | EventKind::AwaitDrop { span } => {
                return self.span.is_none_or(|first| span.index() < first.index());
            }
            EventKind::TaskEnd { task, .. } => {
                return self.task.is_none_or(|first| task.index() < first.index());
            }
            EventKind::PollEnd { task, .. } => {
                let begun = self.polls.iter().rposition(|polled| *polled == task);
                return begun.map(|at| self.polls.remove(at)).is_none();
            }
            EventKind::TurnEnd => return !std::mem::take(&mut self.turn),
            EventKind::Limit { .. } | EventKind::RunEnd { .. } => return true,
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use trace::{Id, TaskEnd, TaskId};

    use super::*;
    use crate::testing::empty_trace;

    fn recorder(events: usize) -> Recorder {
        Recorder::new(empty_trace(), Limits { events, ..Limits::default() })
    }

    fn recorded(recorder: &Recorder) -> Vec<EventKind> {
        recorder.trace().borrow().events().iter().map(|event| event.kind).collect()
    }

    fn names<const COUNT: usize>(recorder: &Recorder, names: [(&str, bool); COUNT]) -> Vec<String> {
        let name = |(name, many)| {
            let label = recorder.unique_name(name, many);
            recorder.trace().borrow().label(label).to_owned()
        };
        names.into_iter().map(name).collect()
    }

    const BEGINS: EventKind = EventKind::RunStart;
    const ENDS: EventKind = EventKind::TurnEnd;

    #[test]
    fn names_are_numbered_from_the_second_on() {
        let recorder = recorder(100);
        let given = names(&recorder, [("a", false), ("b", false), ("a", false), ("a", false)]);
        assert_eq!(given, ["a", "b", "a 2", "a 3"]);
    }

    #[test]
    fn names_of_many_are_numbered_from_the_first_on() {
        let recorder = recorder(100);
        assert_eq!(
            names(&recorder, [("a", true), ("a", true), ("a", false)]),
            ["a 1", "a 2", "a 3"]
        );
    }

    #[test]
    fn events_have_the_time_that_was_set_last() {
        let recorder = recorder(100);
        recorder.push(BEGINS);
        recorder.set_now(7);
        recorder.push(ENDS);
        recorder.push(ENDS);
        let trace = recorder.trace().borrow();
        let times: Vec<Micros> = trace.events().iter().map(|event| event.at).collect();
        assert_eq!(times, [0, 7, 7]);
    }

    #[test]
    fn a_full_log_takes_only_what_ends_something() {
        let recorder = recorder(2);
        recorder.push(BEGINS);
        recorder.push(BEGINS);
        assert!(!recorder.is_full(), "as many as there may be");
        recorder.push(BEGINS);
        assert!(recorder.is_full());
        assert_eq!(recorder.limit(), Some((LimitKind::Events, 2)));
        recorder.push(BEGINS);
        recorder.push(ENDS);
        assert_eq!(recorded(&recorder), [BEGINS, BEGINS, ENDS]);
    }

    #[test]
    fn each_end_of_something_is_taken_by_a_full_log() {
        let (task, span) = (TaskId::from_index(0), SpanId::from_index(0));
        let ends = [
            EventKind::PollEnd { task, ready: true, wakers: 0 },
            EventKind::AwaitPending { span },
            EventKind::AwaitReady { span },
            EventKind::AwaitDrop { span },
            EventKind::TaskEnd { task, how: TaskEnd::Ready, value: None },
            EventKind::TurnEnd,
            EventKind::Limit { what: LimitKind::Events, bound: 0 },
            EventKind::RunEnd { why: trace::RunEnd::Limit },
        ];
        let recorder = recorder(0);
        ends.into_iter().for_each(|end| recorder.push(end));
        assert_eq!(recorded(&recorder), ends);
    }

    #[test]
    fn texts_count_as_the_events_that_take_as_much_room() {
        let taken = |recorder: &Recorder| {
            (0..100).for_each(|_| recorder.push(BEGINS));
            recorded(recorder).len()
        };
        let long = "x".repeat(40 * TEXT_AN_EVENT);
        let once = recorder(100);
        once.intern(&long);
        assert_eq!(taken(&once), 60);
        let twice = recorder(100);
        twice.intern(&long);
        twice.intern(&long);
        assert_eq!(taken(&twice), 60, "a text is stored once");
        let names = recorder(100);
        names.unique_name(&long, false);
        names.unique_name(&long, false);
        assert_eq!(taken(&names), 20, "each name is another text");
    }

    #[test]
    fn the_first_bound_that_was_reached_is_the_one_that_counts() {
        let recorder = recorder(0);
        recorder.reach(LimitKind::Tasks, 5);
        recorder.push(BEGINS);
        assert_eq!(recorder.limit(), Some((LimitKind::Tasks, 5)));
        assert_eq!(recorded(&recorder), []);
    }

    #[test]
    fn nothing_is_recorded_while_it_is_mute_and_once_it_is_closed() {
        let recorder = recorder(100);
        recorder.mute(true);
        assert!(recorder.is_over());
        recorder.push(BEGINS);
        recorder.mute(false);
        recorder.push(ENDS);
        recorder.close();
        recorder.push(BEGINS);
        assert_eq!(recorded(&recorder), [ENDS]);
        assert!(recorder.is_over());
    }

    #[test]
    fn awaits_and_resources_are_numbered_apart() {
        let recorder = recorder(100);
        let spans = [recorder.new_span(), recorder.new_span()].map(Id::index);
        let resources = [recorder.new_resource(), recorder.new_resource()].map(Id::index);
        assert_eq!((spans, resources), ([0, 1], [0, 1]));
    }
}

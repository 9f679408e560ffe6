//! The trace in the Trace Event Format, which Perfetto and speedscope open.
//!
//! A task becomes a thread, a poll a complete event on that thread, an await an asynchronous event, a wake a
//! flow from the waker's slice to the poll that follows. Events of the same microsecond are written one
//! nanosecond apart, in their order: otherwise a poll that takes no time on the program's clock would have no
//! width, and nothing could be placed within it.

use std::io;

use super::text::{number, quoted};
use crate::{
    Event, EventKind, HostKind, Micros, SiteId, SpanId, TaskId, Trace, TurnCause, WokenBy,
};

/// The id of the process; no thread may have the same number.
const PROCESS: u64 = 1;
/// The thread of timers and of the event loop.
const HOST: u64 = 2;
/// The thread of the first task.
const FIRST_TASK: u64 = 3;

/// The most events in a piece, which makes a piece some tens of kilobytes.
const EVENTS_A_PIECE: usize = 512;

/// Nanoseconds since the run began.
type Nanos = u64;

/// Writes a trace in the Trace Event Format, piece by piece.
#[derive(Debug, Default)]
pub struct Chrome {
    /// How many events have been written.
    next: usize,
    begun: bool,
    over: bool,
    now: Nanos,
    tasks: Vec<TaskState>,
    /// By span: task and site of an await that has begun and not ended.
    awaits: Vec<Option<(TaskId, SiteId)>>,
    turn: Option<(Nanos, TurnCause)>,
    /// How many tasks wait for a poll.
    scheduled: u64,
    wakes: u64,
}

/// What the export has to remember of a task.
#[derive(Debug, Default)]
struct TaskState {
    poll: Option<Nanos>,
    /// A computation in the poll under way: its start, its declared end, and its site.
    busy: Option<(Nanos, Nanos, Option<SiteId>)>,
    scheduled: bool,
    /// Whether the task was woken during the poll under way.
    woken: bool,
    /// The ids of the wakes since its last poll began, which lead to its next poll.
    wakes: Vec<u64>,
}

impl Trace {
    /// Writes the trace in the Trace Event Format.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_chrome(&self, mut to: impl io::Write) -> io::Result<()> {
        let mut chrome = Chrome::default();
        while let Some(piece) = chrome.piece(self) {
            to.write_all(piece.as_bytes())?;
        }
        to.flush()
    }
}

impl Chrome {
    /// How many events of the trace have been written.
    pub fn written(&self) -> usize {
        self.next
    }

    /// The next piece of the file; none after the last. `trace` has to be the same at each call.
    pub fn piece(&mut self, trace: &Trace) -> Option<String> {
        if self.over {
            return None;
        }
        let mut out = String::new();
        if !self.begun {
            self.begun = true;
            head(&mut out, trace);
        }
        let end = (self.next + EVENTS_A_PIECE).min(trace.len());
        for event in &trace.events()[self.next..end] {
            self.now = (self.now + 1).max(event.at.saturating_mul(1_000));
            self.event(&mut out, trace, event);
        }
        self.next = end;
        if end == trace.len() {
            self.over = true;
            self.close(&mut out, trace);
            out.push_str("\n]}\n");
        }
        Some(out)
    }

    fn event(&mut self, out: &mut String, trace: &Trace, event: &Event) {
        match event.kind {
            EventKind::TaskSpawn { task, name, .. } => {
                self.spawn(out, task, trace.whole_label(name))
            }
            EventKind::PollStart { task, .. } => self.poll_start(out, task),
            EventKind::PollEnd { task, .. } => self.poll_end(out, trace, task),
            EventKind::TaskEnd { task, .. } => {
                self.poll_end(out, trace, task);
                self.set_scheduled(out, task, false);
            }
            EventKind::Wake { task, by, .. } => self.wake(out, task, by),
            EventKind::Busy { task: Some(task), site, micros } => {
                self.busy(out, trace, task, site, event.at.saturating_add(micros));
            }
            EventKind::AwaitEnter { span, task, site, .. } => {
                let awaits = span.index() + 1;
                self.awaits.resize_with(self.awaits.len().max(awaits), || None);
                self.awaits[span.index()] = Some((task, site));
                self.await_event(out, trace, "b", span, (task, site));
            }
            EventKind::AwaitReady { span } | EventKind::AwaitDrop { span } => {
                if let Some(known) = self.awaits.get_mut(span.index()).and_then(Option::take) {
                    self.await_event(out, trace, "e", span, known);
                }
            }
            EventKind::TurnStart { cause } => self.turn = Some((self.now, cause)),
            EventKind::TurnEnd => self.turn_end(out),
            EventKind::Print { task, text, .. } => {
                begin(out, "print", "i", task.map_or(HOST, thread), self.now);
                out.push_str(",\"s\":\"t\",\"args\":{\"text\":");
                quoted(out, trace.whole_label(text));
                out.push_str("}}");
            }
            _ => {}
        }
    }

    fn spawn(&mut self, out: &mut String, task: TaskId, name: &str) {
        self.tasks.resize_with(self.tasks.len().max(task.index() + 1), TaskState::default);
        name_thread(out, thread(task), name, task.index() as u64);
        self.set_scheduled(out, task, true);
    }

    fn poll_start(&mut self, out: &mut String, task: TaskId) {
        let now = self.now;
        let Some(state) = self.tasks.get_mut(task.index()) else { return };
        if state.poll.is_some() {
            // The poll continues on another thread.
            return;
        }
        state.poll = Some(now);
        state.woken = false;
        for id in std::mem::take(&mut state.wakes) {
            flow(out, "f", thread(task), now, id);
        }
        self.set_scheduled(out, task, false);
    }

    fn poll_end(&mut self, out: &mut String, trace: &Trace, task: TaskId) {
        self.busy_end(out, trace, task);
        let now = self.now;
        let Some(state) = self.tasks.get_mut(task.index()) else { return };
        let Some(start) = state.poll.take() else { return };
        slice(out, "poll", "poll", thread(task), start, now);
        if std::mem::take(&mut state.woken) {
            self.set_scheduled(out, task, true);
        }
    }

    fn wake(&mut self, out: &mut String, task: TaskId, by: WokenBy) {
        self.wakes += 1;
        let polled = |by: TaskId| self.tasks.get(by.index()).is_some_and(|by| by.poll.is_some());
        let from = match by {
            WokenBy::Task(by) if polled(by) => thread(by),
            by => {
                // A flow that begins outside of every slice is not shown, so this wake gets a slice of its own.
                let name = match by {
                    WokenBy::Timer(_) => "timer",
                    WokenBy::Task(_) => "task that is dropped",
                    WokenBy::Host => "runtime",
                };
                slice(out, name, "wake", HOST, self.now, self.now + 1);
                HOST
            }
        };
        flow(out, "s", from, self.now, self.wakes);
        let id = self.wakes;
        let Some(state) = self.tasks.get_mut(task.index()) else { return };
        state.wakes.push(id);
        match state.poll {
            Some(_) => state.woken = true,
            None => self.set_scheduled(out, task, true),
        }
    }

    /// Begins a computation. It ends at `end`, or with its poll if the poll ends earlier.
    fn busy(
        &mut self,
        out: &mut String,
        trace: &Trace,
        task: TaskId,
        site: Option<SiteId>,
        end: Micros,
    ) {
        self.busy_end(out, trace, task);
        let Some(state) = self.tasks.get_mut(task.index()) else { return };
        if state.poll.is_some() {
            state.busy = Some((self.now, end.saturating_mul(1_000), site));
        }
    }

    fn busy_end(&mut self, out: &mut String, trace: &Trace, task: TaskId) {
        let busy = self.tasks.get_mut(task.index()).and_then(|state| state.busy.take());
        let Some((start, end, site)) = busy else { return };
        let name = site.and_then(|site| trace.site(site)).map_or("busy", |site| &site.name);
        slice(out, name, "busy", thread(task), start, end.min(self.now).max(start + 1));
    }

    fn await_event(
        &self,
        out: &mut String,
        trace: &Trace,
        phase: &str,
        span: SpanId,
        (task, site): (TaskId, SiteId),
    ) {
        let name = trace.site(site).map_or("await", |site| &site.text);
        begin(out, name, phase, thread(task), self.now);
        out.push_str(",\"cat\":\"await\",\"id2\":{\"local\":\"0x");
        hex(out, span.index() as u64 + 1);
        out.push_str("\"}}");
    }

    fn turn_end(&mut self, out: &mut String) {
        let Some((start, cause)) = self.turn.take() else { return };
        let name = match cause {
            TurnCause::Microtask => "microtask",
            TurnCause::Timer => "timers",
            TurnCause::Message => "macrotask",
            TurnCause::Frame => "frame",
        };
        slice(out, name, "turn", HOST, start, self.now);
    }

    fn set_scheduled(&mut self, out: &mut String, task: TaskId, is: bool) {
        let Some(state) = self.tasks.get_mut(task.index()) else { return };
        if std::mem::replace(&mut state.scheduled, is) == is {
            return;
        }
        self.scheduled = if is { self.scheduled + 1 } else { self.scheduled - 1 };
        begin(out, "scheduled tasks", "C", HOST, self.now);
        out.push_str(",\"args\":{\"tasks\":");
        number(out, self.scheduled);
        out.push_str("}}");
    }

    /// Ends the polls, awaits and the turn that are under way when the trace ends.
    fn close(&mut self, out: &mut String, trace: &Trace) {
        self.now += 1;
        for index in 0..self.tasks.len() {
            self.poll_end(out, trace, TaskId::from_index(index));
        }
        for index in 0..self.awaits.len() {
            if let Some(known) = self.awaits[index].take() {
                self.await_event(out, trace, "e", SpanId::from_index(index), known);
            }
        }
        self.turn_end(out);
    }
}

fn thread(task: TaskId) -> u64 {
    FIRST_TASK + task.index() as u64
}

/// The beginning of the file, up to the first of its events.
fn head(out: &mut String, trace: &Trace) {
    out.push_str("{\"displayTimeUnit\":\"ns\",\"otherData\":{\"program\":");
    quoted(out, &trace.run.program);
    let clock = match trace.run.host {
        HostKind::Browser => "the browser's event loop",
        HostKind::Simulated => "simulated",
    };
    out.push_str(",\"clock\":");
    quoted(out, clock);
    out.push_str(",\"precision\":");
    quoted(out, "Events of one microsecond stand a nanosecond apart, in their order.");
    out.push_str("},\"traceEvents\":[\n{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":");
    number(out, PROCESS);
    out.push_str(",\"args\":{\"name\":");
    quoted(out, &trace.run.program);
    out.push_str("}}");
    // Sorted below all tasks.
    name_thread(out, HOST, "timers & host", u64::from(u32::MAX) / 2);
}

/// The fields that every event has; those of its phase follow.
fn begin(out: &mut String, name: &str, phase: &str, thread: u64, at: Nanos) {
    out.push_str(",\n{\"name\":");
    quoted(out, name);
    out.push_str(",\"ph\":");
    quoted(out, phase);
    out.push_str(",\"pid\":");
    number(out, PROCESS);
    out.push_str(",\"tid\":");
    number(out, thread);
    out.push_str(",\"ts\":");
    micros(out, at);
}

fn slice(out: &mut String, name: &str, category: &str, thread: u64, from: Nanos, to: Nanos) {
    begin(out, name, "X", thread, from);
    out.push_str(",\"dur\":");
    micros(out, to.saturating_sub(from).max(1));
    out.push_str(",\"cat\":");
    quoted(out, category);
    out.push('}');
}

/// One end of a wake's flow. `"bp":"e"` binds the flow's end to the slice that contains its time: the poll
/// that begins at exactly that time.
fn flow(out: &mut String, phase: &str, thread: u64, at: Nanos, id: u64) {
    begin(out, "wake", phase, thread, at);
    out.push_str(",\"cat\":\"wake\",\"id\":");
    number(out, id);
    out.push_str(if phase == "f" { ",\"bp\":\"e\"}" } else { "}" });
}

fn name_thread(out: &mut String, thread: u64, name: &str, place: u64) {
    let mut meta = |kind: &str, key: &str, value: &dyn Fn(&mut String)| {
        out.push_str(",\n{\"name\":");
        quoted(out, kind);
        out.push_str(",\"ph\":\"M\",\"pid\":");
        number(out, PROCESS);
        out.push_str(",\"tid\":");
        number(out, thread);
        out.push_str(",\"args\":{");
        quoted(out, key);
        out.push(':');
        value(out);
        out.push_str("}}");
    };
    meta("thread_name", "name", &|out| quoted(out, name));
    meta("thread_sort_index", "sort_index", &|out| number(out, place));
}

/// Writes a time as the format has it: microseconds with up to three decimal places.
fn micros(out: &mut String, nanos: Nanos) {
    number(out, nanos / 1_000);
    let rest = nanos % 1_000;
    if rest > 0 {
        out.push('.');
        for digit in [rest / 100, rest / 10 % 10, rest % 10] {
            number(out, digit);
        }
    }
}

fn hex(out: &mut String, value: u64) {
    if value >= 16 {
        hex(out, value / 16);
    }
    out.push(char::from_digit((value % 16) as u32, 16).unwrap_or('0'));
}

//! The pass over a log that finds lints, with the state at each event.

use std::ops::Range;

use super::progress::{Moment, Progress};
use super::stuck::{Readers, stuck};
use super::{
    LARGE_FUTURE, LONG_QUEUE, Lint, LintKind, NEVER_YIELDED, SCHEDULING_DELAY, SLOW_POLL,
    STUCK_AWAIT, Severity,
};
use crate::{
    EventKind, Micros, Op, OpPhase, Phase, ResourceId, ResourceKind, RunEnd, SiteId, SpanId, State,
    TaskEnd, TaskId, TaskKind, Trace, show_micros,
};

/// What the pass remembers from event to event.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    state: State,
    found: Vec<Lint>,
    /// By task, in the order of spawning.
    tasks: Vec<Remembered>,
    /// By resource: the severity with which its queue was reported, and the index of that lint in `found`.
    queues: Vec<Option<(Severity, usize)>>,
    progress: Progress,
    readers: Readers,
    main_done: bool,
}

/// What the pass remembers of a task; events are indexes into the log.
#[derive(Clone, Debug, Default)]
struct Remembered {
    /// The event by which the task entered its phase.
    entered: usize,
    /// The poll after which nobody held the task's waker; none once the task was woken or polled again.
    lost: Option<usize>,
    /// The first wake that the task gave itself, and the site at which it awaited then.
    first_self_wake: Option<(usize, Option<SiteId>)>,
    /// The task's awaits in the order in which they were entered: the last one is under way, earlier ones may be
    /// over.
    awaits: Vec<SpanId>,
}

/// A pass over a log that can be continued later.
pub(super) struct Watch<'a> {
    trace: &'a Trace,
    memory: &'a mut Memory,
}

impl Memory {
    /// How many events have been looked at.
    pub(super) fn position(&self) -> usize {
        self.state.position
    }

    /// Looks at `count` more events.
    pub(super) fn advance(&mut self, trace: &Trace, count: usize) {
        let from = self.position();
        let mut watch = Watch { trace, memory: self };
        for (index, event) in trace.events().iter().enumerate().skip(from).take(count) {
            watch.before(index, event.at, &event.kind);
            watch.look_for_progress(index, event.at, &event.kind);
            watch.memory.state.apply(event);
            watch.after(index, &event.kind);
        }
    }

    /// Looks at what is unfinished at the end, and returns all lints in the order in which they were found.
    pub(super) fn finish(mut self, trace: &Trace) -> Vec<Lint> {
        Watch { trace, memory: &mut self }.at_the_end();
        self.found
    }

    fn of(&mut self, task: TaskId) -> Option<&mut Remembered> {
        self.tasks.get_mut(task.index())
    }
}

impl<'a> Watch<'a> {
    /// Looks at an event; the state is the one before it.
    fn before(&mut self, index: usize, now: Micros, event: &EventKind) {
        match *event {
            EventKind::PollStart { task, .. } => self.waited_for_poll(task, index, now),
            EventKind::PollEnd { task, .. } => self.was_polled(task, index, now),
            EventKind::AwaitReady { span } | EventKind::AwaitDrop { span } => {
                self.await_is_over(span, index, now);
                self.leaves(span);
            }
            EventKind::RunEnd { why: RunEnd::Deadlock } => {
                let Memory { state, readers, .. } = &*self.memory;
                let stands_at = |task| self.stands_at(task);
                let found = stuck(self.trace, state, readers, index, stands_at);
                self.memory.found.extend(found);
            }
            _ => {}
        }
    }

    /// Looks at an event; the state is the one after it.
    fn after(&mut self, index: usize, event: &EventKind) {
        match *event {
            EventKind::TaskSpawn { task, size, .. } => {
                let entered = Remembered { entered: index, ..Remembered::default() };
                self.memory.tasks.push(entered);
                if size >= LARGE_FUTURE {
                    let what = format!("{} has a future of {size} bytes", self.name(task));
                    self.report(LintKind::LargeFuture, task, index..index + 1, what);
                }
            }
            EventKind::PollStart { task, .. } => {
                if let Some(of) = self.memory.of(task) {
                    of.entered = index;
                    of.lost = None;
                }
            }
            EventKind::PollEnd { task, ready, wakers } => {
                let phase = self.memory.state.task(task).map(|task| task.phase);
                let lost = !ready && wakers == 0 && phase == Some(Phase::Idle);
                if let Some(of) = self.memory.of(task) {
                    of.entered = index;
                    if lost {
                        of.lost = Some(index);
                    }
                }
            }
            EventKind::Wake { task, by, .. } => {
                let state = &self.memory.state;
                let scheduled = state
                    .task(task)
                    .is_some_and(|task| task.phase == Phase::Scheduled && task.since == state.now);
                let stands = self.stands_at(task);
                let Some(of) = self.memory.of(task) else { return };
                of.lost = None;
                if scheduled {
                    of.entered = index;
                }
                if by == crate::WokenBy::Task(task) {
                    of.first_self_wake.get_or_insert((index, stands));
                }
            }
            EventKind::AwaitEnter { span, task, .. } => {
                if let Some(of) = self.memory.of(task) {
                    of.awaits.push(span);
                }
            }
            EventKind::ResourceOp { resource, task: Some(task), op, phase: OpPhase::Done } => {
                self.reads(resource, task, op);
            }
            EventKind::ResourceState { resource, len, .. } => self.queue_is(resource, len, index),
            EventKind::TaskEnd { task, how, .. } => self.task_ended(task, how, index),
            _ => {}
        }
    }

    /// Has [`Progress`] look at an event; the state is the one before it.
    fn look_for_progress(&mut self, index: usize, now: Micros, event: &EventKind) {
        let Memory { state, tasks, progress, main_done, found, .. } = &mut *self.memory;
        let moment = Moment { trace: self.trace, state, index, now, main_done: *main_done };
        let stands = |task| stands_at(tasks, state, task);
        found.extend(progress.look(&moment, event, stands));
    }

    fn at_the_end(&mut self) {
        let end = self.trace.len();
        let Memory { state, progress, main_done, found, .. } = &mut *self.memory;
        let (now, index) = (state.now, end.saturating_sub(1));
        let moment = Moment { trace: self.trace, state, index, now, main_done: *main_done };
        found.extend(progress.at_the_end(&moment));
        for index in 0..self.memory.tasks.len() {
            if let Some(since) = self.memory.tasks[index].lost {
                self.lost_waker(TaskId::from_index(index), since..end);
            }
        }
        let now = self.memory.state.now;
        let open: Vec<SpanId> = self.memory.state.spans.keys().collect();
        for span in open {
            self.await_is_over(span, end.saturating_sub(1), now);
        }
        for index in 0..self.memory.state.tasks.len() {
            self.woke_itself(index, end);
        }
    }

    fn woke_itself(&mut self, index: usize, end: usize) {
        let task = self.memory.state.tasks[index];
        let many = task.self_wakes >= 2 && task.self_wakes * 2 > task.wakes;
        if many && !exempt(task.kind) {
            let (own, all) = (task.self_wakes, task.wakes);
            let what = format!("{own} of {all} wakes of {} are its own", self.name(task.id));
            let first = self.memory.of(task.id).and_then(|of| of.first_self_wake);
            let (first, stands) = first.unwrap_or_default();
            self.report(LintKind::SelfWakes, task.id, first..end, what);
            if let (Some(lint), true) = (self.memory.found.last_mut(), stands.is_some()) {
                lint.site = stands;
            }
        }
    }

    /// The event by which a task entered its phase.
    fn entered(&mut self, task: TaskId, otherwise: usize) -> usize {
        self.memory.of(task).map_or(otherwise, |of| of.entered)
    }

    fn waited_for_poll(&mut self, id: TaskId, index: usize, now: Micros) {
        let Some(task) = self.memory.state.task(id) else { return };
        let waited = now - task.since;
        if task.phase == Phase::Scheduled && waited > SCHEDULING_DELAY && !exempt(task.kind) {
            let what =
                format!("{} was ready for {} before its poll", self.name(id), show_micros(waited));
            let from = self.entered(id, index);
            self.report(LintKind::SchedulingDelay, id, from..index + 1, what);
        }
    }

    fn was_polled(&mut self, id: TaskId, index: usize, now: Micros) {
        let Some(task) = self.memory.state.task(id) else { return };
        let (took, kind, polls) = (now - task.since, task.kind, task.polls);
        if took < SLOW_POLL || exempt(kind) {
            return;
        }
        let from = self.entered(id, index);
        let name = self.name(id);
        let long = show_micros(took);
        if polls <= 1 && took >= NEVER_YIELDED {
            let what = format!("{name} ran for {long} without returning to the executor");
            self.push(LintKind::NeverYielded, Severity::Critical, id, from..index + 1, what);
        }
        let severity = match took >= SLOW_POLL * 5 {
            true => Severity::Critical,
            false => Severity::Warning,
        };
        let what = format!("poll {polls} of {name} took {long}");
        self.push(LintKind::SlowPoll, severity, id, from..index + 1, what);
    }

    fn await_is_over(&mut self, id: SpanId, index: usize, now: Micros) {
        let Some(span) = self.memory.state.spans.get(&id).copied() else { return };
        let lasted = now - span.entered_at;
        // Only the innermost await is reported as stuck; those around it merely wait for it.
        if lasted < STUCK_AWAIT || span.inner > 0 {
            return;
        }
        let text = self.trace.site(span.site).map_or("an await", |site| &site.text).to_owned();
        let what =
            format!("{} has awaited {text} for {}", self.name(span.task), show_micros(lasted));
        self.report(LintKind::StuckAwait, span.task, span.since..index + 1, what);
        if let Some(lint) = self.memory.found.last_mut() {
            lint.site = Some(span.site);
        }
    }

    fn leaves(&mut self, id: SpanId) {
        let Memory { state, tasks, .. } = &mut *self.memory;
        let task = state.spans.get(&id).map(|span| span.task);
        let Some(of) = task.and_then(|task| tasks.get_mut(task.index())) else { return };
        let is_over = |known: &mut SpanId| *known == id || state.spans.get(known).is_none();
        while of.awaits.pop_if(is_over).is_some() {}
    }

    /// The site at which a task awaits. It is remembered for each task, because searching all awaits for each lint
    /// would be quadratic.
    fn stands_at(&self, task: TaskId) -> Option<SiteId> {
        stands_at(&self.memory.tasks, &self.memory.state, task)
    }

    fn reads(&mut self, id: ResourceId, task: TaskId, op: Op) {
        let Memory { state, readers, .. } = &mut *self.memory;
        let kind = state.resources.get(&id).map(|resource| resource.kind);
        if kind != Some(ResourceKind::RwLock) {
            return;
        }
        match op {
            Op::Acquire => readers.acquire(id, task),
            Op::Release => readers.release(id, task),
            _ => {}
        }
    }

    fn queue_is(&mut self, id: ResourceId, len: u32, index: usize) {
        let Some(resource) = self.memory.state.resources.get(&id) else { return };
        if len <= LONG_QUEUE || resource.kind == crate::ResourceKind::Future {
            return;
        }
        let severity = match len > LONG_QUEUE * 10 {
            true => Severity::Critical,
            false => Severity::Warning,
        };
        if self.memory.queues.len() <= id.index() {
            self.memory.queues.resize(id.index() + 1, None);
        }
        let before = self.memory.queues[id.index()];
        if before.is_some_and(|(reported, _)| reported >= severity) {
            return;
        }
        let found = format!("{} holds {len} messages", self.trace.label(resource.name));
        let site = resource.site;
        let lint = Lint {
            kind: LintKind::QueueGrowth,
            severity,
            task: None,
            resource: Some(id),
            site,
            evidence: index..index + 1,
            found,
        };
        // A lint replaces the one that reported the same queue as less severe.
        let place = before.map_or(self.memory.found.len(), |(_, place)| place);
        self.memory.queues[id.index()] = Some((severity, place));
        match self.memory.found.get_mut(place) {
            Some(reported) => *reported = lint,
            None => self.memory.found.push(lint),
        }
    }

    fn task_ended(&mut self, id: TaskId, how: TaskEnd, index: usize) {
        let lost = self.memory.of(id).and_then(|of| of.lost.take());
        let kind = self.memory.state.task(id).map(|task| task.kind);
        if kind == Some(TaskKind::BlockOn) {
            self.memory.main_done = true;
        } else if let (Some(since), TaskEnd::Cancelled, true) = (lost, how, self.memory.main_done) {
            // This task could never have ended, however long `main` had waited.
            self.lost_waker(id, since..index + 1);
        } else if how == TaskEnd::Cancelled && self.memory.main_done {
            let what = format!("{} was unfinished when main returned", self.name(id));
            self.report(LintKind::TaskLeak, id, index..index + 1, what);
        }
    }

    fn lost_waker(&mut self, task: TaskId, evidence: Range<usize>) {
        let what = format!("{} returned Pending and nobody holds its waker", self.name(task));
        self.push(LintKind::LostWaker, Severity::Critical, task, evidence, what);
    }

    fn name(&self, task: TaskId) -> &'a str {
        self.memory.state.task(task).map_or("a task", |task| self.trace.label(task.name))
    }

    fn report(&mut self, kind: LintKind, task: TaskId, evidence: Range<usize>, found: String) {
        self.push(kind, Severity::Warning, task, evidence, found);
    }

    fn push(
        &mut self,
        kind: LintKind,
        severity: Severity,
        task: TaskId,
        evidence: Range<usize>,
        found: String,
    ) {
        let stands = self.stands_at(task);
        let site = stands.or_else(|| self.memory.state.task(task).and_then(|task| task.site));
        let lint = Lint { kind, severity, task: Some(task), resource: None, site, evidence, found };
        self.memory.found.push(lint);
    }
}

fn stands_at(tasks: &[Remembered], state: &State, task: TaskId) -> Option<SiteId> {
    let latest = tasks.get(task.index())?.awaits.last()?;
    state.spans.get(latest).map(|span| span.site)
}

/// Whether tasks of this kind are expected to block.
fn exempt(kind: TaskKind) -> bool {
    matches!(kind, TaskKind::Blocking | TaskKind::Thread | TaskKind::BlockOn)
}

#[cfg(test)]
mod tests {
    use crate::{
        Event, EventKind, HostKind, LintKind, RunInfo, SiteId, SpanId, TaskId, TaskKind, Trace,
        lints,
    };

    /// The awaits that a poll enters, each as the one that it is nested in and its own id, which is its site, too;
    /// and the awaits that the poll completes.
    type Polled<'a> = (&'a [(Option<usize>, usize)], &'a [usize]);

    /// Checks the sites that the lints of slow polls name: where the task awaits at the end of each poll.
    fn check(polls: &[Polled<'_>], expected: &[Option<usize>]) {
        let (program, host) = ("polls".to_owned(), HostKind::Simulated);
        let run = RunInfo { program, host, seed: 0, workers: 1, knobs: Vec::new() };
        let mut trace = Trace::new(run, Vec::new());
        let (task, kind, name) = (TaskId::from_index(0), TaskKind::Task, trace.intern("task"));
        let (span, id) = (SpanId::from_index, SiteId::from_index);
        let spawn = EventKind::TaskSpawn { task, parent: None, name, kind, size: 8, site: None };
        trace.push(Event { at: 0, kind: spawn });
        for (number, (enters, leaves)) in polls.iter().enumerate() {
            let at = number as u64 * 20_000;
            let mut add = |at, kind| trace.push(Event { at, kind });
            add(at, EventKind::PollStart { task, number: number as u32 + 1, worker: 0 });
            for (parent, index) in *enters {
                let (parent, site) = (parent.map(span), id(*index));
                add(at, EventKind::AwaitEnter { span: span(*index), parent, task, site });
            }
            for index in *leaves {
                add(at, EventKind::AwaitReady { span: span(*index) });
            }
            add(at + 20_000, EventKind::PollEnd { task, ready: false, wakers: 1 });
        }
        let found = lints(&trace).into_iter().filter(|lint| lint.kind == LintKind::SlowPoll);
        let sites: Vec<_> = found.map(|lint| lint.site.map(SiteId::index)).collect();
        assert_eq!(sites, expected);
    }

    #[test]
    fn a_task_stands_where_it_went_last() {
        let branches = [(None, 0), (Some(0), 1), (Some(0), 2)];
        check(&[(&branches, &[])], &[Some(2)]);
        check(&[(&branches, &[2])], &[Some(1)]);
        check(&[(&branches, &[1]), (&[], &[2]), (&[], &[0])], &[Some(2), Some(0), None]);
        check(&[(&branches, &[1, 2, 0]), (&[(None, 3)], &[])], &[None, Some(3)]);
        check(&[(&branches, &[0]), (&[], &[1, 2])], &[Some(2), None]);
    }
}

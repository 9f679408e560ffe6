//! One pass over the log, with the state beside it.

use std::collections::HashMap;
use std::ops::Range;

use super::stuck::circles;
use super::{
    LARGE_FUTURE, LONG_QUEUE, Lint, LintKind, NEVER_YIELDED, SCHEDULING_DELAY, SLOW_POLL,
    STUCK_AWAIT, Severity,
};
use crate::{
    EventKind, Micros, Phase, ResourceId, RunEnd, SpanId, State, TaskEnd, TaskId, TaskKind, Trace,
    show_micros,
};

/// What one pass has to remember.
pub(super) struct Watch<'a> {
    trace: &'a Trace,
    state: State,
    found: Vec<Lint>,
    /// The event by which each task entered its phase.
    entered: HashMap<TaskId, usize>,
    /// The poll after which nobody held a task's waker; taken out by a wake.
    lost: HashMap<TaskId, usize>,
    first_self_wake: HashMap<TaskId, usize>,
    awaits: HashMap<SpanId, usize>,
    /// Queues that were reported, with how badly.
    queues: HashMap<ResourceId, Severity>,
    main_done: bool,
}

impl<'a> Watch<'a> {
    pub(super) fn over(trace: &'a Trace) -> Vec<Lint> {
        let mut watch = Self {
            trace,
            state: State::default(),
            found: Vec::new(),
            entered: HashMap::new(),
            lost: HashMap::new(),
            first_self_wake: HashMap::new(),
            awaits: HashMap::new(),
            queues: HashMap::new(),
            main_done: false,
        };
        for (index, event) in trace.events().iter().enumerate() {
            watch.before(index, event.at, &event.kind);
            watch.state.apply(event);
            watch.after(index, &event.kind);
        }
        watch.at_the_end();
        watch.found
    }

    /// Looks at an event while the state is still that before it.
    fn before(&mut self, index: usize, now: Micros, event: &EventKind) {
        match *event {
            EventKind::PollStart { task, .. } => self.waited_for_poll(task, index, now),
            EventKind::PollEnd { task, .. } => self.was_polled(task, index, now),
            EventKind::AwaitReady { span } | EventKind::AwaitDrop { span } => {
                self.await_is_over(span, index, now);
            }
            EventKind::RunEnd { why: RunEnd::Deadlock } => {
                self.found.extend(circles(self.trace, &self.state, index));
            }
            _ => {}
        }
    }

    /// Looks at an event when the state is that after it.
    fn after(&mut self, index: usize, event: &EventKind) {
        match *event {
            EventKind::TaskSpawn { task, size, .. } => {
                self.entered.insert(task, index);
                if size >= LARGE_FUTURE {
                    let what = format!("{} has a future of {size} bytes", self.name(task));
                    self.report(LintKind::LargeFuture, task, index..index + 1, what);
                }
            }
            EventKind::PollStart { task, .. } => {
                self.entered.insert(task, index);
                self.lost.remove(&task);
            }
            EventKind::PollEnd { task, ready, wakers } => {
                self.entered.insert(task, index);
                let idle = self.state.task(task).is_some_and(|task| task.phase == Phase::Idle);
                if !ready && wakers == 0 && idle {
                    self.lost.insert(task, index);
                }
            }
            EventKind::Wake { task, by, .. } => {
                self.lost.remove(&task);
                let scheduled =
                    self.state.task(task).is_some_and(|task| task.phase == Phase::Scheduled);
                if scheduled && self.state.task(task).is_some_and(|t| t.since == self.state.now) {
                    self.entered.entry(task).and_modify(|at| *at = index);
                }
                if by == crate::WokenBy::Task(task) {
                    self.first_self_wake.entry(task).or_insert(index);
                }
            }
            EventKind::AwaitEnter { span, .. } => {
                self.awaits.insert(span, index);
            }
            EventKind::ResourceState { resource, len, .. } => self.queue_is(resource, len, index),
            EventKind::TaskEnd { task, how } => self.task_ended(task, how, index),
            _ => {}
        }
    }

    fn at_the_end(&mut self) {
        let end = self.trace.len();
        let mut lost: Vec<_> = self.lost.drain().collect();
        lost.sort_unstable();
        for (task, index) in lost {
            self.lost_waker(task, index..end);
        }
        let mut open: Vec<_> = self.state.spans.keys().copied().collect();
        open.sort_unstable();
        for span in open {
            self.await_is_over(span, end.saturating_sub(1), self.state.now);
        }
        for task in self.state.tasks.clone() {
            let many = task.self_wakes >= 2 && task.self_wakes * 2 > task.wakes;
            if many && !exempt(task.kind) {
                let (own, all) = (task.self_wakes, task.wakes);
                let what = format!("{own} of {all} wakes of {} are its own", self.name(task.id));
                let first = self.first_self_wake.get(&task.id).copied().unwrap_or(0);
                self.report(LintKind::SelfWakes, task.id, first..end, what);
            }
        }
    }

    fn waited_for_poll(&mut self, id: TaskId, index: usize, now: Micros) {
        let Some(task) = self.state.task(id) else { return };
        let waited = now - task.since;
        if task.phase == Phase::Scheduled && waited > SCHEDULING_DELAY && !exempt(task.kind) {
            let what =
                format!("{} was ready for {} before its poll", self.name(id), show_micros(waited));
            let from = self.entered.get(&id).copied().unwrap_or(index);
            self.report(LintKind::SchedulingDelay, id, from..index + 1, what);
        }
    }

    fn was_polled(&mut self, id: TaskId, index: usize, now: Micros) {
        let Some(task) = self.state.task(id) else { return };
        let (took, kind, polls) = (now - task.since, task.kind, task.polls);
        if took < SLOW_POLL || exempt(kind) {
            return;
        }
        let from = self.entered.get(&id).copied().unwrap_or(index);
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
        let Some(span) = self.state.spans.get(&id).copied() else { return };
        let lasted = now - span.entered_at;
        // The innermost await is the stuck one; those around it only wait for it.
        let inner = self.state.spans.values().any(|other| other.parent == Some(id));
        if lasted < STUCK_AWAIT || inner {
            return;
        }
        let text = self.trace.site(span.site).map_or("an await", |site| &site.text).to_owned();
        let what =
            format!("{} has awaited {text} for {}", self.name(span.task), show_micros(lasted));
        let from = self.awaits.get(&id).copied().unwrap_or(index);
        self.report(LintKind::StuckAwait, span.task, from..index + 1, what);
        if let Some(lint) = self.found.last_mut() {
            lint.site = Some(span.site);
        }
    }

    fn queue_is(&mut self, id: ResourceId, len: u32, index: usize) {
        let Some(resource) = self.state.resources.get(&id) else { return };
        if len <= LONG_QUEUE || resource.kind == crate::ResourceKind::Future {
            return;
        }
        let severity = match len > LONG_QUEUE * 10 {
            true => Severity::Critical,
            false => Severity::Warning,
        };
        if self.queues.get(&id).is_some_and(|reported| *reported >= severity) {
            return;
        }
        self.queues.insert(id, severity);
        let found = format!("{} holds {len} messages", self.trace.label(resource.name));
        let site = resource.site;
        self.found.retain(|lint| lint.kind != LintKind::QueueGrowth || lint.resource != Some(id));
        self.found.push(Lint {
            kind: LintKind::QueueGrowth,
            severity,
            task: None,
            resource: Some(id),
            site,
            evidence: index..index + 1,
            found,
        });
    }

    fn task_ended(&mut self, id: TaskId, how: TaskEnd, index: usize) {
        let lost = self.lost.remove(&id);
        let kind = self.state.task(id).map(|task| task.kind);
        if kind == Some(TaskKind::BlockOn) {
            self.main_done = true;
        } else if let (Some(since), TaskEnd::Cancelled, true) = (lost, how, self.main_done) {
            // It could never have ended, however long main had waited.
            self.lost_waker(id, since..index + 1);
        } else if how == TaskEnd::Cancelled && self.main_done {
            let what = format!("{} was unfinished when main returned", self.name(id));
            self.report(LintKind::TaskLeak, id, index..index + 1, what);
        }
    }

    fn lost_waker(&mut self, task: TaskId, evidence: Range<usize>) {
        let what = format!("{} returned Pending and nobody holds its waker", self.name(task));
        self.push(LintKind::LostWaker, Severity::Critical, task, evidence, what);
    }

    fn name(&self, task: TaskId) -> &'a str {
        self.state.task(task).map_or("a task", |task| self.trace.label(task.name))
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
        let stands = self.state.leaves(task).last().map(|(_, span)| span.site);
        let site = stands.or_else(|| self.state.task(task).and_then(|task| task.site));
        let lint = Lint { kind, severity, task: Some(task), resource: None, site, evidence, found };
        self.found.push(lint);
    }
}

/// Blocking is what these are for.
fn exempt(kind: TaskKind) -> bool {
    matches!(kind, TaskKind::Blocking | TaskKind::Thread | TaskKind::BlockOn)
}

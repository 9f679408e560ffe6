//! What is true of every trace.

use std::collections::HashSet;

use trace::{
    Event, EventKind, FIRST_OWN_THREAD, Phase, ResourceId, RunEnd, SpanId, State, TaskEnd, TaskId,
    TaskKind, Trace, WokenBy, needs_threads,
};

/// Panics with the first event that breaks a rule.
pub fn check(trace: &Trace) {
    let mut checker = Checker { trace, state: State::default(), names: HashSet::new(), spans: 0 };
    for (index, event) in trace.events().iter().enumerate() {
        checker.before(index, event);
        checker.state.apply(event);
        checker.after(index);
    }
    checker.end();
}

struct Checker<'a> {
    trace: &'a Trace,
    state: State,
    names: HashSet<&'a str>,
    /// Spans entered so far.
    spans: usize,
}

impl<'a> Checker<'a> {
    fn before(&mut self, index: usize, event: &Event) {
        let context = format!("event {index}: {event:?}");
        assert!(event.at >= self.state.now, "time falls at {context}");
        assert!(self.state.ended.is_none(), "something follows the end: {context}");
        if let EventKind::RunEnd { .. } = event.kind {
            assert_eq!(index + 1, self.trace.len(), "{context}");
        }
        self.task(event.kind, &context);
        self.span(event.kind, &context);
        self.resource(event.kind, &context);
        self.timer(event, &context);
    }

    fn task(&mut self, kind: EventKind, context: &str) {
        let state = &self.state;
        let phase = |task: TaskId| state.task(task).expect(context).phase;
        match kind {
            EventKind::TaskSpawn { task, name, .. } => {
                assert_eq!(task.index(), state.tasks.len(), "{context}");
                assert!(self.names.insert(self.trace.label(name)), "a name twice: {context}");
            }
            EventKind::PollStart { task, number, worker } => {
                let known = state.task(task).expect(context);
                let taken = state.running.iter().any(|(taken, _)| *taken == worker);
                if state.running.iter().any(|(_, running)| *running == task) {
                    let moved = number == known.polls && worker >= FIRST_OWN_THREAD && !taken;
                    assert!(moved, "polled within its poll: {context}");
                    return;
                }
                assert_eq!(known.phase, Phase::Scheduled, "polled though not scheduled: {context}");
                assert_eq!(number, known.polls + 1, "{context}");
                let nested = known.kind == TaskKind::Local;
                assert!(nested || !taken, "two polls at a time on one thread: {context}");
                if known.kind == TaskKind::Task && self.trace.run.workers == 1 {
                    assert_eq!(state.ready.first(), Some(&task), "out of turn: {context}");
                }
            }
            EventKind::PollEnd { task, .. } => {
                let runs = state.running.iter().any(|(_, running)| *running == task);
                assert!(runs, "the end of no poll: {context}");
            }
            EventKind::Wake { task, by, .. } => {
                assert!(!matches!(phase(task), Phase::Done(_)), "woken when over: {context}");
                if let WokenBy::Task(by) = by {
                    let runs = state.running.iter().any(|(_, task)| *task == by);
                    let is_dropped = state.running.is_empty();
                    assert!(
                        runs || is_dropped || needs_threads(self.trace).is_some(),
                        "woken by who does not run: {context}"
                    );
                }
            }
            EventKind::TaskEnd { task, how, .. } => {
                assert!(!matches!(phase(task), Phase::Done(_)), "ended twice: {context}");
                let open = state.spans.values().any(|span| span.task == task);
                assert!(!open, "an await outlives its task: {context}");
                if how == TaskEnd::Ready {
                    assert!(state.position > 0, "{context}");
                    let last = self.trace.events()[..state.position].iter().rev().find_map(|e| {
                        match e.kind {
                            EventKind::PollEnd { task: id, ready, .. } if id == task => Some(ready),
                            _ => None,
                        }
                    });
                    assert_eq!(last, Some(true), "{context}");
                }
            }
            _ => {}
        }
    }

    fn span(&mut self, kind: EventKind, context: &str) {
        let state = &self.state;
        let runs = |task: TaskId| state.running.iter().any(|(_, running)| *running == task);
        let nested = |id: SpanId| state.spans.values().any(|span| span.parent == Some(id));
        match kind {
            EventKind::AwaitEnter { span, parent, task, .. } => {
                assert_eq!(span.index(), self.spans, "{context}");
                self.spans += 1;
                assert!(runs(task), "{context}");
                if let Some(parent) = parent {
                    let parent = state.spans.get(&parent).expect(context);
                    assert_eq!(parent.task, task, "{context}");
                }
            }
            // What is nested in an await that is ready may be dropped after it: a timeout holds what
            // it gave up until it is dropped itself.
            EventKind::AwaitPending { span } | EventKind::AwaitReady { span } => {
                let known = state.spans.get(&span).expect(context);
                assert!(runs(known.task), "{context}");
                let around = known.parent.is_none_or(|parent| state.spans.get(&parent).is_some());
                assert!(around, "polled after the await around it was over: {context}");
            }
            EventKind::AwaitDrop { span } => {
                assert!(state.spans.get(&span).is_some(), "{context}");
                assert!(!nested(span), "an await outlives the one around it: {context}");
            }
            _ => {}
        }
    }

    fn resource(&mut self, kind: EventKind, context: &str) {
        let known = |id: ResourceId| self.state.resources.contains_key(&id);
        match kind {
            EventKind::ResourceNew { resource, name, .. } => {
                assert!(!known(resource), "{context}");
                assert!(self.names.insert(self.trace.label(name)), "a name twice: {context}");
            }
            EventKind::ResourceOp { resource, .. } | EventKind::ResourceDrop { resource } => {
                assert!(known(resource), "{context}");
            }
            EventKind::ResourceState { resource, waiters, .. } => {
                assert!(known(resource), "{context}");
                // Each await may wait, and each thread where its poll was left in the middle.
                let most = self.spans + self.state.tasks.len();
                assert!((waiters as usize) <= most, "fewer than no waiters: {context}");
            }
            EventKind::Wake { resource: Some(resource), .. } => assert!(known(resource)),
            _ => {}
        }
    }

    fn timer(&self, event: &Event, context: &str) {
        match event.kind {
            EventKind::TimerSet { timer, deadline, .. } => {
                assert!(self.state.timers.get(&timer).is_none(), "{context}");
                assert_eq!(deadline % 1_000, 0, "{context}");
            }
            EventKind::TimerFire { timer } => {
                let deadline = self.state.timers.get(&timer).expect(context).deadline;
                assert!(event.at >= deadline, "too early: {context}");
            }
            EventKind::TimerCancel { timer } => {
                assert!(self.state.timers.get(&timer).is_some(), "{context}");
            }
            _ => {}
        }
    }

    fn after(&self, index: usize) {
        let state = &self.state;
        // All tasks at every event would take too long in long traces.
        for task in state.tasks.iter().skip(index % 4).step_by(4) {
            let (total, now) = (task.total(state.now), state.now);
            assert!(task.busy(now) + task.scheduled(now) <= total, "event {index}: {task:?}");
            assert_eq!(task.busy(now) + task.scheduled(now) + task.idle(now), total);
        }
        for task in state.ready.iter() {
            let phase = state.task(*task).map(|task| task.phase);
            assert_eq!(phase, Some(Phase::Scheduled), "event {index}: {task:?} is queued");
        }
    }

    fn end(&self) {
        let state = &self.state;
        let why = state.ended.expect("the trace says why the run ended");
        assert_eq!(state.limit.is_some(), why == RunEnd::Limit);
        match why {
            RunEnd::Done => {
                assert!(state.tasks.iter().all(trace::Task::is_done), "a task outlives the run");
                assert!(state.spans.is_empty(), "an await outlives the run: {:?}", state.spans);
                assert!(state.ready.is_empty());
                assert!(state.timers.is_empty(), "a timer outlives the run");
                assert!(state.resources.is_empty(), "a resource outlives the run");
            }
            RunEnd::Deadlock => {
                // A thread that is blocked looks after neither tasks nor timers.
                let is_blocked = !state.running.is_empty();
                let main = state.tasks[0].phase;
                assert!(is_blocked || state.ready.is_empty() && state.timers.is_empty());
                assert!(is_blocked || main == Phase::Idle, "main could go on");
            }
            RunEnd::Limit | RunEnd::Cancelled => {}
        }
    }
}

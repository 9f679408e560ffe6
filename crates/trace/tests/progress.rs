//! What the lints say of things that are begun and come to nothing, or come late.

use trace::{
    Event, EventKind, HostKind, LintKind, Micros, Op, OpPhase, ResourceId, ResourceKind, RunInfo,
    Site, SiteId, SiteKind, SpanId, TaskEnd, TaskId, TaskKind, TimerId, Trace, WakeHow, WokenBy,
    lints,
};

const MAIN: TaskId = TaskId::from_index(0);
const CHANNEL: ResourceId = ResourceId::from_index(0);

/// Sites, by their numbers.
const SITES: [(SiteKind, &str, &str, Option<u32>); 9] = [
    (SiteKind::Await, "ticks.tick()", "tick", None),
    (SiteKind::Group, "select! { … }", "select!", None),
    (SiteKind::Branch, "work()", "work", Some(1)),
    (SiteKind::Branch, "&mut work", "work", Some(1)),
    (SiteKind::Await, "tx.send(1)", "send", None),
    (SiteKind::Await, "tx.reserve()", "reserve", None),
    (SiteKind::Await, "yield_now()", "yield_now", None),
    (SiteKind::Await, "sleep(ms(10))", "sleep", None),
    (SiteKind::Group, "join!(…)", "join!", None),
];

struct Story {
    trace: Trace,
    polls: u32,
    timers: usize,
}

impl Story {
    fn new() -> Self {
        let (program, host) = ("story".to_owned(), HostKind::Simulated);
        let run = RunInfo { program, host, seed: 0, workers: 1, knobs: Vec::new() };
        let site =
            |(kind, text, name, group): (SiteKind, &'static str, &'static str, Option<u32>)| Site {
                kind,
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 2,
                text: text.into(),
                name: name.into(),
                function: "main".into(),
                group,
                many: false,
            };
        let mut trace = Trace::new(run, SITES.map(site).to_vec());
        let (name, kind) = (trace.intern("main"), TaskKind::Task);
        let spawn =
            EventKind::TaskSpawn { task: MAIN, parent: None, name, kind, size: 8, site: None };
        trace.push(Event { at: 0, kind: spawn });
        let name = trace.intern("mpsc");
        let (resource, kind) = (CHANNEL, ResourceKind::Mpsc);
        let made =
            EventKind::ResourceNew { resource, kind, name, capacity: 1, task: None, site: None };
        trace.push(Event { at: 0, kind: made });
        Self { trace, polls: 0, timers: 0 }
    }

    fn push(&mut self, at: Micros, kind: EventKind) -> &mut Self {
        self.trace.push(Event { at, kind });
        self
    }

    fn poll(&mut self, at: Micros) -> &mut Self {
        self.polls += 1;
        let number = self.polls;
        self.push(at, EventKind::PollStart { task: MAIN, number, worker: 0 })
    }

    fn rest(&mut self, at: Micros) -> &mut Self {
        self.push(at, EventKind::PollEnd { task: MAIN, ready: false, wakers: 1 })
    }

    fn enter(&mut self, at: Micros, span: usize, parent: Option<usize>, site: usize) -> &mut Self {
        let (span, parent) = (SpanId::from_index(span), parent.map(SpanId::from_index));
        let site = SiteId::from_index(site);
        self.push(at, EventKind::AwaitEnter { span, parent, task: MAIN, site })
    }

    fn pending(&mut self, at: Micros, span: usize) -> &mut Self {
        self.push(at, EventKind::AwaitPending { span: SpanId::from_index(span) })
    }

    fn ready(&mut self, at: Micros, span: usize) -> &mut Self {
        self.push(at, EventKind::AwaitReady { span: SpanId::from_index(span) })
    }

    fn dropped(&mut self, at: Micros, span: usize) -> &mut Self {
        self.push(at, EventKind::AwaitDrop { span: SpanId::from_index(span) })
    }

    fn timer(&mut self, at: Micros, deadline: Micros) -> &mut Self {
        let timer = TimerId::from_index(self.timers);
        self.timers += 1;
        self.push(at, EventKind::TimerSet { timer, task: Some(MAIN), deadline })
    }

    /// The latest timer.
    fn fires(&mut self, at: Micros) -> &mut Self {
        let timer = TimerId::from_index(self.timers - 1);
        self.push(at, EventKind::TimerFire { timer });
        let (task, by, how) = (MAIN, WokenBy::Timer(timer), WakeHow::ByValue);
        self.push(at, EventKind::Wake { task, by, how, resource: None })
    }

    fn cancelled(&mut self, at: Micros) -> &mut Self {
        let timer = TimerId::from_index(self.timers - 1);
        self.push(at, EventKind::TimerCancel { timer })
    }

    fn send(&mut self, at: Micros, phase: OpPhase) -> &mut Self {
        let (resource, task, op) = (CHANNEL, Some(MAIN), Op::Send);
        self.push(at, EventKind::ResourceOp { resource, task, op, phase })
    }

    /// What is said of this kind.
    fn found(&self, kind: LintKind) -> Vec<String> {
        let found = lints(&self.trace);
        for lint in &found {
            assert!(!lint.evidence.is_empty() && lint.evidence.end <= self.trace.len(), "{lint:?}");
        }
        found.into_iter().filter(|lint| lint.kind == kind).map(|lint| lint.found).collect()
    }
}

#[test]
fn a_tick_that_is_taken_late_is_missed() {
    let mut story = Story::new();
    story.poll(0).enter(0, 0, None, 0).timer(0, 10_000).pending(0, 0).rest(0);
    story.fires(10_000).poll(10_000).ready(10_000, 0);
    assert_eq!(story.found(LintKind::MissedTick), [""; 0]);

    story.enter(45_000, 1, None, 0).timer(45_000, 20_000).fires(45_000).ready(45_000, 1);
    let once = "main takes a tick of ticks.tick() 25 ms late";
    assert_eq!(story.found(LintKind::MissedTick), [once]);

    story.enter(45_000, 2, None, 0).timer(45_000, 30_000).fires(45_000).ready(45_000, 2);
    let twice = "main takes 2 ticks of ticks.tick() late, the first by 25 ms";
    assert_eq!(story.found(LintKind::MissedTick), [twice]);
}

#[test]
fn a_value_is_lost_with_its_send_but_not_with_a_reservation() {
    let waits = |site: usize| {
        let mut story = Story::new();
        story.poll(0).enter(0, 0, None, site).send(0, OpPhase::Waiting).pending(0, 0).rest(0);
        story
    };
    let lost = "main gave up tx.send(1) while it waited for room in mpsc: the value is lost";
    let mut story = waits(4);
    story.poll(5).send(5, OpPhase::Abandoned).dropped(5, 0).rest(5);
    assert_eq!(story.found(LintKind::LostValue), [lost]);

    let mut story = waits(5);
    story.poll(5).send(5, OpPhase::Abandoned).dropped(5, 0).rest(5);
    assert_eq!(story.found(LintKind::LostValue), [""; 0]);

    let mut story = waits(4);
    story.poll(5).send(5, OpPhase::Done).ready(5, 0).rest(5);
    assert_eq!(story.found(LintKind::LostValue), [""; 0]);

    // The task is cancelled with all that it has.
    let mut story = waits(4);
    story.send(5, OpPhase::Abandoned).dropped(5, 0);
    let how = TaskEnd::Cancelled;
    story.push(5, EventKind::TaskEnd { task: MAIN, how, value: None });
    assert_eq!(story.found(LintKind::LostValue), [""; 0]);
}

#[test]
fn a_future_that_was_woken_is_polled_soon() {
    let sleeps = || {
        let mut story = Story::new();
        story.poll(0).enter(0, 0, None, 7).timer(0, 10_000).pending(0, 0).rest(0);
        story.fires(10_000);
        story
    };
    let mut story = sleeps();
    story.poll(10_000).ready(10_000, 0).rest(10_000);
    assert_eq!(story.found(LintKind::UnpolledFuture), [""; 0]);

    // The poll that follows the wake goes elsewhere.
    let mut story = sleeps();
    story.poll(10_000).enter(10_000, 1, None, 6).pending(10_000, 1).rest(10_000);
    story.poll(40_000).ready(40_000, 1).ready(40_000, 0).rest(40_000);
    let late =
        "main was woken and did not poll sleep(ms(10)) for 30 ms: it was busy with something else";
    assert_eq!(story.found(LintKind::UnpolledFuture), [late]);

    // The executor was busy, not the task.
    let mut story = sleeps();
    story.poll(40_000).ready(40_000, 0).rest(40_000);
    assert_eq!(story.found(LintKind::UnpolledFuture), [""; 0]);
}

#[test]
fn a_branch_that_had_come_some_way_begins_anew() {
    let rounds = |count: usize, site: usize, advances: bool| {
        let mut story = Story::new();
        for round in 0..count {
            let (at, branch, inner) = (round as u64 * 1_000, round * 2, round * 2 + 1);
            story.poll(at).enter(at, branch, None, site).enter(at, inner, Some(branch), 7);
            match advances {
                true => story.ready(at, inner),
                false => story.dropped(at, inner),
            };
            story.dropped(at, branch).rest(at);
        }
        story
    };
    let anew = "main began work() anew 3 times, though it had come some way";
    assert_eq!(rounds(3, 2, true).found(LintKind::RestartedBranch), [anew]);
    assert_eq!(rounds(1, 2, true).found(LintKind::RestartedBranch), [""; 0]);
    assert_eq!(rounds(3, 2, false).found(LintKind::RestartedBranch), [""; 0]);
    // It is kept, and goes on where it was.
    assert_eq!(rounds(3, 3, true).found(LintKind::RestartedBranch), [""; 0]);
}

#[test]
fn a_timer_that_is_always_set_anew_never_comes_due() {
    let rounds = |every: Micros| {
        let mut story = Story::new();
        for round in 0..4 {
            let (at, span) = (round as u64 * every, round);
            story
                .poll(at)
                .enter(at, span, None, 2)
                .timer(at, at + 10_000)
                .pending(at, span)
                .rest(at);
            let later = at + every;
            story.poll(later).cancelled(later).dropped(later, span).rest(later);
        }
        story
    };
    let anew = "main began work() anew 4 times, and its timer never came due";
    assert_eq!(rounds(5_000).found(LintKind::RestartedBranch), [anew]);
    // It would not have come due anyway.
    assert_eq!(rounds(1_000).found(LintKind::RestartedBranch), [""; 0]);
}

#[test]
fn a_task_whose_budget_is_spent_makes_way() {
    let yields = |site: usize| {
        let mut story = Story::new();
        story.poll(0).enter(0, 0, None, site).pending(0, 0).rest(0);
        let (task, by, how) = (MAIN, WokenBy::Host, WakeHow::Yield);
        story.push(0, EventKind::Wake { task, by, how, resource: None });
        story
    };
    let spent = "main made way for others once, since its poll had used up its budget";
    assert_eq!(yields(4).found(LintKind::SpentBudget), [spent]);
    assert_eq!(yields(6).found(LintKind::SpentBudget), [""; 0]);
}

//! What the lints say of things that are begun and come to nothing, or come late.

use sample::{Sample, site};
use trace::{
    LintKind, Micros, Op, OpPhase, ResourceId, ResourceKind, Site, SiteKind, SpanId, TaskEnd,
    TaskId, TaskKind, TimerId, WakeHow, WokenBy, lints,
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

/// What `main` does with its channel, each at a time in microseconds.
struct Story {
    sample: Sample,
    timer: Option<TimerId>,
}

impl Story {
    fn new() -> Self {
        let site =
            |(kind, text, name, group): (SiteKind, &'static str, &'static str, Option<u32>)| Site {
                name: name.into(),
                group,
                ..site(kind, 1, text)
            };
        let mut sample = Sample::empty(SITES.map(site).to_vec());
        sample.spawn_kind(None, "main", TaskKind::Task);
        sample.resource(ResourceKind::Mpsc, "mpsc", 1);
        Self { sample, timer: None }
    }

    fn at(&mut self, at: Micros, does: impl FnOnce(&mut Sample)) -> &mut Self {
        self.sample.micros(at);
        does(&mut self.sample);
        self
    }

    fn poll(&mut self, at: Micros) -> &mut Self {
        self.at(at, |sample| sample.start(MAIN))
    }

    fn rest(&mut self, at: Micros) -> &mut Self {
        self.at(at, |sample| sample.pending(MAIN))
    }

    /// Spans are numbered from 0.
    fn enter(&mut self, at: Micros, span: usize, parent: Option<usize>, site: usize) -> &mut Self {
        let parent = parent.map(SpanId::from_index);
        self.at(at, |sample| {
            assert_eq!(sample.enter(MAIN, parent, site), SpanId::from_index(span));
        })
    }

    fn pending(&mut self, at: Micros, span: usize) -> &mut Self {
        self.at(at, |sample| sample.span_pending(&[SpanId::from_index(span)]))
    }

    fn ready(&mut self, at: Micros, span: usize) -> &mut Self {
        self.at(at, |sample| sample.span_ready(SpanId::from_index(span)))
    }

    fn dropped(&mut self, at: Micros, span: usize) -> &mut Self {
        self.at(at, |sample| sample.span_drop(SpanId::from_index(span)))
    }

    fn timer(&mut self, at: Micros, deadline: Micros) -> &mut Self {
        self.sample.micros(at);
        self.timer = Some(self.sample.timer_until(MAIN, deadline));
        self
    }

    /// The latest timer.
    fn fires(&mut self, at: Micros) -> &mut Self {
        let timer = self.timer.expect("a timer");
        self.at(at, |sample| sample.fire(timer, MAIN))
    }

    fn cancelled(&mut self, at: Micros) -> &mut Self {
        let timer = self.timer.expect("a timer");
        self.at(at, |sample| sample.cancel(timer))
    }

    fn send(&mut self, at: Micros, phase: OpPhase) -> &mut Self {
        self.at(at, |sample| sample.op(MAIN, CHANNEL, Op::Send, phase))
    }

    /// What is said of this kind.
    fn found(&self, kind: LintKind) -> Vec<String> {
        let found = lints(&self.sample.trace);
        for lint in &found {
            assert!(
                !lint.evidence.is_empty() && lint.evidence.end <= self.sample.here(),
                "{lint:?}"
            );
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
    story.at(5, |sample| sample.end(MAIN, TaskEnd::Cancelled));
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
        story.at(0, |sample| sample.wake_how(MAIN, WokenBy::Host, WakeHow::Yield));
        story
    };
    let spent = "main made way for others once, since its poll had used up its budget";
    assert_eq!(yields(4).found(LintKind::SpentBudget), [spent]);
    assert_eq!(yields(6).found(LintKind::SpentBudget), [""; 0]);
}

//! What looks wrong in a run, found in its trace.
//!
//! Definitions and thresholds are those of tokio-console, tokio-metrics and await-tree, except that the
//! threshold of a slow poll is raised to what a frame of the page can afford.

mod progress;
mod stuck;
mod watch;

use std::ops::Range;

use crate::order::order;
use crate::{Micros, ResourceId, SiteId, TaskId, Trace};

/// Something that looks wrong in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// What kind of problem this is.
    pub kind: LintKind,
    /// How serious the problem is.
    pub severity: Severity,
    /// The task that has the problem.
    pub task: Option<TaskId>,
    /// The resource that has the problem.
    pub resource: Option<ResourceId>,
    /// The place in the program's text that the page points at, if there is one.
    pub site: Option<SiteId>,
    /// The events that show the problem, as indexes into the log.
    pub evidence: Range<usize>,
    /// What was found, in a sentence.
    pub found: String,
}

/// How serious a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Something does not work.
    Critical,
}

/// The kinds of problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintKind {
    /// More than half of a task's wakes come from its own polls.
    SelfWakes,
    /// A poll returned `Pending`, and nobody holds the waker or ever woke the task.
    LostWaker,
    /// The first poll of a task took `NEVER_YIELDED` or longer.
    NeverYielded,
    /// One poll took `SLOW_POLL` or longer.
    SlowPoll,
    /// A task was ready for longer than `SCHEDULING_DELAY` before it was polled.
    SchedulingDelay,
    /// A task's future has `LARGE_FUTURE` bytes or more.
    LargeFuture,
    /// An await lasted `STUCK_AWAIT` or longer.
    StuckAwait,
    /// A channel holds more than `LONG_QUEUE` messages.
    QueueGrowth,
    /// A task was still unfinished when `main` returned.
    TaskLeak,
    /// Tasks wait for each other in a cycle, or a thread blocks until something happens that cannot happen.
    Deadlock,
    /// A task awaits a lock that one of its own futures, no longer polled, holds or queues for.
    Futurelock,
    /// A tick of an interval was taken later than it was due.
    MissedTick,
    /// A `send` was dropped while it waited for room.
    LostValue,
    /// The timer of a future came due, and its task was polled without polling that future for too long.
    UnpolledFuture,
    /// A branch of `select!` is dropped and begins anew in each turn of a loop.
    RestartedBranch,
    /// A task made way for others because its poll had used up its budget.
    SpentBudget,
}

impl LintKind {
    /// A short name of the problem.
    pub fn title(self) -> &'static str {
        match self {
            LintKind::SelfWakes => "Wakes itself",
            LintKind::LostWaker => "Lost waker",
            LintKind::NeverYielded => "Never yields",
            LintKind::SlowPoll => "Slow poll",
            LintKind::SchedulingDelay => "Long wait for a poll",
            LintKind::LargeFuture => "Large future",
            LintKind::StuckAwait => "Stuck await",
            LintKind::QueueGrowth => "Growing queue",
            LintKind::TaskLeak => "Unfinished task",
            LintKind::Deadlock => "Deadlock",
            LintKind::Futurelock => "Futurelock",
            LintKind::MissedTick => "Missed tick",
            LintKind::LostValue => "Lost value",
            LintKind::UnpolledFuture => "Woken, not polled",
            LintKind::RestartedBranch => "Begins anew each time",
            LintKind::SpentBudget => "Budget spent",
        }
    }

    /// What a programmer can do about the problem.
    pub fn advice(self) -> &'static str {
        match self {
            LintKind::SelfWakes => {
                "Keep the waker and have it called when there is something to do, instead of waking \
                 at once."
            }
            LintKind::LostWaker => {
                "Before a poll returns Pending, leave a clone of the waker with whatever will be \
                 ready later."
            }
            LintKind::NeverYielded | LintKind::SlowPoll => {
                "Move the computation to spawn_blocking, or await yield_now between its parts."
            }
            LintKind::SchedulingDelay => {
                "Look for the poll that kept the worker busy meanwhile, and shorten it."
            }
            LintKind::LargeFuture => {
                "Box the large value, or drop it before the await, so that the future need not hold \
                 it."
            }
            LintKind::StuckAwait => "Put a timeout around the await, or find who should wake it.",
            LintKind::QueueGrowth => {
                "Bound the channel, so that the sender waits, or receive faster."
            }
            LintKind::TaskLeak => "Keep the handle and await it, or cancel the task on purpose.",
            LintKind::Deadlock => {
                "Take locks in the same order everywhere, and hold none that blocks its thread across an \
                 await."
            }
            LintKind::Futurelock => {
                "Do not await a lock while a future that holds or queues for it is kept un-polled: \
                 drop it first, or go on polling it."
            }
            LintKind::MissedTick => {
                "Do what takes long in a task of its own, or choose a MissedTickBehavior: by default \
                 the ticks that were missed follow at once."
            }
            LintKind::LostValue => {
                "Wait for room with reserve, which can be dropped, and send through the permit."
            }
            LintKind::UnpolledFuture => {
                "Spawn the futures, or do what takes long in them: whoever polls them awaits nothing \
                 else for long."
            }
            LintKind::RestartedBranch => {
                "Make the future before the loop, pin it, and select on a reference to it."
            }
            LintKind::SpentBudget => {
                "Nothing is wrong with it. If others must not wait so long, await something that is \
                 not ready at once, or yield."
            }
        }
    }
}

/// A future of this many bytes or more is large.
pub const LARGE_FUTURE: u32 = 1_024;
/// A poll of this many microseconds or more is slow; five times as many are critical.
pub const SLOW_POLL: Micros = 10_000;
/// A task that is ready should be polled within this many microseconds.
pub const SCHEDULING_DELAY: Micros = 5_000;
/// A task whose first poll takes this many microseconds or more counts as one that never yields.
pub const NEVER_YIELDED: Micros = 1_000_000;
/// An await of this many microseconds or more is stuck.
pub const STUCK_AWAIT: Micros = 10_000_000;
/// A queue of more messages than this is reported as growing; more than ten times as many are critical.
pub const LONG_QUEUE: u32 = 100;

/// Everything that looks wrong in a trace, in the order of the first event that shows it.
pub fn lints(trace: &Trace) -> Vec<Lint> {
    let mut linter = Linter::default();
    linter.advance(trace, trace.len());
    linter.finish(trace)
}

/// Lints a trace in parts, since a long one takes a while.
#[derive(Clone, Debug, Default)]
pub struct Linter {
    memory: watch::Memory,
}

impl Linter {
    /// How many events have been read.
    pub fn position(&self) -> usize {
        self.memory.position()
    }

    /// Reads `count` more events, or as many as there are.
    pub fn advance(&mut self, trace: &Trace, count: usize) {
        self.memory.advance(trace, count);
    }

    /// Everything that looks wrong, in the order of the first event that shows it. All of the trace has to have been
    /// read.
    pub fn finish(self, trace: &Trace) -> Vec<Lint> {
        let mut found: Vec<Option<Lint>> =
            self.memory.finish(trace).into_iter().map(Some).collect();
        let key = |lint: &Option<Lint>| lint.as_ref().map(|lint| (lint.evidence.start, lint.kind));
        let sorted = order(found.len(), &mut |a, b| key(&found[a]) < key(&found[b]));
        sorted.into_iter().filter_map(|at| found[at as usize].take()).collect()
    }
}

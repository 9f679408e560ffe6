//! Lints about work that is started and lost or late: ticks, values to be sent, branches of `select!`,
//! futures that nobody polls, spent budgets.

use std::ops::Range;

use super::{Lint, LintKind, SCHEDULING_DELAY, Severity};
use crate::{
    EventKind, Micros, Op, OpPhase, Phase, ResourceId, ResourceKind, Site, SiteId, SiteKind, Span,
    SpanId, State, Table, TaskId, TimerId, Trace, WakeHow, order, show_micros,
};

/// A branch is reported if it was dropped this often after an await in it had completed.
const AGAIN: u32 = 2;
/// A branch is reported if its timer was cancelled this often and never came due.
const TIMERS_AGAIN: u32 = 3;
/// The most entries in each of the lists below, and the most awaits around one that are followed: the lists
/// are searched from end to end.
const FOLLOWED: usize = 128;

/// What the lints of this module remember during the pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    /// By timer, the await in whose poll the timer was set.
    owners: Vec<Option<Owner>>,
    /// The owner of the timer that was cancelled last.
    taken_back: Option<Owner>,
    /// Timers set since the last `AwaitPending` or `AwaitReady`, and so in a poll that is under way.
    unowned: Vec<TimerId>,
    /// Awaits whose timer has fired and that have not been polled since.
    woken: Table<SpanId, Woken>,
    ticks: Vec<Counted>,
    budgets: Vec<Counted>,
    branches: Vec<Branch>,
    /// Branches under way in which an await has completed.
    advanced: Vec<SpanId>,
    /// The site of the await that completed last.
    over: Option<SiteId>,
    /// A wait to send that the event before abandoned.
    given_up: Option<(TaskId, ResourceId, usize)>,
}

/// The await that set a timer, and the duration of that timer.
#[derive(Clone, Copy, Debug)]
struct Owner {
    span: SpanId,
    wait: Micros,
}

#[derive(Clone, Copy, Debug)]
struct Woken {
    event: usize,
    at: Micros,
    polls: u32,
}

/// How often something happened to a task at a site, with the first and the last event.
#[derive(Clone, Copy, Debug)]
struct Counted {
    task: TaskId,
    site: Option<SiteId>,
    count: u32,
    events: (usize, usize),
    /// How late the first tick was; 0 for a spent budget.
    late: Micros,
}

/// A branch of a `select!` that was dropped before it was ready.
#[derive(Clone, Copy, Debug)]
struct Branch {
    task: TaskId,
    site: SiteId,
    events: (usize, usize),
    /// How often it was dropped after an await in it had completed.
    advanced: u32,
    /// How often its timer was cancelled, and when it was first entered.
    timers: u32,
    since: Micros,
    /// How long its timer would have taken.
    wait: Micros,
    completed: bool,
}

/// An event together with the state before it.
pub(super) struct Moment<'a> {
    pub(super) trace: &'a Trace,
    pub(super) state: &'a State,
    pub(super) index: usize,
    pub(super) now: Micros,
    pub(super) main_done: bool,
}

impl<'a> Moment<'a> {
    fn span(&self, span: SpanId) -> Option<&'a Span> {
        self.state.spans.get(&span)
    }

    fn site(&self, site: SiteId) -> Option<&'a Site> {
        self.trace.site(site)
    }

    fn text(&self, site: Option<SiteId>) -> &'a str {
        site.and_then(|site| self.site(site)).map_or("an await", |site| &site.text)
    }

    fn name(&self, task: TaskId) -> &'a str {
        self.state.task(task).map_or("a task", |task| self.trace.label(task.name))
    }

    fn polls(&self, task: TaskId) -> u32 {
        self.state.task(task).map_or(0, |task| task.polls)
    }
}

impl Progress {
    /// Looks at an event and returns what it shows to be wrong. `stands` returns the site at which a task awaits.
    pub(super) fn look(
        &mut self,
        at: &Moment<'_>,
        event: &EventKind,
        stands: impl Fn(TaskId) -> Option<SiteId>,
    ) -> Option<Lint> {
        let lost = self.given_up.take().and_then(|given_up| self.lost(at, given_up, event));
        let found = match *event {
            EventKind::TimerSet { timer, task, deadline } => {
                self.unowned.push(timer);
                if let (Some(task), true) = (task, deadline < at.now) {
                    let (site, late) = (stands(task), at.now - deadline);
                    count(&mut self.ticks, task, site, at.index, late);
                }
                None
            }
            EventKind::TimerFire { timer } => {
                self.fires(at, timer);
                None
            }
            EventKind::TimerCancel { timer } => {
                self.unowned.retain(|set| *set != timer);
                self.taken_back = self.owners.get(timer.index()).copied().flatten();
                None
            }
            EventKind::AwaitPending { span } => {
                self.own(at, span);
                self.polled(at, span)
            }
            EventKind::AwaitReady { span } => {
                self.unowned.clear();
                self.completes(at, span);
                self.polled(at, span)
            }
            EventKind::AwaitDrop { span } => {
                self.drops(at, span);
                self.polled(at, span)
            }
            EventKind::Wake { task, how: WakeHow::Yield, .. } => {
                let site = stands(task);
                let yields =
                    |site: SiteId| at.site(site).is_some_and(|site| &*site.name == "yield_now");
                if site.is_some_and(|site| !yields(site)) {
                    count(&mut self.budgets, task, None, at.index, 0);
                }
                None
            }
            EventKind::ResourceOp {
                resource,
                task: Some(task),
                op: Op::Send,
                phase: OpPhase::Abandoned,
            } => {
                let kind = at.state.resources.get(&resource).map(|resource| resource.kind);
                // A send that is dropped because its task is cancelled is no lint.
                let runs = at.state.task(task).is_some_and(|task| task.phase == Phase::Running);
                if kind == Some(ResourceKind::Mpsc) && runs && !at.main_done {
                    self.given_up = Some((task, resource, at.index));
                }
                None
            }
            _ => None,
        };
        lost.or(found)
    }

    /// The lints that need the whole run.
    pub(super) fn at_the_end(&mut self, at: &Moment<'_>) -> Vec<Lint> {
        let mut found = Vec::new();
        let woken: Vec<_> = self.woken.iter().map(|(span, woken)| (span, *woken)).collect();
        let in_order = order(woken.len(), &mut |a, b| woken[a].1.event < woken[b].1.event);
        for (span, woken) in in_order.into_iter().map(|index| woken[index as usize]) {
            found.extend(self.unpolled(at, span, woken));
        }
        for ticks in &self.ticks {
            let (who, what) = (at.name(ticks.task), at.text(ticks.site));
            let late = show_micros(ticks.late);
            let what = match ticks.count {
                1 => format!("{who} takes a tick of {what} {late} late"),
                count => format!("{who} takes {count} ticks of {what} late, the first by {late}"),
            };
            found.push(lint(LintKind::MissedTick, ticks.task, ticks.site, ticks.events, what));
        }
        for spent in &self.budgets {
            let times =
                if spent.count == 1 { "once".to_owned() } else { format!("{} times", spent.count) };
            let what = format!(
                "{} made way for others {times}, since its poll had used up its budget",
                at.name(spent.task)
            );
            found.push(lint(LintKind::SpentBudget, spent.task, spent.site, spent.events, what));
        }
        found.extend(self.branches.iter().filter_map(|branch| branch.lint(at)));
        found
    }

    /// A poll of `span` has returned: the timers set in it belong to `span`.
    fn own(&mut self, at: &Moment<'_>, span: SpanId) {
        for timer in self.unowned.drain(..) {
            let Some(set) = at.state.timers.get(&timer) else { continue };
            let wait = set.deadline.saturating_sub(set.set_at);
            if self.owners.len() <= timer.index() {
                self.owners.resize(timer.index() + 1, None);
            }
            self.owners[timer.index()] = Some(Owner { span, wait });
        }
    }

    fn fires(&mut self, at: &Moment<'_>, timer: TimerId) {
        self.unowned.retain(|set| *set != timer);
        let owner = self.owners.get(timer.index()).copied().flatten();
        let owner = owner.and_then(|owner| Some((owner.span, at.span(owner.span)?.task)));
        let Some((span, task)) = owner else { return };
        let woken = Woken { event: at.index, at: at.now, polls: at.polls(task) };
        if self.woken.get(&span).is_none() {
            self.woken.insert(span, woken);
        }
    }

    /// An await was polled or dropped.
    fn polled(&mut self, at: &Moment<'_>, span: SpanId) -> Option<Lint> {
        let woken = self.woken.remove(&span)?;
        self.unpolled(at, span, woken)
    }

    /// Reports an await whose timer had fired if its task was polled without it for too long.
    fn unpolled(&self, at: &Moment<'_>, span: SpanId, woken: Woken) -> Option<Lint> {
        let span = at.span(span)?;
        let waited = at.now - woken.at;
        if waited <= SCHEDULING_DELAY || at.polls(span.task) < woken.polls + 2 || at.main_done {
            return None;
        }
        let found = format!(
            "{} was woken and did not poll {} for {}: it was busy with something else",
            at.name(span.task),
            at.text(Some(span.site)),
            show_micros(waited)
        );
        let events = (woken.event, at.index.min(at.trace.len().saturating_sub(1)));
        Some(lint(LintKind::UnpolledFuture, span.task, Some(span.site), events, found))
    }

    fn completes(&mut self, at: &Moment<'_>, id: SpanId) {
        let Some(span) = at.span(id) else { return };
        self.over = Some(span.site);
        if is_fresh_branch(at, span.site) {
            self.advanced.retain(|advanced| *advanced != id);
        }
        for branch in self.branches.iter_mut() {
            branch.completed |= branch.task == span.task && branch.site == span.site;
        }
        let mut around = span.parent;
        for _ in 0..FOLLOWED {
            let Some((parent, span)) = around.and_then(|id| Some((id, at.span(id)?))) else {
                break;
            };
            let is_room = self.advanced.len() < FOLLOWED;
            if is_room && is_fresh_branch(at, span.site) && !self.advanced.contains(&parent) {
                self.advanced.push(parent);
            }
            around = span.parent;
        }
    }

    fn drops(&mut self, at: &Moment<'_>, id: SpanId) {
        let Some(span) = at.span(id).filter(|span| is_fresh_branch(at, span.site)) else { return };
        let advanced = self.advanced.iter().position(|advanced| *advanced == id);
        if let Some(place) = advanced {
            self.advanced.remove(place);
        }
        let runs = at.state.task(span.task).is_some_and(|task| task.phase == Phase::Running);
        if !runs || at.main_done {
            return;
        }
        let (task, site) = (span.task, span.site);
        let known =
            self.branches.iter().rposition(|known| known.task == task && known.site == site);
        if known.is_none() && self.branches.len() >= FOLLOWED {
            return;
        }
        let place = known.unwrap_or_else(|| {
            let (events, since) = ((span.since, at.index), span.entered_at);
            let (advanced, timers, wait, completed) = (0, 0, 0, false);
            self.branches.push(Branch {
                task,
                site,
                events,
                advanced,
                timers,
                since,
                wait,
                completed,
            });
            self.branches.len() - 1
        });
        let timer = self.taken_back.take().filter(|owner| owner.span == id);
        let branch = &mut self.branches[place];
        branch.events.1 = at.index;
        branch.advanced += u32::from(advanced.is_some());
        if let Some(owner) = timer {
            branch.timers += 1;
            branch.wait = owner.wait;
        }
    }

    /// A task stopped waiting to send, so a value is lost, unless the task was only waiting for a permit (`reserve`).
    fn lost(
        &self,
        at: &Moment<'_>,
        (task, resource, event): (TaskId, ResourceId, usize),
        next: &EventKind,
    ) -> Option<Lint> {
        let site = match *next {
            EventKind::AwaitDrop { span } => at.span(span).map(|span| span.site),
            _ => self.over,
        };
        let text = at.text(site);
        if text.contains("reserve") {
            return None;
        }
        let channel =
            at.state.resources.get(&resource).map_or("a channel", |it| at.trace.label(it.name));
        let found = format!(
            "{} gave up {text} while it waited for room in {channel}: the value is lost",
            at.name(task)
        );
        let lint = lint(LintKind::LostValue, task, site, (event, event), found);
        Some(Lint { resource: Some(resource), ..lint })
    }
}

impl Branch {
    fn lint(&self, at: &Moment<'_>) -> Option<Lint> {
        let (who, text) = (at.name(self.task), at.text(Some(self.site)));
        let found = if self.advanced >= AGAIN {
            format!("{who} began {text} anew {} times, though it had come some way", self.advanced)
        } else if self.timers >= TIMERS_AGAIN && !self.completed && at.now - self.since > self.wait
        {
            format!("{who} began {text} anew {} times, and its timer never came due", self.timers)
        } else {
            return None;
        };
        Some(lint(LintKind::RestartedBranch, self.task, Some(self.site), self.events, found))
    }
}

/// Whether the site is a branch of `select!` that makes a new future each time it begins.
fn is_fresh_branch(at: &Moment<'_>, site: SiteId) -> bool {
    let Some(site) = at.site(site).filter(|site| site.kind == SiteKind::Branch) else {
        return false;
    };
    let group = site.group.and_then(|group| at.site(SiteId::from_index(group as usize)));
    let selects = group.is_some_and(|group| group.name.starts_with("select"));
    let kept = site.text.starts_with('&') || site.text.contains(".as_mut()");
    selects && !kept && (site.text.contains('(') || site.text.starts_with("async"))
}

fn count(all: &mut Vec<Counted>, task: TaskId, site: Option<SiteId>, index: usize, late: Micros) {
    let room = all.len() < FOLLOWED;
    match all.iter_mut().rev().find(|known| known.task == task && known.site == site) {
        Some(known) => {
            known.count += 1;
            known.events.1 = index;
        }
        None if !room => {}
        None => all.push(Counted { task, site, count: 1, events: (index, index), late }),
    }
}

fn lint(
    kind: LintKind,
    task: TaskId,
    site: Option<SiteId>,
    (first, last): (usize, usize),
    found: String,
) -> Lint {
    let evidence: Range<usize> = first..last + 1;
    let severity = Severity::Warning;
    Lint { kind, severity, task: Some(task), resource: None, site, evidence, found }
}

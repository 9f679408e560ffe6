//! Lints about a run that is stuck: who waits for whom.

use super::{Lint, LintKind, Severity};
use crate::{Cycles, Op, Phase, ResourceId, ResourceKind, SiteId, State, TaskId, Trace};

/// How many tasks of a cycle are listed one by one; of the others only the number is told.
const TOLD: usize = 8;

/// The most searches for a cycle through readers of a lock, and the most tasks that one search visits.
const LOOKED_THROUGH: usize = 64;

/// Who has acquired a lock for several readers and not released it: for each resource its tasks in ascending
/// order, a task once for each time that it has acquired.
#[derive(Clone, Debug, Default)]
pub(super) struct Readers(Vec<Vec<TaskId>>);

impl Readers {
    /// The readers of one lock.
    fn of(&self, lock: ResourceId) -> &[TaskId] {
        self.0.get(lock.index()).map_or(&[], |tasks| tasks)
    }

    /// Whether a task is a reader of a lock.
    fn has(&self, lock: ResourceId, task: TaskId) -> bool {
        self.of(lock).binary_search(&task).is_ok()
    }

    /// Notes that a task has acquired a lock.
    pub(super) fn acquire(&mut self, lock: ResourceId, task: TaskId) {
        if self.0.len() <= lock.index() {
            self.0.resize(lock.index() + 1, Vec::new());
        }
        let tasks = &mut self.0[lock.index()];
        let at = tasks.partition_point(|known| *known <= task);
        tasks.insert(at, task);
    }

    /// Notes that a task has released a lock. A guard may be dropped by another task than the one that acquired it;
    /// then one of the readers is removed instead.
    pub(super) fn release(&mut self, lock: ResourceId, task: TaskId) {
        let Some(tasks) = self.0.get_mut(lock.index()) else { return };
        let at = tasks.binary_search(&task).unwrap_or(0);
        if at < tasks.len() {
            tasks.remove(at);
        }
    }
}

/// The deadlocks of a stuck run, and the tasks that wait for a lock held or queued for by another of their
/// own futures. `stands_at` returns the site at which a task awaits.
pub(super) fn stuck(
    trace: &Trace,
    state: &State,
    readers: &Readers,
    end: usize,
    stands_at: impl Fn(TaskId) -> Option<SiteId>,
) -> Vec<Lint> {
    let mut found = Vec::new();
    let cycles = Cycles::new(state);
    let mut told = vec![false; cycles.all().len()];
    let (mut looked, mut reading) = (0, Vec::new());
    let locks = state.waits.iter().filter(|((_, _, op), _)| *op == Op::Acquire);
    for (&(task, resource, _), wait) in locks {
        let since = wait.since;
        let holder = state.resources.get(&resource).and_then(|resource| resource.holder);
        let phase = |task: TaskId| state.task(task).map(|task| task.phase);
        let blocks = phase(task) == Some(Phase::Running);
        let holder_is_polled = holder.and_then(phase) == Some(Phase::Running);
        if blocks && holder.is_some() && (holder == Some(task) || !holder_is_polled) {
            found.push(blocked(trace, state, task, resource, since..end));
        } else if wait.count > 1 || holder == Some(task) {
            found.push(own_way(trace, state, task, resource, since..end));
        } else if let Some(cycle) = cycles.of(task)
            && !std::mem::replace(&mut told[cycle], true)
            && let Some(cycle) = cycles.from(task)
        {
            found.push(cycle_of(trace, state, &cycle, since..end));
        } else if holder.is_none() && looked < LOOKED_THROUGH && !reading.contains(&task) {
            looked += 1;
            if let Some(cycle) = through_readers(state, readers, task) {
                reading.extend(cycle.iter().map(|(task, _)| *task));
                found.push(cycle_of(trace, state, &cycle, since..end));
            }
        }
    }
    found.extend(sends_to_borrowers(trace, state, end));
    for lint in &mut found {
        lint.site = lint.task.and_then(&stands_at);
    }
    found
}

/// The threads that block to set the value of a `watch` channel while a guard of `borrow` lives.
fn sends_to_borrowers(trace: &Trace, state: &State, end: usize) -> impl Iterator<Item = Lint> {
    let sends = state.waits.iter().filter(|((_, resource, op), _)| {
        let kind = state.resources.get(resource).map(|resource| resource.kind);
        *op == Op::Send && kind == Some(ResourceKind::Watch)
    });
    sends.map(move |(&(task, resource, _), wait)| {
        let (who, watch) = (name(trace, state, task), resource_name(trace, state, resource));
        let found = format!(
            "{who} blocks its thread until nobody borrows the value of {watch}, and a guard of \
             `borrow` is kept"
        );
        critical(LintKind::Deadlock, task, resource, wait.since..end, found)
    })
}

/// A cycle of tasks that leads from `start` through locks that readers hold. A task that asks for such a lock
/// after a writer did waits behind that writer, even while others read.
fn through_readers(
    state: &State,
    readers: &Readers,
    start: TaskId,
) -> Option<Vec<(TaskId, ResourceId)>> {
    let waits_for = |task| {
        state.waits_of(task).find(|(_, op)| *op == Op::Acquire).map(|(resource, _)| resource)
    };
    let mut seen = vec![start];
    let mut paths = vec![vec![(start, waits_for(start)?)]];
    while let Some(path) = paths.pop() {
        let Some(&(_, resource)) = path.last() else { continue };
        let holder = state.resources.get(&resource).and_then(|resource| resource.holder);
        if holder == Some(start) || readers.has(resource, start) {
            return Some(path);
        }
        for next in holder.into_iter().chain(readers.of(resource).iter().copied()) {
            if seen.len() >= LOOKED_THROUGH {
                break;
            }
            if let (Some(resource), false) = (waits_for(next), seen.contains(&next)) {
                seen.push(next);
                paths.push(path.iter().copied().chain([(next, resource)]).collect());
            }
        }
    }
    None
}

/// A critical lint without a site; [`stuck`] adds the site.
fn critical(
    kind: LintKind,
    task: TaskId,
    resource: ResourceId,
    evidence: std::ops::Range<usize>,
    found: String,
) -> Lint {
    let (task, resource) = (Some(task), Some(resource));
    Lint { kind, severity: Severity::Critical, task, resource, site: None, evidence, found }
}

fn name(trace: &Trace, state: &State, task: TaskId) -> String {
    state.task(task).map_or("a task", |task| trace.label(task.name)).to_owned()
}

fn resource_name(trace: &Trace, state: &State, resource: ResourceId) -> String {
    state.resources.get(&resource).map_or("a lock", |found| trace.label(found.name)).to_owned()
}

fn own_way(
    trace: &Trace,
    state: &State,
    task: TaskId,
    resource: ResourceId,
    evidence: std::ops::Range<usize>,
) -> Lint {
    let found = format!(
        "{} awaits {}, which another of its futures, no longer polled, holds or queues for",
        name(trace, state, task),
        resource_name(trace, state, resource)
    );
    critical(LintKind::Futurelock, task, resource, evidence, found)
}

/// A thread blocks until a lock is free, and the lock's holder is this thread or needs it to be polled.
fn blocked(
    trace: &Trace,
    state: &State,
    task: TaskId,
    resource: ResourceId,
    evidence: std::ops::Range<usize>,
) -> Lint {
    let (who, lock) = (name(trace, state, task), resource_name(trace, state, resource));
    let holder = state.resources.get(&resource).and_then(|resource| resource.holder);
    let found = match holder.filter(|holder| *holder != task) {
        Some(holder) => {
            let holder = name(trace, state, holder);
            format!(
                "{who} blocks its thread until {lock} is free; {holder}, which holds it, needs that \
                 thread to go on"
            )
        }
        None => format!("{who} blocks its thread until {lock} is free, which it holds itself"),
    };
    critical(LintKind::Deadlock, task, resource, evidence, found)
}

fn cycle_of(
    trace: &Trace,
    state: &State,
    cycle: &[(TaskId, ResourceId)],
    evidence: std::ops::Range<usize>,
) -> Lint {
    let next = |place: usize| cycle[(place + 1) % cycle.len()].0;
    let mut steps: Vec<_> = cycle
        .iter()
        .enumerate()
        .take(TOLD)
        .map(|(place, (task, resource))| {
            let held_by = state.resources.get(resource).and_then(|resource| resource.holder);
            let (who, lock) =
                (name(trace, state, *task), resource_name(trace, state, *resource));
            match held_by {
                Some(holder) => {
                    format!("{who} waits for {lock}, held by {}", name(trace, state, holder))
                }
                None if next(place) == *task => {
                    format!("{who} waits for {lock} behind a writer, which waits for {who} to stop reading")
                }
                None => {
                    let reader = name(trace, state, next(place));
                    format!("{who} waits for {lock}, which {reader} reads")
                }
            }
        })
        .collect();
    let more = cycle.len() - steps.len();
    if more > 0 {
        steps.push(format!(
            "and so on for {more} more tasks, the last of which waits for the first"
        ));
    }
    let (task, resource) = cycle[0];
    critical(LintKind::Deadlock, task, resource, evidence, steps.join("; "))
}

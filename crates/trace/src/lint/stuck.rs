//! Who waits for whom when nothing can go on.

use super::{Lint, LintKind, Severity};
use crate::{Op, Phase, ResourceId, State, TaskId, Trace};

/// The circles of a run that is stuck, and the tasks that stand in their own way.
pub(super) fn circles(trace: &Trace, state: &State, end: usize) -> Vec<Lint> {
    let mut found = Vec::new();
    let mut told: Vec<TaskId> = Vec::new();
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
        } else if let Some(circle) = state.circle(task)
            && !told.contains(&task)
        {
            told.extend(circle.iter().map(|(task, _)| *task));
            found.push(circle_of(trace, state, &circle, since..end));
        }
    }
    found
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
    let site = state.stands_at(task).map(|span| span.site);
    Lint {
        kind: LintKind::Futurelock,
        severity: Severity::Critical,
        task: Some(task),
        resource: Some(resource),
        site,
        evidence,
        found,
    }
}

/// A thread is blocked until a lock is free, whose holder has no thread to be polled on.
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
    let site = state.stands_at(task).map(|span| span.site);
    Lint {
        kind: LintKind::Deadlock,
        severity: Severity::Critical,
        task: Some(task),
        resource: Some(resource),
        site,
        evidence,
        found,
    }
}

fn circle_of(
    trace: &Trace,
    state: &State,
    circle: &[(TaskId, ResourceId)],
    evidence: std::ops::Range<usize>,
) -> Lint {
    let steps: Vec<_> = circle
        .iter()
        .map(|(task, resource)| {
            let held_by = state.resources.get(resource).and_then(|resource| resource.holder);
            format!(
                "{} waits for {}, held by {}",
                name(trace, state, *task),
                resource_name(trace, state, *resource),
                held_by.map_or("nobody".to_owned(), |holder| name(trace, state, holder))
            )
        })
        .collect();
    let (task, resource) = circle[0];
    let site = state.stands_at(task).map(|span| span.site);
    Lint {
        kind: LintKind::Deadlock,
        severity: Severity::Critical,
        task: Some(task),
        resource: Some(resource),
        site,
        evidence,
        found: steps.join("; "),
    }
}

//! Who waits for whom when nothing can go on.

use std::collections::{BTreeMap, HashSet};

use super::{Lint, LintKind, Severity};
use crate::{Op, OpPhase, Phase, ResourceId, State, TaskId, Trace};

/// The waits that are under way: how many of a task's futures queue for a resource, since which
/// event.
#[derive(Debug, Default)]
pub(super) struct Waits(BTreeMap<(TaskId, ResourceId), (u32, usize)>);

impl Waits {
    pub(super) fn note(
        &mut self,
        task: TaskId,
        resource: ResourceId,
        op: Op,
        phase: OpPhase,
        index: usize,
    ) {
        if op != Op::Acquire {
            return;
        }
        match phase {
            OpPhase::Waiting => self.0.entry((task, resource)).or_insert((0, index)).0 += 1,
            OpPhase::Done | OpPhase::Abandoned | OpPhase::Refused => {
                if let Some((count, _)) = self.0.get_mut(&(task, resource)) {
                    *count -= 1;
                    if *count == 0 {
                        self.0.remove(&(task, resource));
                    }
                }
            }
        }
    }

    /// The circles of a run that is stuck, and the tasks that stand in their own way.
    pub(super) fn circles(&self, trace: &Trace, state: &State, end: usize) -> Vec<Lint> {
        let mut found = Vec::new();
        let mut told = HashSet::new();
        for (&(task, resource), &(count, since)) in &self.0 {
            let holder = state.resources.get(&resource).and_then(|resource| resource.holder);
            let phase = |task: TaskId| state.task(task).map(|task| task.phase);
            let blocks = phase(task) == Some(Phase::Running);
            let holder_is_polled = holder.and_then(phase) == Some(Phase::Running);
            if blocks && holder.is_some() && (holder == Some(task) || !holder_is_polled) {
                found.push(blocked(trace, state, task, resource, since..end));
            } else if count > 1 || holder == Some(task) {
                found.push(own_way(trace, state, task, resource, since..end));
            } else if let Some(circle) = self.circle(state, task)
                && circle.iter().all(|(task, _)| told.insert(*task))
            {
                found.push(circle_of(trace, state, &circle, since..end));
            }
        }
        found
    }

    /// Follows task, resource, holder until a task comes again.
    fn circle(&self, state: &State, start: TaskId) -> Option<Vec<(TaskId, ResourceId)>> {
        let mut path = Vec::new();
        let mut task = start;
        loop {
            let ((_, resource), _) = self.0.range((task, ResourceId::from_index(0))..).next()?;
            let waits = self.0.contains_key(&(task, *resource));
            if !waits {
                return None;
            }
            path.push((task, *resource));
            task = state.resources.get(resource)?.holder?;
            if task == start {
                return Some(path);
            }
            if path.iter().any(|(on_path, _)| *on_path == task) {
                return None;
            }
        }
    }
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
    let site = state.leaves(task).last().map(|(_, span)| span.site);
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
    let site = state.leaves(task).last().map(|(_, span)| span.site);
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
    let site = state.leaves(task).last().map(|(_, span)| span.site);
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

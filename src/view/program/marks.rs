//! Which tasks stand at which line.

use std::collections::{BTreeMap, BTreeSet};

use trace::{Phase, Site, SiteId, SiteKind, State, Task, TaskId, Trace};

use crate::view::span_index::SpanIndex;

/// Chips that fit beside a line; more are counted.
const CHIPS: usize = 4;

/// The tasks that stand at a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The first few of them, those that run before the others.
    pub chips: Vec<Chip>,
    /// How many more there are.
    pub more: usize,
}

/// A task that stands at a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chip {
    /// What it is doing there.
    pub stance: Stance,
    /// The task.
    pub task: TaskId,
    /// Its name.
    pub name: String,
}

/// What a task is doing at its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// Being polled.
    Running,
    /// Woken, and waiting for its poll.
    Scheduled,
    /// Waiting to be woken.
    Waiting,
    /// Spawned here and never polled.
    Unpolled,
}

impl Stance {
    /// Its class; the form stands in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Stance::Running => "running",
            Stance::Scheduled => "scheduled",
            Stance::Waiting => "waiting",
            Stance::Unpolled => "unpolled",
        }
    }
}

/// The line a site is at for a reader: a long await is awaited at its end.
pub fn line_of(site: &Site) -> u32 {
    match site.kind {
        SiteKind::Await => site.end_line,
        _ => site.line,
    }
}

/// The marks by line, at the state's position.
pub fn marks(trace: &Trace, state: &State, index: &SpanIndex) -> BTreeMap<u32, Mark> {
    let mut marks = BTreeMap::<u32, BTreeSet<(Stance, TaskId)>>::new();
    let mut put = |site: Option<SiteId>, stance: Stance, task: TaskId| {
        if let Some(site) = site.and_then(|site| trace.site(site)) {
            marks.entry(line_of(site)).or_default().insert((stance, task));
        }
    };
    let mut running = BTreeSet::new();
    for (_, task) in &state.running {
        if let Some(site) = index.running_at(trace, state, *task) {
            running.insert(*task);
            put(Some(site), Stance::Running, *task);
        }
    }
    // All tasks' leaves in one pass: `State::leaves` for each of 10,000 would be quadratic.
    let parents: BTreeSet<_> = state.spans.values().filter_map(|span| span.parent).collect();
    let mut placed = BTreeSet::new();
    for (id, span) in &state.spans {
        if parents.contains(id) || running.contains(&span.task) {
            continue;
        }
        let Some(task) = state.task(span.task).filter(|task| !task.is_done()) else { continue };
        placed.insert(task.id);
        put(Some(span.site), stance(task), task.id);
    }
    for task in &state.tasks {
        if !task.is_done() && !running.contains(&task.id) && !placed.contains(&task.id) {
            put(task.site, stance(task), task.id);
        }
    }
    marks.into_iter().map(|(line, tasks)| (line, mark(trace, state, &tasks))).collect()
}

fn stance(task: &Task) -> Stance {
    match task.phase {
        Phase::Running => Stance::Running,
        Phase::Scheduled if task.polls == 0 => Stance::Unpolled,
        Phase::Scheduled => Stance::Scheduled,
        Phase::Idle | Phase::Done(_) => Stance::Waiting,
    }
}

fn mark(trace: &Trace, state: &State, tasks: &BTreeSet<(Stance, TaskId)>) -> Mark {
    let name = |task| state.task(task).map_or("", |task| trace.label(task.name)).to_owned();
    let chip = |(stance, task): &(Stance, TaskId)| Chip {
        stance: *stance,
        task: *task,
        name: name(*task),
    };
    Mark {
        chips: tasks.iter().take(CHIPS).map(chip).collect(),
        more: tasks.len().saturating_sub(CHIPS),
    }
}

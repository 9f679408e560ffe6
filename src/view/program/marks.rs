//! Which tasks stand at which line.

use scene::runtime::names::Names;
use trace::{Phase, Site, SiteId, SiteKind, State, Task, TaskId, Trace};

use crate::view::span_index::SpanIndex;

/// Chips that fit beside a line; more are counted.
const CHIPS: usize = 4;
/// Tasks that are polled whose place is found event by event.
const MOST_LOOKED_FOR: usize = 32;

/// The tasks that stand at a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The first few of them, those that run before the others.
    pub chips: Vec<Chip>,
    /// How many more there are.
    pub more: usize,
    /// Whether the names of all of them differ in their numbers only.
    pub alike: bool,
}

/// A task that stands at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// The marks at the state's position, by line: the first of so many lines is line 1.
pub fn marks(
    trace: &Trace,
    state: &State,
    (index, names): (&SpanIndex, &Names),
    lines: usize,
) -> Vec<Option<Mark>> {
    let (marks, latest) = (vec![None; lines + 1], vec![None; lines + 1]);
    let mut marks = Marks { trace, names, marks, latest };
    let leaves = Leaves::new(state);
    let mut looked = 0;
    for task in state.tasks.iter().filter(|task| !task.is_done()) {
        // Each is looked for in the events before: where hundreds are polled at once, some have to do.
        let is_running = state.running.get(task.id).is_some() && looked < MOST_LOOKED_FOR;
        looked += usize::from(is_running);
        let running = is_running.then(|| index.running_at(trace, state, task.id)).flatten();
        let mut leaf = leaves.first[task.id.index()];
        if let Some(site) = running {
            marks.put(site, Stance::Running, task);
        } else if leaf.is_none()
            && let Some(site) = task.site
        {
            marks.put(site, stance(task), task);
        } else {
            while let Some((site, next)) = leaf.map(|leaf| leaves.links[leaf]) {
                marks.put(site, stance(task), task);
                leaf = next;
            }
        }
    }
    marks.marks
}

/// Marks as they are put, task after task: those of the same stance stand in the order of spawning.
struct Marks<'a> {
    trace: &'a Trace,
    names: &'a Names,
    marks: Vec<Option<Mark>>,
    /// The task that was put last on each line, which may stand there more than once.
    latest: Vec<Option<TaskId>>,
}

impl Marks<'_> {
    fn put(&mut self, site: SiteId, stance: Stance, task: &Task) {
        let Some(line) = self.trace.site(site).map(|site| line_of(site) as usize) else { return };
        let Some(mark) = self.marks.get_mut(line) else { return };
        if self.latest[line].replace(task.id) == Some(task.id) {
            return;
        }
        let mark = mark.get_or_insert_default();
        mark.alike = match mark.chips.first() {
            Some(first) => mark.alike && self.names.group(first.task) == self.names.group(task.id),
            None => true,
        };
        let at = mark.chips.partition_point(|other| other.stance <= stance);
        mark.more += usize::from(mark.chips.len() == CHIPS);
        if at < CHIPS {
            mark.chips.truncate(CHIPS - 1);
            let name = self.trace.label(task.name).to_owned();
            mark.chips.insert(at, Chip { stance, task: task.id, name });
        }
    }
}

/// The innermost awaits of each task, found in one pass: `State::leaves` for each of 10,000 would be
/// quadratic.
struct Leaves {
    /// By task: where its chain begins.
    first: Vec<Option<usize>>,
    /// A place, and where the chain goes on.
    links: Vec<(SiteId, Option<usize>)>,
}

impl Leaves {
    fn new(state: &State) -> Self {
        let mut leaves = Self { first: vec![None; state.tasks.len()], links: Vec::new() };
        for span in state.spans.values() {
            if span.inner == 0
                && let Some(first) = leaves.first.get_mut(span.task.index())
            {
                let next = first.replace(leaves.links.len());
                leaves.links.push((span.site, next));
            }
        }
        leaves
    }
}

fn stance(task: &Task) -> Stance {
    match task.phase {
        Phase::Running => Stance::Running,
        Phase::Scheduled if task.polls == 0 => Stance::Unpolled,
        Phase::Scheduled => Stance::Scheduled,
        Phase::Idle | Phase::Done(_) => Stance::Waiting,
    }
}

#[cfg(test)]
mod tests {
    use sample::Sample;
    use trace::{EventKind, TaskKind};

    use super::*;

    fn site(line: u32) -> Site {
        Site {
            kind: SiteKind::Await,
            line,
            column: 1,
            end_line: line,
            end_column: 9,
            text: "".into(),
            name: "".into(),
            function: "".into(),
            group: None,
            many: false,
        }
    }

    /// Six tasks spawned in line 1; the first two then wait in line 2, the second twice.
    fn trace() -> Trace {
        let mut sample = Sample::empty(vec![site(1), site(2)]);
        let spawn = |_| sample.spawn_at(None, "task", TaskKind::Task, Some(0));
        let tasks: Vec<_> = (0..6).map(spawn).collect();
        for index in [0, 1, 1] {
            let task = tasks[index];
            sample.start(task);
            let span = sample.awaits(task, 1);
            sample.span_pending(&[span]);
            sample.pending(task);
        }
        sample.trace
    }

    /// What a pane of two lines shows.
    fn shown(trace: &Trace, state: &State) -> Vec<Option<Mark>> {
        let mut names = Names::default();
        names.grow(trace, &state.tasks);
        super::marks(trace, state, (&SpanIndex::default(), &names), 2)
    }

    #[test]
    fn a_task_stands_once_on_a_line_and_what_has_no_room_is_counted() {
        let trace = trace();
        let state = State::after(trace.events());
        let marks = shown(&trace, &state);
        let tasks = |line: usize| {
            let mark = marks[line].as_ref().expect("a mark");
            let tasks = mark.chips.iter().map(|chip| (chip.stance, chip.task.index()));
            (tasks.collect::<Vec<_>>(), mark.more)
        };
        assert_eq!(marks[0], None);
        let unpolled = (2..6).map(|task| (Stance::Unpolled, task)).collect();
        assert_eq!(tasks(1), (unpolled, 0));
        assert_eq!(tasks(2), (vec![(Stance::Waiting, 0), (Stance::Waiting, 1)], 0));

        let spawned = State::after(&trace.events()[..6]);
        let marks = shown(&trace, &spawned);
        assert_eq!(marks[1].as_ref().map(|mark| (mark.chips.len(), mark.more)), Some((4, 2)));
    }

    #[test]
    fn names_that_differ_in_more_than_their_numbers_are_not_alike() {
        let trace = trace();
        let spawned = State::after(&trace.events()[..6]);
        let alike = |trace: &Trace| {
            let marks = shown(trace, &spawned);
            marks[1].as_ref().map(|mark| mark.alike)
        };
        assert_eq!(alike(&trace), Some(true));
        let mut named = trace;
        let mut rename = |index: usize, name: &str| {
            let label = named.intern(name);
            let mut events = named.events()[..6].to_vec();
            for event in &mut events {
                if let EventKind::TaskSpawn { task, name, .. } = &mut event.kind
                    && task.index() == index
                {
                    *name = label;
                }
            }
            let state = State::after(&events);
            shown(&named, &state)[1].as_ref().map(|m| m.alike)
        };
        assert_eq!(rename(5, "task 6"), Some(true));
        assert_eq!(rename(5, "main"), Some(false));
        assert_eq!(rename(0, "main"), Some(false));
    }
}

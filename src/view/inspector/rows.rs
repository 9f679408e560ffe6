//! The table's columns and the order of its rows, worked out of a state at a time.

use std::cmp::Ordering;

use trace::{Lint, Micros, Phase, State, Task, TaskEnd, TaskId, Trace, order, show_micros};

/// A column: those of tokio-console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// How many lints are about it.
    Warnings,
    /// Its number.
    Id,
    /// What it does.
    State,
    /// Its name.
    Name,
    /// Time since it was spawned.
    Total,
    /// Time being polled.
    Busy,
    /// Time woken, but not polled.
    Scheduled,
    /// Time with nothing to do.
    Idle,
    /// Polls begun.
    Polls,
    /// Wakes.
    Wakes,
    /// Wakes of its own.
    SelfWakes,
    /// Bytes of its future.
    Size,
    /// Where it was spawned.
    Location,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Column; 13] = [
        Column::Warnings,
        Column::Id,
        Column::Name,
        Column::State,
        Column::Total,
        Column::Busy,
        Column::Scheduled,
        Column::Idle,
        Column::Polls,
        Column::Wakes,
        Column::SelfWakes,
        Column::Size,
        Column::Location,
    ];

    /// What stands over it.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Warnings => "Warn",
            Column::Id => "ID",
            Column::State => "State",
            Column::Name => "Name",
            Column::Total => "Total",
            Column::Busy => "Busy",
            Column::Scheduled => "Sched",
            Column::Idle => "Idle",
            Column::Polls => "Polls",
            Column::Wakes => "Wakes",
            Column::SelfWakes => "Self",
            Column::Size => "Size",
            Column::Location => "Location",
        }
    }

    /// What it tells.
    pub fn meaning(self) -> &'static str {
        match self {
            Column::Warnings => "Findings about the task up to here",
            Column::Id => "The order of spawning",
            Column::State => "What the task is doing",
            Column::Name => "The task's name",
            Column::Total => "Time since it was spawned",
            Column::Busy => "Time being polled",
            Column::Scheduled => "Time woken, but waiting for its poll",
            Column::Idle => "Time with nothing to do: total minus busy and scheduled",
            Column::Polls => "How often it has been polled",
            Column::Wakes => "How often its waker was called",
            Column::SelfWakes => "Wakes from its own polls, not counting yields",
            Column::Size => "Bytes of its future",
            Column::Location => "The line that spawned it",
        }
    }

    /// Whether it is a number, which stands at the right, and of which the largest matters most.
    pub fn is_figure(self) -> bool {
        !matches!(self, Column::Id | Column::Name | Column::State | Column::Location)
    }
}

/// By which column, and in which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub column: Column,
    /// The largest first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { column: Column::Id, descending: false }
    }
}

impl Order {
    /// What a press of a column's heading makes of it: the other direction, or that column, its largest
    /// figure first.
    pub fn pressed(self, column: Column) -> Self {
        let descending = match self.column == column {
            true => !self.descending,
            false => column.is_figure(),
        };
        Self { column, descending }
    }
}

/// The tasks of a state at a time.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// The run.
    pub trace: &'a Trace,
    /// Its state.
    pub state: &'a State,
    /// The time.
    pub now: Micros,
    /// Of each task, how many lints are about it: see [`warnings`].
    pub warnings: &'a [u32],
}

impl Rows<'_> {
    /// The tasks' indexes in an order; those that are equal in the order of spawning.
    pub fn sorted(&self, by: Order) -> Vec<u32> {
        let tasks = &self.state.tasks;
        if by.column == Column::Id && !by.descending {
            return (0..tasks.len() as u32).collect();
        }
        let before = if by.descending { Ordering::Greater } else { Ordering::Less };
        if by.column == Column::Name {
            let name = |at: usize| natural(self.trace.label(tasks[at].name));
            return order(tasks.len(), &mut |a, b| name(a).cmp(&name(b)) == before);
        }
        let figures: Vec<u64> = tasks.iter().map(|task| self.figure(task, by.column)).collect();
        order(tasks.len(), &mut |a, b| figures[a].cmp(&figures[b]) == before)
    }

    /// What a task has in a column, by which it is sorted.
    pub fn figure(&self, task: &Task, column: Column) -> u64 {
        // A run that is over has no more time.
        let now = if self.state.ended.is_some() { self.state.now } else { self.now };
        match column {
            Column::Warnings => self.warnings.get(task.id.index()).map_or(0, |count| *count).into(),
            Column::Id | Column::Name => task.id.index() as u64 + 1,
            Column::State => stance(task) as u64,
            Column::Total => task.total(now),
            Column::Busy => task.busy(now),
            Column::Scheduled => task.scheduled(now),
            Column::Idle => task.idle(now),
            Column::Polls => task.polls.into(),
            Column::Wakes => task.wakes.into(),
            Column::SelfWakes => task.self_wakes.into(),
            Column::Size => task.size.into(),
            Column::Location => {
                let site = task.site.and_then(|site| self.trace.site(site));
                site.map_or(0, |site| site.line.into())
            }
        }
    }

    /// The same in words; empty where there is nothing to say.
    pub fn text(&self, task: &Task, column: Column) -> String {
        let figure = self.figure(task, column);
        match column {
            Column::Name => self.trace.label(task.name).to_owned(),
            Column::State => stance(task).word().to_owned(),
            Column::Total | Column::Busy | Column::Scheduled | Column::Idle => show_micros(figure),
            Column::Location if figure > 0 => format!("line {figure}"),
            Column::Size if figure > 0 => format!("{figure} B"),
            Column::Warnings | Column::Location | Column::Size if figure == 0 => String::new(),
            _ => figure.to_string(),
        }
    }
}

/// What a task is doing, those first that do most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Being polled.
    Running,
    /// Woken, and waiting for its poll.
    Scheduled,
    /// Waiting to be woken.
    Idle,
    /// Returned.
    Done,
    /// Dropped unfinished.
    Cancelled,
    /// Panicked.
    Panicked,
}

impl Stance {
    /// In a word, which is the class of its glyph too.
    pub fn word(self) -> &'static str {
        match self {
            Stance::Running => "running",
            Stance::Scheduled => "scheduled",
            Stance::Idle => "idle",
            Stance::Done => "done",
            Stance::Cancelled => "cancelled",
            Stance::Panicked => "panicked",
        }
    }
}

/// What a task is doing.
pub fn stance(task: &Task) -> Stance {
    match task.phase {
        Phase::Running => Stance::Running,
        Phase::Scheduled => Stance::Scheduled,
        Phase::Idle => Stance::Idle,
        Phase::Done(TaskEnd::Ready) => Stance::Done,
        Phase::Done(TaskEnd::Cancelled) => Stance::Cancelled,
        Phase::Done(TaskEnd::Panicked) => Stance::Panicked,
    }
}

/// How many lints have shown of each of so many tasks when this many events have happened.
pub fn warnings(lints: &[Lint], tasks: usize, position: usize) -> Vec<u32> {
    let mut counts = vec![0; tasks];
    let shown = lints.iter().take_while(|lint| lint.evidence.start < position);
    for task in shown.filter_map(|lint| lint.task) {
        if let Some(count) = counts.get_mut(task.index()) {
            *count += 1;
        }
    }
    counts
}

/// A name and the number at its end, so that `fetch 9` comes before `fetch 10`.
fn natural(name: &str) -> (&str, u64) {
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digit =
        |number: u64, digit: u8| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
    (base, name[base.len()..].bytes().fold(0, digit))
}

/// The rows that are drawn of so many, when the first one in sight is `first`: a stretch that is some
/// rows longer at both ends.
pub fn window(count: usize, first: usize, in_sight: usize) -> std::ops::Range<usize> {
    let start = first.min(count).saturating_sub(BEYOND);
    start..(first + in_sight + BEYOND).min(count)
}

/// Rows that are drawn beyond those in sight.
pub const BEYOND: usize = 12;

/// The task's id of an index in [`State::tasks`].
pub fn id(index: u32) -> TaskId {
    TaskId::from_index(index as usize)
}

#[cfg(test)]
mod tests {
    use super::{natural, window};

    #[test]
    fn numbers_at_the_end_count() {
        assert!(natural("fetch 9") < natural("fetch 10"));
        assert!(natural("a 2") < natural("b 1"));
        assert!(natural("main") < natural("main 2"));
    }

    #[test]
    fn a_window_stays_within_the_table() {
        assert_eq!(window(5, 0, 40), 0..5);
        assert_eq!(window(1_000, 0, 40), 0..52);
        assert_eq!(window(1_000, 500, 40), 488..552);
        assert_eq!(window(1_000, 980, 40), 968..1_000);
        // Fewer tasks than before, when one steps back.
        assert_eq!(window(3, 980, 40), 0..3);
        assert_eq!(window(0, 0, 40), 0..0);
    }
}

//! The runtime's picture in words: for readers who cannot see it, and for tooltips.

use trace::{
    Cycles, HostKind, MOST_WORKERS, Micros, Phase, ResourceId, RunEnd, State, Task, TaskEnd,
    TaskId, Trace, Turn, TurnCause, show_micros,
};

use crate::runtime::names::Names;
use crate::runtime::places::{Chip, Chips, Figure, Places, WaitsFor, figure, name};

/// Puts one state of a run into words.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The run.
    pub trace: &'a Trace,
    /// The state of this run.
    pub state: &'a State,
    /// The names of its tasks without numbers.
    pub names: &'a Names,
}

/// A heading with the lines below it.
pub type Listed = (String, Vec<String>);

impl Words<'_> {
    /// The text of a chip.
    pub fn chip(&self, chip: Chip) -> String {
        match chip {
            Chip::Task(task) => name(self.trace, self.state, task).to_owned(),
            Chip::Group { name, count } => {
                format!("{} × {}", grouped(count), self.names.base(name))
            }
        }
    }

    /// How many characters the text of a chip has, without building it.
    pub fn chars(&self, chip: Chip) -> usize {
        match chip {
            Chip::Task(task) => name(self.trace, self.state, task).chars().count(),
            Chip::Group { .. } => self.chip(chip).chars().count(),
        }
    }

    /// "the mutex cache"
    fn resource(&self, id: ResourceId) -> String {
        let Some(resource) = self.state.resources.get(&id) else { return "a resource".to_owned() };
        resource.kind.title(self.trace.label(resource.name))
    }

    /// The name of a row.
    pub fn waits_for(&self, waits_for: WaitsFor) -> String {
        match waits_for {
            WaitsFor::Resource(id) => self.resource(id),
            WaitsFor::Deadline(deadline) => format!("timer {}", show_micros(deadline)),
            WaitsFor::Later => "later timers".to_owned(),
            WaitsFor::Join(task) => format!("task {}", name(self.trace, self.state, task)),
            WaitsFor::Await(site) => {
                self.trace.site(site).map_or("an await", |site| &site.text).to_owned()
            }
            WaitsFor::Unknown => "a waker kept elsewhere".to_owned(),
            WaitsFor::Lost => "nobody".to_owned(),
            WaitsFor::Others => "other things".to_owned(),
        }
    }

    /// What the task does, for a sentence: waits for this thing, or awaits it.
    fn does(&self, waits_for: WaitsFor) -> String {
        match waits_for {
            WaitsFor::Await(_) => format!("awaits {}", self.waits_for(waits_for)),
            WaitsFor::Unknown => "waits to be woken".to_owned(),
            WaitsFor::Lost => "waits, and nobody holds its waker".to_owned(),
            _ => format!("waits for {}", self.waits_for(waits_for)),
        }
    }

    /// "held by pay 1"
    pub fn figure(&self, id: ResourceId) -> String {
        let Some(resource) = self.state.resources.get(&id) else { return String::new() };
        match figure(resource) {
            Figure::None => String::new(),
            Figure::Held(holder) => format!("held by {}", name(self.trace, self.state, holder)),
            Figure::Free => "free".to_owned(),
            Figure::PassedOn => "passed on".to_owned(),
            Figure::Of { filled, all, free: true } => format!("{filled} of {all} permits free"),
            Figure::Of { filled, all, free: false } => format!("{filled} of {all} places taken"),
            Figure::Messages(1) => "1 message".to_owned(),
            Figure::Messages(count) => format!("{count} messages"),
            Figure::Arrived(here, all) => format!("{here} of {all} have come"),
        }
    }

    /// A sentence about what a task does.
    pub fn task(&self, task: TaskId, waits_for: Option<WaitsFor>) -> String {
        let Some(found) = self.state.task(task) else { return String::new() };
        let name = self.trace.label(found.name);
        let does = match (found.phase, waits_for) {
            (Phase::Running, _) => format!("is polled, poll {}", found.polls),
            (Phase::Scheduled, _) if found.polls == 0 => "not polled yet".to_owned(),
            (Phase::Scheduled, _) => "woken, waits for its poll".to_owned(),
            (Phase::Idle, Some(waits_for)) => self.does(waits_for),
            (Phase::Idle, None) => "waits".to_owned(),
            (Phase::Done(TaskEnd::Ready), _) => "finished".to_owned(),
            (Phase::Done(TaskEnd::Cancelled), _) => "cancelled".to_owned(),
            (Phase::Done(TaskEnd::Panicked), _) => "panicked".to_owned(),
        };
        let does = match found.phase {
            Phase::Running if self.state.running.get(task).is_none() => "returned Ready".to_owned(),
            _ => does,
        };
        let s = if found.polls == 1 { "" } else { "s" };
        match found.phase {
            Phase::Running => format!("{name}: {does}"),
            _ => format!("{name}: {does}, {} poll{s}", found.polls),
        }
    }

    /// All of the picture, as lists under headings.
    pub fn lists(&self, places: &Places) -> Vec<Listed> {
        let mut lists = Vec::new();
        let ready = tasks(places.ready.count);
        lists.push((format!("Ready queue, {ready}"), self.chips(&places.ready, None)));
        for worker in &places.workers {
            let title = worker_title(worker.number, places.workers.len());
            let polls = worker.tasks.iter().map(|task| self.task(*task, None)).collect();
            let title =
                if worker.tasks.is_empty() { format!("{title}, idle") } else { title.to_owned() };
            lists.push((title, polls));
        }
        for (chips, title) in [
            (&places.threads, "Threads of one task each, simulated"),
            (&places.pool, "Blocking pool, simulated"),
        ] {
            if chips.count > 0 {
                let title = format!("{title}, {}", tasks(chips.count));
                lists.push((title, self.chips(chips, None)));
            }
        }
        for row in &places.rows {
            let mut title = format!("Waiting for {}", self.waits_for(row.waits_for));
            if let WaitsFor::Resource(id) = row.waits_for {
                let figure = self.figure(id);
                if !figure.is_empty() {
                    title += &format!(", {figure}");
                }
            }
            title += &format!(", {}", tasks(row.chips.count));
            lists.push((title, self.chips(&row.chips, Some(row.waits_for))));
        }
        let done = tasks(places.done.count);
        lists.push((format!("Finished, {done}"), self.chips(&places.done, None)));
        for cycle in self.cycles().iter().take(TOLD) {
            let mut arcs: Vec<String> = cycle.iter().take(TOLD).map(|arc| self.arc(arc)).collect();
            if cycle.len() > TOLD {
                arcs.push(format!("and {} more", grouped(cycle.len() - TOLD)));
            }
            lists.push(("Deadlock".to_owned(), arcs));
        }
        lists
    }

    fn chips(&self, chips: &Chips, waits_for: Option<WaitsFor>) -> Vec<String> {
        let chip = |chip: &Chip| match chip {
            Chip::Task(task) => self.task(*task, waits_for),
            Chip::Group { .. } => self.chip(*chip),
        };
        chips.list.iter().map(chip).collect()
    }

    /// The cycles of a stuck run, as arcs: who waits, for what, and who holds it. Empty for any other run.
    pub fn cycles(&self) -> Vec<Vec<Arc>> {
        if self.state.ended != Some(RunEnd::Deadlock) {
            return Vec::new();
        }
        let arcs = |cycle: &Vec<(TaskId, ResourceId)>| {
            let holders = cycle.iter().skip(1).chain(cycle.first()).map(|(task, _)| *task);
            let arc = |((task, resource), holder): (&_, _)| Arc {
                task: *task,
                resource: *resource,
                holder,
            };
            cycle.iter().zip(holders).map(arc).collect()
        };
        Cycles::new(self.state).all().iter().map(arcs).collect()
    }

    fn arc(&self, arc: &Arc) -> String {
        let name = |task| name(self.trace, self.state, task);
        let resource = self.resource(arc.resource);
        format!("{} waits for {resource}, held by {}", name(arc.task), name(arc.holder))
    }

    /// The turn of the event loop. After the run has ended no turn is under way.
    pub fn turn(&self) -> Turn {
        let State { turn, ended, .. } = self.state;
        Turn { cause: turn.cause.filter(|_| ended.is_none()), ..*turn }
    }

    /// The name of the host's clock, and what the host is doing.
    pub fn host(&self, now: Micros) -> (&'static str, String) {
        let state = self.state;
        let host = match self.trace.run.host {
            HostKind::Browser => "Event loop",
            HostKind::Simulated => "Simulated clock",
        };
        let next =
            || state.timers.values().map(|timer| timer.deadline).filter(|due| *due > now).min();
        let does = match (state.ended, state.turn.cause, self.trace.run.host) {
            (Some(RunEnd::Done), ..) => "run over".to_owned(),
            (Some(RunEnd::Deadlock), ..) => "nothing can ever wake these tasks".to_owned(),
            (Some(RunEnd::Limit), ..) => "run ended at a bound".to_owned(),
            (Some(RunEnd::Cancelled), ..) => "run stopped".to_owned(),
            _ if state.turn.count == 0 => "not begun".to_owned(),
            (None, None, HostKind::Browser) => "the page has the thread".to_owned(),
            (None, None, HostKind::Simulated) => match next() {
                Some(due) => format!("goes to {}", show_micros(due)),
                None => "waits".to_owned(),
            },
            (None, Some(TurnCause::Timer), HostKind::Simulated) => {
                format!("went to {}", show_micros(state.now))
            }
            (None, Some(_), HostKind::Simulated) => "runs the executor".to_owned(),
            (None, Some(_), HostKind::Browser) => format!("executor run {}", state.turn.count),
        };
        (host, does)
    }

    /// Whether a task blocks its thread: whether its poll has taken `LONG_POLL` or longer so far.
    pub fn blocks(&self, task: &Task, now: Micros) -> bool {
        task.phase == Phase::Running && now.saturating_sub(task.since) >= LONG_POLL
    }
}

/// A poll that takes this many microseconds or more is drawn as one that blocks its thread.
const LONG_POLL: Micros = 1_000;

/// The most cycles, and the most arcs of one cycle, that are put into words.
const TOLD: usize = 50;

/// One step of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The task that waits.
    pub task: TaskId,
    /// The resource that it waits for.
    pub resource: ResourceId,
    /// The task that holds the resource.
    pub holder: TaskId,
}

/// The title of a worker, where there are `count` workers.
pub fn worker_title(number: u16, count: usize) -> &'static str {
    const TITLES: [&str; 1 + MOST_WORKERS as usize] = [
        "main thread",
        "worker 1",
        "worker 2",
        "worker 3",
        "worker 4",
        "worker 5",
        "worker 6",
        "worker 7",
        "worker 8",
        "worker 9",
        "worker 10",
        "worker 11",
        "worker 12",
        "worker 13",
        "worker 14",
        "worker 15",
        "worker 16",
    ];
    match count {
        1 => "Worker",
        _ => TITLES.get(usize::from(number)).copied().unwrap_or("worker"),
    }
}

/// "2 tasks"
fn tasks(count: usize) -> String {
    format!("{} task{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `9,998`
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn large_numbers_are_grouped() {
        for (count, shown) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (10_000, "10,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(count), shown);
        }
    }
}

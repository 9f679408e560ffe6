//! The rules that every trace obeys, so that views can rely on them.

use crate::{
    Event, EventKind, FIRST_OWN_THREAD, Micros, ResourceId, SpanId, TaskId, TimerId, WokenBy,
};

/// The latest time of an event: more than two hundred years after the run began.
const LATEST: Micros = 1 << 53;

/// The most tasks in a trace, since each has a lane of its own.
const MOST_TASKS: usize = 250_000;

/// Whether a task, a resource or a timer still exists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    /// It exists; `polled` says whether it is a task that is being polled.
    Open {
        polled: bool,
    },
    Over,
}

/// A task's life, and the number of its latest poll.
#[derive(Clone, Copy)]
struct Task {
    life: Life,
    polls: u32,
}

/// What the events so far have introduced.
#[derive(Default)]
pub(super) struct Rules {
    now: Micros,
    begun: bool,
    ended: bool,
    turn: bool,
    tasks: Vec<Task>,
    /// For each await the task that awaits, while the await is under way.
    awaits: Vec<Option<TaskId>>,
    resources: Vec<Life>,
    timers: Vec<Life>,
}

/// A field, and what is wrong with it.
type Wrong = (&'static str, String);

const OPEN: Life = Life::Open { polled: false };

fn wrong<T>(field: &'static str, reason: impl Into<String>) -> Result<T, Wrong> {
    Err((field, reason.into()))
}

impl Rules {
    /// Checks that `event` may come next, and takes note of it.
    pub fn next(&mut self, event: &Event) -> Result<(), Wrong> {
        if event.at < self.now {
            let before = self.now;
            return wrong("at", format!("time falls here; the event before is at {before}"));
        }
        if event.at > LATEST {
            return wrong("at", "no run is this long");
        }
        if self.ended {
            return wrong("event", "nothing follows `run.end`");
        }
        self.now = event.at;
        if (event.kind == EventKind::RunStart) == self.begun {
            return wrong(
                "event",
                match self.begun {
                    true => "a run begins once",
                    false => "the first event of a trace is `run.start`",
                },
            );
        }
        match event.kind {
            EventKind::RunStart => self.begun = true,
            EventKind::RunEnd { .. } => self.ended = true,
            EventKind::TurnStart { .. } => return self.set_turn(true),
            EventKind::TurnEnd => return self.set_turn(false),
            EventKind::TaskSpawn { .. }
            | EventKind::PollStart { .. }
            | EventKind::PollEnd { .. }
            | EventKind::Wake { .. }
            | EventKind::TaskEnd { .. }
            | EventKind::Busy { .. }
            | EventKind::Print { .. } => return self.task(event.kind),
            EventKind::AwaitEnter { .. }
            | EventKind::AwaitPending { .. }
            | EventKind::AwaitReady { .. }
            | EventKind::AwaitDrop { .. } => return self.awaiting(event.kind),
            EventKind::ResourceNew { .. }
            | EventKind::ResourceOp { .. }
            | EventKind::ResourceState { .. }
            | EventKind::ResourceDrop { .. } => return self.resource(event.kind),
            EventKind::TimerSet { .. }
            | EventKind::TimerFire { .. }
            | EventKind::TimerCancel { .. } => return self.timer(event.kind),
            EventKind::Limit { .. } => {}
        }
        Ok(())
    }

    fn set_turn(&mut self, begins: bool) -> Result<(), Wrong> {
        match std::mem::replace(&mut self.turn, begins) == begins {
            false => Ok(()),
            true if begins => wrong("event", "the turn before has not ended"),
            true => wrong("event", "no turn has begun"),
        }
    }

    fn task(&mut self, kind: EventKind) -> Result<(), Wrong> {
        match kind {
            EventKind::TaskSpawn { task, parent, .. } => {
                self.spawned("parent", parent)?;
                made_in_order("task", task.index(), self.tasks.len())?;
                if self.tasks.len() >= MOST_TASKS {
                    return wrong("task", format!("a trace has at most {MOST_TASKS} tasks"));
                }
                self.tasks.push(Task { life: OPEN, polls: 0 });
            }
            EventKind::PollStart { task, number, worker } => {
                let threads = usize::from(FIRST_OWN_THREAD) + self.tasks.len();
                let known = self.living(task)?;
                match known.life {
                    // The poll continues on another thread.
                    Life::Open { polled: true } if number == known.polls => {}
                    Life::Open { polled: true } => {
                        return wrong("task", "the poll before has not ended");
                    }
                    _ if Some(number) != known.polls.checked_add(1) => {
                        let polls = known.polls;
                        return wrong("number", format!("this task has had {polls} polls so far"));
                    }
                    _ => {}
                }
                known.polls = number;
                known.life = Life::Open { polled: true };
                if usize::from(worker) >= threads {
                    return wrong("worker", "there are fewer threads than this");
                }
            }
            EventKind::PollEnd { task, .. } => {
                let known = self.known(task)?;
                if known.life == OPEN {
                    return wrong("task", "this task is not being polled");
                }
                if known.life != Life::Over {
                    known.life = OPEN;
                }
            }
            EventKind::Wake { task, by, resource, .. } => {
                self.living(task)?;
                match by {
                    WokenBy::Task(by) => self.spawned("by", Some(by))?,
                    WokenBy::Timer(by) if by.index() >= self.timers.len() => {
                        return wrong("by", format!("no timer {by} has been set so far"));
                    }
                    _ => {}
                }
                if resource.is_some_and(|resource| resource.index() >= self.resources.len()) {
                    return wrong("resource", "this resource has not been made so far");
                }
            }
            EventKind::TaskEnd { task, .. } => self.living(task)?.life = Life::Over,
            EventKind::Busy { task, micros, .. } => {
                self.spawned("task", task)?;
                if micros > LATEST {
                    return wrong("micros", "no run is this long");
                }
            }
            EventKind::Print { task, .. } => self.spawned("task", task)?,
            _ => {}
        }
        Ok(())
    }

    fn awaiting(&mut self, kind: EventKind) -> Result<(), Wrong> {
        match kind {
            EventKind::AwaitEnter { span, parent, task, .. } => {
                made_in_order("span", span.index(), self.awaits.len())?;
                self.living(task)?;
                match parent.map(|parent| self.under_way(parent)) {
                    Some(Some(around)) if around != task => {
                        return wrong("parent", "the await around it is another task's");
                    }
                    Some(None) => return wrong("parent", "the await around it is not under way"),
                    _ => {}
                }
                self.awaits.push(Some(task));
            }
            EventKind::AwaitPending { span }
            | EventKind::AwaitReady { span }
            | EventKind::AwaitDrop { span } => {
                if self.under_way(span).is_none() {
                    return wrong("span", "this await is not under way");
                }
                if !matches!(kind, EventKind::AwaitPending { .. }) {
                    self.awaits[span.index()] = None;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn resource(&mut self, kind: EventKind) -> Result<(), Wrong> {
        match kind {
            EventKind::ResourceNew { resource, task, .. } => {
                made_in_order("resource", resource.index(), self.resources.len())?;
                self.spawned("task", task)?;
                self.resources.push(OPEN);
            }
            EventKind::ResourceOp { resource, task, .. } => {
                self.there(resource)?;
                self.spawned("task", task)?;
            }
            EventKind::ResourceState { resource, holder, .. } => {
                self.there(resource)?;
                self.spawned("holder", holder)?;
            }
            EventKind::ResourceDrop { resource } => {
                self.there(resource)?;
                self.resources[resource.index()] = Life::Over;
            }
            _ => {}
        }
        Ok(())
    }

    fn timer(&mut self, kind: EventKind) -> Result<(), Wrong> {
        match kind {
            EventKind::TimerSet { timer, task, deadline } => {
                made_in_order("timer", timer.index(), self.timers.len())?;
                self.spawned("task", task)?;
                if deadline > LATEST {
                    return wrong("deadline", "no run is this long");
                }
                self.timers.push(OPEN);
            }
            EventKind::TimerFire { timer } | EventKind::TimerCancel { timer } => {
                self.is_set(timer)?;
                self.timers[timer.index()] = Life::Over;
            }
            _ => {}
        }
        Ok(())
    }

    fn known(&mut self, task: TaskId) -> Result<&mut Task, Wrong> {
        let none = || ("task", format!("no task {task} has been spawned so far"));
        self.tasks.get_mut(task.index()).ok_or_else(none)
    }

    fn living(&mut self, task: TaskId) -> Result<&mut Task, Wrong> {
        let known = self.known(task)?;
        match known.life {
            Life::Over => wrong("task", format!("task {task} is over")),
            Life::Open { .. } => Ok(known),
        }
    }

    fn spawned(&self, field: &'static str, task: Option<TaskId>) -> Result<(), Wrong> {
        match task {
            Some(task) if task.index() >= self.tasks.len() => {
                wrong(field, format!("no task {task} has been spawned so far"))
            }
            _ => Ok(()),
        }
    }

    fn under_way(&self, span: SpanId) -> Option<TaskId> {
        self.awaits.get(span.index()).copied().flatten()
    }

    fn there(&self, resource: ResourceId) -> Result<(), Wrong> {
        match self.resources.get(resource.index()) {
            Some(Life::Open { .. }) => Ok(()),
            Some(Life::Over) => wrong("resource", "this resource has been dropped"),
            None => wrong("resource", "this resource has not been made so far"),
        }
    }

    fn is_set(&self, timer: TimerId) -> Result<(), Wrong> {
        match self.timers.get(timer.index()) {
            Some(Life::Open { .. }) => Ok(()),
            Some(Life::Over) => wrong("timer", "this timer has fired or was cancelled"),
            None => wrong("timer", "this timer has not been set so far"),
        }
    }
}

fn made_in_order(field: &'static str, index: usize, made: usize) -> Result<(), Wrong> {
    match index == made {
        true => Ok(()),
        false => {
            let next = made + 1;
            wrong(field, format!("they are numbered as they are made; the next one is {next}"))
        }
    }
}

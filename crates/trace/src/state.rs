//! The state of a run at a position: a fold over the events before it.

use std::collections::BTreeMap;

use crate::{
    Event, EventKind, Label, LimitKind, Micros, Op, OpPhase, Queue, ResourceId, ResourceKind,
    RunEnd, SiteId, SpanId, Table, TaskEnd, TaskId, TaskKind, Tasks, TimerId, TurnCause, WakeHow,
    WokenBy,
};

/// Everything that is true after the first [`position`](State::position) events of a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// How many events have been applied.
    pub position: usize,
    /// Time of the last of these events.
    pub now: Micros,
    /// All tasks spawned so far, in the order of spawning.
    pub tasks: Tasks,
    /// Tasks that wait for a poll in a queue; on the current-thread scheduler the first is polled next. A `block_on`
    /// task is never in it, since its executor looks at it separately, before the queue; nor is a task that has a
    /// thread of its own.
    pub ready: Queue<TaskId>,
    /// Tasks that are being polled, each with the number of its thread.
    pub running: Queue<(u16, TaskId)>,
    /// Awaits that were entered and are neither ready nor dropped.
    pub spans: Table<SpanId, Span>,
    /// Resources that exist.
    pub resources: BTreeMap<ResourceId, Resource>,
    /// What tasks wait for: a task's waker is held by the resource, on behalf of the operation.
    pub waits: BTreeMap<(TaskId, ResourceId, Op), Wait>,
    /// Deadlines that have been set and have neither passed nor been cancelled.
    pub timers: Table<TimerId, Timer>,
    /// The deadline that passed last.
    pub fired: Option<(TimerId, Timer)>,
    /// Number of prints so far.
    pub prints: usize,
    /// The engine's turns of the event loop.
    pub turn: Turn,
    /// The bound that was reached, with its value.
    pub limit: Option<(LimitKind, u64)>,
    /// Why the run ended, once it has.
    pub ended: Option<RunEnd>,
}

/// The engine's turns of the event loop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// What gave the engine the loop, while it has it.
    pub cause: Option<TurnCause>,
    /// How many turns have begun.
    pub count: u32,
}

/// What a task is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Being polled.
    Running,
    /// Spawned or woken since its last poll began, and not being polled.
    Scheduled,
    /// Waiting to be woken.
    Idle,
    /// Over.
    Done(TaskEnd),
}

/// A task and what it has cost. All times are microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id; also its place in [`State::tasks`].
    pub id: TaskId,
    /// The task that spawned it.
    pub parent: Option<TaskId>,
    /// Its name, see [`Trace::label`](crate::Trace::label).
    pub name: Label,
    /// How it is run.
    pub kind: TaskKind,
    /// Size of its future in bytes.
    pub size: u32,
    /// The call that spawned it.
    pub site: Option<SiteId>,
    /// What it is doing.
    pub phase: Phase,
    /// Whether the task was woken during the poll under way, and so is scheduled again when that poll ends.
    pub woken: bool,
    /// When the task entered its phase.
    pub since: Micros,
    /// When it was spawned.
    pub spawned_at: Micros,
    /// Polls begun.
    pub polls: u32,
    /// Wakes, of which `self_wakes` came from its own poll.
    pub wakes: u32,
    /// Wakes that the task gave itself, other than by yielding.
    pub self_wakes: u32,
    /// Clones of its waker that others held when its last poll ended.
    pub wakers: u16,
    /// Time spent being polled, up to `since`.
    pub busy: Micros,
    /// Time spent waiting for a poll, up to `since`.
    pub scheduled: Micros,
}

impl Task {
    /// From its spawn to `now`, or to its end.
    pub fn total(&self, now: Micros) -> Micros {
        match self.phase {
            Phase::Done(_) => self.since - self.spawned_at,
            _ => now - self.spawned_at,
        }
    }

    /// Time being polled, up to `now`.
    pub fn busy(&self, now: Micros) -> Micros {
        self.busy + if self.phase == Phase::Running { now - self.since } else { 0 }
    }

    /// Time woken but not polled, up to `now`.
    pub fn scheduled(&self, now: Micros) -> Micros {
        self.scheduled + if self.phase == Phase::Scheduled { now - self.since } else { 0 }
    }

    /// Time with nothing to do, up to `now`.
    pub fn idle(&self, now: Micros) -> Micros {
        self.total(now) - self.busy(now) - self.scheduled(now)
    }

    /// Whether it is over.
    pub fn is_done(&self) -> bool {
        matches!(self.phase, Phase::Done(_))
    }

    fn enter(&mut self, phase: Phase, now: Micros) {
        match self.phase {
            Phase::Running => self.busy += now - self.since,
            Phase::Scheduled => self.scheduled += now - self.since,
            Phase::Idle | Phase::Done(_) => {}
        }
        self.phase = phase;
        self.since = now;
    }
}

/// One await under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The task that awaits.
    pub task: TaskId,
    /// The await it is nested in.
    pub parent: Option<SpanId>,
    /// The `.await` in the text.
    pub site: SiteId,
    /// When it was first polled.
    pub entered_at: Micros,
    /// The event that entered the await, as an index into the log.
    pub since: usize,
    /// Whether a poll of the future has returned `Pending`; until then its first poll is under way.
    pub pending: bool,
    /// How many of the awaits under way are nested directly in this one.
    pub inner: u32,
}

/// One resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// What it is.
    pub kind: ResourceKind,
    /// Its name.
    pub name: Label,
    /// Capacity or permits; 0 if it has none.
    pub capacity: u32,
    /// Where it was made.
    pub site: Option<SiteId>,
    /// The task that holds it.
    pub holder: Option<TaskId>,
    /// Tasks that wait for it.
    pub waiters: u32,
    /// Messages in it; polls of a kept future.
    pub len: u32,
    /// Free permits or places.
    pub permits: u32,
    /// What was last done with it.
    pub last: Option<(Option<TaskId>, Op, OpPhase)>,
}

impl Resource {
    /// Whether the resource is a mutex that was handed to a waiter which has not been polled since, so that nobody
    /// else can take it.
    pub fn is_passed_on(&self) -> bool {
        self.kind == ResourceKind::Mutex
            && self.holder.is_none()
            && self.waiters > 0
            && self.permits == 0
    }
}

/// A wait for a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// How many of the task's futures wait.
    pub count: u32,
    /// The event that began the first of these waits, as an index into the log.
    pub since: usize,
}

/// One deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// The task it will wake.
    pub task: Option<TaskId>,
    /// When it was set.
    pub set_at: Micros,
    /// When it is due.
    pub deadline: Micros,
}

impl State {
    /// The state after all of `events`.
    pub fn after(events: &[Event]) -> Self {
        let mut state = Self::default();
        for event in events {
            state.apply(event);
        }
        state
    }

    /// About how many bytes this state takes that it does not share with `other`.
    pub(crate) fn bytes_beside(&self, other: &Self) -> usize {
        self.tasks.bytes_beside(&other.tasks)
            + self.spans.bytes_beside(&other.spans)
            + self.timers.bytes_beside(&other.timers)
            + self.ready.bytes_beside(&other.ready)
            + self.running.bytes_beside(&other.running)
            + self.resources.len() * size_of::<(ResourceId, Resource)>() * 2
            + self.waits.len() * size_of::<((TaskId, ResourceId, Op), Wait)>() * 2
    }

    /// A task, if it has been spawned.
    pub fn task(&self, task: TaskId) -> Option<&Task> {
        self.tasks.get(task.index())
    }

    /// The innermost awaits of a task, those in which no other is nested; the one entered last comes last.
    pub fn leaves(&self, task: TaskId) -> impl Iterator<Item = (SpanId, &Span)> {
        self.spans.iter().filter(move |(_, span)| span.task == task && span.inner == 0)
    }

    /// The await that a task entered last of those under way. No other is nested in it, since a nested await is
    /// entered later.
    pub fn stands_at(&self, task: TaskId) -> Option<&Span> {
        self.spans.values().rev().find(|span| span.task == task)
    }

    /// The resources that a task waits for, each with the operation that waits.
    pub fn waits_of(&self, task: TaskId) -> impl Iterator<Item = (ResourceId, Op)> {
        let first = (task, ResourceId::from_index(0), Op::Acquire);
        let own = self.waits.range(first..).take_while(move |((who, ..), _)| *who == task);
        own.map(|((_, resource, op), _)| (*resource, *op))
    }

    /// Applies the next event. Ids that the trace never introduced are ignored, since a trace may come from a file.
    pub fn apply(&mut self, event: &Event) {
        self.position += 1;
        self.now = self.now.max(event.at);
        match event.kind {
            EventKind::RunStart | EventKind::Busy { .. } => {}
            EventKind::RunEnd { why } => self.ended = Some(why),
            EventKind::TurnStart { cause } => {
                self.turn = Turn { cause: Some(cause), count: self.turn.count + 1 };
            }
            EventKind::TurnEnd => self.turn.cause = None,
            EventKind::Print { .. } => self.prints += 1,
            EventKind::Limit { what, bound } => self.limit = Some((what, bound)),
            EventKind::TimerSet { timer, task, deadline } => {
                self.timers.insert(timer, Timer { task, set_at: self.now, deadline });
            }
            EventKind::TimerFire { timer } => {
                self.fired = self.timers.remove(&timer).map(|due| (timer, due));
            }
            EventKind::TimerCancel { timer } => {
                self.timers.remove(&timer);
            }
            EventKind::TaskSpawn { .. }
            | EventKind::PollStart { .. }
            | EventKind::PollEnd { .. }
            | EventKind::Wake { .. }
            | EventKind::TaskEnd { .. } => self.apply_task(event.kind),
            EventKind::AwaitEnter { .. }
            | EventKind::AwaitPending { .. }
            | EventKind::AwaitReady { .. }
            | EventKind::AwaitDrop { .. } => self.apply_await(event.kind),
            EventKind::ResourceNew { .. }
            | EventKind::ResourceOp { .. }
            | EventKind::ResourceState { .. }
            | EventKind::ResourceDrop { .. } => self.apply_resource(event.kind),
        }
    }

    fn apply_task(&mut self, event: EventKind) {
        let now = self.now;
        match event {
            EventKind::TaskSpawn { task, parent, name, kind, size, site } => {
                self.tasks.push(Task {
                    id: task,
                    parent,
                    name,
                    kind,
                    size,
                    site,
                    phase: Phase::Scheduled,
                    woken: false,
                    since: now,
                    spawned_at: now,
                    polls: 0,
                    wakes: 0,
                    self_wakes: 0,
                    wakers: 0,
                    busy: 0,
                    scheduled: 0,
                });
                self.queue(task);
            }
            EventKind::PollStart { task, number, worker } => {
                let goes_on = self.running.get(task).is_some();
                self.running.put(task, (worker, task));
                if goes_on {
                    return;
                }
                self.ready.remove(task);
                if let Some(task) = self.tasks.get_mut(task) {
                    task.enter(Phase::Running, now);
                    task.polls = number;
                    task.woken = false;
                }
            }
            EventKind::PollEnd { task: id, ready, wakers } => {
                self.running.remove(id);
                let Some(task) = self.tasks.get_mut(id) else { return };
                task.wakers = wakers;
                if !ready && task.phase == Phase::Running {
                    let phase = if task.woken { Phase::Scheduled } else { Phase::Idle };
                    task.enter(phase, now);
                    if task.woken {
                        self.queue(id);
                    }
                }
            }
            EventKind::Wake { task: id, by, how, .. } => {
                let Some(task) = self.tasks.get_mut(id) else { return };
                task.wakes += 1;
                if by == WokenBy::Task(id) && how != WakeHow::Yield {
                    task.self_wakes += 1;
                }
                match task.phase {
                    Phase::Running => task.woken = true,
                    Phase::Idle => {
                        task.enter(Phase::Scheduled, now);
                        self.queue(id);
                    }
                    Phase::Scheduled | Phase::Done(_) => {}
                }
            }
            EventKind::TaskEnd { task: id, how, .. } => {
                self.ready.remove(id);
                let waits: Vec<_> = self.waits_of(id).collect();
                for (resource, op) in waits {
                    self.waits.remove(&(id, resource, op));
                }
                if let Some(task) = self.tasks.get_mut(id) {
                    task.enter(Phase::Done(how), now);
                }
            }
            _ => {}
        }
    }

    fn apply_await(&mut self, event: EventKind) {
        match event {
            EventKind::AwaitEnter { span, parent, task, site } => {
                let (entered_at, since) = (self.now, self.position - 1);
                if let Some(around) = parent.and_then(|parent| self.spans.get_mut(&parent)) {
                    around.inner += 1;
                }
                let pending = false;
                let entered = Span { task, parent, site, entered_at, since, pending, inner: 0 };
                self.spans.insert(span, entered);
            }
            EventKind::AwaitPending { span } => {
                if let Some(span) = self.spans.get_mut(&span) {
                    span.pending = true;
                }
            }
            EventKind::AwaitReady { span } | EventKind::AwaitDrop { span } => {
                let parent = self.spans.remove(&span).and_then(|over| over.parent);
                if let Some(around) = parent.and_then(|parent| self.spans.get_mut(&parent)) {
                    around.inner -= 1;
                }
            }
            _ => {}
        }
    }

    fn apply_resource(&mut self, event: EventKind) {
        match event {
            EventKind::ResourceNew { resource, kind, name, capacity, site, .. } => {
                let made = Resource {
                    kind,
                    name,
                    capacity,
                    site,
                    holder: None,
                    waiters: 0,
                    len: 0,
                    permits: capacity,
                    last: None,
                };
                self.resources.insert(resource, made);
            }
            EventKind::ResourceOp { resource, task, op, phase } => {
                if let Some(resource) = self.resources.get_mut(&resource) {
                    resource.last = Some((task, op, phase));
                }
                if let Some(task) = task {
                    self.note_wait(task, resource, op, phase);
                }
            }
            EventKind::ResourceState { resource, holder, waiters, len, permits } => {
                if let Some(resource) = self.resources.get_mut(&resource) {
                    *resource = Resource { holder, waiters, len, permits, ..*resource };
                }
            }
            EventKind::ResourceDrop { resource } => {
                self.resources.remove(&resource);
            }
            _ => {}
        }
    }

    fn note_wait(&mut self, task: TaskId, resource: ResourceId, op: Op, phase: OpPhase) {
        let mut place = (task, resource, op);
        if op == Op::Acquire && !self.waits.contains_key(&place) {
            // The task used a permit to send that it had waited for and kept.
            place = (task, resource, Op::Send);
        }
        if phase == OpPhase::Waiting {
            place.2 = op;
            let since = self.position - 1;
            self.waits.entry(place).or_insert(Wait { count: 0, since }).count += 1;
        } else if let Some(wait) = self.waits.get_mut(&place) {
            wait.count -= 1;
            if wait.count == 0 {
                self.waits.remove(&place);
            }
        }
    }

    fn queue(&mut self, task: TaskId) {
        if self.has_place_in_queue(task) {
            self.ready.put(task, task);
        }
    }

    fn has_place_in_queue(&self, task: TaskId) -> bool {
        let in_queue = |task: &Task| matches!(task.kind, TaskKind::Task | TaskKind::Local);
        self.task(task).is_none_or(in_queue)
    }
}

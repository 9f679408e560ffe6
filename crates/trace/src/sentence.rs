//! One event in plain words.

use std::borrow::Borrow;

use crate::{
    EventKind, HostKind, Label, LimitKind, Op, OpPhase, Phase, Resource, ResourceId, ResourceKind,
    RunEnd, Site, SpanId, State, Stream, Task, TaskEnd, TaskId, TaskKind, Trace, TurnCause,
    WakeHow, WokenBy, show_micros,
};

/// How many tasks of a stuck run are listed one by one; of the others only the number is told.
const TOLD: usize = 12;

/// One sentence for the event at `index`. `state` must be the state just after it (position
/// `index + 1`), `before` the state just before.
///
/// Empty if the trace has no such event.
pub fn sentence(trace: &Trace, index: usize, before: &State, state: &State) -> String {
    let Some(event) = trace.events().get(index) else { return String::new() };
    let words = Words { trace, before, state };
    match event.kind {
        EventKind::RunStart => "The run begins.".to_owned(),
        EventKind::RunEnd { why } => words.run_end(why),
        EventKind::TurnStart { cause } => words.turn(cause),
        EventKind::TurnEnd => words.turn_end(),
        EventKind::TaskSpawn { task, parent, kind, .. } => words.spawn(task, parent, kind),
        EventKind::PollStart { task, number, worker } => words.poll(task, number, worker),
        EventKind::PollEnd { task, ready, wakers } => words.poll_end(task, ready, wakers),
        EventKind::AwaitEnter { task, site, .. } => {
            let text = trace.site(site).map_or("a future", |site| &site.text);
            format!("{} awaits {text}: its first poll.", words.task(task))
        }
        EventKind::AwaitPending { span } => words.span(span, "is pending"),
        EventKind::AwaitReady { span } => words.span(span, "is ready: the await is over"),
        EventKind::AwaitDrop { span } => {
            words.span(span, "is dropped before it was ready: its own code goes no further")
        }
        EventKind::Wake { task, by, how, resource } => words.wake(task, by, how, resource),
        EventKind::ResourceNew { resource, capacity, .. } => words.resource_new(resource, capacity),
        EventKind::ResourceOp { resource, task, op, phase } => words.op(resource, task, op, phase),
        EventKind::ResourceState { resource, .. } => words.resource_state(resource),
        EventKind::ResourceDrop { resource } => words.resource_drop(resource),
        EventKind::TimerSet { task: Some(task), deadline, .. } if deadline < event.at => {
            let late = show_micros(event.at - deadline);
            format!("{} takes a tick that was due {late} ago.", words.task(task))
        }
        EventKind::TimerSet { task, deadline, .. } => {
            let wait = show_micros(deadline.saturating_sub(event.at));
            match task {
                Some(task) => {
                    format!("{} leaves its waker with a timer of {wait}.", words.task(task))
                }
                None => format!("A timer of {wait} is set."),
            }
        }
        EventKind::TimerFire { timer } => match before.timers.get(&timer).and_then(|t| t.task) {
            Some(task) => format!("The timer of {} fires.", words.task(task)),
            None => "A timer fires.".to_owned(),
        },
        EventKind::TimerCancel { timer } => match before.timers.get(&timer).and_then(|t| t.task) {
            Some(task) => {
                format!(
                    "The timer of {} is cancelled: nobody waits for it any more.",
                    words.task(task)
                )
            }
            None => "A timer is cancelled: nobody waits for it any more.".to_owned(),
        },
        EventKind::Busy { task, site, micros } => {
            let site = site.and_then(|site| trace.site(site));
            let name = site.map_or("a function", |site| &site.name);
            // A declared cost is computation; any other site that takes time blocks.
            let declared = site.is_none_or(|site| site.text.starts_with("cost:"));
            let does = if declared { "computes in" } else { "is blocked in" };
            format!(
                "{} {does} {name} for {}: its {} can do nothing else.",
                words.actor(task),
                show_micros(micros),
                words.thread(task)
            )
        }
        EventKind::TaskEnd { task, how, value } => words.task_end(task, how, value),
        EventKind::Print { task, text, stream, .. } => {
            let verb = match stream {
                Stream::Stdout => "prints",
                Stream::Stderr => "prints to stderr",
            };
            format!("{} {verb} “{}”.", words.actor(task), trace.label(text).trim_end())
        }
        EventKind::Limit { what, bound } => words.limit(what, bound),
    }
}

struct Words<'a> {
    trace: &'a Trace,
    before: &'a State,
    state: &'a State,
}

impl Words<'_> {
    fn task(&self, task: TaskId) -> &str {
        self.state.task(task).map_or("A task", |task| self.trace.label(task.name))
    }

    fn actor(&self, task: Option<TaskId>) -> &str {
        task.map_or("The runtime", |task| self.task(task))
    }

    /// A span may have ended with this event, so it is looked up in both states.
    fn site_of(&self, span: SpanId) -> Option<&Site> {
        let span = self.before.spans.get(&span).or_else(|| self.state.spans.get(&span))?;
        self.trace.site(span.site)
    }

    fn span(&self, span: SpanId, what: &str) -> String {
        let Some(site) = self.site_of(span) else { return format!("A future {what}.") };
        let task = self.before.spans.get(&span).map(|span| span.task);
        format!("{}: {} {what}.", self.actor(task), site.text)
    }

    fn resource(&self, resource: ResourceId) -> Option<&Resource> {
        self.state.resources.get(&resource).or_else(|| self.before.resources.get(&resource))
    }

    /// "the channel tx"
    fn thing(&self, id: ResourceId) -> String {
        let Some(resource) = self.resource(id) else { return "a resource".to_owned() };
        format!("the {}", resource.kind.title(self.trace.label(resource.name)))
    }

    fn poll(&self, task: TaskId, number: u32, worker: u16) -> String {
        let name = self.task(task);
        if self.before.running.get(task).is_some() {
            return format!("{name} leaves its worker: its poll continues on a thread of its own.");
        }
        let executor = match self.state.task(task).map(|task| task.kind) {
            Some(TaskKind::Thread | TaskKind::Blocking) => {
                return match number {
                    1 => format!("{name} begins on a thread of its own."),
                    _ => format!("{name} continues on its thread."),
                };
            }
            Some(TaskKind::Task | TaskKind::Local) if self.trace.run.workers > 1 => {
                format!("Worker {worker}")
            }
            _ => "The executor".to_owned(),
        };
        match number {
            1 => format!("{executor} polls {name} for the first time."),
            _ => format!("{executor} polls {name} again: poll {number}."),
        }
    }

    /// What a task keeps busy until its poll returns.
    fn thread(&self, task: Option<TaskId>) -> &'static str {
        match task.and_then(|task| self.state.task(task)).map(|task| task.kind) {
            Some(TaskKind::Task | TaskKind::Local) => "worker",
            _ => "thread",
        }
    }

    fn run_end(&self, why: RunEnd) -> String {
        let main = self.before.tasks.first().map(|main| main.phase);
        match why {
            RunEnd::Done if main == Some(Phase::Done(TaskEnd::Panicked)) => {
                "main panicked, so the run is over.".to_owned()
            }
            RunEnd::Done => "main has returned, so the run is over.".to_owned(),
            RunEnd::Cancelled => "The run was stopped.".to_owned(),
            RunEnd::Limit => "The run ends here: it reached a bound.".to_owned(),
            RunEnd::Deadlock => {
                let left = || self.before.tasks.iter().filter(|task| !task.is_done());
                let mut stuck: Vec<_> = left().take(TOLD).map(|task| self.stuck(task)).collect();
                match left().count() - stuck.len() {
                    0 => {}
                    1 => stuck.extend(left().nth(TOLD).map(|task| self.stuck(task))),
                    more => stuck.push(format!("{more} more tasks wait")),
                }
                format!(
                    "The run is stuck, since nothing is ready and no timer is set: {}.",
                    list(&stuck)
                )
            }
        }
    }

    /// What a task waits for that nothing can wake.
    fn stuck(&self, task: &Task) -> String {
        let name = self.trace.label(task.name);
        let waits_for = match task.phase {
            Phase::Running => {
                return format!(
                    "{name} blocks its thread{}{}",
                    self.held_by_whom(task),
                    self.borrowed(task)
                );
            }
            Phase::Scheduled => return format!("{name} is ready but no thread is free"),
            Phase::Idle | Phase::Done(_) => {
                self.before.leaves(task.id).last().and_then(|(_, span)| self.trace.site(span.site))
            }
        };
        match waits_for {
            Some(site) => format!("{name} awaits {}{}", site.text, self.held_by_whom(task)),
            None => format!("{name} waits"),
        }
    }

    /// The lock whose latest operation is this task waiting to acquire it, with its holder; empty if there is none.
    fn held_by_whom(&self, task: &Task) -> String {
        let wanted = |resource: &&Resource| match resource.last {
            Some((who, Op::Acquire, OpPhase::Waiting)) => who == Some(task.id),
            _ => false,
        };
        let found = self.before.resources.values().find(wanted);
        let Some((resource, holder)) = found.and_then(|it| Some((it, it.holder?))) else {
            return String::new();
        };
        let (lock, holder) = (self.trace.label(resource.name), self.task(holder));
        format!(" ({lock} is held by {holder})")
    }

    /// The `watch` channel whose value a task waits to set while a guard of `borrow` lives.
    fn borrowed(&self, task: &Task) -> String {
        let sends = |resource: &&Resource| {
            let last = (Some(task.id), Op::Send, OpPhase::Waiting);
            resource.kind == ResourceKind::Watch && resource.last == Some(last)
        };
        match self.before.resources.values().find(sends) {
            Some(watch) => format!(" (the value of {} is borrowed)", self.trace.label(watch.name)),
            None => String::new(),
        }
    }

    /// What gives the executor the thread, in terms of the host that ran the program.
    fn turn(&self, cause: TurnCause) -> String {
        if self.trace.run.host == HostKind::Simulated {
            let at = show_micros(self.state.now);
            return match cause {
                _ if self.before.now < self.state.now => {
                    format!("The simulated clock jumps to {at}, and the executor runs.")
                }
                TurnCause::Microtask => {
                    format!("The executor runs; the simulated clock is at {at}.")
                }
                _ => format!("The executor runs again; the simulated clock is still at {at}."),
            };
        }
        match cause {
            TurnCause::Microtask => "The event loop runs the executor from a microtask.",
            TurnCause::Timer => "A timer of the event loop fires and runs the executor.",
            TurnCause::Message => "The executor continues after the page could paint.",
            TurnCause::Frame => "An animation frame runs the executor.",
        }
        .to_owned()
    }

    fn turn_end(&self) -> String {
        let next = self.state.timers.values().map(|timer| timer.deadline).min();
        // While a poll blocks its thread, that poll may end before the next deadline, so the deadline is not named.
        let next = next.filter(|_| self.state.running.is_empty()).map(show_micros);
        match (self.trace.run.host, next) {
            (HostKind::Browser, Some(next)) => {
                format!("Nothing is ready: the executor gives the event loop back until {next}.")
            }
            (HostKind::Browser, None) => "The executor gives the event loop back.".to_owned(),
            (HostKind::Simulated, Some(next)) => {
                format!("Nothing is ready: the simulated clock jumps to the next deadline, {next}.")
            }
            (HostKind::Simulated, None) => {
                "Nothing is ready: the simulated clock jumps to when something happens.".to_owned()
            }
        }
    }

    fn spawn(&self, task: TaskId, parent: Option<TaskId>, kind: TaskKind) -> String {
        let name = self.task(task);
        match (kind, parent) {
            (TaskKind::BlockOn, _) => {
                format!("The runtime takes {name} as the future to run; no poll yet.")
            }
            (TaskKind::Thread, Some(parent)) => {
                format!("{} starts the thread {name}.", self.task(parent))
            }
            (TaskKind::Blocking, Some(parent)) => format!(
                "{} hands {name} to the pool of blocking threads, where it waits for a thread.",
                self.task(parent)
            ),
            (_, Some(parent)) if self.trace.run.workers > 1 => format!(
                "{} spawns {name}: it waits in a queue for a worker, not polled yet.",
                self.task(parent)
            ),
            (_, Some(parent)) => format!(
                "{} spawns {name}: it goes to the back of the ready queue, not polled yet.",
                self.task(parent)
            ),
            (_, None) => format!("{name} is spawned and goes to the back of the ready queue."),
        }
    }

    fn poll_end(&self, task: TaskId, ready: bool, wakers: u16) -> String {
        let name = self.task(task);
        if ready {
            return format!("{name} returns Ready: it will not be polled again.");
        }
        let woken = self.before.task(task).is_some_and(|task| task.woken);
        if woken {
            let back =
                if self.is_queued(task) { "back into the queue" } else { "it is polled again" };
            return format!("{name} returns Pending, and was already woken: {back}.");
        }
        if wakers == 0 {
            return format!(
                "{name} returns Pending, and nobody holds its waker: nothing can wake it."
            );
        }
        match self.waits_for(task).as_slice() {
            [] => format!("{name} returns Pending and is parked until its waker is called."),
            [one] => format!("{name} returns Pending: {one} is pending."),
            many => format!("{name} returns Pending: {} are pending.", list(many)),
        }
    }

    /// Whether a task waits for its polls in a queue. `main` and threads do not.
    fn is_queued(&self, task: TaskId) -> bool {
        let kind = self.state.task(task).map(|task| task.kind);
        matches!(kind, None | Some(TaskKind::Task | TaskKind::Local))
    }

    fn waits_for(&self, task: TaskId) -> Vec<&str> {
        let mut texts = Vec::new();
        for (_, span) in self.state.leaves(task) {
            if let Some(site) = self.trace.site(span.site) {
                texts.push(&*site.text);
            }
        }
        texts
    }

    fn wake(&self, task: TaskId, by: WokenBy, how: WakeHow, through: Option<ResourceId>) -> String {
        let name = self.task(task);
        if how == WakeHow::Yield {
            return format!("{name} had yielded: the runtime puts it back into the ready queue.");
        }
        let again = match (self.before.task(task).map(|task| task.phase), self.is_queued(task)) {
            (Some(Phase::Idle), true) => "it joins the ready queue",
            (Some(Phase::Idle), false) => "it is to be polled again",
            (Some(Phase::Running), true) => "it will be queued when this poll ends",
            (Some(Phase::Running), false) => "it will be polled again when this poll ends",
            (Some(Phase::Done(_)), _) => "it is over, so nothing happens",
            (_, true) => "it is queued already, so nothing changes",
            (_, false) => "it was woken already, so nothing changes",
        };
        match by {
            WokenBy::Task(waker) if waker == task => format!("{name} wakes itself: {again}."),
            WokenBy::Task(waker) => match through {
                Some(resource) => {
                    let thing = self.thing(resource);
                    format!("{} wakes {name} through {thing}: {again}.", self.task(waker))
                }
                None => format!("{} wakes {name}: {again}.", self.task(waker)),
            },
            WokenBy::Timer(_) => format!("The timer wakes {name}: {again}."),
            WokenBy::Host => format!("The runtime wakes {name}: {again}."),
        }
    }

    fn resource_new(&self, id: ResourceId, capacity: u32) -> String {
        match self.resource(id) {
            Some(resource) if resource.kind == ResourceKind::Future => format!(
                "The future {} is made; none of its body has run.",
                self.trace.label(resource.name)
            ),
            Some(resource) => {
                let thing = capital(&self.thing(id));
                match resource.kind {
                    ResourceKind::Semaphore => {
                        format!("{thing} is made, with {}.", count(capacity, "permit"))
                    }
                    ResourceKind::Barrier => format!("{thing} is made, for {capacity} tasks."),
                    ResourceKind::Mpsc | ResourceKind::Broadcast | ResourceKind::Oneshot
                        if capacity > 0 =>
                    {
                        format!("{thing} is made, with room for {}.", count(capacity, "message"))
                    }
                    _ => format!("{thing} is made."),
                }
            }
            None => "A resource is made.".to_owned(),
        }
    }

    fn op(&self, id: ResourceId, task: Option<TaskId>, op: Op, phase: OpPhase) -> String {
        let (who, thing) = (self.actor(task), self.thing(id));
        let (does, waits) = match op {
            Op::Acquire => ("acquires", "waits for"),
            Op::Release => ("releases", "waits to release"),
            Op::Send => ("sends into", "has to wait to send: no room in"),
            Op::Receive => ("receives from", "has to wait: no message in"),
            Op::Notify => ("sends a signal through", "waits to send a signal through"),
            Op::Wait => ("gets the signal of", "waits for a signal of"),
            Op::Close => ("closes", "waits to close"),
        };
        match phase {
            OpPhase::Done => format!("{who} {does} {thing}."),
            OpPhase::Waiting => format!("{who} {waits} {thing}."),
            OpPhase::Refused => match op {
                Op::Send => {
                    format!("{who} cannot send into {thing}: nobody receives, or there is no room.")
                }
                Op::Receive => {
                    format!("{who} finds nothing to receive in {thing}: it is closed, or empty.")
                }
                Op::Acquire => {
                    format!("{who} does not acquire {thing}: it is taken, or closed.")
                }
                _ => format!("{who} finds {thing} closed."),
            },
            OpPhase::Lagged => {
                format!("{who} was too slow for {thing}: the oldest messages are lost to it.")
            }
            OpPhase::Abandoned => format!("{who} gives up waiting for {thing}."),
        }
    }

    fn resource_state(&self, id: ResourceId) -> String {
        let (Some(resource), thing) = (self.state.resources.get(&id), self.thing(id)) else {
            return String::new();
        };
        let thing = capital(&thing);
        match resource.kind {
            ResourceKind::Mutex | ResourceKind::RwLock => match resource.holder {
                Some(holder) => {
                    format!("{thing} is held by {}{}.", self.task(holder), waiting(resource))
                }
                None if resource.kind == ResourceKind::RwLock && resource.len > 0 => {
                    let readers = count(resource.len, "reader");
                    format!("{thing} is held by {readers}{}.", waiting(resource))
                }
                None if resource.is_passed_on() => {
                    format!("{thing} is handed to the first task that waits for it.")
                }
                None => format!("{thing} is free."),
            },
            ResourceKind::Future => format!(
                "{thing} has been polled {}.",
                if resource.len == 1 {
                    "once".to_owned()
                } else {
                    format!("{} times", resource.len)
                }
            ),
            ResourceKind::Semaphore => {
                format!(
                    "{thing} has {}{}.",
                    count(resource.permits, "free permit"),
                    waiting(resource)
                )
            }
            ResourceKind::Notify | ResourceKind::Barrier => match resource.waiters {
                0 => format!("Nobody waits at {}.", self.thing(id)),
                waiters => format!("{} at {}.", count(waiters, "task waits"), self.thing(id)),
            },
            ResourceKind::Watch => format!("{thing} keeps the latest value."),
            ResourceKind::Once if resource.len > 0 => format!("{thing} is set."),
            ResourceKind::Once => format!("{thing} is not set yet."),
            _ if resource.capacity > 0 => {
                format!(
                    "{thing} holds {} of {}.",
                    resource.len,
                    count(resource.capacity, "message")
                )
            }
            _ => format!("{thing} holds {}.", count(resource.len, "message")),
        }
    }

    fn resource_drop(&self, id: ResourceId) -> String {
        match self.resource(id) {
            Some(resource) if resource.kind == ResourceKind::Future && resource.len == 0 => {
                format!(
                    "The future {} is dropped. It was never polled, so its body never ran.",
                    self.trace.label(resource.name)
                )
            }
            _ => format!("{} is dropped.", capital(&self.thing(id))),
        }
    }

    fn task_end(&self, task: TaskId, how: TaskEnd, value: Option<Label>) -> String {
        let name = self.task(task);
        match (how, value) {
            (TaskEnd::Ready, Some(value)) => {
                format!("{name} is finished: it returned {}.", self.trace.label(value))
            }
            (TaskEnd::Ready, None) => format!("{name} is finished."),
            (TaskEnd::Cancelled, _) => {
                format!("{name} is cancelled: its future is dropped unfinished.")
            }
            (TaskEnd::Panicked, _) => format!("{name} panicked: its locals are dropped."),
        }
    }

    fn limit(&self, what: LimitKind, bound: u64) -> String {
        match what {
            LimitKind::Events => format!("The log has reached its bound of {bound} events."),
            LimitKind::Polls => {
                format!("{bound} polls without the clock moving on: a task keeps waking itself.")
            }
            LimitKind::Tasks => format!("The program has spawned {bound} tasks, the bound."),
            LimitKind::Time => {
                format!("The clock has reached its bound of {}.", show_micros(bound))
            }
        }
    }
}

/// "1 permit", "2 permits", "1 task waits", "2 tasks wait"
fn count(count: u32, what: &str) -> String {
    match (count, what.split_once(' ')) {
        (1, _) => format!("1 {what}"),
        (_, Some((noun, verb))) if verb.ends_with('s') => {
            format!("{count} {noun}s {}", verb.trim_end_matches('s'))
        }
        _ => format!("{count} {what}s"),
    }
}

/// "; 2 tasks wait", or nothing if none does.
fn waiting(resource: &Resource) -> String {
    match resource.waiters {
        0 => String::new(),
        waiters => format!("; {}", count(waiters, "task waits")),
    }
}

/// "a", "a and b", "a, b and c"
fn list<T: Borrow<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.borrow().to_owned(),
        [first @ .., last] => format!("{} and {}", first.join(", "), last.borrow()),
    }
}

fn capital(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

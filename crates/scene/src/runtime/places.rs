//! Which part of the runtime's picture each task is in: a pure function of the state.

use trace::{
    EventKind, FIRST_OWN_THREAD, Micros, Phase, ResourceId, ResourceKind, SiteId, State, Task,
    TaskId, TaskKind, Trace, WokenBy,
};

use crate::runtime::names::Names;

/// A run of more tasks than this is shown in groups.
pub const MOST_CHIPS: usize = 40;
/// In a run that is shown in groups, up to this many tasks at one place are shown one by one.
const FEW: usize = 6;
/// In a run that is shown in groups, this many tasks at the front of the ready queue are shown one by one.
const FRONT: usize = 3;
/// Resources that nobody waits for have a row only while resources have fewer rows than this.
const MOST_RESOURCES: usize = 8;
/// The most deadlines that have a row each.
const MOST_DEADLINES: usize = 6;
/// Once there are this many rows, tasks that wait for anything else share one row.
const MOST_ROWS: usize = 40;
/// The most groups at one place; tasks with further names form one more group.
const MOST_NAMES: usize = 40;

/// A chip: one task, or many tasks with the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chip {
    /// A task.
    Task(TaskId),
    /// Several tasks whose names differ only in their numbers.
    Group {
        /// The group, see [`Names::base`]; its own value for tasks with many different names.
        name: u32,
        /// How many tasks there are.
        count: usize,
    },
}

/// The tasks at one place, as chips in the order of the tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chips {
    /// How many tasks there are.
    pub count: usize,
    /// The chips that show them.
    pub list: Vec<Chip>,
}

/// What holds the waker of a waiting task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitsFor {
    /// A lock, channel or the like.
    Resource(ResourceId),
    /// A deadline.
    Deadline(Micros),
    /// The deadlines after those that have a row each.
    Later,
    /// A task whose handle is awaited.
    Join(TaskId),
    /// Whatever the future awaited at this site has given the waker to.
    Await(SiteId),
    /// Something that the trace does not name.
    Unknown,
    /// Nobody: no clone of the waker exists.
    Lost,
    /// Anything else, once there are as many rows as are shown.
    Others,
}

impl WaitsFor {
    /// A key that is different for every value.
    pub fn key(self) -> (u32, u64) {
        match self {
            WaitsFor::Resource(id) => (1, id.index() as u64),
            WaitsFor::Deadline(deadline) => (2, deadline),
            WaitsFor::Later => (3, 0),
            WaitsFor::Join(task) => (4, task.index() as u64),
            WaitsFor::Await(site) => (5, site.index() as u64),
            WaitsFor::Unknown => (6, 0),
            WaitsFor::Lost => (7, 0),
            WaitsFor::Others => (8, 0),
        }
    }
}

/// A thing that tasks wait for, with the tasks that wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The thing.
    pub waits_for: WaitsFor,
    /// The tasks that wait for it.
    pub chips: Chips,
    /// Tasks that are shown elsewhere, but have left a waker with this thing, too.
    pub wakers: Vec<TaskId>,
    /// The time at which the deadline was set; 0 for other things.
    pub since: Micros,
}

/// A thread that polls tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Its number: 0 is the thread of `main`.
    pub number: u16,
    /// The tasks that it polls: more than one if a poll drives the run while it waits.
    pub tasks: Vec<TaskId>,
}

/// Which part of the picture each task is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The ready queue, the next task first.
    pub ready: Chips,
    /// The workers, with the tasks that they poll.
    pub workers: Vec<Worker>,
    /// Tasks on threads of their own.
    pub threads: Chips,
    /// Tasks in the pool for code that blocks.
    pub pool: Chips,
    /// The things that tasks wait for, with these tasks.
    pub rows: Vec<Row>,
    /// How many tasks wait.
    pub parked: usize,
    /// How many resources have no row.
    pub unseen: usize,
    /// The finished tasks, in the order of their ends.
    pub done: Chips,
}

/// What the picture needs to know about the run besides its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polling {
    /// The highest number of a worker that has polled.
    pub workers: u16,
}

impl Polling {
    /// Whether there are workers besides the thread of `main`.
    pub fn is_many(self) -> bool {
        self.workers > 0
    }
}

/// The places of all tasks in a state of `trace`.
pub fn places(trace: &Trace, state: &State, names: &Names, polling: Polling) -> Places {
    let grouped = state.tasks.len() > MOST_CHIPS;
    Sorter { trace, state, names, grouped }.places(polling, fired(trace, state))
}

/// The deadline because of which the latest event happened. Its row remains until the next event.
fn fired(trace: &Trace, state: &State) -> Option<Micros> {
    let (fired, timer) = state.fired?;
    let latest = trace.events().get(state.position.checked_sub(1)?)?;
    let by_it = match latest.kind {
        EventKind::TimerFire { timer } => timer == fired,
        EventKind::Wake { by: WokenBy::Timer(timer), .. } => timer == fired,
        _ => false,
    };
    by_it.then_some(timer.deadline)
}

struct Sorter<'a> {
    trace: &'a Trace,
    state: &'a State,
    names: &'a Names,
    grouped: bool,
}

/// The group of tasks with too many different names; no entry of [`Names`] has this number.
const NAMELESS: u32 = u32::MAX;

/// The tasks found at one place.
#[derive(Default)]
struct Found {
    count: usize,
    first: Vec<TaskId>,
    /// For each group, how many tasks it has and one of them.
    groups: Vec<(u32, usize, TaskId)>,
}

impl Sorter<'_> {
    fn places(&self, polling: Polling, fired: Option<Micros>) -> Places {
        let mut places = Places { ready: self.ready(), ..Places::default() };
        places.workers = self.workers(polling);
        let waits = self.waits(fired);
        let mut rows = Rows::default();
        let (mut threads, mut pool, mut done) =
            (Found::default(), Found::default(), Found::default());
        for task in self.state.tasks.iter() {
            match (task.phase, task.kind) {
                (Phase::Done(_), _) => self.put(&mut done, task.id),
                (_, TaskKind::Thread) => self.put(&mut threads, task.id),
                (_, TaskKind::Blocking) => self.put(&mut pool, task.id),
                (Phase::Idle, _) => {
                    let waits_for = rows.waits_for(waits.of(task));
                    self.put(rows.of(waits_for), task.id);
                    places.parked += 1;
                }
                // The task's last poll is over, and the event that ends the task comes next.
                (Phase::Running, _) if self.state.running.get(task.id).is_none() => {
                    self.put(&mut done, task.id);
                }
                (Phase::Running | Phase::Scheduled, _) => {}
            }
        }
        for (worker, task) in self.state.running.iter() {
            let own = self.state.task(*task).is_some_and(|task| !on_thread(task));
            if *worker >= FIRST_OWN_THREAD && own {
                self.put(&mut threads, *task);
            }
        }
        places.threads = self.chips(threads);
        places.pool = self.chips(pool);
        self.in_order_of_ends(&mut done.first);
        places.done = self.chips(done);
        self.rows(&mut places, rows, &waits);
        places
    }

    fn in_order_of_ends(&self, tasks: &mut Vec<TaskId>) {
        let end = |task: TaskId| self.state.task(task).map(|task| task.since);
        let mut ordered: Vec<TaskId> = Vec::with_capacity(tasks.len());
        for task in tasks.drain(..) {
            let place = ordered.partition_point(|other| end(*other) <= end(task));
            ordered.insert(place, task);
        }
        *tasks = ordered;
    }

    fn ready(&self) -> Chips {
        // The executor looks at `main` before it looks at the queue.
        let first =
            |task: &&Task| task.kind == TaskKind::BlockOn && matches!(task.phase, Phase::Scheduled);
        let blocked_on = self.state.tasks.first().filter(first).map(|task| task.id);
        let queue = || blocked_on.into_iter().chain(self.state.ready.iter().copied());
        let count = self.state.ready.len() + usize::from(blocked_on.is_some());
        if !self.grouped || count <= FEW {
            return Chips { count, list: queue().map(Chip::Task).collect() };
        }
        let mut rest = Found::default();
        queue().skip(FRONT).for_each(|task| self.put(&mut rest, task));
        let rest = self.chips(rest);
        let front = queue().take(FRONT).map(Chip::Task);
        Chips { count, list: front.chain(rest.list).collect() }
    }

    fn workers(&self, polling: Polling) -> Vec<Worker> {
        let worker = |number| {
            let on_it = self.state.running.iter().filter(|(worker, _)| *worker == number);
            Worker { number, tasks: on_it.map(|(_, task)| *task).collect() }
        };
        (0..=polling.workers).map(worker).collect()
    }

    fn put(&self, found: &mut Found, task: TaskId) {
        found.count += 1;
        if !self.grouped {
            found.first.push(task);
            return;
        }
        if found.first.len() <= FEW {
            found.first.push(task);
        }
        let name = self.names.group(task);
        let known = |name: u32| found.groups.iter().rposition(|(known, ..)| *known == name);
        let all_told = found.groups.len() >= MOST_NAMES;
        match known(name).or_else(|| known(NAMELESS).filter(|_| all_told)) {
            Some(group) => found.groups[group].1 += 1,
            None if all_told => found.groups.push((NAMELESS, 1, task)),
            None => found.groups.push((name, 1, task)),
        }
    }

    fn chips(&self, found: Found) -> Chips {
        let Found { count, first, groups } = found;
        if !self.grouped || count <= FEW {
            return Chips { count, list: first.into_iter().map(Chip::Task).collect() };
        }
        let chip = |(name, count, task)| match count {
            1 => Chip::Task(task),
            _ => Chip::Group { name, count },
        };
        Chips { count, list: groups.into_iter().map(chip).collect() }
    }

    /// What each waiting task waits for.
    fn waits(&self, fired: Option<Micros>) -> Waits {
        let state = self.state;
        let mut waits = Waits { of: vec![None; state.tasks.len()], deadlines: Vec::new() };
        for timer in state.timers.values() {
            waits.set(timer.deadline, timer.set_at);
        }
        if let (Some(fired), Some((_, timer))) = (fired, state.fired) {
            waits.set(fired, timer.set_at);
        }
        // Of several things that hold a task's wakers, a resource says more than a timeout.
        for (task, resource, _) in state.waits.keys() {
            waits.stand(*task, WaitsFor::Resource(*resource));
        }
        for timer in state.timers.values() {
            if let Some(task) = timer.task {
                let waits_for = waits.deadline(timer.deadline);
                match waits.of.get_mut(task.index()) {
                    // The earliest deadline is the one that will wake the task.
                    Some(Some(known @ (WaitsFor::Deadline(_) | WaitsFor::Later)))
                        if waits_for < *known =>
                    {
                        *known = waits_for;
                    }
                    _ => waits.stand(task, waits_for),
                }
            }
        }
        if let (Some(deadline), Some((_, timer))) = (fired, state.fired)
            && let Some(task) = timer.task
        {
            waits.stand(task, waits.deadline(deadline));
        }
        self.name_awaits(&mut waits);
        waits
    }

    /// For tasks that wait for neither a resource nor a timer: what they await.
    fn name_awaits(&self, waits: &mut Waits) {
        let state = self.state;
        let seeks = |task: &&Task| task.phase == Phase::Idle && waits.of[task.id.index()].is_none();
        let seeking: Vec<TaskId> = state.tasks.iter().filter(seeks).map(|task| task.id).collect();
        if seeking.is_empty() {
            return;
        }
        for task in &seeking {
            waits.of[task.index()] = Some(WaitsFor::Unknown);
        }
        // Among the awaits of a task the latest is an innermost one.
        for span in state.spans.values() {
            if let Some(Some(waits_for @ (WaitsFor::Unknown | WaitsFor::Await(_)))) =
                waits.of.get_mut(span.task.index())
            {
                *waits_for = WaitsFor::Await(span.site);
            }
        }
        for task in seeking {
            let waits_for = &mut waits.of[task.index()];
            if state.task(task).is_some_and(|task| task.wakers == 0) {
                *waits_for = Some(WaitsFor::Lost);
            } else if let Some(WaitsFor::Await(site)) = *waits_for
                && let Some(joined) = self.joined(task, site)
            {
                *waits_for = Some(WaitsFor::Join(joined));
            }
        }
    }

    /// The task whose handle is awaited at a site, if the handle is named like the task.
    fn joined(&self, by: TaskId, site: SiteId) -> Option<TaskId> {
        if self.grouped {
            return None;
        }
        let text = &*self.trace.site(site)?.text;
        let same = |task: &&Task| task.id != by && self.trace.label(task.name) == text;
        self.state.tasks.iter().find(same).map(|task| task.id)
    }

    fn rows(&self, places: &mut Places, mut rows: Rows, waits: &Waits) {
        let state = self.state;
        // A kept future wakes nobody, so it has no row. If resources are many, those that somebody waits for take
        // precedence.
        let real = || state.resources.iter().filter(|(_, of)| of.kind != ResourceKind::Future);
        let waited = rows
            .0
            .iter()
            .filter(|(waits_for, ..)| matches!(waits_for, WaitsFor::Resource(_)))
            .count();
        let mut room = MOST_RESOURCES.saturating_sub(waited);
        for (id, _) in real() {
            let waits_for = WaitsFor::Resource(*id);
            if rows.find(waits_for).is_ok() {
                continue;
            }
            if room == 0 {
                places.unseen += 1;
                continue;
            }
            room -= 1;
            rows.of(waits_for);
        }
        for (deadline, _) in &waits.deadlines {
            rows.of(waits.deadline(*deadline));
        }
        if !self.grouped {
            let elsewhere = |task: TaskId, waits_for: WaitsFor| {
                state.task(task).is_some_and(|task| {
                    task.phase != Phase::Idle || on_thread(task) || waits.of(task) != waits_for
                })
            };
            let mut ring = |task: TaskId, waits_for: WaitsFor| {
                if let (true, Ok(at)) = (elsewhere(task, waits_for), rows.find(waits_for))
                    && !rows.0[at].2.contains(&task)
                {
                    rows.0[at].2.push(task);
                }
            };
            // A task that has been woken has used up the wakers that it left.
            let can_be_woken = |task: TaskId| {
                state.task(task).is_some_and(|task| task.phase == Phase::Idle || on_thread(task))
            };
            for (task, resource, _) in state.waits.keys().filter(|(task, ..)| can_be_woken(*task)) {
                ring(*task, WaitsFor::Resource(*resource));
            }
            for timer in state.timers.values() {
                if let Some(task) = timer.task {
                    ring(task, waits.deadline(timer.deadline));
                }
            }
        }
        for (waits_for, found, wakers) in rows.0 {
            let set =
                |(deadline, _): &&(Micros, Micros)| WaitsFor::Deadline(*deadline) == waits_for;
            let since = waits.deadlines.iter().find(set).map_or(0, |(_, since)| *since);
            places.rows.push(Row { waits_for, chips: self.chips(found), wakers, since });
        }
    }
}

/// The rows so far, sorted by thing: the tasks that wait for it, and those that have merely left a waker.
#[derive(Default)]
struct Rows(Vec<(WaitsFor, Found, Vec<TaskId>)>);

impl Rows {
    fn find(&self, waits_for: WaitsFor) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, ..)| known.cmp(&waits_for))
    }

    /// The row for a thing: one of its own while there are few rows, the common one after that.
    fn waits_for(&self, waits_for: WaitsFor) -> WaitsFor {
        match self.find(waits_for).is_ok() || self.0.len() < MOST_ROWS {
            true => waits_for,
            false => WaitsFor::Others,
        }
    }

    fn of(&mut self, waits_for: WaitsFor) -> &mut Found {
        let at = self.find(waits_for).unwrap_or_else(|at| {
            self.0.insert(at, (waits_for, Found::default(), Vec::new()));
            at
        });
        &mut self.0[at].1
    }
}

fn on_thread(task: &Task) -> bool {
    matches!(task.kind, TaskKind::Thread | TaskKind::Blocking)
}

struct Waits {
    /// For each task, what it waits for.
    of: Vec<Option<WaitsFor>>,
    /// The earliest deadlines, each with the time at which it was set: those with a row, and one more.
    deadlines: Vec<(Micros, Micros)>,
}

impl Waits {
    fn of(&self, task: &Task) -> WaitsFor {
        self.of.get(task.id.index()).copied().flatten().unwrap_or(WaitsFor::Unknown)
    }

    /// Notes what a task waits for, unless that is known already.
    fn stand(&mut self, task: TaskId, waits_for: WaitsFor) {
        if let Some(of @ None) = self.of.get_mut(task.index()) {
            *of = Some(waits_for);
        }
    }

    fn set(&mut self, deadline: Micros, at: Micros) {
        match self.deadlines.binary_search_by(|(known, _)| known.cmp(&deadline)) {
            Ok(place) => self.deadlines[place].1 = at.min(self.deadlines[place].1),
            Err(place) if place <= MOST_DEADLINES => {
                self.deadlines.insert(place, (deadline, at));
                self.deadlines.truncate(MOST_DEADLINES + 1);
            }
            Err(_) => {}
        }
    }

    fn deadline(&self, deadline: Micros) -> WaitsFor {
        match self.deadlines.get(MOST_DEADLINES) {
            Some((first_later, _)) if deadline >= *first_later => WaitsFor::Later,
            _ => WaitsFor::Deadline(deadline),
        }
    }
}

/// What is shown beside a resource's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Nothing.
    None,
    /// The task that holds the lock.
    Held(TaskId),
    /// Nobody holds the lock.
    Free,
    /// The lock was handed to the first waiter, which has not been polled since.
    PassedOn,
    /// How many of a bounded number of places are taken, or of permits free.
    Of {
        /// That many.
        filled: u32,
        /// Out of this many.
        all: u32,
        /// Whether free permits are counted, rather than messages.
        free: bool,
    },
    /// The number of messages in a channel without a bound.
    Messages(u32),
    /// How many tasks have arrived at a barrier, and how many it waits for.
    Arrived(u32, u32),
}

/// What is shown beside a resource's name.
pub fn figure(resource: &trace::Resource) -> Figure {
    let (len, all) = (resource.len, resource.capacity);
    match resource.kind {
        ResourceKind::Mutex | ResourceKind::RwLock => match resource.holder {
            Some(holder) => Figure::Held(holder),
            None if resource.is_passed_on() => Figure::PassedOn,
            None if resource.kind == ResourceKind::Mutex => Figure::Free,
            None => Figure::None,
        },
        ResourceKind::Semaphore => {
            Figure::Of { filled: resource.permits, all: all.max(resource.permits), free: true }
        }
        ResourceKind::Mpsc | ResourceKind::Broadcast if all > 0 => {
            Figure::Of { filled: len, all, free: false }
        }
        ResourceKind::Mpsc | ResourceKind::Broadcast | ResourceKind::Oneshot => {
            Figure::Messages(len)
        }
        ResourceKind::Barrier => Figure::Arrived(resource.waiters, all),
        ResourceKind::Watch | ResourceKind::Notify | ResourceKind::Once | ResourceKind::Future => {
            Figure::None
        }
    }
}

/// The name of a task.
pub fn name<'a>(trace: &'a Trace, state: &State, task: TaskId) -> &'a str {
    state.task(task).map_or("a task", |task| trace.label(task.name))
}

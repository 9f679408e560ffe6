//! What stands where at a position: a pure function of the state.

use trace::{
    EventKind, FIRST_OWN_THREAD, Micros, Phase, ResourceId, ResourceKind, SiteId, State, Task,
    TaskId, TaskKind, Trace, WokenBy,
};

use crate::runtime::names::Names;

/// A run of more tasks than this is shown in groups.
pub const MOST_CHIPS: usize = 40;
/// Where a run is shown in groups, so many tasks at one place are still shown one by one,
const FEW: usize = 6;
/// and so many at the front of the ready queue.
const FRONT: usize = 3;
/// Locks, channels and their kin that have a row of their own,
const MOST_RESOURCES: usize = 8;
/// and deadlines.
const MOST_DEADLINES: usize = 6;
/// Where tasks wait for more things than this, they share a row for the rest of them.
const MOST_ROWS: usize = 40;
/// Names that are told apart at one place; tasks of all further ones are one group.
const MOST_NAMES: usize = 40;

/// One chip: a task, or many of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chip {
    /// A task.
    Task(TaskId),
    /// Tasks of one name.
    Group {
        /// Their name, see [`Names::base`].
        name: u32,
        /// How many.
        count: usize,
    },
}

/// The tasks at one place, in their order, as the chips that show them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chips {
    /// How many.
    pub count: usize,
    /// How they are shown.
    pub list: Vec<Chip>,
}

/// What holds the waker of a task that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitsFor {
    /// A lock, channel or the like.
    Resource(ResourceId),
    /// A deadline.
    Deadline(Micros),
    /// The deadlines after those that have a row of their own.
    Later,
    /// Another task, which it joins.
    Join(TaskId),
    /// What it awaits holds it somewhere.
    Await(SiteId),
    /// Something that the trace does not name.
    Unknown,
    /// Nobody.
    Lost,
    /// One of the many things that have no row of their own.
    Others,
}

impl WaitsFor {
    /// What tells it from others.
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

/// What tasks wait for, with the tasks that wait for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What they wait for.
    pub waits_for: WaitsFor,
    /// Who.
    pub chips: Chips,
    /// Tasks that are in another row but have left a waker with this one, too.
    pub wakers: Vec<TaskId>,
    /// Since when a deadline is set.
    pub since: Micros,
}

/// A thread that polls tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Its number: 0 is the thread of `main`.
    pub number: u16,
    /// What it polls; the last one on behalf of those before it.
    pub tasks: Vec<TaskId>,
}

/// What stands where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Those to be polled, the next one first.
    pub ready: Chips,
    /// Those that are polled.
    pub workers: Vec<Worker>,
    /// Those that have a thread of their own.
    pub threads: Chips,
    /// Those in the pool for code that blocks.
    pub pool: Chips,
    /// Those that wait, by what they wait for.
    pub rows: Vec<Row>,
    /// How many of them there are.
    pub parked: usize,
    /// Resources that have no row.
    pub unseen: usize,
    /// Those that are over, in the order of their ends.
    pub done: Chips,
}

/// How the run is polled, besides what its state says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polling {
    /// The highest number of a worker that polled.
    pub workers: u16,
}

impl Polling {
    /// Whether there are workers besides the thread of `main`.
    pub fn is_many(self) -> bool {
        self.workers > 0
    }
}

/// What stands where in a state of `trace`.
pub fn places(trace: &Trace, state: &State, names: &Names, polling: Polling) -> Places {
    let grouped = state.tasks.len() > MOST_CHIPS;
    Sorter { trace, state, names, grouped }.places(polling, fired(trace, state))
}

/// The deadline by which the latest event came: its row stands until the next event.
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

/// The group of tasks whose names are not told apart: no name has this number.
const NAMELESS: u32 = u32::MAX;

/// Tasks as they are found at a place.
#[derive(Default)]
struct Found {
    count: usize,
    first: Vec<TaskId>,
    /// By name: how many, and one of them.
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
                // Its last poll is over, and the event that it has ended comes next.
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
        // Its executor looks at it before the queue.
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

    /// Where each task that waits stands.
    fn waits(&self, fired: Option<Micros>) -> Waits {
        let state = self.state;
        let mut waits = Waits { of: vec![None; state.tasks.len()], deadlines: Vec::new() };
        for timer in state.timers.values() {
            waits.set(timer.deadline, timer.set_at);
        }
        if let (Some(fired), Some((_, timer))) = (fired, state.fired) {
            waits.set(fired, timer.set_at);
        }
        // What a task waits for with several wakers: a lock or channel says more than a timeout.
        for (task, resource, _) in state.waits.keys() {
            waits.stand(*task, WaitsFor::Resource(*resource));
        }
        for timer in state.timers.values() {
            if let Some(task) = timer.task {
                let waits_for = waits.deadline(timer.deadline);
                match waits.of.get_mut(task.index()) {
                    // The earliest is what will wake it.
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

    /// Those that wait for nothing with a name: what they await.
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
        // The latest await of a task is an innermost one.
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

    /// The task whose handle is awaited, if the handle has its name.
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
        // A future that is kept wakes nobody. Where there are too many, those that somebody waits for
        // come before the others.
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
            // Who was woken has used up the waker that it left.
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

/// The rows so far, in their order: which tasks wait for each, and which have left a waker with it.
#[derive(Default)]
struct Rows(Vec<(WaitsFor, Found, Vec<TaskId>)>);

impl Rows {
    fn find(&self, waits_for: WaitsFor) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, ..)| known.cmp(&waits_for))
    }

    /// The row in which those are that wait for something: one of its own, while rows are few.
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
    /// By task.
    of: Vec<Option<WaitsFor>>,
    /// The first deadlines, and since when each is set: those with a row, and one more.
    deadlines: Vec<(Micros, Micros)>,
}

impl Waits {
    fn of(&self, task: &Task) -> WaitsFor {
        self.of.get(task.id.index()).copied().flatten().unwrap_or(WaitsFor::Unknown)
    }

    /// It stands here, unless it is known to stand elsewhere.
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

/// What stands beside a resource's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Nothing.
    None,
    /// Who holds the lock.
    Held(TaskId),
    /// Nobody holds the lock.
    Free,
    /// The lock is the first waiter's, who has not been polled since.
    PassedOn,
    /// So many of so many places are taken, or permits are left.
    Of {
        /// Those.
        filled: u32,
        /// All of them.
        all: u32,
        /// Free permits rather than messages.
        free: bool,
    },
    /// So many messages.
    Messages(u32),
    /// So many have come, of so many.
    Arrived(u32, u32),
}

/// The figure of a resource.
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

/// A task's name.
pub fn name<'a>(trace: &'a Trace, state: &State, task: TaskId) -> &'a str {
    state.task(task).map_or("a task", |task| trace.label(task.name))
}

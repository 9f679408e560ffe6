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
pub enum Token {
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

/// The tasks at one place, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// How many.
    pub count: usize,
    /// How they are shown.
    pub tokens: Vec<Token>,
}

/// What holds the waker of a task that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Post {
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

impl Post {
    /// What tells it from others.
    pub fn key(self) -> (u32, u64) {
        match self {
            Post::Resource(id) => (1, id.index() as u64),
            Post::Deadline(deadline) => (2, deadline),
            Post::Later => (3, 0),
            Post::Join(task) => (4, task.index() as u64),
            Post::Await(site) => (5, site.index() as u64),
            Post::Unknown => (6, 0),
            Post::Lost => (7, 0),
            Post::Others => (8, 0),
        }
    }
}

/// A post with those that stand at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What they wait for.
    pub post: Post,
    /// Who.
    pub crowd: Crowd,
    /// Tasks that stand elsewhere but have left a waker here too.
    pub bells: Vec<TaskId>,
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
    pub ready: Crowd,
    /// Those that are polled.
    pub workers: Vec<Worker>,
    /// Those that have a thread of their own.
    pub threads: Crowd,
    /// Those in the pool for code that blocks.
    pub pool: Crowd,
    /// Those that wait, by what they wait for.
    pub rows: Vec<Row>,
    /// How many of them there are.
    pub parked: usize,
    /// Resources that have no row.
    pub unseen: usize,
    /// Those that are over, in the order of their ends.
    pub done: Crowd,
}

/// How the run is polled, besides what its state says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crew {
    /// The highest number of a worker that polled.
    pub workers: u16,
}

impl Crew {
    /// Whether there are workers besides the thread of `main`.
    pub fn is_many(self) -> bool {
        self.workers > 0
    }
}

/// What stands where in a state of `trace`.
pub fn places(trace: &Trace, state: &State, names: &Names, crew: Crew) -> Places {
    let grouped = state.tasks.len() > MOST_CHIPS;
    Sorter { trace, state, names, grouped }.places(crew, fired(trace, state))
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
    fn places(&self, crew: Crew, fired: Option<Micros>) -> Places {
        let mut places = Places { ready: self.ready(), ..Places::default() };
        places.workers = self.workers(crew);
        let posts = self.posts(fired);
        let mut rows = Rows::default();
        let (mut threads, mut pool, mut done) =
            (Found::default(), Found::default(), Found::default());
        for task in self.state.tasks.iter() {
            match (task.phase, task.kind) {
                (Phase::Done(_), _) => self.put(&mut done, task.id),
                (_, TaskKind::Thread) => self.put(&mut threads, task.id),
                (_, TaskKind::Blocking) => self.put(&mut pool, task.id),
                (Phase::Idle, _) => {
                    let post = rows.post(posts.of(task));
                    self.put(rows.of(post), task.id);
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
        places.threads = self.crowd(threads);
        places.pool = self.crowd(pool);
        self.in_order_of_ends(&mut done.first);
        places.done = self.crowd(done);
        self.rows(&mut places, rows, &posts);
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

    fn ready(&self) -> Crowd {
        // Its executor looks at it before the queue.
        let first =
            |task: &&Task| task.kind == TaskKind::BlockOn && matches!(task.phase, Phase::Scheduled);
        let blocked_on = self.state.tasks.first().filter(first).map(|task| task.id);
        let queue = || blocked_on.into_iter().chain(self.state.ready.iter().copied());
        let count = self.state.ready.len() + usize::from(blocked_on.is_some());
        if !self.grouped || count <= FEW {
            return Crowd { count, tokens: queue().map(Token::Task).collect() };
        }
        let mut rest = Found::default();
        queue().skip(FRONT).for_each(|task| self.put(&mut rest, task));
        let rest = self.crowd(rest);
        let front = queue().take(FRONT).map(Token::Task);
        Crowd { count, tokens: front.chain(rest.tokens).collect() }
    }

    fn workers(&self, crew: Crew) -> Vec<Worker> {
        let worker = |number| {
            let on_it = self.state.running.iter().filter(|(worker, _)| *worker == number);
            Worker { number, tasks: on_it.map(|(_, task)| *task).collect() }
        };
        (0..=crew.workers).map(worker).collect()
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

    fn crowd(&self, found: Found) -> Crowd {
        let Found { count, first, groups } = found;
        if !self.grouped || count <= FEW {
            return Crowd { count, tokens: first.into_iter().map(Token::Task).collect() };
        }
        let token = |(name, count, task)| match count {
            1 => Token::Task(task),
            _ => Token::Group { name, count },
        };
        Crowd { count, tokens: groups.into_iter().map(token).collect() }
    }

    /// Where each task that waits stands.
    fn posts(&self, fired: Option<Micros>) -> Posts {
        let state = self.state;
        let mut posts = Posts { of: vec![None; state.tasks.len()], deadlines: Vec::new() };
        for timer in state.timers.values() {
            posts.set(timer.deadline, timer.set_at);
        }
        if let (Some(fired), Some((_, timer))) = (fired, state.fired) {
            posts.set(fired, timer.set_at);
        }
        // What a task waits for with several wakers: a lock or channel says more than a timeout.
        for (task, resource, _) in state.waits.keys() {
            posts.stand(*task, Post::Resource(*resource));
        }
        for timer in state.timers.values() {
            if let Some(task) = timer.task {
                let post = posts.deadline(timer.deadline);
                match posts.of.get_mut(task.index()) {
                    // The earliest is what will wake it.
                    Some(Some(known @ (Post::Deadline(_) | Post::Later))) if post < *known => {
                        *known = post;
                    }
                    _ => posts.stand(task, post),
                }
            }
        }
        if let (Some(deadline), Some((_, timer))) = (fired, state.fired)
            && let Some(task) = timer.task
        {
            posts.stand(task, posts.deadline(deadline));
        }
        self.await_posts(&mut posts);
        posts
    }

    /// Those that wait for nothing with a name: what they await.
    fn await_posts(&self, posts: &mut Posts) {
        let state = self.state;
        let seeks = |task: &&Task| task.phase == Phase::Idle && posts.of[task.id.index()].is_none();
        let seeking: Vec<TaskId> = state.tasks.iter().filter(seeks).map(|task| task.id).collect();
        if seeking.is_empty() {
            return;
        }
        for task in &seeking {
            posts.of[task.index()] = Some(Post::Unknown);
        }
        // The latest await of a task is an innermost one.
        for span in state.spans.values() {
            if let Some(Some(post @ (Post::Unknown | Post::Await(_)))) =
                posts.of.get_mut(span.task.index())
            {
                *post = Post::Await(span.site);
            }
        }
        for task in seeking {
            let post = &mut posts.of[task.index()];
            if state.task(task).is_some_and(|task| task.wakers == 0) {
                *post = Some(Post::Lost);
            } else if let Some(Post::Await(site)) = *post
                && let Some(joined) = self.joined(task, site)
            {
                *post = Some(Post::Join(joined));
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

    fn rows(&self, places: &mut Places, mut rows: Rows, posts: &Posts) {
        let state = self.state;
        // A future that is kept wakes nobody. Where there are too many, those that somebody waits for
        // come before the others.
        let real = || state.resources.iter().filter(|(_, of)| of.kind != ResourceKind::Future);
        let waited = rows.0.iter().filter(|(post, ..)| matches!(post, Post::Resource(_))).count();
        let mut room = MOST_RESOURCES.saturating_sub(waited);
        for (id, _) in real() {
            let post = Post::Resource(*id);
            if rows.find(post).is_ok() {
                continue;
            }
            if room == 0 {
                places.unseen += 1;
                continue;
            }
            room -= 1;
            rows.of(post);
        }
        for (deadline, _) in &posts.deadlines {
            rows.of(posts.deadline(*deadline));
        }
        if !self.grouped {
            let elsewhere = |task: TaskId, post: Post| {
                state.task(task).is_some_and(|task| {
                    task.phase != Phase::Idle || on_thread(task) || posts.of(task) != post
                })
            };
            let mut ring = |task: TaskId, post: Post| {
                if let (true, Ok(at)) = (elsewhere(task, post), rows.find(post))
                    && !rows.0[at].2.contains(&task)
                {
                    rows.0[at].2.push(task);
                }
            };
            // Who was woken has used up the waker that it left.
            let waits = |task: TaskId| {
                state.task(task).is_some_and(|task| task.phase == Phase::Idle || on_thread(task))
            };
            for (task, resource, _) in state.waits.keys().filter(|(task, ..)| waits(*task)) {
                ring(*task, Post::Resource(*resource));
            }
            for timer in state.timers.values() {
                if let Some(task) = timer.task {
                    ring(task, posts.deadline(timer.deadline));
                }
            }
        }
        for (post, found, bells) in rows.0 {
            let set = |(deadline, _): &&(Micros, Micros)| Post::Deadline(*deadline) == post;
            let since = posts.deadlines.iter().find(set).map_or(0, |(_, since)| *since);
            places.rows.push(Row { post, crowd: self.crowd(found), bells, since });
        }
    }
}

/// The rows so far, in their order: who stands at each, and who has left a bell there.
#[derive(Default)]
struct Rows(Vec<(Post, Found, Vec<TaskId>)>);

impl Rows {
    fn find(&self, post: Post) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, ..)| known.cmp(&post))
    }

    /// Where those stand that wait at a post: there, while rows are few.
    fn post(&self, post: Post) -> Post {
        match self.find(post).is_ok() || self.0.len() < MOST_ROWS {
            true => post,
            false => Post::Others,
        }
    }

    fn of(&mut self, post: Post) -> &mut Found {
        let at = self.find(post).unwrap_or_else(|at| {
            self.0.insert(at, (post, Found::default(), Vec::new()));
            at
        });
        &mut self.0[at].1
    }
}

fn on_thread(task: &Task) -> bool {
    matches!(task.kind, TaskKind::Thread | TaskKind::Blocking)
}

struct Posts {
    /// By task.
    of: Vec<Option<Post>>,
    /// The first deadlines, and since when each is set: those with a row, and one more.
    deadlines: Vec<(Micros, Micros)>,
}

impl Posts {
    fn of(&self, task: &Task) -> Post {
        self.of.get(task.id.index()).copied().flatten().unwrap_or(Post::Unknown)
    }

    /// It stands here, unless it is known to stand elsewhere.
    fn stand(&mut self, task: TaskId, post: Post) {
        if let Some(of @ None) = self.of.get_mut(task.index()) {
            *of = Some(post);
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

    fn deadline(&self, deadline: Micros) -> Post {
        match self.deadlines.get(MOST_DEADLINES) {
            Some((first_later, _)) if deadline >= *first_later => Post::Later,
            _ => Post::Deadline(deadline),
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

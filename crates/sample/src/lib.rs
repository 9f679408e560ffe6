//! Traces written by hand, for tests.
#![allow(dead_code, reason = "native and browser tests each use a part")]
#![allow(missing_docs, reason = "the names are the events'")]

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use trace::*;

/// A trace that grows as its methods are called; what they return names what they made.
pub struct Sample {
    pub trace: Trace,
    now: Micros,
    tasks: usize,
    spans: usize,
    timers: usize,
    resources: usize,
    polls: HashMap<TaskId, u32>,
    /// The size of its tasks' futures.
    pub size: u32,
}

/// What the sites of a run that [`Sample::begun`] tells say.
pub const AWAITED: [&str; 3] = ["sleep(WAIT)", "there", "fetch"];

/// A branch of the `join!` at the first site.
pub fn branch(line: u32, text: &'static str) -> Site {
    Site { group: Some(0), ..site(SiteKind::Branch, line, text) }
}

/// A place in a program's text.
pub fn site(kind: SiteKind, line: u32, text: &'static str) -> Site {
    let name = text.split('(').next().unwrap_or(text);
    Site {
        kind,
        line,
        column: 1,
        end_line: line,
        end_column: 20,
        text: text.into(),
        name: name.into(),
        function: "main".into(),
        group: None,
        many: false,
    }
}

pub fn site_id(index: usize) -> SiteId {
    SiteId::from_index(index)
}

impl Default for Sample {
    fn default() -> Self {
        Self::with_sites(Vec::new())
    }
}

impl Sample {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with_sites(sites: Vec<Site>) -> Self {
        let mut sample = Self::empty(sites);
        sample.push(EventKind::RunStart);
        sample
    }

    /// A trace without any event.
    pub fn empty(sites: Vec<Site>) -> Self {
        let run = RunInfo {
            program: "sample".to_owned(),
            host: HostKind::Simulated,
            seed: 0,
            workers: 1,
            knobs: Vec::new(),
        };
        Self {
            trace: Trace::new(run, sites),
            now: 0,
            tasks: 0,
            spans: 0,
            timers: 0,
            resources: 0,
            polls: HashMap::new(),
            size: 64,
        }
    }

    /// A run with so many workers that is in its first turn; its sites are [`AWAITED`].
    pub fn begun(workers: u16) -> Self {
        let awaited = |(line, text): (u32, &'static str)| Site {
            end_column: 9,
            name: "main".into(),
            ..site(SiteKind::Await, line, text)
        };
        let mut sample = Self::with_sites((1..).zip(AWAITED).map(awaited).collect());
        sample.trace.run.workers = workers;
        sample.size = 8;
        sample.turn(TurnCause::Microtask);
        sample
    }

    /// The position: how many events there are.
    pub fn here(&self) -> usize {
        self.trace.len()
    }

    pub fn state(&self) -> State {
        State::after(self.trace.events())
    }

    pub fn shared(self) -> Rc<RefCell<Trace>> {
        Rc::new(RefCell::new(self.trace))
    }

    pub fn push(&mut self, kind: EventKind) {
        self.trace.push(Event { at: self.now, kind });
    }

    /// Index of the last event.
    pub fn last(&self) -> u32 {
        self.trace.len() as u32 - 1
    }

    /// It is so late.
    pub fn ms(&mut self, ms: u64) {
        self.now = ms * 1_000;
    }

    /// So much time passes.
    pub fn pass(&mut self, ms: u64) {
        self.now += ms * 1_000;
    }

    pub fn micros(&mut self, micros: u64) {
        self.now = micros;
    }

    pub fn main(&mut self) -> TaskId {
        self.spawn(None, "main")
    }

    pub fn spawn(&mut self, parent: Option<TaskId>, name: &str) -> TaskId {
        let kind = if parent.is_none() { TaskKind::BlockOn } else { TaskKind::Task };
        self.spawn_kind(parent, name, kind)
    }

    pub fn spawn_kind(&mut self, parent: Option<TaskId>, name: &str, kind: TaskKind) -> TaskId {
        self.spawn_at(parent, name, kind, None)
    }

    /// Spawned at the site with this index.
    pub fn spawn_at(
        &mut self,
        parent: Option<TaskId>,
        name: &str,
        kind: TaskKind,
        site: Option<usize>,
    ) -> TaskId {
        let task = TaskId::from_index(self.tasks);
        self.tasks += 1;
        let (name, size, site) = (self.trace.intern(name), self.size, site.map(site_id));
        self.push(EventKind::TaskSpawn { task, parent, name, kind, size, site });
        task
    }

    pub fn start(&mut self, task: TaskId) {
        self.start_on(task, 0);
    }

    pub fn start_on(&mut self, task: TaskId, worker: u16) {
        let number = self.polls.entry(task).or_default();
        *number += 1;
        let number = *number;
        self.push(EventKind::PollStart { task, number, worker });
    }

    pub fn pending(&mut self, task: TaskId) {
        self.push(EventKind::PollEnd { task, ready: false, wakers: 1 });
    }

    /// Its poll returns `Pending`, and nobody holds its waker.
    pub fn lost(&mut self, task: TaskId) {
        self.push(EventKind::PollEnd { task, ready: false, wakers: 0 });
    }

    pub fn done(&mut self, task: TaskId) {
        self.over(task, TaskEnd::Ready);
    }

    /// It ends, with the poll that returns `Ready` if that is how.
    pub fn over(&mut self, task: TaskId, how: TaskEnd) {
        if how == TaskEnd::Ready {
            self.push(EventKind::PollEnd { task, ready: true, wakers: 0 });
        }
        self.end(task, how);
    }

    pub fn end(&mut self, task: TaskId, how: TaskEnd) {
        self.push(EventKind::TaskEnd { task, how, value: None });
    }

    pub fn enter(&mut self, task: TaskId, parent: Option<SpanId>, site: usize) -> SpanId {
        let span = SpanId::from_index(self.spans);
        self.spans += 1;
        self.push(EventKind::AwaitEnter { span, parent, task, site: site_id(site) });
        span
    }

    /// It awaits what the site with this index says.
    pub fn awaits(&mut self, task: TaskId, site: usize) -> SpanId {
        self.enter(task, None, site)
    }

    pub fn span_pending(&mut self, spans: &[SpanId]) {
        for span in spans {
            self.push(EventKind::AwaitPending { span: *span });
        }
    }

    pub fn span_ready(&mut self, span: SpanId) {
        self.push(EventKind::AwaitReady { span });
    }

    pub fn span_drop(&mut self, span: SpanId) {
        self.push(EventKind::AwaitDrop { span });
    }

    pub fn wake(&mut self, task: TaskId, by: WokenBy) {
        self.wake_by(task, by, None);
    }

    pub fn wake_how(&mut self, task: TaskId, by: WokenBy, how: WakeHow) {
        self.push(EventKind::Wake { task, by, how, resource: None });
    }

    pub fn wake_by(&mut self, task: TaskId, by: WokenBy, resource: Option<ResourceId>) {
        self.push(EventKind::Wake { task, by, how: WakeHow::ByValue, resource });
    }

    pub fn print(&mut self, task: TaskId, text: &str) {
        self.print_at(task, None, Stream::Stdout, text);
    }

    /// Printed at the site with this index.
    pub fn print_at(&mut self, task: TaskId, site: Option<usize>, stream: Stream, text: &str) {
        let (task, site, text) = (Some(task), site.map(site_id), self.trace.intern(text));
        self.push(EventKind::Print { task, site, text, stream });
    }

    pub fn timer(&mut self, task: TaskId, ms: u64) -> TimerId {
        self.timer_until(task, self.now + ms * 1_000)
    }

    /// With a deadline in microseconds.
    pub fn timer_until(&mut self, task: TaskId, deadline: Micros) -> TimerId {
        let timer = TimerId::from_index(self.timers);
        self.timers += 1;
        self.push(EventKind::TimerSet { timer, task: Some(task), deadline });
        timer
    }

    pub fn fires(&mut self, timer: TimerId) {
        self.push(EventKind::TimerFire { timer });
    }

    pub fn fire(&mut self, timer: TimerId, task: TaskId) {
        self.fires(timer);
        self.wake(task, WokenBy::Timer(timer));
    }

    pub fn cancel(&mut self, timer: TimerId) {
        self.push(EventKind::TimerCancel { timer });
    }

    pub fn keep(&mut self, task: TaskId, name: &str) -> ResourceId {
        self.made(task, ResourceKind::Future, name)
    }

    pub fn resource(&mut self, kind: ResourceKind, name: &str, capacity: u32) -> ResourceId {
        let resource = ResourceId::from_index(self.resources);
        self.resources += 1;
        let name = self.trace.intern(name);
        self.push(EventKind::ResourceNew {
            resource,
            kind,
            name,
            capacity,
            task: None,
            site: None,
        });
        resource
    }

    pub fn made(&mut self, task: TaskId, kind: ResourceKind, name: &str) -> ResourceId {
        let resource = ResourceId::from_index(self.resources);
        self.resources += 1;
        let (name, task) = (self.trace.intern(name), Some(task));
        self.push(EventKind::ResourceNew { resource, kind, name, capacity: 0, task, site: None });
        resource
    }

    pub fn stands(
        &mut self,
        resource: ResourceId,
        holder: Option<TaskId>,
        waiters: u32,
        (len, permits): (u32, u32),
    ) {
        self.push(EventKind::ResourceState { resource, holder, waiters, len, permits });
    }

    pub fn held(&mut self, resource: ResourceId, holder: Option<TaskId>, waiters: u32) {
        self.stands(resource, holder, waiters, (0, 0));
    }

    pub fn op(&mut self, task: TaskId, resource: ResourceId, op: Op, phase: OpPhase) {
        self.push(EventKind::ResourceOp { resource, task: Some(task), op, phase });
    }

    pub fn release(&mut self, resource: ResourceId) {
        self.push(EventKind::ResourceDrop { resource });
    }

    pub fn turn(&mut self, cause: TurnCause) {
        self.push(EventKind::TurnStart { cause });
    }

    pub fn turn_end(&mut self) {
        self.push(EventKind::TurnEnd);
    }

    pub fn run_end(&mut self, why: RunEnd) {
        self.push(EventKind::RunEnd { why });
    }

    pub fn finish(mut self, why: RunEnd) -> Trace {
        self.run_end(why);
        self.trace
    }
}

/// `join!(fetch_user(), fetch_posts())`: two branches in one task.
pub fn joined() -> Trace {
    let mut s = Sample::with_sites(vec![
        site(SiteKind::Group, 22, "tokio::join!(fetch_user(), fetch_posts())"),
        branch(22, "fetch_user()"),
        site(SiteKind::Await, 9, "sleep(Duration::from_millis(USER_MS))"),
        branch(22, "fetch_posts()"),
        site(SiteKind::Await, 16, "sleep(Duration::from_millis(POSTS_MS))"),
    ]);
    let main = s.spawn(None, "main");
    s.turn(TurnCause::Microtask);
    s.start(main);
    let user = s.enter(main, None, 1);
    s.print(main, "Fetching user\n");
    let user_sleep = s.enter(main, Some(user), 2);
    let user_timer = s.timer(main, 200);
    s.span_pending(&[user_sleep, user]);
    let posts = s.enter(main, None, 3);
    s.print(main, "Fetching posts\n");
    let posts_sleep = s.enter(main, Some(posts), 4);
    let posts_timer = s.timer(main, 300);
    s.span_pending(&[posts_sleep, posts]);
    s.pending(main);
    s.turn_end();
    s.ms(200);
    s.turn(TurnCause::Timer);
    s.fire(user_timer, main);
    s.start(main);
    s.span_ready(user_sleep);
    s.print(main, "User arrived\n");
    s.span_ready(user);
    s.span_pending(&[posts_sleep, posts]);
    s.pending(main);
    s.turn_end();
    s.ms(300);
    s.turn(TurnCause::Timer);
    s.fire(posts_timer, main);
    s.start(main);
    s.span_ready(posts_sleep);
    s.print(main, "Posts arrived\n");
    s.span_ready(posts);
    s.print(main, "Ada wrote 2 posts\n");
    s.done(main);
    s.turn_end();
    s.finish(RunEnd::Done)
}

/// `spawn` in a loop, and `main` joins each.
pub fn spawned(count: usize) -> Trace {
    let mut s = Sample::with_sites(vec![
        site(SiteKind::Await, 8, "sleep(Duration::from_millis(DELAY_MS))"),
        site(SiteKind::Await, 21, "handle"),
    ]);
    let main = s.spawn(None, "main");
    s.turn(TurnCause::Microtask);
    s.start(main);
    let mut tasks = Vec::new();
    for number in 1..=count {
        tasks.push(s.spawn(Some(main), &format!("fetch #{number}")));
    }
    s.print(main, "Spawned\n");
    let mut handle = s.enter(main, None, 1);
    s.span_pending(&[handle]);
    s.pending(main);
    let mut sleeps = Vec::new();
    for task in &tasks {
        s.start(*task);
        s.print(*task, "Fetch begins\n");
        let span = s.enter(*task, None, 0);
        let timer = s.timer(*task, 100);
        s.span_pending(&[span]);
        s.pending(*task);
        sleeps.push((*task, span, timer));
    }
    s.turn_end();
    s.ms(100);
    s.turn(TurnCause::Timer);
    for (task, _, timer) in &sleeps {
        s.fire(*timer, *task);
    }
    for (number, (task, span, _)) in sleeps.iter().enumerate() {
        s.start(*task);
        s.span_ready(*span);
        if number == 0 {
            s.wake(main, WokenBy::Task(*task));
        }
        s.done(*task);
    }
    s.start(main);
    for number in 0..count {
        if number > 0 {
            handle = s.enter(main, None, 1);
        }
        s.span_ready(handle);
        s.print(main, "Got data\n");
    }
    s.done(main);
    s.turn_end();
    s.finish(RunEnd::Done)
}

/// One task of each end, a self-wake, a computation, and a future that is never polled.
pub fn endings() -> Trace {
    let mut s = Sample::with_sites(vec![
        site(SiteKind::Await, 8, "sleep(Duration::from_secs(1))"),
        site(SiteKind::Await, 21, "yield_now()"),
        site(SiteKind::Await, 25, "timeout(LIMIT, download())"),
        site(SiteKind::Await, 30, "download()"),
        site(SiteKind::Await, 34, "sleep(Duration::from_millis(STEP_MS))"),
    ]);
    let main = s.spawn(None, "main");
    s.turn(TurnCause::Microtask);
    s.start(main);
    let kept = s.keep(main, "greet()");
    let aborted = s.spawn(Some(main), "aborted");
    let panics = s.spawn(Some(main), "panics");
    let computes = s.spawn(Some(main), "computes");
    s.release(kept);
    let timeout = s.enter(main, None, 2);
    let download = s.enter(main, Some(timeout), 3);
    let step = s.enter(main, Some(download), 4);
    let step_timer = s.timer(main, 40);
    let limit = s.timer(main, 60);
    s.span_pending(&[step, download, timeout]);
    s.pending(main);
    s.start(aborted);
    let sleep = s.enter(aborted, None, 0);
    let long = s.timer(aborted, 1_000);
    s.span_pending(&[sleep]);
    s.pending(aborted);
    s.start(panics);
    let yields = s.enter(panics, None, 1);
    s.span_pending(&[yields]);
    s.wake(panics, WokenBy::Task(panics));
    s.pending(panics);
    s.start(computes);
    s.push(EventKind::Busy { task: Some(computes), site: None, micros: 30_000 });
    s.ms(30);
    s.print(computes, "computed\n");
    s.done(computes);
    s.start(panics);
    s.span_ready(yields);
    s.push(EventKind::PollEnd { task: panics, ready: false, wakers: 0 });
    s.end(panics, TaskEnd::Panicked);
    s.turn_end();
    s.ms(40);
    s.turn(TurnCause::Timer);
    s.fire(step_timer, main);
    s.start(main);
    s.span_ready(step);
    let step = s.enter(main, Some(download), 4);
    let step_timer = s.timer(main, 40);
    s.span_pending(&[step, download, timeout]);
    s.pending(main);
    s.turn_end();
    s.ms(60);
    s.turn(TurnCause::Timer);
    s.fire(limit, main);
    s.start(main);
    s.cancel(step_timer);
    s.span_drop(step);
    s.span_drop(download);
    s.span_ready(timeout);
    s.print(main, "too slow\n");
    s.done(main);
    s.cancel(long);
    s.span_drop(sleep);
    s.end(aborted, TaskEnd::Cancelled);
    s.turn_end();
    s.finish(RunEnd::Done)
}

/// Two tasks that took two locks in opposite order; `main` waits for them, and another is done.
pub fn deadlocked() -> Trace {
    let mut s = Sample::new();
    let main = s.spawn(None, "main");
    s.start(main);
    let locks = ["left", "right"].map(|name| s.resource(ResourceKind::Mutex, name, 0));
    let tasks = ["there", "back", "done"].map(|name| s.spawn(Some(main), name));
    s.pending(main);
    let take = |s: &mut Sample, task, resource, phase| {
        s.push(EventKind::ResourceOp { resource, task: Some(task), op: Op::Acquire, phase });
    };
    for (task, lock) in [(0, 0), (1, 1)] {
        s.start(tasks[task]);
        take(&mut s, tasks[task], locks[lock], OpPhase::Done);
        s.stands(locks[lock], Some(tasks[task]), 0, (0, 0));
        s.pending(tasks[task]);
    }
    s.start(tasks[2]);
    s.done(tasks[2]);
    s.ms(100);
    for (task, lock) in [(0, 1), (1, 0)] {
        s.wake(tasks[task], WokenBy::Host);
        s.start(tasks[task]);
        take(&mut s, tasks[task], locks[lock], OpPhase::Waiting);
        s.stands(locks[lock], Some(tasks[lock]), 1, (0, 0));
        s.pending(tasks[task]);
    }
    s.finish(RunEnd::Deadlock)
}

/// Many tasks that yield in turn, some time between the rounds.
pub fn crowd(tasks: usize, rounds: usize) -> Trace {
    let mut s = Sample::with_sites(vec![site(SiteKind::Await, 8, "sleep(PAUSE)")]);
    let main = s.spawn(None, "main");
    s.start(main);
    let tasks: Vec<_> = (1..tasks).map(|n| s.spawn(Some(main), &format!("worker {n}"))).collect();
    s.pending(main);
    for round in 0..rounds {
        for (number, task) in tasks.iter().enumerate() {
            s.micros((round * 1_000 + number * 900 / tasks.len()) as u64);
            if round > 0 {
                s.wake(*task, WokenBy::Host);
            }
            s.start(*task);
            s.pending(*task);
        }
    }
    s.finish(RunEnd::Cancelled)
}

/// Two tasks that want a lock, and a channel with room for four.
pub fn shared() -> Trace {
    let mut s = Sample::new();
    let main = s.spawn(None, "main");
    s.start(main);
    let lock = s.resource(ResourceKind::Mutex, "cache", 0);
    let channel = s.resource(ResourceKind::Mpsc, "jobs", 4);
    let first = s.spawn(Some(main), "reader #1");
    let second = s.spawn(Some(main), "reader #2");
    s.pending(main);
    s.start(first);
    s.stands(lock, Some(first), 0, (0, 0));
    s.pending(first);
    s.start(second);
    s.stands(lock, Some(first), 1, (0, 0));
    s.pending(second);
    s.ms(100);
    s.start(first);
    s.stands(channel, None, 0, (3, 1));
    s.stands(lock, Some(second), 0, (0, 0));
    s.done(first);
    s.wake(second, WokenBy::Task(first));
    s.start(second);
    s.ms(200);
    s.stands(lock, None, 0, (0, 1));
    s.stands(channel, None, 0, (1, 3));
    s.release(lock);
    s.done(second);
    s.finish(RunEnd::Done)
}

/// Two tasks that took two locks in opposite order; `main` waits for the first.
pub fn deadlock() -> Sample {
    let mut sample = Sample::begun(1);
    let main = sample.main();
    sample.start(main);
    let locks = ["left", "right"].map(|name| sample.resource(ResourceKind::Mutex, name, 0));
    let tasks = ["there", "back"].map(|name| sample.spawn(Some(main), name));
    sample.awaits(main, 1);
    sample.pending(main);
    for (task, lock) in tasks.into_iter().zip(locks) {
        sample.start(task);
        sample.op(task, lock, Op::Acquire, OpPhase::Done);
        sample.held(lock, Some(task), 0);
        let timer = sample.timer(task, 100);
        sample.awaits(task, 0);
        sample.pending(task);
        let _ = timer;
    }
    sample.pass(100);
    for (index, task) in tasks.into_iter().enumerate() {
        let timer = TimerId::from_index(index);
        sample.fires(timer);
        sample.wake_by(task, WokenBy::Timer(timer), None);
    }
    for (index, task) in tasks.into_iter().enumerate() {
        let other = locks[1 - index];
        sample.start(task);
        sample.op(task, other, Op::Acquire, OpPhase::Waiting);
        sample.held(other, Some(tasks[1 - index]), 1);
        sample.pending(task);
    }
    sample.run_end(RunEnd::Deadlock);
    sample
}

//! A trace told event by event.
#![allow(dead_code, reason = "each test program uses a part")]

use std::cell::RefCell;
use std::rc::Rc;

use trace::{
    Event, EventKind, HostKind, Micros, Op, OpPhase, ResourceId, ResourceKind, RunEnd, RunInfo,
    Site, SiteId, SiteKind, SpanId, State, TaskEnd, TaskId, TaskKind, TimerId, Trace, TurnCause,
    WakeHow, WokenBy,
};

/// The trace so far. Awaits are at sites that are made as they are needed.
pub struct Story {
    pub trace: Trace,
    now: Micros,
    tasks: usize,
    polls: Vec<u32>,
    spans: usize,
    resources: usize,
    timers: usize,
}

/// What the sites of a story say.
pub const AWAITED: [&str; 3] = ["sleep(WAIT)", "there", "fetch"];

fn sites() -> Vec<Site> {
    let site = |(line, text): (usize, &'static str)| Site {
        kind: SiteKind::Await,
        line: line as u32 + 1,
        column: 1,
        end_line: line as u32 + 1,
        end_column: 9,
        text: text.into(),
        name: "main".into(),
        function: "main".into(),
        group: None,
        many: false,
    };
    AWAITED.into_iter().enumerate().map(site).collect()
}

impl Story {
    /// A run that has begun, with so many workers.
    pub fn new(workers: u16) -> Self {
        let run = RunInfo {
            program: "story".to_owned(),
            host: HostKind::Simulated,
            seed: 0,
            workers,
            knobs: Vec::new(),
        };
        let mut story = Self {
            trace: Trace::new(run, sites()),
            now: 0,
            tasks: 0,
            polls: Vec::new(),
            spans: 0,
            resources: 0,
            timers: 0,
        };
        story.push(EventKind::RunStart);
        story.push(EventKind::TurnStart { cause: TurnCause::Microtask });
        story
    }

    pub fn push(&mut self, kind: EventKind) {
        self.trace.push(Event { at: self.now, kind });
    }

    /// Time passes.
    pub fn ms(&mut self, ms: u64) {
        self.now += ms * 1_000;
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

    /// `main`.
    pub fn main(&mut self) -> TaskId {
        self.spawn_kind(None, "main", TaskKind::BlockOn)
    }

    pub fn spawn(&mut self, parent: TaskId, name: &str) -> TaskId {
        self.spawn_kind(Some(parent), name, TaskKind::Task)
    }

    pub fn spawn_kind(&mut self, parent: Option<TaskId>, name: &str, kind: TaskKind) -> TaskId {
        let (task, name) = (TaskId::from_index(self.tasks), self.trace.intern(name));
        self.tasks += 1;
        self.polls.push(0);
        self.push(EventKind::TaskSpawn { task, parent, name, kind, size: 8, site: None });
        task
    }

    pub fn start(&mut self, task: TaskId) {
        self.start_on(task, 0);
    }

    pub fn start_on(&mut self, task: TaskId, worker: u16) {
        self.polls[task.index()] += 1;
        let number = self.polls[task.index()];
        self.push(EventKind::PollStart { task, number, worker });
    }

    /// Its poll returns `Pending`; somebody holds its waker.
    pub fn pending(&mut self, task: TaskId) {
        self.push(EventKind::PollEnd { task, ready: false, wakers: 1 });
    }

    /// Its poll returns `Pending`, and nobody holds its waker.
    pub fn lost(&mut self, task: TaskId) {
        self.push(EventKind::PollEnd { task, ready: false, wakers: 0 });
    }

    pub fn finish(&mut self, task: TaskId, how: TaskEnd) {
        if how == TaskEnd::Ready {
            self.push(EventKind::PollEnd { task, ready: true, wakers: 0 });
        }
        self.push(EventKind::TaskEnd { task, how, value: None });
    }

    pub fn wake(&mut self, task: TaskId, by: WokenBy, resource: Option<ResourceId>) {
        self.push(EventKind::Wake { task, by, how: WakeHow::ByValue, resource });
    }

    /// It awaits what the site with this index says.
    pub fn awaits(&mut self, task: TaskId, site: usize) -> SpanId {
        let (span, site) = (SpanId::from_index(self.spans), SiteId::from_index(site));
        self.spans += 1;
        self.push(EventKind::AwaitEnter { span, parent: None, task, site });
        span
    }

    /// It leaves its waker with a timer so many milliseconds from now.
    pub fn timer(&mut self, task: TaskId, ms: u64) -> TimerId {
        let timer = TimerId::from_index(self.timers);
        self.timers += 1;
        let deadline = self.now + ms * 1_000;
        self.push(EventKind::TimerSet { timer, task: Some(task), deadline });
        timer
    }

    pub fn fire(&mut self, timer: TimerId) {
        self.push(EventKind::TimerFire { timer });
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

    pub fn op(&mut self, task: TaskId, resource: ResourceId, op: Op, phase: OpPhase) {
        self.push(EventKind::ResourceOp { resource, task: Some(task), op, phase });
    }

    pub fn held(&mut self, resource: ResourceId, holder: Option<TaskId>, waiters: u32) {
        self.push(EventKind::ResourceState { resource, holder, waiters, len: 0, permits: 0 });
    }

    pub fn end(&mut self, why: RunEnd) {
        self.push(EventKind::RunEnd { why });
    }
}

/// Two tasks that took two locks in opposite order; `main` waits for the first.
pub fn deadlock() -> Story {
    let mut story = Story::new(1);
    let main = story.main();
    story.start(main);
    let locks = ["left", "right"].map(|name| story.resource(ResourceKind::Mutex, name, 0));
    let tasks = ["there", "back"].map(|name| story.spawn(main, name));
    story.awaits(main, 1);
    story.pending(main);
    for (task, lock) in tasks.into_iter().zip(locks) {
        story.start(task);
        story.op(task, lock, Op::Acquire, OpPhase::Done);
        story.held(lock, Some(task), 0);
        let timer = story.timer(task, 100);
        story.awaits(task, 0);
        story.pending(task);
        let _ = timer;
    }
    story.ms(100);
    for (index, task) in tasks.into_iter().enumerate() {
        let timer = TimerId::from_index(index);
        story.fire(timer);
        story.wake(task, WokenBy::Timer(timer), None);
    }
    for (index, task) in tasks.into_iter().enumerate() {
        let other = locks[1 - index];
        story.start(task);
        story.op(task, other, Op::Acquire, OpPhase::Waiting);
        story.held(other, Some(tasks[1 - index]), 1);
        story.pending(task);
    }
    story.end(RunEnd::Deadlock);
    story
}

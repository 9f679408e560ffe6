//! A trace that grows, with what is said of each of its events.

use sample::{Sample, site};
use trace::{
    Event, EventKind, HostKind, Op, OpPhase, ResourceId, ResourceKind, Site, SiteId, SiteKind,
    SpanId, State, TaskId, TaskKind, TimerId, Trace, WakeHow, WokenBy, sentence,
};

pub const MAIN: TaskId = TaskId::from_index(0);
pub const FETCH: TaskId = TaskId::from_index(1);
pub const SLEEP: SiteId = SiteId::from_index(0);
pub const PARSE: SiteId = SiteId::from_index(1);
/// A function with a declared cost.
pub const COST: SiteId = SiteId::from_index(2);
pub const SPAN: SpanId = SpanId::from_index(0);
pub const OTHER: SpanId = SpanId::from_index(1);
pub const TIMER: TimerId = TimerId::from_index(0);
pub const THING: ResourceId = ResourceId::from_index(0);

/// A trace that grows, with what is said of it.
pub struct Story {
    pub trace: Trace,
    pub state: State,
    pub now: u64,
}

impl Story {
    /// `main` is there and was spawned.
    pub fn new() -> Self {
        Self::on(HostKind::Simulated)
    }

    /// The same on a host.
    pub fn on(host: HostKind) -> Self {
        let awaited = |text| site(SiteKind::Await, 1, text);
        let hash = Site { name: "hash".into(), ..awaited("cost: 8ms") };
        let sites = vec![awaited("sleep(DELAY)"), awaited("parse()"), hash];
        let mut trace = Sample::empty(sites).trace;
        trace.run.host = host;
        let mut story = Self { trace, state: State::default(), now: 0 };
        story.check(EventKind::RunStart, "The run begins.");
        let main = story.spawn(MAIN, "main", None, TaskKind::BlockOn);
        story.check(main, "The runtime takes main as the future to run; no poll yet.");
        story
    }

    /// With `fetch` as well, spawned by `main` in its first poll, which is over.
    pub fn with_fetch() -> Self {
        let mut story = Self::new();
        story.tell(poll(MAIN, 1));
        let fetch = story.spawn(FETCH, "fetch", Some(MAIN), TaskKind::Task);
        story.tell(fetch);
        story.tell(pending(MAIN, 1));
        story
    }

    pub fn spawn(
        &mut self,
        task: TaskId,
        name: &str,
        by: Option<TaskId>,
        kind: TaskKind,
    ) -> EventKind {
        let name = self.trace.intern(name);
        EventKind::TaskSpawn { task, parent: by, name, kind, size: 64, site: None }
    }

    pub fn make(&mut self, kind: ResourceKind, name: &str, capacity: u32) -> EventKind {
        let name = self.trace.intern(name);
        let task = Some(MAIN);
        EventKind::ResourceNew { resource: THING, kind, name, capacity, task, site: None }
    }

    pub fn tell(&mut self, kind: EventKind) -> String {
        let before = self.state.clone();
        let event = Event { at: self.now, kind };
        self.trace.push(event);
        self.state.apply(&event);
        sentence(&self.trace, self.state.position - 1, &before, &self.state)
    }

    pub fn check(&mut self, kind: EventKind, expected: &str) {
        assert_eq!(self.tell(kind), expected);
    }
}

pub fn poll(task: TaskId, number: u32) -> EventKind {
    EventKind::PollStart { task, number, worker: 0 }
}

pub fn pending(task: TaskId, wakers: u16) -> EventKind {
    EventKind::PollEnd { task, ready: false, wakers }
}

pub fn enter(span: SpanId, task: TaskId, site: SiteId) -> EventKind {
    EventKind::AwaitEnter { span, parent: None, task, site }
}

pub fn wake(by: WokenBy, resource: Option<ResourceId>) -> EventKind {
    EventKind::Wake { task: FETCH, by, how: WakeHow::ByValue, resource }
}

pub fn op(op: Op, phase: OpPhase) -> EventKind {
    EventKind::ResourceOp { resource: THING, task: Some(FETCH), op, phase }
}

pub fn figures(holder: Option<TaskId>, waiters: u32, len: u32, permits: u32) -> EventKind {
    EventKind::ResourceState { resource: THING, holder, waiters, len, permits }
}

//! Futures as state machines, and trees of awaits.

use trace::{
    At, Event, EventKind, HostKind, Machines, Nested, RunInfo, Site, SiteId, SiteKind, SpanId,
    State, TaskEnd, TaskId, TaskKind, Trace, await_tree,
};

/// ```text
/// 1  async fn brew() {
/// 2      heat().await;
/// 3      steep().await;
/// 4  }
/// 5  async fn main() {
/// 6      spawn(async move {
/// 7          tx.send(1).await;
/// 8      });
/// 9      brew().await;
/// 10     join!(brew(), async { late().await });
/// 11 }
/// ```
fn sites() -> Vec<Site> {
    let site = |kind, lines: (u32, u32), columns: (u32, u32), name: &'static str, function| Site {
        kind,
        line: lines.0,
        column: columns.0,
        end_line: lines.1,
        end_column: columns.1,
        text: name.into(),
        name: name.into(),
        function,
        group: None,
        many: false,
    };
    use SiteKind::{Await, Branch, Group, Spawn};
    let group = Some(JOIN as u32);
    vec![
        site(Await, (2, 2), (5, 17), "heat", "brew".into()),
        site(Await, (3, 3), (5, 18), "steep", "brew".into()),
        site(Spawn, (6, 8), (5, 7), "producer", "main".into()),
        site(Await, (7, 7), (9, 25), "send", "main".into()),
        site(Await, (9, 9), (5, 17), "brew", "main".into()),
        site(Group, (10, 10), (5, 42), "join!", "main".into()),
        Site { group, ..site(Branch, (10, 10), (11, 17), "brew", "main".into()) },
        Site { group, ..site(Branch, (10, 10), (19, 41), "async", "main".into()) },
        site(Await, (10, 10), (27, 39), "late", "main".into()),
    ]
}

const SPAWN: usize = 2;
const SEND: usize = 3;
const BREW: usize = 4;
const JOIN: usize = 5;
const LATE: usize = 8;

struct Story {
    trace: Trace,
    spans: usize,
}

impl Story {
    fn new() -> Self {
        let run = RunInfo {
            program: "tea".to_owned(),
            host: HostKind::Simulated,
            seed: 0,
            workers: 1,
            knobs: Vec::new(),
        };
        let mut story = Self { trace: Trace::new(run, sites()), spans: 0 };
        story.spawn(0, TaskKind::BlockOn, None);
        story
    }

    fn push(&mut self, kind: EventKind) {
        self.trace.push(Event { at: 0, kind });
    }

    fn spawn(&mut self, task: usize, kind: TaskKind, site: Option<usize>) {
        let (task, name) = (TaskId::from_index(task), self.trace.intern("name"));
        let site = site.map(SiteId::from_index);
        self.push(EventKind::TaskSpawn { task, parent: None, name, kind, size: 8, site });
    }

    fn poll(&mut self, task: usize, number: u32) {
        self.push(EventKind::PollStart { task: TaskId::from_index(task), number, worker: 0 });
    }

    fn pending(&mut self, task: usize) {
        let task = TaskId::from_index(task);
        self.push(EventKind::PollEnd { task, ready: false, wakers: 1 });
    }

    fn enter(&mut self, task: usize, site: usize, parent: Option<SpanId>) -> SpanId {
        let (span, task) = (SpanId::from_index(self.spans), TaskId::from_index(task));
        self.spans += 1;
        self.push(EventKind::AwaitEnter { span, parent, task, site: SiteId::from_index(site) });
        span
    }

    fn end(&mut self, task: usize, how: TaskEnd) {
        self.push(EventKind::TaskEnd { task: TaskId::from_index(task), how, value: None });
    }

    /// The functions that a task is made of at a position, with their stops, and where each is.
    fn check(&self, position: usize, task: usize, expected: &[(&str, bool, &[usize], At)]) {
        let mut machines = Machines::default();
        machines.grow(&self.trace);
        let state = State::after(&self.trace.events()[..position]);
        let found = machines.of(&self.trace, &state, TaskId::from_index(task));
        let found: Vec<_> = found
            .iter()
            .map(|it| {
                let stops: Vec<usize> = it.stops.iter().map(|stop| stop.index()).collect();
                (it.function.clone(), it.is_block, stops, it.at)
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(function, is_block, stops, at)| {
                ((*function).to_owned(), *is_block, stops.to_vec(), *at)
            })
            .collect();
        assert_eq!(found, expected);
    }
}

const MAIN: &[usize] = &[BREW, JOIN];

#[test]
fn a_function_is_suspended_at_its_own_awaits() {
    let mut story = Story::new();
    story.check(1, 0, &[("main", false, MAIN, At::Unresumed)]);
    story.poll(0, 1);
    let running = story.trace.len();
    let brew = story.enter(0, BREW, None);
    story.enter(0, 1, Some(brew));
    story.pending(0);
    let parked = story.trace.len();
    // What is known of the whole trace is known at its start too.
    story.check(1, 0, &[("main", false, MAIN, At::Unresumed)]);
    story.check(running, 0, &[("main", false, MAIN, At::Between)]);
    let inside: &[_] = &[("main", false, MAIN, At::Stop(0)), ("brew", false, &[0, 1], At::Stop(1))];
    story.check(parked, 0, inside);
    for (how, at) in [
        (TaskEnd::Ready, At::Returned),
        (TaskEnd::Panicked, At::Panicked),
        (TaskEnd::Cancelled, At::Dropped),
    ] {
        let mut story = Story::new();
        story.end(0, how);
        story.check(story.trace.len(), 0, &[("main", false, MAIN, at)]);
    }
}

#[test]
fn a_spawned_block_has_the_awaits_that_stand_in_it() {
    let mut story = Story::new();
    story.spawn(1, TaskKind::Task, Some(SPAWN));
    story.check(2, 1, &[("main", true, &[SEND], At::Unresumed)]);
    story.poll(1, 1);
    story.enter(1, SEND, None);
    story.pending(1);
    story.check(story.trace.len(), 1, &[("main", true, &[SEND], At::Stop(0))]);
}

#[test]
fn branches_of_a_macro_are_futures_of_their_own() {
    let mut story = Story::new();
    story.poll(0, 1);
    let first = story.enter(0, JOIN + 1, None);
    story.enter(0, 0, Some(first));
    let second = story.enter(0, JOIN + 2, None);
    story.enter(0, LATE, Some(second));
    story.pending(0);
    story.check(
        story.trace.len(),
        0,
        &[
            ("main", false, MAIN, At::Stop(1)),
            ("brew", false, &[0, 1], At::Stop(0)),
            ("main", true, &[LATE], At::Stop(0)),
        ],
    );
}

#[test]
fn a_thread_is_no_future() {
    let mut story = Story::new();
    story.spawn(1, TaskKind::Thread, Some(SPAWN));
    story.check(2, 1, &[]);
}

#[test]
fn awaits_stand_under_those_that_they_are_nested_in() {
    let mut story = Story::new();
    story.poll(0, 1);
    let join = story.enter(0, JOIN, None);
    let first = story.enter(0, JOIN + 1, Some(join));
    let second = story.enter(0, JOIN + 2, Some(join));
    let late = story.enter(0, LATE, Some(second));
    let heat = story.enter(0, 0, Some(first));
    let state = State::after(story.trace.events());
    let at = |depth, span| Nested { span, depth };
    let whole = [at(0, join), at(1, first), at(2, heat), at(1, second), at(2, late)];
    let main = TaskId::from_index(0);
    assert_eq!(await_tree(&state, main, 9), (whole.to_vec(), 0));
    assert_eq!(await_tree(&state, main, 2).1, 3);
    assert_eq!(await_tree(&state, TaskId::from_index(1), 9), (Vec::new(), 0));
}

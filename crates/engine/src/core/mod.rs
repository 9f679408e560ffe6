//! The state of a run, and what happens to its tasks from their spawn to their end.
//!
//! The files beside this one are the parts of a [`Core`]. Each has its own methods, and none knows the [`Core`] or
//! who works with it.

pub(crate) mod budget;
pub(crate) mod clocks;
pub(crate) mod driven;
pub(crate) mod executing;
pub(crate) mod left;
pub(crate) mod local;
pub(crate) mod ready;
pub(crate) mod recorder;
pub(crate) mod rng;
pub(crate) mod task;
pub(crate) mod threads;
pub(crate) mod timers;
pub(crate) mod waits;
pub(crate) mod waker;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::Waker;

use trace::{
    EventKind, LimitKind, MOST_WORKERS, Micros, Site, SiteId, TaskEnd, TaskId, TaskKind, WakeHow,
    WokenBy,
};

use self::clocks::{Clocks, Passes};
use self::driven::DrivenRuntimes;
use self::executing::Executing;
use self::left::{Payload, Sleeping};
use self::local::LocalQueue;
use self::ready::Ready;
use self::recorder::Recorder;
use self::rng::Rng;
use self::task::{Ending, TaskEntry, TaskFuture, TaskState, Woken};
use self::threads::{Threads, has_own_thread};
use self::timers::Timers;
use self::waits::Waits;
use self::waker::{WakerSource, Wakes};
use crate::census;
use crate::program::Program;

/// What later tasks return is not kept: nobody looks at so many, and texts take room.
const VALUED: usize = 1_000;

/// Lists in which tokio's runtime of one worker keeps its tasks.
const SHARDS: usize = 4;

/// Called with whether the runtime begins to wait, or has waited.
pub(crate) type ParkHook = Rc<dyn Fn(bool)>;

/// Everything a run consists of. Shared between the [`Run`](crate::Run) and, while its code
/// executes, the thread's context.
pub(crate) struct Core {
    pub(crate) id: u64,
    pub(crate) program: Program,
    pub(crate) knobs: Vec<i64>,
    pub(crate) recorder: Recorder,
    pub(crate) rng: Rng,
    pub(crate) timers: RefCell<Timers>,
    pub(crate) clocks: Clocks,
    /// How many workers the host wants; `None` leaves it to the program.
    pub(crate) wanted_workers: Option<u16>,
    /// The program asks for a runtime of several workers, whatever the host has.
    pub(crate) wants_workers: Cell<bool>,
    /// Called before the runtime waits for something to do, and afterwards.
    pub(crate) park_hooks: RefCell<Vec<ParkHook>>,
    pub(crate) ready: Ready,
    pub(crate) threads: Threads,
    pub(crate) sleeping: Sleeping,
    pub(crate) waits: Waits,
    /// Every thread waits for another, and one of them within a poll that cannot be left.
    pub(crate) stuck: Cell<bool>,
    /// The runtimes that other threads drive.
    pub(crate) driven: DrivenRuntimes,
    pub(crate) main: MainThread,
    pub(crate) executing: Executing,
    pub(crate) tasks: RefCell<Vec<TaskEntry>>,
    /// Tasks spawned on the runtime, which threads and `main` are not.
    pub(crate) spawned: Cell<u32>,
    /// Tasks are being dropped for good: what is spawned or woken now never runs.
    pub(crate) closing: Cell<bool>,
}

/// The thread of `main`, which drives the runtime unless there are workers.
pub(crate) struct MainThread {
    /// `main` is to be polled. It is never in the queue.
    pub(crate) woken: Cell<bool>,
    /// The thread is in the middle of a poll.
    pub(crate) blocked: Cell<bool>,
    /// The program has made a runtime of several workers by itself: `main` is none of them, and what it
    /// blocks is not the runtime, even where the host has one thread for both.
    pub(crate) has_runtime_beside: Cell<bool>,
}

impl Default for MainThread {
    /// Of a run that has not begun: `main` is polled first.
    fn default() -> Self {
        Self {
            woken: Cell::new(true),
            blocked: Cell::default(),
            has_runtime_beside: Cell::default(),
        }
    }
}

impl Core {
    pub(crate) fn new(
        program: Program,
        knobs: Vec<i64>,
        seed: u64,
        recorder: Recorder,
        host_clock: Option<Rc<dyn Fn() -> Micros>>,
        wanted_workers: Option<u16>,
    ) -> Rc<Self> {
        thread_local!(static RUNS: Cell<u64> = const { Cell::new(0) });
        let id = RUNS.get() + 1;
        RUNS.set(id);
        census::change(|alive| alive.runs += 1);
        let core = Rc::new(Self {
            id,
            program,
            knobs,
            recorder,
            rng: Rng::new(seed),
            timers: RefCell::default(),
            clocks: Clocks::new(host_clock),
            wanted_workers,
            wants_workers: Cell::new(false),
            park_hooks: RefCell::default(),
            ready: Ready::default(),
            threads: Threads::default(),
            sleeping: Sleeping::default(),
            waits: Waits::default(),
            stuck: Cell::new(false),
            driven: DrivenRuntimes::default(),
            main: MainThread::default(),
            executing: Executing::default(),
            tasks: RefCell::default(),
            spawned: Cell::new(0),
            closing: Cell::new(false),
        });
        let wakes: Weak<Self> = Rc::downgrade(&core);
        waker::register(id, wakes);
        core
    }

    /// A place in the program's text.
    pub(crate) fn site(&self, site: SiteId) -> Option<&Site> {
        self.program.listing.sites.get(site.index())
    }

    /// What a place in the program's text is called, if it has a name.
    pub(crate) fn site_name(&self, site: SiteId) -> Option<Rc<str>> {
        let site = self.site(site)?;
        (!site.name.is_empty()).then(|| site.name.clone())
    }

    /// Adds a task and schedules it.
    pub(crate) fn spawn(
        &self,
        future: TaskFuture,
        kind: TaskKind,
        size: u32,
        leavable: bool,
        ending: Box<dyn Ending>,
        home: Option<Rc<LocalQueue>>,
    ) -> TaskId {
        let task = TaskId::from_index(self.tasks.borrow().len());
        let site = self.executing.spawn_site.take();
        let size = self.executing.spawn_size.take().unwrap_or(size);
        let text = site.and_then(|site| self.site(site));
        let (name, many) = match (kind, text) {
            (TaskKind::BlockOn, _) => ("main", false),
            (_, Some(site)) if !site.name.is_empty() => (&*site.name, site.many),
            _ => ("task", false),
        };
        let name = self.recorder.unique_name(name, many);
        let parent = self.executing.task();
        self.recorder.push(EventKind::TaskSpawn { task, parent, name, kind, size, site });
        census::change(|alive| alive.tasks += 1);
        let number = match kind {
            TaskKind::Task | TaskKind::Local | TaskKind::Blocking => self.spawned.get() + 1,
            TaskKind::Thread | TaskKind::BlockOn => 0,
        };
        self.spawned.set(self.spawned.get().max(number));
        self.tasks.borrow_mut().push(TaskEntry {
            state: TaskState::spawned(),
            future: Some(future),
            waker: Rc::new(WakerSource::new(self.id, task)),
            ending: Some(ending),
            polls: 0,
            leavable,
            kind,
            number,
            home: home.clone(),
            thread: None,
            left: None,
            unparked: false,
        });
        match home {
            Some(home) => home.adopt(task, true),
            None if kind == TaskKind::BlockOn => {}
            None if has_own_thread(kind) => self.threads.adopt(task, kind),
            None => self.enqueue(task),
        }
        if task.index() + 1 >= self.recorder.limits().tasks {
            self.recorder.reach(LimitKind::Tasks, self.recorder.limits().tasks as u64);
        }
        if self.closing.get() {
            self.cancel(task);
        }
        task
    }

    /// Wakes a task: it is queued once, however often it is woken.
    pub(crate) fn wake(&self, task: TaskId, how: WakeHow) {
        let mut tasks = self.tasks.borrow_mut();
        let Some(entry) = tasks.get_mut(task.index()) else { return };
        if entry.state.is_over() || self.closing.get() && !has_own_thread(entry.kind) {
            return;
        }
        let (by, how, resource) =
            (self.executing.actor.get(), self.executing.how(how), self.executing.via.get());
        self.recorder.push(EventKind::Wake { task, by, how, resource });
        let home = self.schedule(task, entry);
        drop(tasks);
        if let Some(home) = home {
            home.wake();
        }
    }

    /// Puts a task to the back of its queue, if its state asks for it. If that is not the run's own, whoever
    /// polls it is to be woken.
    #[must_use]
    pub(crate) fn schedule(&self, task: TaskId, entry: &mut TaskEntry) -> Option<Rc<LocalQueue>> {
        if entry.state.wake() == Woken::Nothing {
            return None;
        }
        if entry.kind == TaskKind::BlockOn {
            self.main.woken.set(true);
            return None;
        }
        match &entry.home {
            Some(home) => {
                home.push(task);
                Some(Rc::clone(home))
            }
            None => {
                match has_own_thread(entry.kind) {
                    true => self.threads.push(task),
                    false => self.enqueue(task),
                }
                None
            }
        }
    }

    /// Asks for a task to be cancelled: it is scheduled, and dropped instead of polled.
    pub(crate) fn abort(&self, task: TaskId) {
        {
            let mut tasks = self.tasks.borrow_mut();
            let Some(entry) = tasks.get_mut(task.index()) else { return };
            if !entry.state.abort() {
                return;
            }
        }
        self.wake(task, WakeHow::ByRef);
    }

    /// Ends a task: drops its future, then tells whoever joins it.
    pub(crate) fn end(&self, task: TaskId, future: Option<TaskFuture>, how: TaskEnd) {
        self.end_with(task, future, how, None);
    }

    /// A task panicked: what it owns is dropped, and its joiner gets what it panicked with.
    pub(crate) fn end_by_panic(&self, task: TaskId, future: TaskFuture, payload: Payload) {
        let outer = self.executing.unwinding.replace(true);
        self.end_with(task, Some(future), TaskEnd::Panicked, Some(payload));
        self.executing.unwinding.set(outer);
    }

    fn end_with(
        &self,
        task: TaskId,
        future: Option<TaskFuture>,
        how: TaskEnd,
        payload: Option<Payload>,
    ) {
        let outer = self.executing.actor.replace(WokenBy::Task(task));
        if future.is_some() {
            census::change(|alive| alive.tasks -= 1);
        }
        self.tasks.borrow_mut()[task.index()].state.begin_drop();
        drop(future);
        let value = match &self.tasks.borrow()[task.index()].ending {
            Some(ending) if how == TaskEnd::Ready && task.index() < VALUED => ending.value(),
            _ => None,
        };
        let value = value.map(|value| self.recorder.intern(&value));
        self.recorder.push(EventKind::TaskEnd { task, how, value });
        let (ending, home, kind, thread) = {
            let mut tasks = self.tasks.borrow_mut();
            let entry = &mut tasks[task.index()];
            entry.state.end();
            (entry.ending.take(), entry.home.take(), entry.kind, entry.thread.take())
        };
        if let Some(home) = home {
            home.forget(task);
        }
        if has_own_thread(kind) {
            self.threads.leave(kind, thread);
        }
        if let Some(ending) = ending {
            ending.ended(how, payload);
        }
        self.executing.actor.set(outer);
    }

    pub(crate) fn cancel(&self, task: TaskId) {
        let (future, left) = {
            let entry = &mut self.tasks.borrow_mut()[task.index()];
            (entry.future.take(), entry.left.take())
        };
        if let Some(left) = left {
            self.sleeping.forget(task);
            self.occupy(left.thread, false);
        }
        if future.is_some() {
            self.end(task, future, TaskEnd::Cancelled);
        }
    }

    /// Drops every task of the runtime that is left, in the order of tokio's current-thread runtime:
    /// it keeps its tasks in four lists by their number, and empties one after the other. Polls that are
    /// under way and closures that have begun are waited for.
    pub(crate) fn shut_down(&self) {
        self.closing.set(true);
        self.cancel_those(|entry| entry.kind != TaskKind::Thread && !entry.is_under_way());
    }

    /// Whether a runtime that ends has still to wait.
    pub(crate) fn is_waited_for(&self) -> bool {
        let waited = |entry: &TaskEntry| entry.kind != TaskKind::Thread && entry.is_under_way();
        self.tasks.borrow().iter().any(|entry| !entry.state.is_over() && waited(entry))
    }

    /// Drops every task that is left.
    pub(crate) fn cancel_all(&self) {
        self.closing.set(true);
        self.cancel_those(|_| true);
        drop(self.ready.clear());
    }

    fn cancel_those(&self, which: impl Fn(&TaskEntry) -> bool) {
        let mut lists: [Vec<TaskId>; SHARDS] = Default::default();
        let tasks = self.tasks.borrow();
        for (index, entry) in
            tasks.iter().enumerate().filter(|(_, entry)| !entry.state.is_over() && which(entry))
        {
            lists[entry.number as usize % SHARDS].push(TaskId::from_index(index));
        }
        drop(tasks);
        // What is spawned on the way is cancelled on the way.
        lists.into_iter().flatten().for_each(|task| self.cancel(task));
    }

    /// A thread is in the middle of a poll, or no longer.
    pub(crate) fn occupy(&self, thread: u16, taken: bool) {
        match thread {
            0 => self.main.blocked.set(taken),
            _ => self.ready.occupy(thread, taken),
        }
    }

    /// Stamps what follows with the host's time.
    pub(crate) fn look_at_host_clock(&self) {
        if let Some(clock) = &self.clocks.host {
            self.recorder.set_now(clock());
        }
    }

    /// Moves the clocks on to a time of the trace.
    pub(crate) fn set_clock(&self, now: Micros, passes: Passes) {
        if !self.clocks.set(now, passes) {
            return;
        }
        if self.clocks.host.is_none() {
            self.recorder.set_now(now);
        }
        if now > self.recorder.limits().time {
            self.recorder.reach(LimitKind::Time, self.recorder.limits().time);
        }
    }

    /// The clock of the threads as the code that runs sees it.
    pub(crate) fn thread_now(&self) -> Micros {
        self.clocks.threads().saturating_add(self.executing.debt())
    }

    /// The clock of the timers as the code that runs sees it.
    pub(crate) fn timers_now(&self) -> Micros {
        let debt = if self.clocks.paused.get() { 0 } else { self.executing.debt() };
        self.clocks.timers().saturating_add(debt)
    }

    /// Puts a task that has become ready where the thread that made it so puts it.
    fn enqueue(&self, task: TaskId) {
        self.ready.push(task, self.executing.thread(), self.executing.yielding.get());
    }

    /// A task will never run: it stands in no queue.
    pub(crate) fn dequeue(&self, task: TaskId) {
        self.ready.remove(task);
        self.threads.remove(task);
    }

    /// Has a waker called after all tasks that are ready now; at once where nobody would do so.
    pub(crate) fn defer(&self, waker: &Waker) {
        if !self.ready.defer(waker, self.executing.thread()) {
            self.executing.wake_yielded(waker.clone());
        }
    }

    /// Gives the runtime workers, once; how many threads poll tasks.
    pub(crate) fn use_workers(&self, asked: Option<u16>) -> u16 {
        self.wants_workers.set(true);
        let count = match (self.wanted_workers, asked) {
            (Some(1), _) => 0,
            (_, Some(asked)) => asked.min(MOST_WORKERS),
            (wanted, None) => wanted.unwrap_or(0).min(MOST_WORKERS),
        };
        if !self.ready.has_workers() && count > 0 {
            self.ready.set_workers(count);
            self.recorder.trace().borrow_mut().run.workers = count;
        }
        u16::try_from(self.ready.workers()).unwrap_or(u16::MAX).max(1)
    }
}

impl Wakes for Core {
    fn wake(&self, task: TaskId, how: WakeHow) {
        self.wake(task, how);
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        census::change(|alive| alive.runs -= 1);
    }
}

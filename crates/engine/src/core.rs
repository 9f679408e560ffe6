//! The state of a run: its tasks, its ready queue, its clock.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::Waker;

use trace::{
    EventKind, LimitKind, Micros, ResourceId, Site, SiteId, SpanId, TaskEnd, TaskId, TaskKind,
    WakeHow, WokenBy,
};

use crate::blocked::{BlockedPolls, Mode, PollUnderWay};
use crate::budget::{BUDGET, UNCONSTRAINED};
use crate::clock::Clocks;
use crate::driven::DrivenRuntimes;
use crate::join::Ending;
use crate::local::LocalQueue;
use crate::panic::Payload;
use crate::program::Program;
use crate::recorder::Recorder;
use crate::rng::Rng;
use crate::task::{TaskEntry, TaskFuture, TaskState, Woken};
use crate::threads::{Threads, has_own_thread};
use crate::timer::Timers;
use crate::waits::Wait;
use crate::waker::WakerSource;
use crate::workers::Workers;
use crate::{census, current};

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
    /// The ready queue; with several workers what they share.
    pub(crate) queue: RefCell<VecDeque<TaskId>>,
    pub(crate) workers: Workers,
    pub(crate) threads: Threads,
    pub(crate) blocked: BlockedPolls,
    /// Waits within polls that cannot be left, each within the one before.
    pub(crate) waits: RefCell<Vec<Wait>>,
    /// Every thread waits for another, and one of them within a poll that cannot be left.
    pub(crate) stuck: Cell<bool>,
    /// The runtimes that other threads drive.
    pub(crate) driven: DrivenRuntimes,
    pub(crate) main: MainThread,
    pub(crate) executing: Executing,
    /// Tasks that yielded, to be woken from the last to the first once the queue is empty.
    pub(crate) deferred: RefCell<Vec<Waker>>,
    pub(crate) tasks: RefCell<Vec<TaskEntry>>,
    /// Tasks spawned on the runtime, which threads and `main` are not.
    pub(crate) spawned: Cell<u32>,
    /// Tasks are being dropped for good: what is spawned or woken now never runs.
    pub(crate) closing: Cell<bool>,
}

/// The code that executes: what the next event is recorded with, and how awaits behave. A poll that runs within
/// another puts back what it has changed.
pub(crate) struct Executing {
    /// Who executes, and is therefore who wakes.
    pub(crate) actor: Cell<WokenBy>,
    /// The await that is being polled.
    pub(crate) span: Cell<Option<SpanId>>,
    /// The resource on whose behalf wakes happen.
    pub(crate) via: Cell<Option<ResourceId>>,
    /// Where the next spawn stands in the program's text.
    pub(crate) spawn_site: Cell<Option<SiteId>>,
    /// The size of the next future that is spawned, if that of its type says nothing.
    pub(crate) spawn_size: Cell<Option<u32>>,
    /// The poll that is under way, and how its awaits behave.
    pub(crate) poll: RefCell<PollUnderWay>,
    pub(crate) mode: Cell<Mode>,
    /// Every poll between the task and the code that executes is one of async code: it can be left.
    pub(crate) leavable: Cell<bool>,
    /// How many polls are under way, each within the one before.
    pub(crate) depth: Cell<u32>,
    /// What a task that panicked owns is being dropped.
    pub(crate) unwinding: Cell<bool>,
    /// The wakes of tasks that yielded are under way.
    pub(crate) yielding: Cell<bool>,
    /// The panic that unwinds has been printed.
    pub(crate) is_reported: Cell<bool>,
    /// How many operations the task may still do in this poll (tokio's cooperative budget).
    budget: Cell<u8>,
}

impl Default for Executing {
    fn default() -> Self {
        Self {
            actor: Cell::new(WokenBy::Host),
            span: Cell::default(),
            via: Cell::default(),
            spawn_site: Cell::default(),
            spawn_size: Cell::default(),
            poll: RefCell::default(),
            mode: Cell::new(Mode::Plain),
            leavable: Cell::default(),
            depth: Cell::default(),
            unwinding: Cell::default(),
            yielding: Cell::default(),
            is_reported: Cell::default(),
            budget: Cell::new(BUDGET),
        }
    }
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
            queue: RefCell::default(),
            workers: Workers::default(),
            threads: Threads::default(),
            blocked: BlockedPolls::default(),
            waits: RefCell::default(),
            stuck: Cell::new(false),
            driven: DrivenRuntimes::default(),
            main: MainThread::default(),
            executing: Executing::default(),
            deferred: RefCell::default(),
            tasks: RefCell::default(),
            spawned: Cell::new(0),
            closing: Cell::new(false),
        });
        current::register(&core);
        core
    }

    /// The task whose code executes.
    pub(crate) fn current_task(&self) -> Option<TaskId> {
        match self.executing.actor.get() {
            WokenBy::Task(task) => Some(task),
            WokenBy::Timer(_) | WokenBy::Host => None,
        }
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
        let parent = self.current_task();
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
            blocked: None,
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
            (self.executing.actor.get(), self.how(how), self.executing.via.get());
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
            self.leave_own_thread(kind, thread);
        }
        if let Some(ending) = ending {
            ending.ended(how, payload);
        }
        self.executing.actor.set(outer);
    }

    pub(crate) fn cancel(&self, task: TaskId) {
        let (future, blocked) = {
            let entry = &mut self.tasks.borrow_mut()[task.index()];
            (entry.future.take(), entry.blocked.take())
        };
        if let Some(blocked) = blocked {
            self.blocked.forget(task);
            self.occupy(blocked.thread, false);
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
        self.queue.borrow_mut().clear();
        // Out of the cells first: dropping a waker may run code that defers again.
        let deferred = (self.deferred.take(), self.take_deferred());
        drop(deferred);
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
        match usize::from(thread).checked_sub(1) {
            None => self.main.blocked.set(taken),
            Some(place) => {
                if let Some(worker) = self.workers.borrow_mut().get_mut(place) {
                    worker.taken = taken;
                }
            }
        }
    }

    /// Stamps what follows with the host's time.
    pub(crate) fn look_at_host_clock(&self) {
        if let Some(clock) = &self.clocks.host {
            self.recorder.set_now(clock());
        }
    }

    /// A full budget; what was left of the one before.
    pub(crate) fn refill_budget(&self) -> u8 {
        self.executing.budget.replace(BUDGET)
    }

    pub(crate) fn budget_left(&self) -> u8 {
        self.executing.budget.get()
    }

    pub(crate) fn set_budget(&self, budget: u8) {
        self.executing.budget.set(budget);
    }

    /// Takes a unit of the budget; false if none is left.
    pub(crate) fn take_budget(&self) -> bool {
        let left = self.executing.budget.get();
        if left != UNCONSTRAINED {
            self.executing.budget.set(left.saturating_sub(1));
        }
        left > 0
    }

    pub(crate) fn give_budget_back(&self) {
        let left = self.executing.budget.get();
        if left != UNCONSTRAINED {
            self.executing.budget.set(left + 1);
        }
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        census::change(|alive| alive.runs -= 1);
    }
}

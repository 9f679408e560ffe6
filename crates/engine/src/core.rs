//! The state of a run: its tasks, its ready queue, its clock.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Waker;

use trace::{
    EventKind, LimitKind, Micros, ResourceId, SiteId, SpanId, TaskEnd, TaskId, TaskKind, WakeHow,
    WokenBy,
};

use crate::budget::{BUDGET, UNCONSTRAINED};
use crate::join::Ending;
use crate::local::LocalQueue;
use crate::program::Program;
use crate::recorder::Recorder;
use crate::rng::Rng;
use crate::timer::Timers;
use crate::waker::WakerSource;
use crate::{census, context};

/// Lists in which tokio's runtime of one worker keeps its tasks.
const SHARDS: usize = 4;

pub(crate) type Job = Pin<Box<dyn Future<Output = ()>>>;

/// Everything a run consists of. Shared between the [`Run`](crate::Run) and, while its code
/// executes, the thread's context.
pub(crate) struct Core {
    pub(crate) id: u64,
    pub(crate) program: Program,
    pub(crate) knobs: Vec<i64>,
    pub(crate) recorder: Recorder,
    pub(crate) rng: Rng,
    pub(crate) timers: RefCell<Timers>,
    /// The clock that the program reads. Only timers and busy workers move it on: a browser that is
    /// late with a timer does not make the program's instants late.
    pub(crate) clock: Cell<Micros>,
    /// What the host's clock says; `None` where the program's clock is the only one.
    pub(crate) host_clock: Option<Rc<dyn Fn() -> Micros>>,
    pub(crate) queue: RefCell<VecDeque<TaskId>>,
    /// Tasks that yielded, to be woken from the last to the first once the queue is empty.
    pub(crate) deferred: RefCell<Vec<Waker>>,
    /// `main` is to be polled; it never stands in the queue.
    pub(crate) main_woken: Cell<bool>,
    pub(crate) tasks: RefCell<Vec<Slot>>,
    /// Tasks spawned on the runtime, which threads and `main` are not.
    pub(crate) spawned: Cell<u32>,
    pub(crate) actor: Cell<WokenBy>,
    /// The await that is being polled.
    pub(crate) span: Cell<Option<SpanId>>,
    /// The resource on whose behalf wakes happen.
    pub(crate) via: Cell<Option<ResourceId>>,
    pub(crate) spawn_site: Cell<Option<SiteId>>,
    pub(crate) polls_at_this_time: Cell<u32>,
    /// Tasks are being dropped for good: what is spawned or woken now never runs.
    pub(crate) closing: Cell<bool>,
    /// The wakes of tasks that yielded are under way.
    pub(crate) yielding: Cell<bool>,
    budget: Cell<u8>,
}

/// One task.
pub(crate) struct Slot {
    /// Gone while it is polled, and once it is over.
    pub(crate) job: Option<Job>,
    pub(crate) waker: Rc<WakerSource>,
    pub(crate) ending: Option<Box<dyn Ending>>,
    pub(crate) polls: u32,
    pub(crate) kind: TaskKind,
    /// Its number among the tasks that were spawned on the runtime, from 1: what tokio shows as its
    /// id. 0 for threads and `main`.
    pub(crate) number: u32,
    /// The queue that it stands in when it is ready; none if that is the run's.
    pub(crate) home: Option<Rc<LocalQueue>>,
    pub(crate) queued: bool,
    pub(crate) running: bool,
    pub(crate) woken: bool,
    pub(crate) aborted: bool,
    pub(crate) over: bool,
}

impl Core {
    pub(crate) fn new(
        program: Program,
        knobs: Vec<i64>,
        seed: u64,
        recorder: Recorder,
        host_clock: Option<Rc<dyn Fn() -> Micros>>,
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
            clock: Cell::new(0),
            host_clock,
            queue: RefCell::default(),
            deferred: RefCell::default(),
            main_woken: Cell::new(true),
            tasks: RefCell::default(),
            spawned: Cell::new(0),
            actor: Cell::new(WokenBy::Host),
            span: Cell::new(None),
            via: Cell::new(None),
            spawn_site: Cell::new(None),
            polls_at_this_time: Cell::new(0),
            closing: Cell::new(false),
            yielding: Cell::new(false),
            budget: Cell::new(BUDGET),
        });
        context::register(&core);
        core
    }

    /// The task whose code executes.
    pub(crate) fn current_task(&self) -> Option<TaskId> {
        match self.actor.get() {
            WokenBy::Task(task) => Some(task),
            WokenBy::Timer(_) | WokenBy::Host => None,
        }
    }

    pub(crate) fn site_name(&self, site: SiteId) -> Option<&'static str> {
        let site = self.program.sites.get(site.index())?;
        (!site.name.is_empty()).then_some(&*site.name)
    }

    /// Adds a task and schedules it.
    pub(crate) fn spawn(
        &self,
        job: Job,
        kind: TaskKind,
        size: u32,
        ending: Box<dyn Ending>,
        home: Option<Rc<LocalQueue>>,
    ) -> TaskId {
        let task = TaskId::from_index(self.tasks.borrow().len());
        let site = self.spawn_site.take();
        let text = site.and_then(|site| self.program.sites.get(site.index()));
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
        self.tasks.borrow_mut().push(Slot {
            job: Some(job),
            waker: Rc::new(WakerSource::new(self.id, task)),
            ending: Some(ending),
            polls: 0,
            kind,
            number,
            home: home.clone(),
            queued: kind != TaskKind::BlockOn,
            running: false,
            woken: false,
            aborted: false,
            over: false,
        });
        match home {
            Some(home) => home.adopt(task),
            None if kind == TaskKind::BlockOn => {}
            None => self.queue.borrow_mut().push_back(task),
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
        let Some(slot) = tasks.get_mut(task.index()) else { return };
        if slot.over || self.closing.get() {
            return;
        }
        let (by, how, resource) = (self.actor.get(), self.how(how), self.via.get());
        self.recorder.push(EventKind::Wake { task, by, how, resource });
        if slot.running {
            slot.woken = true;
            return;
        }
        let home = self.schedule(task, slot);
        drop(tasks);
        if let Some(home) = home {
            home.wake();
        }
    }

    /// Puts a task that is not running to the back of its queue, unless it is in it. If that is not
    /// the run's own, whoever polls it is to be woken.
    #[must_use]
    pub(crate) fn schedule(&self, task: TaskId, slot: &mut Slot) -> Option<Rc<LocalQueue>> {
        if slot.kind == TaskKind::BlockOn {
            self.main_woken.set(true);
            return None;
        }
        if std::mem::replace(&mut slot.queued, true) {
            return None;
        }
        match &slot.home {
            Some(home) => {
                home.push(task);
                Some(Rc::clone(home))
            }
            None => {
                self.queue.borrow_mut().push_back(task);
                None
            }
        }
    }

    /// Asks for a task to be cancelled: it is scheduled, and dropped instead of polled.
    pub(crate) fn abort(&self, task: TaskId) {
        {
            let mut tasks = self.tasks.borrow_mut();
            let Some(slot) = tasks.get_mut(task.index()) else { return };
            if slot.over || slot.aborted {
                return;
            }
            slot.aborted = true;
        }
        self.wake(task, WakeHow::ByRef);
    }

    /// Has a waker called after all tasks that are ready now.
    pub(crate) fn defer(&self, waker: &Waker) {
        let mut deferred = self.deferred.borrow_mut();
        if !deferred.last().is_some_and(|last| last.will_wake(waker)) {
            deferred.push(waker.clone());
        }
    }

    /// Ends a task: drops its future, then tells whoever joins it.
    pub(crate) fn end(&self, task: TaskId, job: Option<Job>, how: TaskEnd) {
        let outer = self.actor.replace(WokenBy::Task(task));
        if job.is_some() {
            census::change(|alive| alive.tasks -= 1);
        }
        drop(job);
        self.recorder.push(EventKind::TaskEnd { task, how });
        let ending = {
            let mut tasks = self.tasks.borrow_mut();
            let slot = &mut tasks[task.index()];
            slot.over = true;
            slot.queued = false;
            if let Some(home) = slot.home.take() {
                home.forget(task);
            }
            slot.ending.take()
        };
        if let Some(ending) = ending {
            ending.ended(how, None);
        }
        self.actor.set(outer);
    }

    pub(crate) fn cancel(&self, task: TaskId) {
        let job = self.tasks.borrow_mut()[task.index()].job.take();
        if job.is_some() {
            self.end(task, job, TaskEnd::Cancelled);
        }
    }

    /// Drops every task that is left, in the order of tokio's current-thread runtime: it keeps its
    /// tasks in four lists by their number, and empties one after the other.
    pub(crate) fn cancel_all(&self) {
        self.closing.set(true);
        let mut lists: [Vec<TaskId>; SHARDS] = Default::default();
        for (index, slot) in self.tasks.borrow().iter().enumerate().filter(|(_, slot)| !slot.over) {
            lists[slot.number as usize % SHARDS].push(TaskId::from_index(index));
        }
        // What is spawned on the way is cancelled on the way.
        lists.into_iter().flatten().for_each(|task| self.cancel(task));
        self.queue.borrow_mut().clear();
        // Out of the cell first: dropping a waker may run code that defers again.
        let deferred = self.deferred.take();
        drop(deferred);
    }

    /// A computation that takes `micros` on the worker that runs it.
    pub(crate) fn busy(&self, micros: Micros, site: Option<SiteId>) {
        let task = self.current_task();
        self.recorder.push(EventKind::Busy { task, site, micros });
        self.set_clock(self.clock.get().saturating_add(micros));
    }

    /// Moves the program's clock on.
    pub(crate) fn set_clock(&self, now: Micros) {
        if now <= self.clock.get() {
            return;
        }
        self.clock.set(now);
        self.polls_at_this_time.set(0);
        if self.host_clock.is_none() {
            self.recorder.set_now(now);
        }
        if now > self.recorder.limits().time {
            self.recorder.reach(LimitKind::Time, self.recorder.limits().time);
        }
    }

    /// Stamps what follows with the host's time.
    pub(crate) fn look_at_host_clock(&self) {
        if let Some(clock) = &self.host_clock {
            self.recorder.set_now(clock());
        }
    }

    /// A full budget; what was left of the one before.
    pub(crate) fn refill_budget(&self) -> u8 {
        self.budget.replace(BUDGET)
    }

    pub(crate) fn budget_left(&self) -> u8 {
        self.budget.get()
    }

    pub(crate) fn set_budget(&self, budget: u8) {
        self.budget.set(budget);
    }

    /// Takes a unit of the budget; false if none is left.
    pub(crate) fn take_budget(&self) -> bool {
        let left = self.budget.get();
        if left != UNCONSTRAINED {
            self.budget.set(left.saturating_sub(1));
        }
        left > 0
    }

    pub(crate) fn give_budget_back(&self) {
        let left = self.budget.get();
        if left != UNCONSTRAINED {
            self.budget.set(left + 1);
        }
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        census::change(|alive| alive.runs -= 1);
    }
}

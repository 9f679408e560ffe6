//! `tokio::runtime::Handle`.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use engine::{Driver, Panicking, context, drive_runtime, queue_of_runtime};
use trace::TaskKind;

use super::within::Within;
use super::{
    Builder, EnterGuard, FROM_WITHIN, RuntimeFlavor, RuntimeMetrics, TryCurrentError, place,
};
use crate::task::{AbortHandle, JoinHandle};

/// Spawns on a runtime. See `tokio::runtime::Handle`.
#[derive(Clone, Debug)]
pub struct Handle {
    /// None for the runtime that `#[tokio::main]` stands for.
    made: Option<Arc<Made>>,
}

/// A runtime that the program made.
#[derive(Debug)]
struct Made {
    id: Id,
    flavor: RuntimeFlavor,
    workers: usize,
    name: Option<String>,
    /// Its tasks need not be sendable.
    local: bool,
    /// It was made with its clock paused, which is over when it is closed.
    paused: bool,
    closed: AtomicBool,
    tasks: Mutex<Vec<Spawned>>,
}

#[derive(Debug)]
struct Spawned {
    task: AbortHandle,
    blocking: bool,
}

/// Tasks after which those that are over are forgotten.
const MANY: usize = 64;

impl Handle {
    pub(super) fn program() -> Self {
        Self { made: None }
    }

    pub(super) fn is_program(&self) -> bool {
        self.made.is_none()
    }

    pub(super) fn new(
        flavor: RuntimeFlavor,
        workers: usize,
        name: Option<String>,
        local: bool,
        paused: bool,
    ) -> Self {
        let made = Made {
            id: Id::next(),
            flavor,
            workers,
            name,
            local,
            paused,
            closed: AtomicBool::new(false),
            tasks: Mutex::default(),
        };
        Self { made: Some(Arc::new(made)) }
    }

    /// The runtime that runs this code.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn current() -> Self {
        match place::current() {
            Ok(handle) => handle,
            Err(error) => panic!("{error}"),
        }
    }

    /// The runtime that runs this code.
    ///
    /// # Errors
    /// Outside a runtime.
    pub fn try_current() -> Result<Self, TryCurrentError> {
        place::current()
    }

    /// The handle of a new runtime of one thread whose tasks need not be sendable.
    #[doc(hidden)]
    pub fn __new_local() -> Self {
        Builder::new_current_thread().handle(true)
    }

    /// Makes this the current runtime until the guard is dropped.
    pub fn enter(&self) -> EnterGuard<'_> {
        EnterGuard { _outer: place::enter(self), _handle: PhantomData }
    }

    /// Spawns a task.
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        let join = match &self.made {
            None => context::spawn(future, TaskKind::Task),
            Some(made) => {
                let future = Within::new(self.clone(), future);
                match queue_of_runtime(made.id.number()) {
                    Some(queue) => queue.spawn(future, TaskKind::Task),
                    None => context::spawn(future, TaskKind::Task),
                }
            }
        };
        self.adopt(JoinHandle { join }, false)
    }

    /// Runs a closure that may block where blocking does no harm.
    #[track_caller]
    pub fn spawn_blocking<F, R>(&self, body: F) -> JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        let join = match &self.made {
            None => context::spawn_blocking(body),
            Some(_) => {
                let handle = self.clone();
                context::spawn_blocking(move || {
                    let _outer = place::enter(&handle);
                    body()
                })
            }
        };
        self.adopt(JoinHandle { join }, true)
    }

    /// Runs a future to its end, and the tasks meanwhile.
    ///
    /// # Panics
    /// In async code, as tokio does.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        assert!(context::may_block(), "{FROM_WITHIN}");
        context::block_on(Within::new(self.clone(), future))
    }

    /// [`Handle::block_on`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub async fn __block_on<F: Future>(&self, future: F) -> F::Output {
        let site = context::take_spawn_site();
        if !context::may_block() {
            match Panicking::new(site, Box::new(FROM_WITHIN)).await {}
        }
        Within::new(self.clone(), future).await
    }

    /// [`Handle::spawn_blocking`] of a closure that was made async.
    #[doc(hidden)]
    #[track_caller]
    pub fn __spawn_blocking<F, R>(&self, body: F) -> JoinHandle<R::Output>
    where
        F: FnOnce() -> R + 'static,
        R: Future + 'static,
        R::Output: 'static,
    {
        let job = Within::blocking(self.clone(), Box::pin(async move { body().await }));
        self.adopt(JoinHandle { join: context::spawn(job, TaskKind::Blocking) }, true)
    }

    /// Begins to drive the tasks of this runtime of one thread with the thread that executes. None if that
    /// is `main`'s, which drives all that no other does.
    pub(super) fn drive(&self) -> Option<Driver> {
        let made = self.made.as_ref().filter(|made| made.flavor == RuntimeFlavor::CurrentThread)?;
        let tasks = made.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        let tasks = tasks.iter().filter(|spawned| !spawned.blocking);
        drive_runtime(made.id.number(), tasks.map(|spawned| spawned.task.task()))
    }

    /// How it executes.
    pub fn runtime_flavor(&self) -> RuntimeFlavor {
        match &self.made {
            Some(made) => made.flavor,
            None if context::wants_workers() => RuntimeFlavor::MultiThread,
            None => RuntimeFlavor::CurrentThread,
        }
    }

    /// Its id, unique among runtimes.
    pub fn id(&self) -> Id {
        self.made.as_ref().map_or(Id(NonZeroU64::MIN), |made| made.id)
    }

    /// Whether its tasks need not be sendable.
    pub(crate) fn is_local(&self) -> bool {
        self.made.as_ref().is_some_and(|made| made.local)
    }

    /// Its name, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.made.as_ref().and_then(|made| made.name.as_deref())
    }

    /// Its figures.
    pub fn metrics(&self) -> RuntimeMetrics {
        RuntimeMetrics::new(self.clone())
    }

    pub(super) fn workers(&self) -> usize {
        self.made.as_ref().map_or(1, |made| made.workers)
    }

    /// How many of its tasks are not over.
    pub(super) fn alive(&self) -> usize {
        match &self.made {
            None => context::tasks_alive(),
            Some(made) => {
                let tasks = made.tasks.lock().unwrap_or_else(PoisonError::into_inner);
                tasks.iter().filter(|spawned| !spawned.task.is_finished()).count()
            }
        }
    }

    fn adopt<T>(&self, join: JoinHandle<T>, blocking: bool) -> JoinHandle<T> {
        let Some(made) = &self.made else { return join };
        let task = join.abort_handle();
        if made.closed.load(Relaxed) {
            task.cancel_now();
            return join;
        }
        let mut tasks = made.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        if tasks.len() >= MANY && tasks.len().is_power_of_two() {
            tasks.retain(|spawned| !spawned.task.is_finished());
        }
        tasks.push(Spawned { task, blocking });
        drop(tasks);
        join
    }

    /// The runtime is dropped: its tasks are, too. Closures that may block run to their end, which
    /// the drop waits for if `wait` says so.
    pub(super) fn close(&self, wait: bool) {
        let Some(made) = &self.made else { return };
        if made.closed.swap(true, Relaxed) {
            return;
        }
        // What its tasks drop is dropped on it.
        let _outer = place::enter(self);
        let mut tasks = made.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        let tasks = std::mem::take(&mut *tasks);
        for spawned in tasks.iter().filter(|spawned| !spawned.blocking) {
            spawned.task.cancel_now();
        }
        for spawned in tasks.iter().filter(|spawned| spawned.blocking && wait) {
            spawned.task.wait();
        }
        if made.paused {
            context::pause(false);
        }
    }
}

/// The id of a runtime or a `LocalSet`. See `tokio::runtime::Id`.
#[derive(Clone, Copy, Debug, Hash, Eq, PartialEq)]
pub struct Id(NonZeroU64);

impl Id {
    /// An id that nothing has yet. That of `#[tokio::main]` is the first.
    pub(crate) fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(2);
        Self(NonZeroU64::new(NEXT.fetch_add(1, Relaxed)).unwrap_or(NonZeroU64::MIN))
    }

    fn number(self) -> u64 {
        self.0.get()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

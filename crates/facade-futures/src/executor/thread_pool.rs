//! `futures::executor::ThreadPool`.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::{fmt, io, mem};

use engine::context;
use facade::__rt::std::thread;
use real_futures::task::{FutureObj, Spawn, SpawnError};

/// Threads of a pool whose size is not said: on a real machine as many as it has cores.
const THREADS: usize = 4;

/// Runs futures on several threads. See `futures::executor::ThreadPool`.
#[derive(Clone)]
pub struct ThreadPool {
    open: Arc<Open>,
}

/// Closes the pool with its last handle.
struct Open(Arc<Queue>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.closed.store(true, Relaxed);
        let idle = mem::take(&mut *lock(&self.0.idle));
        idle.into_iter().for_each(Waker::wake);
    }
}

/// What the threads share.
#[derive(Default)]
struct Queue {
    ready: Mutex<VecDeque<Arc<Pooled>>>,
    /// Threads that have nothing to do, the one that has waited longest first.
    idle: Mutex<VecDeque<Waker>>,
    closed: AtomicBool,
}

impl Queue {
    fn push(&self, job: Arc<Pooled>) {
        lock(&self.ready).push_back(job);
        let idle = lock(&self.idle).pop_front();
        if let Some(idle) = idle {
            idle.wake();
        }
    }

    /// The next job, none if the pool is closed.
    fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Option<Arc<Pooled>>> {
        if let Some(job) = lock(&self.ready).pop_front() {
            return Poll::Ready(Some(job));
        }
        if self.closed.load(Relaxed) {
            return Poll::Ready(None);
        }
        lock(&self.idle).push_back(cx.waker().clone());
        Poll::Pending
    }
}

/// Where a job is: it waits, stands in the queue, is polled, or was woken while it was.
const WAITS: u8 = 0;
const QUEUED: u8 = 1;
const POLLED: u8 = 2;
const WOKEN: u8 = 3;

struct Pooled {
    future: Mutex<Option<FutureObj<'static, ()>>>,
    phase: AtomicU8,
    queue: Arc<Queue>,
}

impl Wake for Pooled {
    fn wake(self: Arc<Self>) {
        match self.phase.load(Relaxed) {
            WAITS => {
                self.phase.store(QUEUED, Relaxed);
                Arc::clone(&self.queue).push(self);
            }
            POLLED => self.phase.store(WOKEN, Relaxed),
            _ => {}
        }
    }
}

impl Pooled {
    fn poll(self: Arc<Self>) {
        let Some(mut future) = lock(&self.future).take() else { return };
        self.phase.store(POLLED, Relaxed);
        let waker = Waker::from(Arc::clone(&self));
        loop {
            let mut cx = Context::from_waker(&waker);
            if std::pin::Pin::new(&mut future).poll(&mut cx).is_ready() {
                return;
            }
            if self.phase.swap(POLLED, Relaxed) != WOKEN {
                break;
            }
        }
        *lock(&self.future) = Some(future);
        self.phase.store(WAITS, Relaxed);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ThreadPool {
    /// A pool of as many threads as there are by default.
    ///
    /// # Errors
    /// Never.
    pub fn new() -> io::Result<Self> {
        Self::builder().create()
    }

    /// Makes a pool as it is told to.
    pub fn builder() -> ThreadPoolBuilder {
        ThreadPoolBuilder::new()
    }

    /// Runs a future.
    pub fn spawn_obj_ok(&self, future: FutureObj<'static, ()>) {
        let queue = Arc::clone(&self.open.0);
        let future = Mutex::new(Some(future));
        let job = Pooled { future, phase: AtomicU8::new(QUEUED), queue };
        self.open.0.push(Arc::new(job));
    }

    /// Runs a future.
    pub fn spawn_ok<Fut>(&self, future: Fut)
    where
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.spawn_obj_ok(FutureObj::new(Box::new(future)));
    }
}

impl Spawn for ThreadPool {
    fn spawn_obj(&self, future: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.spawn_obj_ok(future);
        Ok(())
    }
}

impl fmt::Debug for ThreadPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadPool").finish_non_exhaustive()
    }
}

type Hook = Arc<dyn Fn(usize) + Send + Sync>;

/// Makes a [`ThreadPool`]. See `futures::executor::ThreadPoolBuilder`.
pub struct ThreadPoolBuilder {
    pool_size: usize,
    name_prefix: Option<String>,
    after_start: Option<Hook>,
    before_stop: Option<Hook>,
}

impl ThreadPoolBuilder {
    /// What makes a pool of as many threads as there are by default.
    pub fn new() -> Self {
        Self { pool_size: THREADS, name_prefix: None, after_start: None, before_stop: None }
    }

    /// How many threads it has.
    ///
    /// # Panics
    /// If they are none.
    pub fn pool_size(&mut self, size: usize) -> &mut Self {
        assert!(size > 0);
        self.pool_size = size;
        self
    }

    /// How large the stack of a thread is, which has no effect: threads are simulated.
    pub fn stack_size(&mut self, stack_size: usize) -> &mut Self {
        let _ = stack_size;
        self
    }

    /// What the names of its threads begin with; their numbers follow.
    pub fn name_prefix<S: Into<String>>(&mut self, name_prefix: S) -> &mut Self {
        self.name_prefix = Some(name_prefix.into());
        self
    }

    /// Called on each thread when it begins, with its number.
    pub fn after_start<F>(&mut self, f: F) -> &mut Self
    where
        F: Fn(usize) + Send + Sync + 'static,
    {
        self.after_start = Some(Arc::new(f));
        self
    }

    /// Called on each thread before it ends, with its number.
    pub fn before_stop<F>(&mut self, f: F) -> &mut Self
    where
        F: Fn(usize) + Send + Sync + 'static,
    {
        self.before_stop = Some(Arc::new(f));
        self
    }

    /// Makes the pool.
    ///
    /// # Errors
    /// Never.
    pub fn create(&mut self) -> io::Result<ThreadPool> {
        let queue = Arc::<Queue>::default();
        for number in 0..self.pool_size {
            let mut thread = thread::Builder::new();
            if let Some(prefix) = &self.name_prefix {
                thread = thread.name(format!("{prefix}{number}"));
            }
            let hooks = [self.after_start.clone(), self.before_stop.clone()];
            let queue = Arc::clone(&queue);
            thread.__spawn(move || work(queue, hooks, number))?;
        }
        Ok(ThreadPool { open: Arc::new(Open(queue)) })
    }
}

impl Default for ThreadPoolBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for ThreadPoolBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadPoolBuilder")
            .field("pool_size", &self.pool_size)
            .finish_non_exhaustive()
    }
}

/// What a thread of the pool does.
async fn work(queue: Arc<Queue>, [after_start, before_stop]: [Option<Hook>; 2], number: usize) {
    if let Some(hook) = after_start {
        hook(number);
    }
    poll_fn(|cx| {
        loop {
            match queue.poll_next(cx) {
                Poll::Ready(Some(job)) => context::polling_several(|| job.poll()),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await;
    if let Some(hook) = before_stop {
        hook(number);
    }
}

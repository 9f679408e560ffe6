//! `tokio_util::task::TaskTracker`.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll};

use engine::context;
use facade::runtime::Handle;
use facade::sync::Notify;
use facade::sync::futures::Notified;
use facade::task::{JoinHandle, LocalSet, spawn, spawn_blocking, spawn_local};
use pin_project_lite::pin_project;

/// Counts tasks, and waits until there are none. See `tokio_util::task::TaskTracker`.
#[derive(Clone)]
pub struct TaskTracker {
    inner: Arc<Inner>,
}

struct Inner {
    tasks: AtomicUsize,
    closed: AtomicBool,
    /// Notified when the tracker is closed and the last task is gone.
    done: Notify,
}

impl Inner {
    fn is_done(&self) -> bool {
        self.closed.load(Relaxed) && self.tasks.load(Relaxed) == 0
    }
}

impl TaskTracker {
    /// Without tasks, open.
    #[must_use]
    pub fn new() -> Self {
        let inner = Inner {
            tasks: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
            done: Notify::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Waits until it is closed and has no tasks.
    pub fn wait(&self) -> TaskTrackerWaitFuture<'_> {
        TaskTrackerWaitFuture {
            done: self.inner.done.notified(),
            inner: (!self.inner.is_done()).then_some(&*self.inner),
        }
    }

    /// Closes it, which refuses no task: it lets [`TaskTracker::wait`] complete. Whether it was open.
    pub fn close(&self) -> bool {
        let was_open = !self.inner.closed.swap(true, Relaxed);
        if was_open && self.inner.is_done() {
            self.inner.done.notify_waiters();
        }
        was_open
    }

    /// Opens it; whether it was closed.
    pub fn reopen(&self) -> bool {
        self.inner.closed.swap(false, Relaxed)
    }

    /// Whether it is closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.inner.closed.load(Relaxed)
    }

    /// How many tasks it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.tasks.load(Relaxed)
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Spawns a task and counts it.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn<F>(&self, task: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        spawn(self.track_future(task))
    }

    /// Spawns a task on a runtime and counts it.
    #[track_caller]
    pub fn spawn_on<F>(&self, task: F, handle: &Handle) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        handle.spawn(self.track_future(task))
    }

    /// Spawns a task on the current [`LocalSet`] and counts it.
    ///
    /// # Panics
    /// Outside of a [`LocalSet`].
    #[track_caller]
    pub fn spawn_local<F>(&self, task: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        spawn_local(self.track_future(task))
    }

    /// Spawns a task on a [`LocalSet`] and counts it.
    #[track_caller]
    pub fn spawn_local_on<F>(&self, task: F, local_set: &LocalSet) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        local_set.spawn_local(self.track_future(task))
    }

    /// Spawns a closure that may block and counts it.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_blocking<F, T>(&self, task: F) -> JoinHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let token = self.token();
        spawn_blocking(move || {
            let result = task();
            drop(token);
            result
        })
    }

    /// Spawns a closure that may block on a runtime and counts it.
    #[track_caller]
    pub fn spawn_blocking_on<F, T>(&self, task: F, handle: &Handle) -> JoinHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let token = self.token();
        handle.spawn_blocking(move || {
            let result = task();
            drop(token);
            result
        })
    }

    /// Counts a future as a task until it is dropped.
    pub fn track_future<F: Future>(&self, future: F) -> TrackedFuture<F> {
        TrackedFuture { future, token: self.token() }
    }

    /// Counts as a task until it is dropped.
    pub fn token(&self) -> TaskTrackerToken {
        self.inner.tasks.fetch_add(1, Relaxed);
        TaskTrackerToken { task_tracker: self.clone() }
    }

    /// Whether both are the same tracker.
    #[must_use]
    pub fn ptr_eq(left: &Self, right: &Self) -> bool {
        Arc::ptr_eq(&left.inner, &right.inner)
    }
}

impl Default for TaskTracker {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for TaskTracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskTracker")
            .field("len", &self.len())
            .field("is_closed", &self.is_closed())
            .field("inner", &Arc::as_ptr(&self.inner))
            .finish()
    }
}

/// Counts as a task until it is dropped. See `tokio_util::task::task_tracker::TaskTrackerToken`.
#[must_use]
#[derive(Debug)]
pub struct TaskTrackerToken {
    task_tracker: TaskTracker,
}

impl TaskTrackerToken {
    /// The tracker.
    #[must_use]
    pub fn task_tracker(&self) -> &TaskTracker {
        &self.task_tracker
    }
}

impl Clone for TaskTrackerToken {
    fn clone(&self) -> Self {
        self.task_tracker.token()
    }
}

impl Drop for TaskTrackerToken {
    fn drop(&mut self) {
        let inner = &self.task_tracker.inner;
        inner.tasks.fetch_sub(1, Relaxed);
        if inner.is_done() {
            inner.done.notify_waiters();
        }
    }
}

pin_project! {
    /// A future that counts as a task. See `tokio_util::task::task_tracker::TrackedFuture`.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct TrackedFuture<F> {
        #[pin]
        future: F,
        token: TaskTrackerToken,
    }
}

impl<F: Future> Future for TrackedFuture<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let future = self.project().future;
        context::polling::<F, _>(|| future.poll(cx))
    }
}

pin_project! {
    /// Waits for a tracker. See `tokio_util::task::task_tracker::TaskTrackerWaitFuture`.
    #[must_use = "futures do nothing unless polled"]
    pub struct TaskTrackerWaitFuture<'a> {
        #[pin]
        done: Notified<'a>,
        // None once there is nothing left to wait for, even if the tracker is opened again.
        inner: Option<&'a Inner>,
    }
}

impl Future for TaskTrackerWaitFuture<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let Some(inner) = this.inner else { return Poll::Ready(()) };
        if inner.is_done() || this.done.poll(cx).is_ready() {
            *this.inner = None;
            return Poll::Ready(());
        }
        Poll::Pending
    }
}

impl fmt::Debug for TaskTrackerWaitFuture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskTrackerWaitFuture").finish_non_exhaustive()
    }
}

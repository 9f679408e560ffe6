//! `tokio_util::task::JoinQueue`.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use facade::runtime::Handle;
use facade::task::{AbortHandle, Id, JoinError, JoinHandle};

use super::AbortOnDropHandle;

/// Tasks that are joined in the order in which they were spawned, and aborted when the queue is
/// dropped. See `tokio_util::task::JoinQueue`.
pub struct JoinQueue<T>(VecDeque<AbortOnDropHandle<T>>);

type Joined<T> = Result<T, JoinError>;

impl<T> JoinQueue<T> {
    /// An empty queue.
    pub const fn new() -> Self {
        Self(VecDeque::new())
    }

    /// An empty queue with room for so many tasks.
    pub fn with_capacity(capacity: usize) -> Self {
        Self(VecDeque::with_capacity(capacity))
    }

    /// How many tasks it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Spawns a task.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn<F>(&mut self, task: F) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
        T: 'static,
    {
        self.push_back(facade::spawn(task))
    }

    /// Spawns a task on a runtime.
    #[track_caller]
    pub fn spawn_on<F>(&mut self, task: F, handle: &Handle) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
        T: 'static,
    {
        self.push_back(handle.spawn(task))
    }

    /// Spawns a task on the current `LocalSet`.
    ///
    /// # Panics
    /// Outside of a `LocalSet`.
    #[track_caller]
    pub fn spawn_local<F>(&mut self, task: F) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
        T: 'static,
    {
        self.push_back(facade::task::spawn_local(task))
    }

    /// Spawns a closure that may block.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_blocking<F>(&mut self, f: F) -> AbortHandle
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        self.push_back(facade::task::spawn_blocking(f))
    }

    /// [`JoinQueue::spawn_blocking`] of a closure that was made async.
    #[doc(hidden)]
    #[track_caller]
    pub fn __spawn_blocking<F, R>(&mut self, f: F) -> AbortHandle
    where
        F: FnOnce() -> R + 'static,
        R: Future<Output = T> + 'static,
        T: 'static,
    {
        self.push_back(facade::task::__spawn_blocking(f))
    }

    /// Spawns a closure that may block on a runtime.
    #[track_caller]
    pub fn spawn_blocking_on<F>(&mut self, f: F, handle: &Handle) -> AbortHandle
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        self.push_back(handle.spawn_blocking(f))
    }

    fn push_back(&mut self, task: JoinHandle<T>) -> AbortHandle {
        let abort = task.abort_handle();
        self.0.push_back(AbortOnDropHandle::new(task));
        abort
    }

    /// Waits for the first task; none if the queue is empty.
    pub async fn join_next(&mut self) -> Option<Joined<T>> {
        poll_fn(|cx| self.poll_join_next(cx)).await
    }

    /// Waits for the first task; its id, too.
    pub async fn join_next_with_id(&mut self) -> Option<Joined<(Id, T)>> {
        poll_fn(|cx| self.poll_join_next_with_id(cx)).await
    }

    /// The first task, if it is over.
    pub fn try_join_next(&mut self) -> Option<Joined<T>> {
        self.try_join_next_with_id().map(|joined| joined.map(|(_, output)| output))
    }

    /// The first task, if it is over; its id, too.
    pub fn try_join_next_with_id(&mut self) -> Option<Joined<(Id, T)>> {
        if !self.0.front()?.is_finished() {
            return None;
        }
        match self.poll_join_next_with_id(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(joined) => joined,
            // The budget is spent.
            Poll::Pending => None,
        }
    }

    /// Aborts all tasks and waits until they are over.
    pub async fn shutdown(&mut self) {
        self.abort_all();
        while self.join_next().await.is_some() {}
    }

    /// Waits for all tasks; what they return in the order in which they were spawned.
    ///
    /// # Panics
    /// If one of them panicked or was cancelled.
    pub async fn join_all(mut self) -> Vec<T> {
        let mut outputs = Vec::with_capacity(self.len());
        while let Some(joined) = self.join_next().await {
            match joined {
                Ok(output) => outputs.push(output),
                Err(error) if error.is_panic() => panic::resume_unwind(error.into_panic()),
                Err(error) => panic!("{error}"),
            }
        }
        outputs
    }

    /// Aborts all tasks, which stay in the queue until they are joined.
    pub fn abort_all(&mut self) {
        self.0.iter().for_each(AbortOnDropHandle::abort);
    }

    /// Lets go of all tasks, which run on.
    pub fn detach_all(&mut self) {
        self.0.drain(..).for_each(|task| drop(task.detach()));
    }

    /// Polls for the first task to be over.
    pub fn poll_join_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Joined<T>>> {
        let joined = self.poll_join_next_with_id(cx);
        joined.map(|next| next.map(|joined| joined.map(|(_, output)| output)))
    }

    /// Polls for the first task to be over; its id, too.
    pub fn poll_join_next_with_id(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Joined<(Id, T)>>> {
        let Some(task) = self.0.front_mut() else { return Poll::Ready(None) };
        let joined = ready!(Pin::new(&mut *task).poll(cx));
        let id = task.abort_handle().id();
        self.0.pop_front();
        Poll::Ready(Some(joined.map(|output| (id, output))))
    }
}

impl<T> fmt::Debug for JoinQueue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|task| task.abort_handle().id())).finish()
    }
}

impl<T> Default for JoinQueue<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, F> FromIterator<F> for JoinQueue<T>
where
    F: Future<Output = T> + 'static,
    T: 'static,
{
    fn from_iter<I: IntoIterator<Item = F>>(tasks: I) -> Self {
        let mut queue = Self::new();
        for task in tasks {
            queue.spawn(task);
        }
        queue
    }
}

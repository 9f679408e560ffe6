//! `tokio::task::JoinSet`.

use std::fmt;
use std::future::{Future, poll_fn};
use std::panic;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::ready_set::ReadySet;
use super::{AbortHandle, Id, JoinError, JoinHandle, LocalSet, unconstrained};
use crate::runtime::Handle;

/// A set of tasks, aborted when it is dropped. See `tokio::task::JoinSet`.
pub struct JoinSet<T> {
    tasks: ReadySet<JoinHandle<T>>,
}

type Joined<T> = Result<T, JoinError>;

impl<T> JoinSet<T> {
    /// An empty set.
    pub fn new() -> Self {
        Self { tasks: ReadySet::new() }
    }

    /// How many tasks it has, those that are over but not joined included.
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: 'static> JoinSet<T> {
    /// Spawns a task into the set.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn<F>(&mut self, task: F) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
    {
        self.insert(super::spawn(task))
    }

    /// Spawns a task on a runtime into the set.
    #[track_caller]
    pub fn spawn_on<F>(&mut self, task: F, handle: &Handle) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
    {
        self.insert(handle.spawn(task))
    }

    /// Spawns a task on the current [`LocalSet`] into the set.
    ///
    /// # Panics
    /// Outside of a [`LocalSet`].
    #[track_caller]
    pub fn spawn_local<F>(&mut self, task: F) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
    {
        self.insert(super::spawn_local(task))
    }

    /// Spawns a task on a [`LocalSet`] into the set.
    #[track_caller]
    pub fn spawn_local_on<F>(&mut self, task: F, local_set: &LocalSet) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
    {
        self.insert(local_set.spawn_local(task))
    }

    /// Spawns a closure that may block into the set.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_blocking<F>(&mut self, body: F) -> AbortHandle
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send,
    {
        self.insert(super::spawn_blocking(body))
    }

    /// [`JoinSet::spawn_blocking`] of a closure that was made async.
    #[doc(hidden)]
    #[track_caller]
    pub fn __spawn_blocking<F, R>(&mut self, body: F) -> AbortHandle
    where
        F: FnOnce() -> R + 'static,
        R: Future<Output = T> + 'static,
    {
        self.insert(super::__spawn_blocking(body))
    }

    /// Spawns a closure that may block on a runtime into the set.
    #[track_caller]
    pub fn spawn_blocking_on<F>(&mut self, body: F, handle: &Handle) -> AbortHandle
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send,
    {
        self.insert(handle.spawn_blocking(body))
    }

    fn insert(&mut self, task: JoinHandle<T>) -> AbortHandle {
        let abort = task.abort_handle();
        let key = self.tasks.insert(task);
        self.tasks.with(key, |task, cx| task.wake_when_over(cx));
        abort
    }

    /// Waits for one of the tasks to be over; none if the set is empty.
    pub async fn join_next(&mut self) -> Option<Joined<T>> {
        poll_fn(|cx| self.poll_join_next(cx)).await
    }

    /// Waits for one of the tasks to be over; its id, too.
    pub async fn join_next_with_id(&mut self) -> Option<Joined<(Id, T)>> {
        poll_fn(|cx| self.poll_join_next_with_id(cx)).await
    }

    /// One of the tasks that are over, if there is.
    pub fn try_join_next(&mut self) -> Option<Joined<T>> {
        self.try_join_next_with_id().map(|joined| joined.map(|(_, output)| output))
    }

    /// One of the tasks that are over, if there is; its id, too.
    pub fn try_join_next_with_id(&mut self) -> Option<Joined<(Id, T)>> {
        loop {
            let key = self.tasks.next(None)?;
            let polled = self.tasks.with(key, |task, cx| {
                // There is nobody to come back if the budget is spent.
                Pin::new(&mut unconstrained(task)).poll(cx)
            });
            if let Some(Poll::Ready(joined)) = polled {
                return self.remove(key, joined);
            }
        }
    }

    /// Aborts all tasks and waits until they are over.
    pub async fn shutdown(&mut self) {
        self.abort_all();
        while self.join_next().await.is_some() {}
    }

    /// Waits for all tasks; what they return in the order in which they were over.
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

    /// Aborts all tasks, which stay in the set until they are joined.
    pub fn abort_all(&mut self) {
        self.tasks.each().iter().for_each(|task| task.abort());
    }

    /// Lets go of all tasks, which run on.
    pub fn detach_all(&mut self) {
        drop(self.tasks.drain());
    }

    /// Polls for one of the tasks to be over.
    pub fn poll_join_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Joined<T>>> {
        let joined = self.poll_join_next_with_id(cx);
        joined.map(|next| next.map(|joined| joined.map(|(_, output)| output)))
    }

    /// Polls for one of the tasks to be over; its id, too.
    pub fn poll_join_next_with_id(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Joined<(Id, T)>>> {
        let Some(key) = self.tasks.next(Some(cx.waker())) else {
            return if self.is_empty() { Poll::Ready(None) } else { Poll::Pending };
        };
        match self.tasks.with(key, |task, cx| Pin::new(task).poll(cx)) {
            Some(Poll::Ready(joined)) => Poll::Ready(self.remove(key, joined)),
            _ => {
                // Woken and yet not ready: the budget is spent.
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn remove(&mut self, key: u64, joined: Joined<T>) -> Option<Joined<(Id, T)>> {
        let id = self.tasks.remove(key)?.id();
        Some(joined.map(|output| (id, output)))
    }
}

impl<T> Drop for JoinSet<T> {
    fn drop(&mut self) {
        for task in self.tasks.drain() {
            task.abort();
        }
    }
}

impl<T> fmt::Debug for JoinSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinSet").field("len", &self.len()).finish()
    }
}

impl<T> Default for JoinSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, F> FromIterator<F> for JoinSet<T>
where
    F: Future<Output = T> + 'static,
    T: 'static,
{
    fn from_iter<I: IntoIterator<Item = F>>(tasks: I) -> Self {
        let mut set = Self::new();
        set.extend(tasks);
        set
    }
}

impl<T, F> Extend<F> for JoinSet<T>
where
    F: Future<Output = T> + 'static,
    T: 'static,
{
    fn extend<I: IntoIterator<Item = F>>(&mut self, tasks: I) {
        for task in tasks {
            self.spawn(task);
        }
    }
}

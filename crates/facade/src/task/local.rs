//! `tokio::task::LocalSet`.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use engine::{LocalEntered, LocalQueue, context};
use trace::TaskKind;

use super::JoinHandle;
use crate::runtime::{Handle, Id, Runtime};

/// Spawns a task that stays on this thread. See `tokio::task::spawn_local`.
///
/// # Panics
/// Outside of a [`LocalSet`] and a `LocalRuntime`.
#[track_caller]
pub fn spawn_local<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    match (LocalQueue::current(), Handle::try_current()) {
        (Some(queue), _) => JoinHandle { join: queue.spawn(future, TaskKind::Local) },
        (None, Ok(handle)) if handle.is_local() => handle.spawn(future),
        _ => panic!(
            "`spawn_local` called from outside of a `task::LocalSet` or `runtime::LocalRuntime`"
        ),
    }
}

/// Tasks that stay on one thread, polled by whoever awaits this. See `tokio::task::LocalSet`.
pub struct LocalSet {
    queue: Rc<LocalQueue>,
    id: Id,
}

impl LocalSet {
    /// A set without tasks.
    pub fn new() -> Self {
        Self { queue: Rc::default(), id: Id::next() }
    }

    /// Its id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// Makes this the set that [`spawn_local`] spawns into, until the guard is dropped.
    pub fn enter(&self) -> LocalEnterGuard {
        LocalEnterGuard { _entered: self.queue.enter(false) }
    }

    /// Spawns a task into the set.
    #[track_caller]
    pub fn spawn_local<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        let join = self.queue.spawn(future, TaskKind::Local);
        // As tokio: this call takes it that it comes from outside of the set.
        self.queue.wake_anyway();
        JoinHandle { join }
    }

    /// Runs a future to its end on a runtime, and the tasks of the set meanwhile.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn block_on<F: Future>(&self, rt: &Runtime, future: F) -> F::Output {
        rt.block_on(self.run_until(future))
    }

    /// [`LocalSet::block_on`] for a program whose blocking code was made async.
    #[doc(hidden)]
    pub async fn __block_on<F: Future>(&self, rt: &Runtime, future: F) -> F::Output {
        rt.__block_on(self.run_until(future)).await
    }

    /// Runs a future to its end, and the tasks of the set meanwhile.
    pub async fn run_until<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        poll_fn(|cx| {
            let _entered = self.queue.enter(true);
            self.queue.register(cx.waker());
            let polled = context::polling_several(|| future.as_mut().poll(cx));
            if let Poll::Ready(output) = polled {
                return Poll::Ready(output);
            }
            if self.queue.tick() {
                cx.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await
    }
}

impl Future for LocalSet {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.queue.register(cx.waker());
        let _entered = self.queue.enter(true);
        if self.queue.tick() {
            cx.waker().wake_by_ref();
            Poll::Pending
        } else if self.queue.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Drop for LocalSet {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl Default for LocalSet {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LocalSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalSet").finish()
    }
}

/// Leaves the set when it is dropped. See `tokio::task::LocalEnterGuard`.
#[must_use = "dropping this guard will reset the entered state"]
pub struct LocalEnterGuard {
    _entered: LocalEntered,
}

impl fmt::Debug for LocalEnterGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalEnterGuard").finish()
    }
}

//! `futures::executor::LocalPool`, which blocks a thread of the engine's.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::ops::{Deref, DerefMut};
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll, Wake, Waker};

use engine::context;
use real_futures::stream::{FuturesUnordered, Stream, StreamExt};
use real_futures::task::{FutureObj, LocalFutureObj, LocalSpawn, Spawn, SpawnError};

/// Tasks that were spawned and not looked at since.
type Incoming = RefCell<Vec<LocalFutureObj<'static, ()>>>;

/// Runs tasks on the thread that calls it. See `futures::executor::LocalPool`.
#[derive(Debug, Default)]
pub struct LocalPool {
    tasks: FuturesUnordered<LocalFutureObj<'static, ()>>,
    incoming: Rc<Incoming>,
}

impl LocalPool {
    /// A pool without tasks.
    pub fn new() -> Self {
        Self::default()
    }

    /// What spawns into the pool.
    pub fn spawner(&self) -> LocalSpawner {
        LocalSpawner { incoming: Rc::downgrade(&self.incoming) }
    }

    /// Blocks the thread until all tasks are over.
    pub fn run(&mut self) {
        context::park(poll_fn(|cx| self.poll_all(cx)));
    }

    /// Blocks the thread until a future is ready; until then the tasks run, too.
    pub fn run_until<F: Future>(&mut self, future: F) -> F::Output {
        let mut future = pin!(future);
        context::park(poll_fn(|cx| {
            let polled = future.as_mut().poll(cx);
            if polled.is_pending() {
                // Whether all tasks are over does not matter.
                let _ = self.poll_all(cx);
            }
            polled
        }))
    }

    /// Runs the tasks until one is over; false if none can go on.
    pub fn try_run_one(&mut self) -> bool {
        while_woken(|cx| self.poll_one(cx)) == Some(true)
    }

    /// Runs the tasks until none can go on.
    pub fn run_until_stalled(&mut self) {
        while_woken(|cx| self.poll_all(cx));
    }

    /// Ready once all tasks are over.
    fn poll_all(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match self.poll_one(cx) {
                Poll::Ready(true) => {}
                Poll::Ready(false) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Whether a task is over, or false if there is none left.
    fn poll_one(&mut self, cx: &mut Context<'_>) -> Poll<bool> {
        loop {
            self.tasks.extend(self.incoming.take());
            let polled = self.tasks.poll_next_unpin(cx);
            let has_more = !self.incoming.borrow().is_empty();
            match polled {
                Poll::Ready(Some(())) => return Poll::Ready(true),
                _ if has_more => {}
                Poll::Ready(None) => return Poll::Ready(false),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

/// Polls as long as the poll itself has something woken; the result, if there is one by then.
fn while_woken<T>(mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> Option<T> {
    struct Woken(AtomicBool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Relaxed);
        }
    }

    let woken = Arc::new(Woken(AtomicBool::new(true)));
    let waker = Waker::from(Arc::clone(&woken));
    while woken.0.swap(false, Relaxed) {
        if let Poll::Ready(result) = poll(&mut Context::from_waker(&waker)) {
            return Some(result);
        }
    }
    None
}

/// Spawns into a [`LocalPool`]. See `futures::executor::LocalSpawner`.
#[derive(Clone, Debug)]
pub struct LocalSpawner {
    incoming: Weak<Incoming>,
}

impl LocalSpawner {
    fn incoming(&self) -> Result<Rc<Incoming>, SpawnError> {
        self.incoming.upgrade().ok_or_else(SpawnError::shutdown)
    }
}

impl LocalSpawn for LocalSpawner {
    fn spawn_local_obj(&self, future: LocalFutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.incoming().map(|incoming| incoming.borrow_mut().push(future))
    }

    fn status_local(&self) -> Result<(), SpawnError> {
        self.incoming().map(drop)
    }
}

impl Spawn for LocalSpawner {
    fn spawn_obj(&self, future: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.spawn_local_obj(future.into())
    }

    fn status(&self) -> Result<(), SpawnError> {
        self.status_local()
    }
}

/// Makes a stream an iterator that blocks the thread. See `futures::executor::block_on_stream`.
pub fn block_on_stream<S: Stream + Unpin>(stream: S) -> BlockingStream<S> {
    BlockingStream { stream }
}

/// An iterator over a stream that blocks the thread. See `futures::executor::BlockingStream`.
#[derive(Debug)]
pub struct BlockingStream<S: Stream + Unpin> {
    stream: S,
}

impl<S: Stream + Unpin> BlockingStream<S> {
    /// The stream.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: Stream + Unpin> Iterator for BlockingStream<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        context::park(self.stream.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stream.size_hint()
    }
}

impl<S: Stream + Unpin> Deref for BlockingStream<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.stream
    }
}

impl<S: Stream + Unpin> DerefMut for BlockingStream<S> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.stream
    }
}

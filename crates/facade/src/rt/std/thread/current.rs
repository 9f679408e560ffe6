//! The simulated thread on which code runs.

use ::std::cell::RefCell;
use ::std::fmt;
use ::std::future::{Future, poll_fn};
use ::std::pin::pin;
use ::std::sync::Arc;
use ::std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use ::std::task::{Poll, Waker};
use ::std::time::Duration;

use engine::{Parked, context};

use super::local_key;
use crate::__rt::std::sync::at_most;

thread_local! {
    static CURRENT: RefCell<Option<Thread>> = const { RefCell::new(None) };
    static THREADS: RefCell<Threads> = RefCell::default();
}

/// A thread. See `std::thread::Thread`.
#[derive(Clone)]
pub struct Thread {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    id: ThreadId,
    name: Option<String>,
    /// Whether `unpark` was called after `park` returned last.
    token: AtomicBool,
    parked: ::std::sync::Mutex<Option<Waker>>,
}

/// A thread's id. See `std::thread::ThreadId`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThreadId(u64);

/// The thread on which the calling code runs: one that the program has started, or that of `main`.
pub fn current() -> Thread {
    CURRENT.with_borrow(Clone::clone).unwrap_or_else(|| THREADS.with_borrow_mut(|it| it.main()))
}

/// The threads of the present run.
#[derive(Default)]
struct Threads {
    run: Option<u64>,
    made: u64,
    main: Option<Thread>,
}

impl Threads {
    fn main(&mut self) -> Thread {
        self.begin();
        let main = || Thread::numbered(1, Some("main".to_owned()));
        self.main.get_or_insert_with(main).clone()
    }

    fn next(&mut self) -> u64 {
        self.begin();
        self.made += 1;
        self.made + 1
    }

    /// Starts counting anew in each run.
    fn begin(&mut self) {
        if self.run != context::run() {
            *self = Self { run: context::run(), ..Self::default() };
            local_key::forget_all();
        }
    }
}

/// Blocks until somebody calls [`Thread::unpark`].
pub fn park() {
    context::park(current().parked());
}

/// [`park`] where the poll can be left in the middle.
#[doc(hidden)]
pub async fn __park() {
    Parked::new(Box::pin(current().parked())).await;
}

/// [`park`] for at most `dur`.
pub fn park_timeout(dur: Duration) {
    context::park(at_most(dur, current().parked()));
}

/// [`park_timeout`] where the poll can be left in the middle.
#[doc(hidden)]
pub async fn __park_timeout(dur: Duration) {
    Parked::new(Box::pin(at_most(dur, current().parked()))).await;
}

impl Thread {
    pub(super) fn new(name: Option<String>) -> Self {
        Self::numbered(THREADS.with_borrow_mut(Threads::next), name)
    }

    fn numbered(id: u64, name: Option<String>) -> Self {
        let (token, parked) = (AtomicBool::new(false), ::std::sync::Mutex::default());
        Self { inner: Arc::new(Inner { id: ThreadId(id), name, token, parked }) }
    }

    /// The thread's id.
    pub fn id(&self) -> ThreadId {
        self.inner.id
    }

    /// The thread's name, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.inner.name.as_deref()
    }

    /// Ends the parking of this thread, or its next one if it is not parked.
    pub fn unpark(&self) {
        self.inner.token.store(true, Relaxed);
        let waker = self.inner.parked.lock().ok().and_then(|mut parked| parked.take());
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    async fn parked(self) {
        poll_fn(|cx| {
            if self.inner.token.swap(false, Relaxed) {
                return Poll::Ready(());
            }
            if let Ok(mut parked) = self.inner.parked.lock() {
                *parked = Some(cx.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    /// Runs code on this thread.
    pub(super) fn run<R>(&self, body: impl FnOnce() -> R) -> R {
        let _outer = Outer(CURRENT.replace(Some(self.clone())));
        body()
    }

    /// Runs code after which the thread is over.
    pub(super) fn run_to_end<R>(self, body: impl FnOnce() -> R) -> R {
        let ending = Ending(self);
        ending.0.run(body)
    }

    /// Runs a future on this thread, which is over when the future has completed or is dropped.
    pub(super) async fn within<F: Future>(self, job: F) -> F::Output {
        let ending = Ending(self);
        let mut job = pin!(job);
        poll_fn(|cx| ending.0.run(|| context::polling::<F, _>(|| job.as_mut().poll(cx)))).await
    }
}

/// Ends the thread when dropped.
struct Ending(Thread);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.run(|| local_key::forget(self.0.id()));
    }
}

/// Has no thread be current until the result is dropped, because code of another thread runs within what runs
/// here.
pub(crate) fn leave() -> Outer {
    Outer(CURRENT.take())
}

/// The thread to return to.
pub(crate) struct Outer(Option<Thread>);

impl Drop for Outer {
    fn drop(&mut self) {
        CURRENT.set(self.0.take());
    }
}

// As std prints a thread.
impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("id", &self.id())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

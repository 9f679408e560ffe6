//! `std::thread::scope`.

use ::std::collections::VecDeque;
use ::std::fmt;
use ::std::marker::PhantomData;
use ::std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use ::std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use ::std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use ::std::thread::Result;

use engine::context;

use super::Thread;
use crate::runtime::outside;

/// Makes a scope for threads that borrow. See `std::thread::scope`.
///
/// A closure that borrows cannot become a task of the engine without unsafe code. So scoped threads run on
/// the thread that made the scope, in the order in which they were spawned: when one is joined, when the
/// scope ends, and when code in the scope blocks and nothing else is ready. They run one within the other, so
/// a thread that waits for something that one beneath it does later waits for ever.
///
/// # Panics
/// If a thread panicked that nobody joined.
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    // The few words of a scope are leaked, because the closures in it may borrow it for its whole lifetime.
    let scope = Box::leak(Box::new(Scope { queue: Queue::default(), env: PhantomData }));
    let result = context::with_starter(&scope.queue, || {
        let result = catch_unwind(AssertUnwindSafe(|| f(scope)));
        while scope.queue.run_next() {}
        result
    });
    drop(::std::mem::take(&mut *lock(&scope.queue.waiting)));
    match result {
        Err(payload) => resume_unwind(payload),
        Ok(_) if scope.queue.has_panicked.load(Relaxed) => panic!("a scoped thread panicked"),
        Ok(result) => result,
    }
}

/// Spawns threads that borrow. See `std::thread::Scope`.
pub struct Scope<'scope, 'env: 'scope> {
    queue: Queue<'scope>,
    env: PhantomData<&'env mut &'env ()>,
}

/// The threads of a scope that have not begun.
#[derive(Default)]
struct Queue<'scope> {
    waiting: Mutex<VecDeque<Body<'scope>>>,
    /// Whether a thread has panicked that nobody joined.
    has_panicked: AtomicBool,
    scope: PhantomData<&'scope mut &'scope ()>,
}

type Body<'scope> = Box<dyn FnOnce() + Send + 'scope>;

impl Queue<'_> {
    /// Runs the thread that was spawned first of those waiting. Returns whether there was one.
    fn run_next(&self) -> bool {
        let next = lock(&self.waiting).pop_front();
        next.map(|job| job()).is_some()
    }
}

impl context::Starter for Queue<'_> {
    fn start_next(&self) -> bool {
        self.run_next()
    }
}

impl<'scope> Scope<'scope, '_> {
    /// Spawns a thread in the scope.
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.spawn_named(None, f)
    }

    pub(super) fn spawn_named<F, T>(
        &'scope self,
        name: Option<String>,
        f: F,
    ) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let thread = Thread::new(name);
        let end = Arc::new(End { queue: &self.queue, result: Mutex::new(None) });
        let (here, there) = (thread.clone(), Arc::clone(&end));
        let job = move || {
            let body = || here.run_to_end(|| context::allow_blocking(|| outside(f)));
            let result = catch_unwind(AssertUnwindSafe(body));
            *lock(&there.result) = Some(result);
        };
        lock(&self.queue.waiting).push_back(Box::new(job));
        ScopedJoinHandle { thread, end }
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

/// Joins a thread that borrows. See `std::thread::ScopedJoinHandle`.
pub struct ScopedJoinHandle<'scope, T> {
    thread: Thread,
    end: Arc<End<'scope, T>>,
}

/// The result of a thread, until the thread's handle takes it.
struct End<'scope, T> {
    queue: &'scope Queue<'scope>,
    result: Mutex<Option<Result<T>>>,
}

impl<T> Drop for End<'_, T> {
    fn drop(&mut self) {
        if matches!(*lock(&self.result), Some(Err(_))) {
            self.queue.has_panicked.store(true, Relaxed);
        }
    }
}

impl<T> ScopedJoinHandle<'_, T> {
    /// The thread.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Runs the threads of the scope in order until this one has ended, and returns its result.
    ///
    /// # Errors
    /// The payload of the thread's panic.
    ///
    /// # Panics
    /// If the thread cannot end before this call returns.
    pub fn join(self) -> Result<T> {
        loop {
            let result = lock(&self.end.result).take();
            if let Some(result) = result {
                return result;
            }
            assert!(self.end.queue.run_next(), "a thread joins one that waits for it: a deadlock");
        }
    }

    /// Whether the thread has ended. If not, the next thread of the scope runs before this returns.
    pub fn is_finished(&self) -> bool {
        let is_finished = lock(&self.end.result).is_some();
        if !is_finished {
            self.end.queue.run_next();
        }
        is_finished
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}

fn lock<T: ?Sized>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

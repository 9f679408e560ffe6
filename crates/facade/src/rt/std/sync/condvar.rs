//! `std::sync::Condvar`.

use ::std::fmt;
use ::std::future::Future;
use ::std::pin::Pin;
use ::std::sync::{LockResult, PoisonError};
use ::std::time::Duration;

use engine::{Parked, Resource, context};
use trace::{Op, OpPhase, ResourceKind};

use super::mutex::{Mutex, MutexGuard};
use super::waiting::{Waiting, at_most};
use crate::op::free_operation;
use crate::time::StdInstant as Instant;

/// Blocks threads until they are notified. See `std::sync::Condvar`.
///
/// There are no spurious wakeups, although std allows them.
pub struct Condvar {
    resource: Resource,
    waiting: Waiting,
}

/// Whether a wait ended because its time was over. See `std::sync::WaitTimeoutResult`.
#[derive(Debug, PartialEq, Eq, Copy, Clone)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Whether the wait ended because its time was over.
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

/// A guard, and whether the wait ended because its time was over.
type Timed<'a, T> = LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>;

impl Condvar {
    /// A condition variable for which nobody waits.
    pub const fn new() -> Self {
        let resource = Resource::late(ResourceKind::Notify, "condvar", 0);
        Self { resource, waiting: Waiting::new() }
    }

    /// Releases the lock, waits for a notification and takes the lock again.
    ///
    /// # Errors
    /// With the guard, if a thread panicked while it held the lock.
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let mutex = unlocked(guard);
        context::park(self.notified());
        mutex.lock()
    }

    /// [`Condvar::wait`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
    ) -> Pin<Box<impl Future<Output = LockResult<MutexGuard<'a, T>>>>> {
        Box::pin(async {
            let mutex = unlocked(guard);
            Parked::new(self.notified()).await;
            mutex.__lock().await
        })
    }

    /// Waits for notifications while `condition` holds.
    ///
    /// # Errors
    /// With the guard, if a thread panicked while it held the lock.
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(&mut *guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// [`Condvar::wait_while`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> Pin<Box<impl Future<Output = LockResult<MutexGuard<'a, T>>>>>
    where
        F: FnMut(&mut T) -> bool,
    {
        Box::pin(async move {
            while condition(&mut *guard) {
                guard = self.__wait(guard).await?;
            }
            Ok(guard)
        })
    }

    /// [`Condvar::wait`] for at most `dur`.
    ///
    /// # Errors
    /// With the guard, if a thread panicked while it held the lock.
    pub fn wait_timeout<'a, T>(&self, guard: MutexGuard<'a, T>, dur: Duration) -> Timed<'a, T> {
        let mutex = unlocked(guard);
        let notified = context::park(at_most(dur, self.notified()));
        timed(mutex.lock(), notified.is_none())
    }

    /// [`Condvar::wait_timeout`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        dur: Duration,
    ) -> Pin<Box<impl Future<Output = Timed<'a, T>>>> {
        Box::pin(async move {
            let mutex = unlocked(guard);
            let notified = Parked::new(at_most(dur, self.notified())).await;
            timed(mutex.__lock().await, notified.is_none())
        })
    }

    /// [`Condvar::wait_while`] for at most `dur`.
    ///
    /// # Errors
    /// With the guard, if a thread panicked while it held the lock.
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        dur: Duration,
        mut condition: F,
    ) -> Timed<'a, T>
    where
        F: FnMut(&mut T) -> bool,
    {
        let start = Instant::now();
        while condition(&mut *guard) {
            let Some(left) = left(start, dur) else { return timed(Ok(guard), true) };
            guard = self.wait_timeout(guard, left)?.0;
        }
        timed(Ok(guard), false)
    }

    /// [`Condvar::wait_timeout_while`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait_timeout_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        dur: Duration,
        mut condition: F,
    ) -> Pin<Box<impl Future<Output = Timed<'a, T>>>>
    where
        F: FnMut(&mut T) -> bool,
    {
        Box::pin(async move {
            let start = Instant::now();
            while condition(&mut *guard) {
                let Some(left) = left(start, dur) else { return timed(Ok(guard), true) };
                guard = self.__wait_timeout(guard, left).await?.0;
            }
            timed(Ok(guard), false)
        })
    }

    /// Wakes the thread that has waited longest, if any waits.
    pub fn notify_one(&self) {
        self.notify(Waiting::wake_one);
    }

    /// Wakes all threads that wait.
    pub fn notify_all(&self) {
        self.notify(Waiting::wake_all);
    }

    /// How many threads wait, for the condition variable of parking_lot, which tells that.
    #[doc(hidden)]
    pub fn __waiting(&self) -> usize {
        self.waiting.count()
    }

    fn notify(&self, wake: impl FnOnce(&Waiting)) {
        self.resource.op(Op::Notify, OpPhase::Done);
        self.resource.within(|| wake(&self.waiting));
    }

    async fn notified(&self) {
        free_operation(&self.resource, Op::Wait, self.waiting.woken()).await;
        self.resource.op(Op::Wait, OpPhase::Done);
        self.resource.state();
    }
}

fn unlocked<'a, T>(guard: MutexGuard<'a, T>) -> &'a Mutex<T> {
    let mutex = guard.mutex();
    drop(guard);
    mutex
}

fn timed<T>(locked: LockResult<MutexGuard<'_, T>>, timed_out: bool) -> Timed<'_, T> {
    let timed = |guard| (guard, WaitTimeoutResult(timed_out));
    match locked {
        Ok(guard) => Ok(timed(guard)),
        Err(poisoned) => Err(PoisonError::new(timed(poisoned.into_inner()))),
    }
}

/// How much of `dur` is left; `None` if it is over.
fn left(start: Instant, dur: Duration) -> Option<Duration> {
    dur.checked_sub(start.elapsed()).filter(|left| !left.is_zero())
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}

impl Default for Condvar {
    fn default() -> Self {
        Self::new()
    }
}

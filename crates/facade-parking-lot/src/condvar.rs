//! `parking_lot::Condvar`.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use facade::__rt::std::sync as own;
use facade::__rt::std::time::Instant;

use crate::mutex::MutexGuard;
use crate::whole;

/// Blocks threads until they are notified. See `parking_lot::Condvar`.
#[derive(Debug, Default)]
pub struct Condvar(own::Condvar);

/// Whether the time was over first. See `parking_lot::WaitTimeoutResult`.
#[derive(Debug, PartialEq, Eq, Copy, Clone)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Whether the time was over first.
    pub fn timed_out(self) -> bool {
        self.0
    }
}

type Waiting<'w, T> = Pin<Box<dyn Future<Output = T> + 'w>>;

impl Condvar {
    /// A variable that nobody waits for.
    pub const fn new() -> Self {
        Self(own::Condvar::new())
    }

    /// Gives the lock back, waits for a notification and takes the lock again.
    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        let inner = whole(self.0.wait(guard.take()));
        guard.put(inner);
    }

    /// [`Condvar::wait`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait<'w, T>(&'w self, guard: &'w mut MutexGuard<'_, T>) -> Waiting<'w, ()> {
        Box::pin(async {
            let inner = whole(self.0.__wait(guard.take()).await);
            guard.put(inner);
        })
    }

    /// Waits for notifications until `condition` does not hold.
    pub fn wait_while<T, F>(&self, guard: &mut MutexGuard<'_, T>, mut condition: F)
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(&mut **guard) {
            self.wait(guard);
        }
    }

    /// [`Condvar::wait_while`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait_while<'w, T, F>(
        &'w self,
        guard: &'w mut MutexGuard<'_, T>,
        mut condition: F,
    ) -> Waiting<'w, ()>
    where
        F: FnMut(&mut T) -> bool + 'w,
    {
        Box::pin(async move {
            while condition(&mut **guard) {
                self.__wait(guard).await;
            }
        })
    }

    /// Waits for a notification, or until the time is over.
    pub fn wait_for<T>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        timeout: Duration,
    ) -> WaitTimeoutResult {
        let (inner, result) = whole(self.0.wait_timeout(guard.take(), timeout));
        guard.put(inner);
        WaitTimeoutResult(result.timed_out())
    }

    /// [`Condvar::wait_for`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait_for<'w, T>(
        &'w self,
        guard: &'w mut MutexGuard<'_, T>,
        timeout: Duration,
    ) -> Waiting<'w, WaitTimeoutResult> {
        Box::pin(async move {
            let (inner, result) = whole(self.0.__wait_timeout(guard.take(), timeout).await);
            guard.put(inner);
            WaitTimeoutResult(result.timed_out())
        })
    }

    /// Waits for a notification, or until that moment.
    pub fn wait_until<T>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Instant,
    ) -> WaitTimeoutResult {
        self.wait_for(guard, deadline.saturating_duration_since(Instant::now()))
    }

    /// [`Condvar::wait_until`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait_until<'w, T>(
        &'w self,
        guard: &'w mut MutexGuard<'_, T>,
        deadline: Instant,
    ) -> Waiting<'w, WaitTimeoutResult> {
        self.__wait_for(guard, deadline.saturating_duration_since(Instant::now()))
    }

    /// Wakes one waiter; whether there was one.
    pub fn notify_one(&self) -> bool {
        let waits = self.0.__waiting() > 0;
        self.0.notify_one();
        waits
    }

    /// Wakes all waiters; how many there were.
    pub fn notify_all(&self) -> usize {
        let waiting = self.0.__waiting();
        self.0.notify_all();
        waiting
    }
}

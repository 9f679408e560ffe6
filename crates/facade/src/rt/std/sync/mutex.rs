//! `std::sync::Mutex`.

use ::std::fmt;
use ::std::future::Future;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::{RefUnwindSafe, UnwindSafe};
use ::std::pin::Pin;
use ::std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use ::std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use engine::{Figures, Parked, Resource, context};
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::waiting::Waiting;
use crate::__rt::std::thread::panicking;
use crate::op::free_operation;

/// A mutex that blocks its thread. See `std::sync::Mutex`.
pub struct Mutex<T: ?Sized> {
    resource: Resource,
    waiting: Waiting,
    poisoned: AtomicBool,
    /// Only ever tried; waiting is done in `waiting`.
    inner: real::Mutex<T>,
}

/// Holds the lock. See `std::sync::MutexGuard`.
///
/// Unlike std's it is `Send`: where the marking has made blocking code async, the guard may have to be held
/// across an await that the program's text does not have.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized> {
    mutex: &'a Mutex<T>,
    /// `Some` until the drop.
    inner: Option<real::MutexGuard<'a, T>>,
    /// Whether the thread was panicking when the guard was taken.
    panicking: bool,
}

impl<T> Mutex<T> {
    /// An unlocked mutex.
    pub const fn new(value: T) -> Self {
        Self::__named(value, "std mutex")
    }

    /// Like [`Mutex::new`], for a crate that names its mutex differently in the trace.
    #[doc(hidden)]
    pub const fn __named(value: T, name: &'static str) -> Self {
        Self {
            resource: Resource::late(ResourceKind::Mutex, name, 1),
            waiting: Waiting::new(),
            poisoned: AtomicBool::new(false),
            inner: real::Mutex::const_new(value),
        }
    }

    /// The value.
    ///
    /// # Errors
    /// With the value, if a thread panicked while it held the lock.
    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.is_poisoned();
        checked(self.inner.into_inner(), poisoned)
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Blocks its thread until it has the lock.
    ///
    /// # Errors
    /// With the guard, if a thread panicked while it held the lock.
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let guard = match self.attempt() {
            Some(guard) => guard,
            None => context::park(self.acquired()),
        };
        self.took(guard)
    }

    /// [`Mutex::lock`] where the poll can be left in the middle. The future is boxed, so that the program's futures
    /// do not grow by an await that its text does not have.
    #[doc(hidden)]
    pub fn __lock(&self) -> Pin<Box<impl Future<Output = LockResult<MutexGuard<'_, T>>>>> {
        Box::pin(async { self.took(Parked::new(self.acquired()).await) })
    }

    /// Takes the lock if it is free.
    ///
    /// # Errors
    /// If somebody holds the lock; or with the guard, if a thread panicked while it held the lock.
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        match self.attempt() {
            Some(guard) => Ok(self.took(guard)?),
            None => {
                self.resource.op(Op::Acquire, OpPhase::Refused);
                Err(TryLockError::WouldBlock)
            }
        }
    }

    /// Whether somebody holds the lock.
    #[doc(hidden)]
    pub fn __is_locked(&self) -> bool {
        self.attempt().is_none()
    }

    /// Whether a thread panicked while it held the lock.
    pub fn is_poisoned(&self) -> bool {
        self.poisoned.load(Relaxed)
    }

    /// Forgets that a thread panicked while it held the lock.
    pub fn clear_poison(&self) {
        self.poisoned.store(false, Relaxed);
    }

    /// The value, which needs no lock through a unique reference.
    ///
    /// # Errors
    /// With the value, if a thread panicked while it held the lock.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let poisoned = self.is_poisoned();
        checked(self.inner.get_mut(), poisoned)
    }

    async fn acquired(&self) -> real::MutexGuard<'_, T> {
        let wait = self.waiting.until(|| self.attempt());
        free_operation(&self.resource, Op::Acquire, wait).await
    }

    fn attempt(&self) -> Option<real::MutexGuard<'_, T>> {
        self.inner.try_lock().ok()
    }

    fn took<'a>(&'a self, guard: real::MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.resource.hold(true);
        self.resource.set(Figures::default());
        self.resource.op(Op::Acquire, OpPhase::Done);
        self.resource.state();
        let guard = MutexGuard { mutex: self, inner: Some(guard), panicking: panicking() };
        checked(guard, self.is_poisoned())
    }

    fn give_back(&self, guard: real::MutexGuard<'_, T>) {
        drop(guard);
        self.resource.hold(false);
        self.resource.set(Figures { len: 0, permits: 1 });
        self.resource.op(Op::Release, OpPhase::Done);
        self.resource.state();
        self.resource.within(|| self.waiting.wake_one());
    }
}

/// The result with which std returns a value whose lock may be poisoned.
pub(super) fn checked<V>(value: V, poisoned: bool) -> LockResult<V> {
    if poisoned { Err(PoisonError::new(value)) } else { Ok(value) }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// The mutex of a guard, for a condition variable.
    pub(super) fn mutex(&self) -> &'a Mutex<T> {
        self.mutex
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        if panicking() && !self.panicking {
            self.mutex.poisoned.store(true, Relaxed);
        }
        if let Some(guard) = self.inner.take() {
            self.mutex.give_back(guard);
        }
    }
}

const TAKEN: &str = "a guard is emptied only by its drop";

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect(TAKEN)
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_mut().expect(TAKEN)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Mutex");
        match self.attempt() {
            Some(guard) => out.field("data", &&*guard),
            None => out.field("data", &"<locked>"),
        };
        out.field("poisoned", &self.is_poisoned()).finish_non_exhaustive()
    }
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

// Whether a panic has left the value inconsistent is told by `is_poisoned`.
impl<T: ?Sized> UnwindSafe for Mutex<T> {}

impl<T: ?Sized> RefUnwindSafe for Mutex<T> {}

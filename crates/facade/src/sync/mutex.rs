//! `tokio::sync::Mutex`.

use std::fmt;
use std::sync::Arc;

use engine::{Figures, Resource};
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::TryLockError;
use super::held::Held;
use super::late::Late;
use super::mutex_guard::{MutexGuard, OwnedMutexGuard};
use crate::blocking::{block_on, wait};
use crate::op::acquisition;

/// An async mutex. See `tokio::sync::Mutex`.
pub struct Mutex<T> {
    pub(super) resource: Resource,
    inner: Late<real::Mutex<T>>,
}

impl<T> Mutex<T> {
    /// An unlocked mutex.
    pub fn new(value: T) -> Self {
        let resource = Resource::unnamed(ResourceKind::Mutex, 0);
        resource.set(Figures { len: 0, permits: 1 });
        Self { resource, inner: Late::new(real::Mutex::new(value)) }
    }

    /// An unlocked mutex, for a `static`.
    pub const fn const_new(value: T) -> Self {
        let resource = Resource::late_unnamed(ResourceKind::Mutex, 0);
        Self { resource, inner: Late::new(real::Mutex::const_new(value)) }
    }

    /// Waits for the lock.
    pub async fn lock(&self) -> MutexGuard<'_, T> {
        let guard = acquisition(&self.resource, Op::Acquire, self.inner.lock(), |_| true).await;
        self.took(guard)
    }

    /// Waits for the lock; the guard owns the mutex.
    pub async fn lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {
        let lock = Arc::clone(self.inner.shared()).lock_owned();
        let guard = acquisition(&self.resource, Op::Acquire, lock, |_| true).await;
        self.took_owned(guard)
    }

    /// Waits for the lock, outside of async code.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_lock(&self) -> MutexGuard<'_, T> {
        block_on(self.lock())
    }

    #[doc(hidden)]
    pub async fn __blocking_lock(&self) -> MutexGuard<'_, T> {
        wait(self.lock()).await
    }

    /// Waits for the lock, outside of async code; the guard owns the mutex.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {
        block_on(self.lock_owned())
    }

    #[doc(hidden)]
    pub async fn __blocking_lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {
        wait(self.lock_owned()).await
    }

    /// Takes the lock if it is free.
    ///
    /// # Errors
    /// If it is not.
    pub fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError> {
        match self.inner.try_lock() {
            Ok(guard) => Ok(self.took(guard)),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// Takes the lock if it is free; the guard owns the mutex.
    ///
    /// # Errors
    /// If it is not free.
    pub fn try_lock_owned(self: Arc<Self>) -> Result<OwnedMutexGuard<T>, TryLockError> {
        match Arc::clone(self.inner.shared()).try_lock_owned() {
            Ok(guard) => Ok(self.took_owned(guard)),
            Err(error) => Err(self.refused(error)),
        }
    }

    fn took<'a>(&'a self, guard: real::MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        self.record_taken();
        MutexGuard { held: Held::new(&self.resource, guard), mutex: self }
    }

    fn took_owned(self: Arc<Self>, guard: real::OwnedMutexGuard<T>) -> OwnedMutexGuard<T> {
        self.record_taken();
        OwnedMutexGuard { held: Held::new(self, guard) }
    }

    fn record_taken(&self) {
        self.resource.hold(true);
        self.resource.set(Figures { len: 0, permits: 0 });
        self.resource.op(Op::Acquire, OpPhase::Done);
        self.resource.state();
    }

    fn refused(&self, error: TryLockError) -> TryLockError {
        self.resource.op(Op::Acquire, OpPhase::Refused);
        error
    }

    /// The value, which needs no lock through a unique reference.
    pub fn get_mut(&mut self) -> &mut T {
        self.inner.get_mut().get_mut()
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.inner.into_inner().into_inner()
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

impl<T: fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

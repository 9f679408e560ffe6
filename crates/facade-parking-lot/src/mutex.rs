//! `parking_lot::Mutex`.

use std::fmt;
use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::TryLockError;

use facade::__rt::std::sync as own;

use crate::whole;

/// A mutex that blocks its thread. See `parking_lot::Mutex`.
#[derive(Default)]
pub struct Mutex<T: ?Sized>(own::Mutex<T>);

/// Holds the lock. See `parking_lot::MutexGuard`.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized> {
    /// Empty only while a condition variable waits with it.
    inner: Option<own::MutexGuard<'a, T>>,
}

/// An unlocked mutex, for a constant. See `parking_lot::const_mutex`.
pub const fn const_mutex<T>(value: T) -> Mutex<T> {
    Mutex::new(value)
}

impl<T> Mutex<T> {
    /// An unlocked mutex.
    pub const fn new(value: T) -> Self {
        Self(own::Mutex::__named(value, "parking_lot mutex"))
    }

    /// The value.
    pub fn into_inner(self) -> T {
        whole(self.0.into_inner())
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Waits for the lock with its thread.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard::new(whole(self.0.lock()))
    }

    /// [`Mutex::lock`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __lock(&self) -> Pin<Box<impl Future<Output = MutexGuard<'_, T>>>> {
        Box::pin(async { MutexGuard::new(whole(self.0.__lock().await)) })
    }

    /// Takes the lock if it is free.
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        match self.0.try_lock() {
            Ok(guard) => Some(MutexGuard::new(guard)),
            Err(TryLockError::Poisoned(error)) => Some(MutexGuard::new(error.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Whether somebody holds the lock.
    pub fn is_locked(&self) -> bool {
        self.0.__is_locked()
    }

    /// The value, which needs no lock through a unique reference.
    pub fn get_mut(&mut self) -> &mut T {
        whole(self.0.get_mut())
    }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    fn new(inner: own::MutexGuard<'a, T>) -> Self {
        Self { inner: Some(inner) }
    }

    pub(crate) fn take(&mut self) -> own::MutexGuard<'a, T> {
        self.inner.take().expect(WAITS)
    }

    pub(crate) fn put(&mut self, inner: own::MutexGuard<'a, T>) {
        self.inner = Some(inner);
    }
}

const WAITS: &str = "a guard is empty only while a condition variable waits with it";

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect(WAITS)
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_mut().expect(WAITS)
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
        match self.try_lock() {
            Some(guard) => f.debug_struct("Mutex").field("data", &&*guard).finish(),
            None => f.debug_struct("Mutex").field("data", &format_args!("<locked>")).finish(),
        }
    }
}

impl<T> From<T> for Mutex<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

//! `tokio::sync::Mutex`.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use engine::{Figures, Resource};
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::TryLockError;
use crate::op::operation;

/// An async mutex. See `tokio::sync::Mutex`.
pub struct Mutex<T> {
    resource: Resource,
    // Shared with the guards that own their mutex: the real ones want an `Arc` of the real mutex.
    inner: Arc<real::Mutex<T>>,
}

impl<T> Mutex<T> {
    /// An unlocked mutex.
    pub fn new(value: T) -> Self {
        let resource = Resource::new(ResourceKind::Mutex, "mutex", 0, None);
        resource.set(Figures { len: 0, permits: 1 });
        Self { resource, inner: Arc::new(real::Mutex::new(value)) }
    }

    /// Waits for the lock.
    pub async fn lock(&self) -> MutexGuard<'_, T> {
        let inner = operation(&self.resource, Op::Acquire, self.inner.lock()).await;
        MutexGuard { held: Held::new(&self.resource), inner: Some(inner) }
    }

    /// Waits for the lock; the guard owns the mutex.
    pub async fn lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {
        let lock = Arc::clone(&self.inner).lock_owned();
        let inner = operation(&self.resource, Op::Acquire, lock).await;
        took(&self.resource);
        OwnedMutexGuard { inner: Some(inner), mutex: self }
    }

    /// Takes the lock if it is free.
    ///
    /// # Errors
    /// If it is not.
    pub fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError> {
        match self.inner.try_lock() {
            Ok(inner) => Ok(MutexGuard { held: Held::new(&self.resource), inner: Some(inner) }),
            Err(error) => {
                self.resource.op(Op::Acquire, OpPhase::Refused);
                Err(error)
            }
        }
    }

    /// The value, which needs no lock through a unique reference.
    ///
    /// # Panics
    /// Never: an owned guard keeps a shared reference to the mutex.
    pub fn get_mut(&mut self) -> &mut T {
        Arc::get_mut(&mut self.inner).expect("a guard outlives its mutex").get_mut()
    }

    /// The value.
    ///
    /// # Panics
    /// Never: an owned guard keeps a shared reference to the mutex.
    pub fn into_inner(self) -> T {
        Arc::into_inner(self.inner).expect("a guard outlives its mutex").into_inner()
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

fn took(resource: &Resource) {
    resource.hold(true);
    resource.set(Figures { len: 0, permits: 0 });
    resource.op(Op::Acquire, OpPhase::Done);
    resource.state();
}

/// Unlocks by dropping `inner`, and records that.
fn release<G>(resource: &Resource, inner: &mut Option<G>) {
    resource.hold(false);
    resource.set(Figures { len: 0, permits: 1 });
    resource.op(Op::Release, OpPhase::Done);
    resource.state();
    resource.within(|| drop(inner.take()));
}

struct Held<'a>(&'a Resource);

impl<'a> Held<'a> {
    fn new(resource: &'a Resource) -> Self {
        took(resource);
        Self(resource)
    }
}

/// Holds the lock. See `tokio::sync::MutexGuard`.
pub struct MutexGuard<'a, T> {
    held: Held<'a>,
    inner: Option<real::MutexGuard<'a, T>>,
}

/// Holds the lock, and its mutex. See `tokio::sync::OwnedMutexGuard`.
pub struct OwnedMutexGuard<T> {
    inner: Option<real::OwnedMutexGuard<T>>,
    mutex: Arc<Mutex<T>>,
}

impl<T> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        release(self.held.0, &mut self.inner);
    }
}

impl<T> Drop for OwnedMutexGuard<T> {
    fn drop(&mut self) {
        release(&self.mutex.resource, &mut self.inner);
    }
}

const UNLOCKED: &str = "a guard is emptied only by its drop";

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_deref().expect(UNLOCKED)
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_deref_mut().expect(UNLOCKED)
    }
}

impl<T> Deref for OwnedMutexGuard<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_deref().expect(UNLOCKED)
    }
}

impl<T> DerefMut for OwnedMutexGuard<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_deref_mut().expect(UNLOCKED)
    }
}

macro_rules! shows_the_value {
    ($($trait:path => $guard:ty),*) => {
        $(impl<T: $trait> $trait for $guard {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        })*
    };
}

shows_the_value! {
    fmt::Debug => MutexGuard<'_, T>, fmt::Display => MutexGuard<'_, T>,
    fmt::Debug => OwnedMutexGuard<T>, fmt::Display => OwnedMutexGuard<T>
}

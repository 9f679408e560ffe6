//! `std::sync::RwLock`.

use ::std::fmt;
use ::std::future::Future;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::{RefUnwindSafe, UnwindSafe};
use ::std::pin::Pin;
use ::std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use ::std::sync::{LockResult, TryLockError, TryLockResult};

use engine::{Figures, Parked, Resource, context};
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::mutex::checked;
use super::waiting::Waiting;
use crate::__rt::std::thread::panicking;
use crate::op::free_operation;

/// Many readers or one writer. Waiting for the lock blocks the thread. See `std::sync::RwLock`.
///
/// Writers take precedence, as on Linux: no reading begins while a writer waits.
pub struct RwLock<T: ?Sized> {
    resource: Resource,
    readers: Waiting,
    writers: Waiting,
    /// How many readers hold the lock.
    reading: AtomicUsize,
    poisoned: AtomicBool,
    /// Only ever tried; waiting is done in `readers` and `writers`.
    inner: real::RwLock<T>,
}

/// Read access. See `std::sync::RwLockReadGuard`; like the other guards here it is `Send`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    /// `Some` until the drop.
    inner: Option<real::RwLockReadGuard<'a, T>>,
}

/// Write access. See `std::sync::RwLockWriteGuard`; like the other guards here it is `Send`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    /// `Some` until the drop.
    inner: Option<real::RwLockWriteGuard<'a, T>>,
    /// Whether the thread was panicking when the guard was taken.
    panicking: bool,
}

impl<T> RwLock<T> {
    /// A lock that nobody holds.
    pub const fn new(value: T) -> Self {
        Self::__named(value, "std RwLock")
    }

    /// Like [`RwLock::new`], for a crate that names its lock differently in the trace.
    #[doc(hidden)]
    pub const fn __named(value: T, name: &'static str) -> Self {
        Self {
            resource: Resource::late(ResourceKind::RwLock, name, 0),
            readers: Waiting::new(),
            writers: Waiting::new(),
            reading: AtomicUsize::new(0),
            poisoned: AtomicBool::new(false),
            inner: real::RwLock::const_new(value),
        }
    }

    /// The value.
    ///
    /// # Errors
    /// With the value, if a thread panicked while it wrote.
    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.is_poisoned();
        checked(self.inner.into_inner(), poisoned)
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Blocks its thread until it can read.
    ///
    /// # Errors
    /// With the guard, if a thread panicked while it wrote.
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        self.took_read(context::park(self.readable()))
    }

    /// [`RwLock::read`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __read(&self) -> Pin<Box<impl Future<Output = LockResult<RwLockReadGuard<'_, T>>>>> {
        Box::pin(async { self.took_read(Parked::new(self.readable()).await) })
    }

    /// Blocks its thread until it can write.
    ///
    /// # Errors
    /// With the guard, if a thread panicked while it wrote.
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        self.took_write(context::park(self.writable()))
    }

    /// [`RwLock::write`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __write(&self) -> Pin<Box<impl Future<Output = LockResult<RwLockWriteGuard<'_, T>>>>> {
        Box::pin(async { self.took_write(Parked::new(self.writable()).await) })
    }

    /// Reads if nobody writes or waits to write.
    ///
    /// # Errors
    /// If somebody writes or waits to; or with the guard, if a thread panicked while it wrote.
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        match self.attempt_read() {
            Some(guard) => Ok(self.took_read(guard)?),
            None => Err(self.refused()),
        }
    }

    /// Writes if nobody holds the lock.
    ///
    /// # Errors
    /// If somebody holds the lock; or with the guard, if a thread panicked while it wrote.
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        match self.attempt_write() {
            Some(guard) => Ok(self.took_write(guard)?),
            None => Err(self.refused()),
        }
    }

    /// Whether a thread panicked while it wrote.
    pub fn is_poisoned(&self) -> bool {
        self.poisoned.load(Relaxed)
    }

    /// Forgets that a thread panicked while it wrote.
    pub fn clear_poison(&self) {
        self.poisoned.store(false, Relaxed);
    }

    /// The value, which needs no lock through a unique reference.
    ///
    /// # Errors
    /// With the value, if a thread panicked while it wrote.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let poisoned = self.is_poisoned();
        checked(self.inner.get_mut(), poisoned)
    }

    async fn readable(&self) -> real::RwLockReadGuard<'_, T> {
        let wait = self.readers.until(|| self.attempt_read());
        free_operation(&self.resource, Op::Acquire, wait).await
    }

    async fn writable(&self) -> real::RwLockWriteGuard<'_, T> {
        let wait = self.writers.until(|| self.attempt_write());
        free_operation(&self.resource, Op::Acquire, wait).await
    }

    fn attempt_read(&self) -> Option<real::RwLockReadGuard<'_, T>> {
        let is_next = self.writers.is_empty();
        is_next.then(|| self.inner.try_read().ok()).flatten()
    }

    fn attempt_write(&self) -> Option<real::RwLockWriteGuard<'_, T>> {
        self.inner.try_write().ok()
    }

    fn refused<G>(&self) -> TryLockError<G> {
        self.resource.op(Op::Acquire, OpPhase::Refused);
        TryLockError::WouldBlock
    }

    fn took_read<'a>(
        &'a self,
        guard: real::RwLockReadGuard<'a, T>,
    ) -> LockResult<RwLockReadGuard<'a, T>> {
        self.reading.fetch_add(1, Relaxed);
        self.note(Op::Acquire, false);
        checked(RwLockReadGuard { lock: self, inner: Some(guard) }, self.is_poisoned())
    }

    fn took_write<'a>(
        &'a self,
        guard: real::RwLockWriteGuard<'a, T>,
    ) -> LockResult<RwLockWriteGuard<'a, T>> {
        self.resource.hold(true);
        self.note(Op::Acquire, true);
        let guard = RwLockWriteGuard { lock: self, inner: Some(guard), panicking: panicking() };
        checked(guard, self.is_poisoned())
    }

    fn note(&self, op: Op, written: bool) {
        let len = self.reading.load(Relaxed);
        self.resource.set(Figures { len, permits: usize::from(len == 0 && !written) });
        self.resource.op(op, OpPhase::Done);
        self.resource.state();
    }

    /// The lock was released: wakes the next writer if nobody holds the lock, or all readers if no writer waits.
    fn given_back(&self) {
        self.note(Op::Release, false);
        self.resource.within(|| match self.writers.is_empty() {
            true => self.readers.wake_all(),
            false if self.reading.load(Relaxed) == 0 => self.writers.wake_one(),
            false => {}
        });
    }
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// Turns write access into read access without a gap. See `std::sync::RwLockWriteGuard::downgrade`.
    pub fn downgrade(mut s: Self) -> RwLockReadGuard<'a, T> {
        let (lock, inner) = (s.lock, s.inner.take().expect(TAKEN));
        lock.resource.hold(false);
        lock.reading.fetch_add(1, Relaxed);
        lock.note(Op::Release, false);
        let inner = real::RwLockWriteGuard::downgrade(inner);
        lock.resource.within(|| lock.readers.wake_all());
        RwLockReadGuard { lock, inner: Some(inner) }
    }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        drop(self.inner.take());
        self.lock.reading.fetch_sub(1, Relaxed);
        self.lock.given_back();
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else { return };
        if panicking() && !self.panicking {
            self.lock.poisoned.store(true, Relaxed);
        }
        drop(inner);
        self.lock.resource.hold(false);
        self.lock.given_back();
    }
}

const TAKEN: &str = "a guard is emptied only by its drop";

macro_rules! shows_the_value {
    ($guard:ident) => {
        impl<T: ?Sized> Deref for $guard<'_, T> {
            type Target = T;

            fn deref(&self) -> &T {
                self.inner.as_ref().expect(TAKEN)
            }
        }

        impl<T: ?Sized + fmt::Debug> fmt::Debug for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<T: ?Sized + fmt::Display> fmt::Display for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}

shows_the_value!(RwLockReadGuard);
shows_the_value!(RwLockWriteGuard);

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_mut().expect(TAKEN)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("RwLock");
        match self.inner.try_read() {
            Ok(guard) => out.field("data", &&*guard),
            Err(_) => out.field("data", &format_args!("<locked>")),
        };
        out.field("poisoned", &self.is_poisoned()).finish_non_exhaustive()
    }
}

impl<T: Default> Default for RwLock<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

// Whether a panic has left the value inconsistent is told by `is_poisoned`.
impl<T: ?Sized> UnwindSafe for RwLock<T> {}

impl<T: ?Sized> RefUnwindSafe for RwLock<T> {}

//! `tokio::sync::RwLock`.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use engine::{Figures, Resource};
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::TryLockError;
use super::held::Held;
use super::late::Late;
use super::read_guard::{OwnedRead, OwnedRwLockReadGuard, Read, RwLockReadGuard};
use super::write_guard::{OwnedRwLockWriteGuard, OwnedWrite, RwLockWriteGuard, Write};
use crate::blocking::{block_on, wait};
use crate::op::acquisition;

/// Many readers or one writer. See `tokio::sync::RwLock`.
pub struct RwLock<T> {
    pub(super) record: Record,
    inner: Late<real::RwLock<T>>,
}

/// What the trace says about a lock: its writer, or how many readers it has.
pub(super) struct Record {
    resource: Resource,
    readers: AtomicUsize,
}

impl Record {
    /// Records a new reader or the writer.
    fn taken(&self, write: bool) {
        if write {
            self.resource.hold(true);
        } else {
            self.readers.fetch_add(1, Relaxed);
        }
        self.note(Op::Acquire, write);
    }

    /// Records that the writer becomes a reader and lets others in.
    pub(super) fn downgraded(&self, downgrade: impl FnOnce()) {
        self.resource.hold(false);
        self.readers.fetch_add(1, Relaxed);
        self.note(Op::Release, false);
        self.resource.within(downgrade);
    }

    /// Records that a reader or the writer is gone.
    pub(super) fn given_back(&self, write: bool, unlock: impl FnOnce()) {
        if write {
            self.resource.hold(false);
        } else {
            self.readers.fetch_sub(1, Relaxed);
        }
        self.note(Op::Release, false);
        self.resource.within(unlock);
    }

    fn note(&self, op: Op, written: bool) {
        let len = self.readers.load(Relaxed);
        self.resource.set(Figures { len, permits: usize::from(len == 0 && !written) });
        self.resource.op(op, OpPhase::Done);
        self.resource.state();
    }
}

impl<T> RwLock<T> {
    /// A lock that nobody holds.
    pub fn new(value: T) -> Self {
        Self::made(real::RwLock::new(value))
    }

    /// A lock for at most `max_reads` readers at a time.
    ///
    /// # Panics
    /// If `max_reads` is more than `u32::MAX >> 3`.
    #[track_caller]
    pub fn with_max_readers(value: T, max_reads: u32) -> Self {
        Self::made(real::RwLock::with_max_readers(value, max_reads))
    }

    fn made(lock: real::RwLock<T>) -> Self {
        let resource = Resource::unnamed(ResourceKind::RwLock, 0);
        resource.set(Figures { len: 0, permits: 1 });
        Self { record: Record { resource, readers: AtomicUsize::new(0) }, inner: Late::new(lock) }
    }

    /// A lock that nobody holds, for a `static`.
    pub const fn const_new(value: T) -> Self {
        let resource = Resource::late_unnamed(ResourceKind::RwLock, 0);
        let record = Record { resource, readers: AtomicUsize::new(0) };
        Self { record, inner: Late::new(real::RwLock::const_new(value)) }
    }

    /// A lock for at most `max_reads` readers at a time, for a `static`.
    pub const fn const_with_max_readers(value: T, max_reads: u32) -> Self {
        let resource = Resource::late_unnamed(ResourceKind::RwLock, 0);
        let record = Record { resource, readers: AtomicUsize::new(0) };
        Self { record, inner: Late::new(real::RwLock::const_with_max_readers(value, max_reads)) }
    }

    /// Waits until it can read.
    pub async fn read(&self) -> RwLockReadGuard<'_, T> {
        let lock = acquisition(&self.record.resource, Op::Acquire, self.inner.read(), |_| true);
        self.reading(lock.await)
    }

    /// Waits until it can read; the guard owns the lock.
    pub async fn read_owned(self: Arc<Self>) -> OwnedRwLockReadGuard<T> {
        let lock = Arc::clone(self.inner.shared()).read_owned();
        let guard = acquisition(&self.record.resource, Op::Acquire, lock, |_| true).await;
        self.reading_owned(guard)
    }

    /// Waits until it can write.
    pub async fn write(&self) -> RwLockWriteGuard<'_, T> {
        let lock = acquisition(&self.record.resource, Op::Acquire, self.inner.write(), |_| true);
        self.writing(lock.await)
    }

    /// Waits until it can write; the guard owns the lock.
    pub async fn write_owned(self: Arc<Self>) -> OwnedRwLockWriteGuard<T> {
        let lock = Arc::clone(self.inner.shared()).write_owned();
        let guard = acquisition(&self.record.resource, Op::Acquire, lock, |_| true).await;
        self.writing_owned(guard)
    }

    /// Waits until it can read, outside of async code.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_read(&self) -> RwLockReadGuard<'_, T> {
        block_on(self.read())
    }

    #[doc(hidden)]
    pub async fn __blocking_read(&self) -> RwLockReadGuard<'_, T> {
        wait(self.read()).await
    }

    /// Waits until it can write, outside of async code.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_write(&self) -> RwLockWriteGuard<'_, T> {
        block_on(self.write())
    }

    #[doc(hidden)]
    pub async fn __blocking_write(&self) -> RwLockWriteGuard<'_, T> {
        wait(self.write()).await
    }

    /// Reads if nobody writes or waits to write.
    ///
    /// # Errors
    /// If somebody writes or waits to.
    pub fn try_read(&self) -> Result<RwLockReadGuard<'_, T>, TryLockError> {
        let guard = self.inner.try_read();
        guard.map(|guard| self.reading(guard)).map_err(|error| self.refused(error))
    }

    /// Reads if nobody writes or waits to write; the guard owns the lock.
    ///
    /// # Errors
    /// If somebody writes or waits to.
    pub fn try_read_owned(self: Arc<Self>) -> Result<OwnedRwLockReadGuard<T>, TryLockError> {
        match Arc::clone(self.inner.shared()).try_read_owned() {
            Ok(guard) => Ok(self.reading_owned(guard)),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// Writes if nobody holds the lock.
    ///
    /// # Errors
    /// If somebody holds the lock.
    pub fn try_write(&self) -> Result<RwLockWriteGuard<'_, T>, TryLockError> {
        let guard = self.inner.try_write();
        guard.map(|guard| self.writing(guard)).map_err(|error| self.refused(error))
    }

    /// Writes if nobody holds the lock; the guard owns the lock.
    ///
    /// # Errors
    /// If somebody holds the lock.
    pub fn try_write_owned(self: Arc<Self>) -> Result<OwnedRwLockWriteGuard<T>, TryLockError> {
        match Arc::clone(self.inner.shared()).try_write_owned() {
            Ok(guard) => Ok(self.writing_owned(guard)),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// The value, which needs no lock through a unique reference.
    pub fn get_mut(&mut self) -> &mut T {
        self.inner.get_mut().get_mut()
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.inner.into_inner().into_inner()
    }

    fn reading<'a>(&'a self, guard: real::RwLockReadGuard<'a, T>) -> RwLockReadGuard<'a, T> {
        self.record.taken(false);
        RwLockReadGuard { held: Held::new(Read(&self.record), guard) }
    }

    fn reading_owned(
        self: Arc<Self>,
        guard: real::OwnedRwLockReadGuard<T>,
    ) -> OwnedRwLockReadGuard<T> {
        self.record.taken(false);
        OwnedRwLockReadGuard { held: Held::new(OwnedRead(self), guard) }
    }

    fn writing<'a>(&'a self, guard: real::RwLockWriteGuard<'a, T>) -> RwLockWriteGuard<'a, T> {
        self.record.taken(true);
        RwLockWriteGuard { held: Held::new(Write(&self.record), guard) }
    }

    fn writing_owned(
        self: Arc<Self>,
        guard: real::OwnedRwLockWriteGuard<T>,
    ) -> OwnedRwLockWriteGuard<T> {
        self.record.taken(true);
        OwnedRwLockWriteGuard { held: Held::new(OwnedWrite(self), guard) }
    }

    fn refused(&self, error: TryLockError) -> TryLockError {
        self.record.resource.op(Op::Acquire, OpPhase::Refused);
        error
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

impl<T: fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

//! `tokio::sync::Semaphore`.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use engine::{Figures, Resource};
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::held::Held;
use super::late::Late;
use super::permit::{OwnedSemaphorePermit, SemaphorePermit};
use super::{AcquireError, TryAcquireError};
use crate::blocking::{block_on, wait};
use crate::op::acquisition;

/// Hands out permits. See `tokio::sync::Semaphore`.
pub struct Semaphore {
    resource: Resource,
    inner: Late<real::Semaphore>,
}

impl Semaphore {
    /// The most permits there can be.
    pub const MAX_PERMITS: usize = real::Semaphore::MAX_PERMITS;

    /// A semaphore with `permits` permits.
    ///
    /// # Panics
    /// If there are more than [`Semaphore::MAX_PERMITS`].
    #[track_caller]
    pub fn new(permits: usize) -> Self {
        let inner = Late::new(real::Semaphore::new(permits));
        Self { resource: Resource::unnamed(ResourceKind::Semaphore, permits), inner }
    }

    /// A semaphore with `permits` permits, for a `static`.
    pub const fn const_new(permits: usize) -> Self {
        let inner = Late::new(real::Semaphore::const_new(permits));
        Self { resource: Resource::late_unnamed(ResourceKind::Semaphore, permits), inner }
    }

    /// How many permits are free.
    pub fn available_permits(&self) -> usize {
        self.inner.available_permits()
    }

    /// Adds permits.
    ///
    /// # Panics
    /// If there are more than [`Semaphore::MAX_PERMITS`] then.
    pub fn add_permits(&self, n: usize) {
        self.changes(Op::Release, || self.inner.add_permits(n));
    }

    /// Removes up to `n` free permits for good; returns how many.
    pub fn forget_permits(&self, n: usize) -> usize {
        let forgotten = self.inner.forget_permits(n);
        self.state();
        forgotten
    }

    /// Waits for a permit.
    ///
    /// # Errors
    /// If the semaphore is closed.
    pub async fn acquire(&self) -> Result<SemaphorePermit<'_>, AcquireError> {
        let permit = self.waiting(self.inner.acquire()).await?;
        Ok(self.permit(permit))
    }

    /// Waits for `n` permits.
    ///
    /// # Errors
    /// If the semaphore is closed.
    pub async fn acquire_many(&self, n: u32) -> Result<SemaphorePermit<'_>, AcquireError> {
        let permit = self.waiting(self.inner.acquire_many(n)).await?;
        Ok(self.permit(permit))
    }

    /// Waits for a permit, which owns the semaphore.
    ///
    /// # Errors
    /// If the semaphore is closed.
    pub async fn acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, AcquireError> {
        let acquire = Arc::clone(self.inner.shared()).acquire_owned();
        let permit = self.waiting(acquire).await?;
        Ok(self.owned_permit(permit))
    }

    /// Waits for `n` permits, which own the semaphore.
    ///
    /// # Errors
    /// If the semaphore is closed.
    pub async fn acquire_many_owned(
        self: Arc<Self>,
        n: u32,
    ) -> Result<OwnedSemaphorePermit, AcquireError> {
        let acquire = Arc::clone(self.inner.shared()).acquire_many_owned(n);
        let permit = self.waiting(acquire).await?;
        Ok(self.owned_permit(permit))
    }

    /// Waits for a permit, outside of async code.
    ///
    /// # Errors
    /// If the semaphore is closed.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_acquire(&self) -> Result<SemaphorePermit<'_>, AcquireError> {
        block_on(self.acquire())
    }

    #[doc(hidden)]
    pub async fn __blocking_acquire(&self) -> Result<SemaphorePermit<'_>, AcquireError> {
        wait(self.acquire()).await
    }

    /// Waits for `n` permits, outside of async code.
    ///
    /// # Errors
    /// If the semaphore is closed.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_acquire_many(&self, n: u32) -> Result<SemaphorePermit<'_>, AcquireError> {
        block_on(self.acquire_many(n))
    }

    #[doc(hidden)]
    pub async fn __blocking_acquire_many(
        &self,
        n: u32,
    ) -> Result<SemaphorePermit<'_>, AcquireError> {
        wait(self.acquire_many(n)).await
    }

    /// Waits for a permit, which owns the semaphore, outside of async code.
    ///
    /// # Errors
    /// If the semaphore is closed.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, AcquireError> {
        block_on(self.acquire_owned())
    }

    #[doc(hidden)]
    pub async fn __blocking_acquire_owned(
        self: Arc<Self>,
    ) -> Result<OwnedSemaphorePermit, AcquireError> {
        wait(self.acquire_owned()).await
    }

    /// Waits for `n` permits, which own the semaphore, outside of async code.
    ///
    /// # Errors
    /// If the semaphore is closed.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_acquire_many_owned(
        self: Arc<Self>,
        n: u32,
    ) -> Result<OwnedSemaphorePermit, AcquireError> {
        block_on(self.acquire_many_owned(n))
    }

    #[doc(hidden)]
    pub async fn __blocking_acquire_many_owned(
        self: Arc<Self>,
        n: u32,
    ) -> Result<OwnedSemaphorePermit, AcquireError> {
        wait(self.acquire_many_owned(n)).await
    }

    /// Takes a permit if there is one.
    ///
    /// # Errors
    /// If there is none, or the semaphore is closed.
    pub fn try_acquire(&self) -> Result<SemaphorePermit<'_>, TryAcquireError> {
        self.tried(self.inner.try_acquire()).map(|permit| self.permit(permit))
    }

    /// Takes `n` permits if as many are free.
    ///
    /// # Errors
    /// If fewer are free, or the semaphore is closed.
    pub fn try_acquire_many(&self, n: u32) -> Result<SemaphorePermit<'_>, TryAcquireError> {
        self.tried(self.inner.try_acquire_many(n)).map(|permit| self.permit(permit))
    }

    /// Takes a permit, which owns the semaphore, if there is one.
    ///
    /// # Errors
    /// If there is none, or the semaphore is closed.
    pub fn try_acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        let permit = self.tried(Arc::clone(self.inner.shared()).try_acquire_owned())?;
        Ok(self.owned_permit(permit))
    }

    /// Takes `n` permits, which own the semaphore, if as many are free.
    ///
    /// # Errors
    /// If fewer are free, or the semaphore is closed.
    pub fn try_acquire_many_owned(
        self: Arc<Self>,
        n: u32,
    ) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        let permit = self.tried(Arc::clone(self.inner.shared()).try_acquire_many_owned(n))?;
        Ok(self.owned_permit(permit))
    }

    /// Closes the semaphore: there are no more permits, and tasks that wait for one get an error.
    pub fn close(&self) {
        self.changes(Op::Close, || self.inner.close());
    }

    /// Whether the semaphore is closed.
    pub fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    async fn waiting<P>(
        &self,
        acquire: impl Future<Output = Result<P, AcquireError>>,
    ) -> Result<P, AcquireError> {
        self.tried(acquisition(&self.resource, Op::Acquire, acquire, Result::is_ok).await)
    }

    fn tried<P, E>(&self, result: Result<P, E>) -> Result<P, E> {
        if result.is_err() {
            self.resource.op(Op::Acquire, OpPhase::Refused);
        }
        result
    }

    fn permit<'a>(&'a self, permit: real::SemaphorePermit<'a>) -> SemaphorePermit<'a> {
        self.acquired();
        SemaphorePermit { held: Held::new(self, permit) }
    }

    fn owned_permit(self: Arc<Self>, permit: real::OwnedSemaphorePermit) -> OwnedSemaphorePermit {
        self.acquired();
        OwnedSemaphorePermit { held: Held::new(self, permit) }
    }

    fn acquired(&self) {
        self.set();
        self.resource.op(Op::Acquire, OpPhase::Done);
        self.resource.state();
    }

    /// Records a change of the permits. How many are free is known only after waiting tasks have got theirs.
    pub(super) fn changes(&self, op: Op, change: impl FnOnce()) {
        self.resource.op(op, OpPhase::Done);
        self.resource.within(change);
        self.state();
    }

    fn set(&self) {
        self.resource.set(Figures { len: 0, permits: self.inner.available_permits() });
    }

    fn state(&self) {
        self.set();
        self.resource.state();
    }
}

impl fmt::Debug for Semaphore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

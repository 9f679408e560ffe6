//! `tokio_util::sync::CancellationToken`.

use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::{Hash, Hasher};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use engine::{Resource, context};
use facade::__rt::Waiting;
use pin_project_lite::pin_project;
use real_util::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::{DropGuard, DropGuardRef};

/// Tells many tasks to stop. See `tokio_util::sync::CancellationToken`.
#[derive(Clone)]
pub struct CancellationToken {
    inner: real::CancellationToken,
    resource: Arc<Resource>,
}

impl CancellationToken {
    /// A token that is not cancelled.
    pub fn new() -> Self {
        Self::made(real::CancellationToken::new())
    }

    fn made(inner: real::CancellationToken) -> Self {
        let resource = Resource::new(ResourceKind::Notify, "token", 0, None);
        Self { inner, resource: Arc::new(resource) }
    }

    /// A token that is cancelled with this one, or alone.
    pub fn child_token(&self) -> Self {
        Self::made(self.inner.child_token())
    }

    /// Cancels it and its children.
    pub fn cancel(&self) {
        if !self.is_cancelled() {
            self.resource.op(Op::Notify, OpPhase::Done);
        }
        self.resource.within(|| self.inner.cancel());
    }

    /// Whether it is cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.inner.is_cancelled()
    }

    /// Waits until it is cancelled.
    pub fn cancelled(&self) -> WaitForCancellationFuture<'_> {
        let wait = Wait::new(Arc::clone(&self.resource));
        WaitForCancellationFuture { inner: self.inner.cancelled(), wait }
    }

    /// Waits until it is cancelled, and owns it.
    pub fn cancelled_owned(self) -> WaitForCancellationFutureOwned {
        let Self { inner, resource } = self;
        WaitForCancellationFutureOwned { inner: inner.cancelled_owned(), wait: Wait::new(resource) }
    }

    /// Cancels it when the guard is dropped.
    pub fn drop_guard(self) -> DropGuard {
        DropGuard::new(self)
    }

    /// Cancels it when the guard is dropped.
    pub fn drop_guard_ref(&self) -> DropGuardRef<'_> {
        DropGuardRef::new(self)
    }

    /// Runs a future until it completes or this is cancelled.
    pub async fn run_until_cancelled<F: Future>(&self, future: F) -> Option<F::Output> {
        if self.is_cancelled() { None } else { self.race(future).await }
    }

    /// Runs a future until it completes or this is cancelled, and owns the token.
    pub async fn run_until_cancelled_owned<F: Future>(self, future: F) -> Option<F::Output> {
        self.run_until_cancelled(future).await
    }

    /// The future comes first, even if this is cancelled already.
    pub(crate) async fn race<F: Future>(&self, future: F) -> Option<F::Output> {
        let mut cancelled = pin!(self.cancelled());
        let mut future = pin!(future);
        poll_fn(|cx| match context::polling_several(|| future.as_mut().poll(cx)) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => cancelled.as_mut().poll(cx).map(|()| None),
        })
        .await
    }
}

impl Default for CancellationToken {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CancellationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl PartialEq for CancellationToken {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl Eq for CancellationToken {}

impl Hash for CancellationToken {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash(state);
    }
}

/// The record of one wait for a token.
struct Wait {
    resource: Arc<Resource>,
    waiting: Waiting,
}

impl Wait {
    fn new(resource: Arc<Resource>) -> Self {
        Self { resource, waiting: Waiting::default() }
    }

    fn poll(&mut self, poll: impl FnOnce() -> Poll<()>) -> Poll<()> {
        let result = self.resource.within(poll);
        if result.is_pending() {
            self.waiting.begin(&self.resource, Op::Wait);
        } else {
            self.waiting.end(&self.resource);
            self.resource.op(Op::Wait, OpPhase::Done);
            self.resource.state();
        }
        result
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.waiting.abandon(&self.resource, Op::Wait);
    }
}

pin_project! {
    /// Waits until a token is cancelled. See `tokio_util::sync::WaitForCancellationFuture`.
    #[must_use = "futures do nothing unless polled"]
    pub struct WaitForCancellationFuture<'a> {
        #[pin]
        inner: real::WaitForCancellationFuture<'a>,
        wait: Wait,
    }
}

impl Future for WaitForCancellationFuture<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        this.wait.poll(|| this.inner.poll(cx))
    }
}

impl fmt::Debug for WaitForCancellationFuture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitForCancellationFuture").finish()
    }
}

pin_project! {
    /// Waits until a token is cancelled. See `tokio_util::sync::WaitForCancellationFutureOwned`.
    #[must_use = "futures do nothing unless polled"]
    pub struct WaitForCancellationFutureOwned {
        #[pin]
        inner: real::WaitForCancellationFutureOwned,
        wait: Wait,
    }
}

impl Future for WaitForCancellationFutureOwned {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        this.wait.poll(|| this.inner.poll(cx))
    }
}

impl fmt::Debug for WaitForCancellationFutureOwned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitForCancellationFutureOwned").finish()
    }
}

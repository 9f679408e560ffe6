//! An operation on a resource that may have to wait.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use engine::{Resource, Restore};
use pin_project_lite::pin_project;
use trace::{Op, OpPhase};

pin_project! {
    /// Polls `inner` on behalf of a resource: records that it waits, and that it was given up.
    ///
    /// What it means to be done is for the caller to record, who knows the new figures.
    pub(crate) struct Operation<'a, F> {
        #[pin]
        inner: F,
        waits: Waits<'a>,
        budgeted: bool,
    }
}

/// The record of a wait.
pub(crate) struct Waits<'a> {
    resource: &'a Resource,
    op: Op,
    waiting: bool,
}

/// `inner`, an operation of `tokio::sync` on `resource`.
pub(crate) fn operation<F: Future>(resource: &Resource, op: Op, inner: F) -> Operation<'_, F> {
    Operation { inner, waits: Waits::new(resource, op), budgeted: true }
}

/// An operation that costs no budget in tokio either.
pub(crate) fn free_operation<F: Future>(resource: &Resource, op: Op, inner: F) -> Operation<'_, F> {
    Operation { budgeted: false, ..operation(resource, op, inner) }
}

/// An operation of tokio's semaphore, on which its locks and bounded channels stand too. It costs
/// budget once it has got what it wants, and holds that while it waits for budget; to be refused
/// costs nothing.
pub(crate) async fn acquisition<F: Future>(
    resource: &Resource,
    op: Op,
    inner: F,
    got: impl FnOnce(&F::Output) -> bool,
) -> F::Output {
    let output = free_operation(resource, op, inner).await;
    if got(&output) {
        poll_fn(|cx| Restore::poll_proceed(cx).map(Restore::made_progress)).await;
    }
    output
}

impl<F> Operation<'_, F> {
    /// The operation of the real type.
    pub(crate) fn inner(self: Pin<&mut Self>) -> Pin<&mut F> {
        self.project().inner
    }
}

impl<F: Future> Future for Operation<'_, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let budget = match this.budgeted {
            true => Some(ready!(Restore::poll_proceed(cx))),
            false => None,
        };
        let inner = this.inner;
        let result = this.waits.resource.within(|| inner.poll(cx));
        match &result {
            Poll::Pending => this.waits.begin(),
            Poll::Ready(_) => {
                if let Some(budget) = budget {
                    budget.made_progress();
                }
                this.waits.end();
            }
        }
        result
    }
}

impl<'a> Waits<'a> {
    pub(crate) fn new(resource: &'a Resource, op: Op) -> Self {
        Self { resource, op, waiting: false }
    }

    /// It has to wait.
    pub(crate) fn begin(&mut self) {
        if !self.waiting {
            self.waiting = true;
            self.resource.wait();
            self.resource.op(self.op, OpPhase::Waiting);
            self.resource.state();
        }
    }

    /// It waits no longer; whether it had to.
    pub(crate) fn end(&mut self) -> bool {
        let waited = std::mem::take(&mut self.waiting);
        if waited {
            self.resource.waited();
        }
        waited
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        if self.end() {
            self.resource.op(self.op, OpPhase::Abandoned);
            self.resource.state();
        }
    }
}

/// A wait that belongs to a value which is polled, not to one operation.
#[derive(Debug, Default)]
pub struct Waiting(bool);

impl Waiting {
    /// It has to wait.
    pub fn begin(&mut self, resource: &Resource, op: Op) {
        if !std::mem::replace(&mut self.0, true) {
            resource.wait();
            resource.op(op, OpPhase::Waiting);
            resource.state();
        }
    }

    /// It waits no longer; whether it had to.
    pub fn end(&mut self, resource: &Resource) -> bool {
        let waited = std::mem::take(&mut self.0);
        if waited {
            resource.waited();
        }
        waited
    }

    /// It is dropped.
    pub fn abandon(&mut self, resource: &Resource, op: Op) {
        if self.end(resource) {
            resource.op(op, OpPhase::Abandoned);
        }
    }
}

//! An operation on a resource that may have to wait.

use std::future::Future;
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

struct Waits<'a> {
    resource: &'a Resource,
    op: Op,
    waiting: bool,
}

/// `inner`, an operation of `tokio::sync` on `resource`.
pub(crate) fn operation<F: Future>(resource: &Resource, op: Op, inner: F) -> Operation<'_, F> {
    Operation { inner, waits: Waits { resource, op, waiting: false }, budgeted: true }
}

/// An operation that costs no budget in tokio either.
pub(crate) fn free_operation<F: Future>(resource: &Resource, op: Op, inner: F) -> Operation<'_, F> {
    Operation { budgeted: false, ..operation(resource, op, inner) }
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

impl Waits<'_> {
    fn begin(&mut self) {
        if !self.waiting {
            self.waiting = true;
            self.resource.wait();
            self.resource.op(self.op, OpPhase::Waiting);
            self.resource.state();
        }
    }

    /// Whether it had to wait.
    fn end(&mut self) -> bool {
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

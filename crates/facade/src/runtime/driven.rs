//! What `Runtime::block_on` polls on a thread that drives its runtime.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use engine::{Driver, context};
use pin_project_lite::pin_project;

pin_project! {
    /// A future, and the tasks of the runtime until it is ready.
    ///
    /// A wake of a task has the future polled too, since both have the waker of the thread.
    pub(super) struct Driven<F> {
        driver: Driver,
        #[pin]
        future: F,
    }
}

impl<F> Driven<F> {
    pub(super) fn new(driver: Driver, future: F) -> Self {
        Self { driver, future }
    }
}

impl<F: Future> Future for Driven<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _entered = this.driver.enter(cx.waker());
        let polled = context::polling::<F, _>(|| this.future.poll(cx));
        if polled.is_pending() && this.driver.tick() {
            cx.waker().wake_by_ref();
        }
        polled
    }
}

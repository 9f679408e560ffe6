//! `tokio::time::timeout`.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use engine::context;
use pin_project_lite::pin_project;

use super::error::Elapsed;
use super::{Instant, Sleep, sleep, sleep_until};
use crate::task::coop;

/// Gives a future this long to complete. See `tokio::time::timeout`.
pub fn timeout<F: IntoFuture>(duration: Duration, future: F) -> Timeout<F::IntoFuture> {
    Timeout { future: future.into_future(), delay: sleep(duration) }
}

/// Gives a future until then to complete. See `tokio::time::timeout_at`.
pub fn timeout_at<F: IntoFuture>(deadline: Instant, future: F) -> Timeout<F::IntoFuture> {
    Timeout { future: future.into_future(), delay: sleep_until(deadline) }
}

pin_project! {
    /// A future with a deadline.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless you `.await` or poll them"]
    pub struct Timeout<F> {
        #[pin]
        future: F,
        #[pin]
        delay: Sleep,
    }
}

impl<F> Timeout<F> {
    /// The future.
    pub fn get_ref(&self) -> &F {
        &self.future
    }

    /// The future.
    pub fn get_mut(&mut self) -> &mut F {
        &mut self.future
    }

    /// The future, without its deadline.
    pub fn into_inner(self) -> F {
        self.future
    }
}

impl<F: Future> Future for Timeout<F> {
    type Output = Result<F::Output, Elapsed>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let had_budget = coop::has_budget_remaining();
        if let Poll::Ready(value) = context::polling::<F, _>(|| this.future.poll(cx)) {
            return Poll::Ready(Ok(value));
        }
        if context::is_being_left() {
            return Poll::Pending;
        }
        // A future that used up the budget must not keep its own timeout from being looked at.
        let delay = match had_budget && !coop::has_budget_remaining() {
            true => coop::without_bound(|| this.delay.poll(cx)),
            false => this.delay.poll(cx),
        };
        delay.map(|()| Err(Elapsed::new()))
    }
}

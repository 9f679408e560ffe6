//! `tokio::task::coop::cooperative`.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use engine::context;
use pin_project_lite::pin_project;

use super::poll_proceed;

/// Makes a future cost a unit of the budget. See `tokio::task::coop::cooperative`.
pub fn cooperative<F: Future>(future: F) -> Coop<F> {
    Coop { future }
}

pin_project! {
    /// Costs a unit of the budget. See `tokio::task::coop::Coop`.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Coop<F: Future> {
        #[pin]
        future: F,
    }
}

impl<F: Future> Future for Coop<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let budget = ready!(poll_proceed(cx));
        let output = ready!(context::polling::<F, _>(|| self.project().future.poll(cx)));
        budget.made_progress();
        Poll::Ready(output)
    }
}

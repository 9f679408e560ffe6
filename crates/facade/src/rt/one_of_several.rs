//! A future that `poll!` or the `select!` of the crate futures polls.

use ::std::future::Future;
use ::std::pin::Pin;
use ::std::task::{Context, Poll};

use engine::context;
use futures_core::FusedFuture;

/// Wraps a future whose poller does not pass a pending on to its own caller.
pub fn one_of_several<F>(future: F) -> OneOfSeveral<F> {
    OneOfSeveral(future)
}

/// A future whose poll is never left in the middle, because its poller would notice.
#[derive(Debug)]
pub struct OneOfSeveral<F>(F);

impl<F: Future + Unpin> Future for OneOfSeveral<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        context::polling_several(|| Pin::new(&mut self.0).poll(cx))
    }
}

impl<F: FusedFuture + Unpin> FusedFuture for OneOfSeveral<F> {
    fn is_terminated(&self) -> bool {
        self.0.is_terminated()
    }
}

//! A future that `select!` of the crate futures polls, or `poll!`.

use ::std::future::Future;
use ::std::pin::Pin;
use ::std::task::{Context, Poll};

use engine::context;
use futures_core::FusedFuture;

/// Wraps a future that is polled by what does not pass on that it is pending.
pub fn one_of_several<F>(future: F) -> OneOfSeveral<F> {
    OneOfSeveral(future)
}

/// Its poll cannot be left in the middle.
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

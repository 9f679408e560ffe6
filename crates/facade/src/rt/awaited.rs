//! The future that records an `.await`.

use ::std::future::{Future, IntoFuture};
use ::std::pin::Pin;
use ::std::task::{Context, Poll};

use engine::context;
use pin_project_lite::pin_project;
use trace::SpanId;

use super::site_id;

/// Wraps the operand of an `.await`, or a branch of `join!` or `select!`.
pub fn awaited<const SITE: u32, F: IntoFuture>(future: F) -> Awaited<F::IntoFuture, Open<SITE>> {
    Awaited { future: future.into_future(), span: Open(None) }
}

pin_project! {
    /// Records the first poll, each result and the drop. Takes four bytes besides the future.
    #[must_use = "futures do nothing unless you `.await` or poll them"]
    pub struct Awaited<F, S> {
        #[pin]
        future: F,
        span: S,
    }
}

/// The span of an await that has been entered and is not over. The site is part of the type, so it takes no
/// room in the program's futures.
#[derive(Debug)]
pub struct Open<const SITE: u32>(Option<SpanId>);

impl<const SITE: u32, F: Future> Future for Awaited<F, Open<SITE>> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let Some(around) = context::enter_await::<F>(&mut this.span.0, site_id(SITE)) else {
            // The run has reached a bound, or the poll is being left.
            return Poll::Pending;
        };
        let result = this.future.poll(cx);
        context::leave_await(&mut this.span.0, around, result.is_ready());
        result
    }
}

impl<const SITE: u32> Drop for Open<SITE> {
    fn drop(&mut self) {
        if let Some(span) = self.0 {
            context::drop_await(span);
        }
    }
}

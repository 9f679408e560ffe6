//! The future that records an `.await`.

use ::std::future::{Future, IntoFuture};
use ::std::pin::Pin;
use ::std::task::{Context, Poll};

use engine::context;
use pin_project_lite::pin_project;
use trace::{SiteId, SpanId};

use super::site_id;

/// Wraps the operand of an `.await`, or a branch of `join!` or `select!`.
pub fn awaited<const SITE: u32, F: IntoFuture>(future: F) -> Awaited<F::IntoFuture, Open<SITE>> {
    Awaited { future: future.into_future(), span: Open(None) }
}

/// The same at a site that is known only when it runs, as that of a program which is interpreted.
pub fn awaited_at<F: IntoFuture>(site: SiteId, future: F) -> Awaited<F::IntoFuture, OpenAt> {
    Awaited { future: future.into_future(), span: OpenAt { site, span: None } }
}

pin_project! {
    /// Records the first poll, each result and the drop. Takes four bytes besides the future, if the site is in
    /// its type.
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

/// The same with its site beside it.
#[derive(Debug)]
pub struct OpenAt {
    site: SiteId,
    span: Option<SpanId>,
}

/// The span of an await, and where that stands in the program's text.
pub trait OpenSpan {
    /// Where it stands.
    fn site(&self) -> SiteId;

    /// Its span, while it was entered and is not over.
    fn span(&mut self) -> &mut Option<SpanId>;
}

impl<const SITE: u32> OpenSpan for Open<SITE> {
    fn site(&self) -> SiteId {
        site_id(SITE)
    }

    fn span(&mut self) -> &mut Option<SpanId> {
        &mut self.0
    }
}

impl OpenSpan for OpenAt {
    fn site(&self) -> SiteId {
        self.site
    }

    fn span(&mut self) -> &mut Option<SpanId> {
        &mut self.span
    }
}

impl<S: OpenSpan, F: Future> Future for Awaited<F, S> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let site = this.span.site();
        let Some(around) = context::enter_await::<F>(this.span.span(), site) else {
            // The run has reached a bound, or the poll is being left.
            return Poll::Pending;
        };
        let result = this.future.poll(cx);
        context::leave_await(this.span.span(), around, result.is_ready());
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

impl Drop for OpenAt {
    fn drop(&mut self) {
        if let Some(span) = self.span {
            context::drop_await(span);
        }
    }
}

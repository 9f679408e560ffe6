//! The future that records that it was made and kept instead of awaited at once.

use ::std::future::Future;
use ::std::pin::Pin;
use ::std::task::{Context, Poll};

use engine::{Figures, Resource, context};
use pin_project_lite::pin_project;
use trace::{ResourceKind, SiteId};

use super::site_id;

/// Wraps a future that a program keeps in a variable, or drops without awaiting it.
pub fn created<const SITE: u32, F: Future>(future: F) -> Created<F> {
    created_at(site_id(SITE), future)
}

/// The same at a site that is known only when it runs.
pub fn created_at<F: Future>(site: SiteId, future: F) -> Created<F> {
    let name = context::site_name(site).unwrap_or("future".into());
    let resource = Resource::new(ResourceKind::Future, &name, 0, Some(site));
    Created { future, record: Record { resource, polls: 0 } }
}

pin_project! {
    /// Records how often the future was polled, and its drop.
    #[must_use = "futures do nothing unless you `.await` or poll them"]
    pub struct Created<F> {
        #[pin]
        future: F,
        record: Record,
    }
}

struct Record {
    resource: Resource,
    polls: usize,
}

impl<F: Future> Future for Created<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        this.record.polls += 1;
        this.record.resource.set(Figures { len: this.record.polls, permits: 0 });
        this.record.resource.state();
        context::polling::<F, _>(|| this.future.poll(cx))
    }
}

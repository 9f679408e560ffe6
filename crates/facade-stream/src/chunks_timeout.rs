//! `StreamExt::chunks_timeout`.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use facade::time::{Sleep, sleep};
use pin_project_lite::pin_project;
use real_stream::adapters::Fuse;
use real_stream::{Stream, StreamExt};

pin_project! {
    /// Items in groups. See `tokio_stream::adapters::ChunksTimeout`.
    #[derive(Debug)]
    #[must_use = "streams do nothing unless polled"]
    pub struct ChunksTimeout<S: Stream> {
        #[pin]
        stream: Fuse<S>,
        // From the first item of a group.
        #[pin]
        deadline: Option<Sleep>,
        duration: Duration,
        items: Vec<S::Item>,
        size: usize,
    }
}

impl<S: Stream> ChunksTimeout<S> {
    pub(crate) fn new(stream: S, size: usize, duration: Duration) -> Self {
        let items = Vec::with_capacity(size);
        Self { stream: stream.fuse(), deadline: None, duration, items, size }
    }

    /// Takes the items that are no full group.
    pub fn into_remainder(self: Pin<&mut Self>) -> Vec<S::Item> {
        mem::take(self.project().items)
    }
}

impl<S: Stream> Stream for ChunksTimeout<S> {
    type Item = Vec<S::Item>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        while let Poll::Ready(next) = this.stream.as_mut().poll_next(cx) {
            let Some(item) = next else {
                let last = mem::take(this.items);
                return Poll::Ready((!last.is_empty()).then_some(last));
            };
            if this.items.is_empty() {
                this.deadline.set(Some(sleep(*this.duration)));
                this.items.reserve_exact(*this.size);
            }
            this.items.push(item);
            if this.items.len() >= *this.size {
                return Poll::Ready(Some(mem::take(this.items)));
            }
        }
        if this.items.is_empty() {
            return Poll::Pending;
        }
        if let Some(deadline) = this.deadline.as_pin_mut() {
            ready!(deadline.poll(cx));
        }
        Poll::Ready(Some(mem::take(this.items)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let begun = usize::from(!self.items.is_empty());
        let (lower, upper) = self.stream.size_hint();
        let lower = (lower / self.size).saturating_add(begun);
        (lower, upper.and_then(|upper| upper.checked_add(begun)))
    }
}

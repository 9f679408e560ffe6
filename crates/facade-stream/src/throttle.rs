//! `StreamExt::throttle`.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use facade::time::{Instant, Sleep, sleep_until};
use pin_project_lite::pin_project;
use real_stream::Stream;

pin_project! {
    /// Items, not faster than a duration. See `tokio_stream::StreamExt::throttle`.
    #[derive(Debug)]
    #[must_use = "streams do nothing unless polled"]
    pub struct Throttle<S> {
        #[pin]
        delay: Sleep,
        duration: Duration,
        // The time since the last item has been waited for.
        rested: bool,
        #[pin]
        stream: S,
    }
}

impl<S: Stream> Throttle<S> {
    pub(crate) fn new(stream: S, duration: Duration) -> Self {
        Self { delay: sleep_until(Instant::now() + duration), duration, rested: true, stream }
    }
}

impl<S> Throttle<S> {
    /// The stream.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream.
    pub fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The stream.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: Stream> Stream for Throttle<S> {
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let mut this = self.project();
        let slows = !this.duration.is_zero();
        if slows && !*this.rested {
            ready!(this.delay.as_mut().poll(cx));
            *this.rested = true;
        }
        let item = ready!(this.stream.poll_next(cx));
        if item.is_some() {
            if slows {
                this.delay.reset(Instant::now() + *this.duration);
            }
            *this.rested = false;
        }
        Poll::Ready(item)
    }
}

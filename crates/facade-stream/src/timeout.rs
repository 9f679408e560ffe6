//! `StreamExt::timeout`.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::{fmt, io};

use facade::time::{Instant, Sleep, sleep_until};
use pin_project_lite::pin_project;
use real_stream::adapters::Fuse;
use real_stream::{Stream, StreamExt};

pin_project! {
    /// Items, or an error for each that does not come in time. See `tokio_stream::adapters::Timeout`.
    #[derive(Debug)]
    #[must_use = "streams do nothing unless polled"]
    pub struct Timeout<S> {
        #[pin]
        stream: Fuse<S>,
        #[pin]
        deadline: Sleep,
        duration: Duration,
        // The error is given once for each item that is late.
        armed: bool,
    }
}

impl<S: Stream> Timeout<S> {
    pub(crate) fn new(stream: S, duration: Duration) -> Self {
        let deadline = sleep_until(Instant::now() + duration);
        Self { stream: stream.fuse(), deadline, duration, armed: true }
    }
}

impl<S: Stream> Stream for Timeout<S> {
    type Item = Result<S::Item, Elapsed>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.project();
        if let Poll::Ready(item) = this.stream.poll_next(cx) {
            if item.is_some() {
                this.deadline.reset(Instant::now() + *this.duration);
                *this.armed = true;
            }
            return Poll::Ready(item.map(Ok));
        }
        if !*this.armed {
            return Poll::Pending;
        }
        ready!(this.deadline.poll(cx));
        *this.armed = false;
        Poll::Ready(Some(Err(Elapsed::new())))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (lower, upper) = self.stream.size_hint();
        // An error before each item and one more.
        (lower, upper.and_then(|upper| upper.checked_mul(2)?.checked_add(1)))
    }
}

/// No item came in time. See `tokio_stream::Elapsed`.
#[derive(Debug, PartialEq, Eq)]
pub struct Elapsed(());

impl Elapsed {
    pub(crate) fn new() -> Self {
        Self(())
    }
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        "deadline has elapsed".fmt(f)
    }
}

impl Error for Elapsed {}

impl From<Elapsed> for io::Error {
    fn from(_: Elapsed) -> Self {
        io::ErrorKind::TimedOut.into()
    }
}

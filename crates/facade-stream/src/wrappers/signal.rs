//! `tokio_stream::wrappers::SignalStream`.

use std::pin::Pin;
use std::task::{Context, Poll};

use facade::signal::unix::Signal;
use real_stream::Stream;

/// A signal as a stream. See `tokio_stream::wrappers::SignalStream`.
#[derive(Debug)]
pub struct SignalStream {
    inner: Signal,
}

impl SignalStream {
    /// A stream of what `signal` receives.
    pub fn new(signal: Signal) -> Self {
        Self { inner: signal }
    }

    /// The signal.
    pub fn into_inner(self) -> Signal {
        self.inner
    }
}

impl Stream for SignalStream {
    type Item = ();

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<()>> {
        self.inner.poll_recv(cx)
    }
}

impl AsRef<Signal> for SignalStream {
    fn as_ref(&self) -> &Signal {
        &self.inner
    }
}

impl AsMut<Signal> for SignalStream {
    fn as_mut(&mut self) -> &mut Signal {
        &mut self.inner
    }
}

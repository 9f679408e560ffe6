//! The receiving halves of channels as streams.

use std::pin::Pin;
use std::task::{Context, Poll};

use facade::sync::mpsc::{Receiver, UnboundedReceiver};
use real_stream::Stream;

macro_rules! receiver_stream {
    ($(#[$doc:meta])* $stream:ident, $receiver:ident, $most:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $stream<T> {
            inner: $receiver<T>,
        }

        impl<T> $stream<T> {
            /// The messages of a channel.
            pub fn new(inner: $receiver<T>) -> Self {
                Self { inner }
            }

            /// The receiver.
            pub fn into_inner(self) -> $receiver<T> {
                self.inner
            }

            /// Refuses further messages.
            pub fn close(&mut self) {
                self.inner.close();
            }
        }

        impl<T> Stream for $stream<T> {
            type Item = T;

            fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
                self.inner.poll_recv(cx)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                let most: fn(&$receiver<T>) -> usize = $most;
                (self.inner.len(), self.inner.is_closed().then(|| most(&self.inner)))
            }
        }

        impl<T> AsRef<$receiver<T>> for $stream<T> {
            fn as_ref(&self) -> &$receiver<T> {
                &self.inner
            }
        }

        impl<T> AsMut<$receiver<T>> for $stream<T> {
            fn as_mut(&mut self) -> &mut $receiver<T> {
                &mut self.inner
            }
        }

        impl<T> From<$receiver<T>> for $stream<T> {
            fn from(inner: $receiver<T>) -> Self {
                Self::new(inner)
            }
        }
    };
}

receiver_stream! {
    /// The messages of a bounded channel. See `tokio_stream::wrappers::ReceiverStream`.
    ReceiverStream, Receiver, |inner| inner.max_capacity() - inner.capacity()
}
receiver_stream! {
    /// The messages of an unbounded channel. See `tokio_stream::wrappers::UnboundedReceiverStream`.
    UnboundedReceiverStream, UnboundedReceiver, UnboundedReceiver::len
}

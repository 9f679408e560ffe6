//! The receiving halves.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use engine::Restore;
use real_tokio::sync::mpsc as real;
use trace::{Op, OpPhase};

use super::error::TryRecvError;
use super::{EMPTY, Record};
use crate::blocking::{block_on, wait};
use crate::op::{Waiting, operation};

macro_rules! receiver {
    ($(#[$doc:meta])* $name:ident, $note:expr) => {
        $(#[$doc])*
        pub struct $name<T> {
            inner: Option<real::$name<T>>,
            record: Arc<Record>,
            /// The wait of a receiver that is polled by hand.
            waiting: Waiting,
        }

        impl<T> $name<T> {
            pub(super) fn new(receiver: real::$name<T>, record: Arc<Record>) -> Self {
                Self { inner: Some(receiver), record, waiting: Waiting::default() }
            }

            fn inner(&self) -> &real::$name<T> {
                self.inner.as_ref().expect(EMPTY)
            }

            /// Receives a message; waits while the channel is empty; `None` once it is empty and
            /// every sender is gone.
            pub async fn recv(&mut self) -> Option<T> {
                let inner = self.inner.as_mut().expect(EMPTY);
                let receive = poll_fn(|cx| inner.poll_recv(cx));
                let message = operation(&self.record.resource, Op::Receive, receive).await;
                self.received(message.is_some());
                message
            }

            /// Receives up to `limit` messages into `buffer`; returns how many. Waits while there are none.
            pub async fn recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {
                let inner = self.inner.as_mut().expect(EMPTY);
                let receive = poll_fn(|cx| inner.poll_recv_many(cx, buffer, limit));
                let count = operation(&self.record.resource, Op::Receive, receive).await;
                self.received(count > 0);
                count
            }

            /// Polls for a message.
            pub fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
                self.poll(cx, |inner, cx| inner.poll_recv(cx), Option::is_some)
            }

            /// Polls for up to `limit` messages into `buffer`; returns how many.
            pub fn poll_recv_many(
                &mut self,
                cx: &mut Context<'_>,
                buffer: &mut Vec<T>,
                limit: usize,
            ) -> Poll<usize> {
                let receive = |inner: &mut real::$name<T>, cx: &mut Context<'_>| {
                    inner.poll_recv_many(cx, buffer, limit)
                };
                self.poll(cx, receive, |count| *count > 0)
            }

            fn poll<R>(
                &mut self,
                cx: &mut Context<'_>,
                receive: impl FnOnce(&mut real::$name<T>, &mut Context<'_>) -> Poll<R>,
                any: impl FnOnce(&R) -> bool,
            ) -> Poll<R> {
                let budget = ready!(Restore::poll_proceed(cx));
                let inner = self.inner.as_mut().expect(EMPTY);
                let resource = &self.record.resource;
                match resource.within(|| receive(inner, cx)) {
                    Poll::Pending => {
                        self.waiting.begin(resource, Op::Receive);
                        Poll::Pending
                    }
                    Poll::Ready(result) => {
                        budget.made_progress();
                        self.waiting.end(resource);
                        self.received(any(&result));
                        Poll::Ready(result)
                    }
                }
            }

            /// Receives a message if there is one.
            ///
            /// # Errors
            /// If there is no message now, or if every sender is gone, too.
            pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
                let inner = self.inner.as_mut().expect(EMPTY);
                let message = self.record.resource.within(|| inner.try_recv());
                self.received(message.is_ok());
                message
            }

            /// Receives a message, outside of async code.
            ///
            /// # Panics
            /// In async code.
            #[track_caller]
            pub fn blocking_recv(&mut self) -> Option<T> {
                block_on(self.recv())
            }

            #[doc(hidden)]
            pub async fn __blocking_recv(&mut self) -> Option<T> {
                wait(self.recv()).await
            }

            /// Like [`recv_many`](Self::recv_many), outside of async code.
            ///
            /// # Panics
            /// In async code.
            #[track_caller]
            pub fn blocking_recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {
                block_on(self.recv_many(buffer, limit))
            }

            #[doc(hidden)]
            pub async fn __blocking_recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {
                wait(self.recv_many(buffer, limit)).await
            }

            fn received(&self, received: bool) {
                let phase = if received { OpPhase::Done } else { OpPhase::Refused };
                let note: fn(&Record, &real::$name<T>) = $note;
                note(&self.record, self.inner());
                self.record.resource.op(Op::Receive, phase);
                self.record.resource.state();
            }

            /// Refuses further messages; those in the channel can still be received.
            pub fn close(&mut self) {
                self.record.resource.op(Op::Close, OpPhase::Done);
                let inner = self.inner.as_mut().expect(EMPTY);
                self.record.resource.within(|| inner.close());
            }

            /// Whether the channel is closed.
            pub fn is_closed(&self) -> bool {
                self.inner().is_closed()
            }

            /// Whether the channel holds no messages.
            pub fn is_empty(&self) -> bool {
                self.inner().is_empty()
            }

            /// How many messages the channel holds.
            pub fn len(&self) -> usize {
                self.inner().len()
            }

            /// How many senders there are.
            pub fn sender_strong_count(&self) -> usize {
                self.inner().sender_strong_count()
            }

            /// How many weak senders there are.
            pub fn sender_weak_count(&self) -> usize {
                self.inner().sender_weak_count()
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.inner().fmt(f)
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                let resource = &self.record.resource;
                self.waiting.abandon(resource, Op::Receive);
                let inner = self.inner.take();
                if inner.as_ref().is_some_and(|inner| !inner.is_closed()) {
                    resource.op(Op::Close, OpPhase::Done);
                }
                resource.within(|| drop(inner));
            }
        }
    };
}

receiver! {
    /// Receives messages. See `tokio::sync::mpsc::Receiver`.
    Receiver, |record, inner| record.bounded(inner.capacity())
}
receiver! {
    /// Receives messages. See `tokio::sync::mpsc::UnboundedReceiver`.
    UnboundedReceiver, |record, inner| record.unbounded(inner.len())
}

impl<T> Receiver<T> {
    /// How many places are free.
    pub fn capacity(&self) -> usize {
        self.inner().capacity()
    }

    /// How many places the channel has.
    pub fn max_capacity(&self) -> usize {
        self.inner().max_capacity()
    }
}

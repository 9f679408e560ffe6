//! `tokio::sync::mpsc`, bounded.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use engine::{Figures, Resource};
use real_tokio::sync::mpsc as real;
use trace::{Op, OpPhase, ResourceKind};

use crate::op::operation;

/// Errors of this module.
pub mod error {
    pub use real_tokio::sync::mpsc::error::{SendError, TryRecvError, TrySendError};
}

/// A channel with room for `buffer` messages. See `tokio::sync::mpsc::channel`.
///
/// # Panics
/// If the buffer is 0.
pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {
    let resource = Arc::new(Resource::new(ResourceKind::Mpsc, "channel", buffer, None));
    let (sender, receiver) = real::channel(buffer);
    let sender = Sender { inner: Some(sender), resource: Arc::clone(&resource) };
    (sender, Receiver { inner: Some(receiver), resource })
}

const EMPTY: &str = "a half of a channel is emptied only by its drop";

/// Sends messages. See `tokio::sync::mpsc::Sender`.
#[derive(Debug)]
pub struct Sender<T> {
    inner: Option<real::Sender<T>>,
    resource: Arc<Resource>,
}

impl<T> Sender<T> {
    fn inner(&self) -> &real::Sender<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Sends a message; waits while the channel is full.
    ///
    /// # Errors
    /// The message, if the receiver is gone.
    pub async fn send(&self, value: T) -> Result<(), error::SendError<T>> {
        // Room first, then the message: so the record of the message stands before the wake that
        // it causes, and in no poll does half of it happen.
        match operation(&self.resource, Op::Send, self.inner().reserve()).await {
            Ok(permit) => {
                self.sent(|| permit.send(value));
                Ok(())
            }
            Err(_) => {
                self.resource.op(Op::Send, OpPhase::Refused);
                Err(error::SendError(value))
            }
        }
    }

    /// Sends a message if there is room.
    ///
    /// # Errors
    /// The message, if the channel is full or the receiver is gone.
    pub fn try_send(&self, value: T) -> Result<(), error::TrySendError<T>> {
        match self.inner().try_reserve() {
            Ok(permit) => {
                self.sent(|| permit.send(value));
                Ok(())
            }
            Err(error) => {
                self.resource.op(Op::Send, OpPhase::Refused);
                Err(match error {
                    error::TrySendError::Full(()) => error::TrySendError::Full(value),
                    error::TrySendError::Closed(()) => error::TrySendError::Closed(value),
                })
            }
        }
    }

    /// With a permit taken, records the message that `send` then sends.
    fn sent(&self, send: impl FnOnce()) {
        self.resource.set(figures(self.inner().capacity(), self.inner().max_capacity()));
        self.resource.op(Op::Send, OpPhase::Done);
        self.resource.state();
        self.resource.within(send);
    }

    /// Waits until the receiver is gone.
    pub async fn closed(&self) {
        self.inner().closed().await;
    }

    /// Whether the receiver is gone.
    pub fn is_closed(&self) -> bool {
        self.inner().is_closed()
    }

    /// Free places.
    pub fn capacity(&self) -> usize {
        self.inner().capacity()
    }

    /// All places.
    pub fn max_capacity(&self) -> usize {
        self.inner().max_capacity()
    }

    /// Whether both send into the same channel.
    pub fn same_channel(&self, other: &Self) -> bool {
        self.inner().same_channel(other.inner())
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), resource: Arc::clone(&self.resource) }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        if inner.as_ref().is_some_and(|inner| inner.strong_count() == 1) {
            self.resource.op(Op::Close, OpPhase::Done);
        }
        self.resource.within(|| drop(inner));
    }
}

/// Receives messages. See `tokio::sync::mpsc::Receiver`.
#[derive(Debug)]
pub struct Receiver<T> {
    inner: Option<real::Receiver<T>>,
    resource: Arc<Resource>,
}

impl<T> Receiver<T> {
    fn inner(&self) -> &real::Receiver<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Receives a message; waits while the channel is empty; `None` once it is empty and every
    /// sender is gone.
    pub async fn recv(&mut self) -> Option<T> {
        let inner = self.inner.as_mut().expect(EMPTY);
        let receive = poll_fn(|cx| inner.poll_recv(cx));
        let message = operation(&self.resource, Op::Receive, receive).await;
        self.received(message.is_some());
        message
    }

    /// Receives up to `limit` messages into `buffer`; how many.
    pub async fn recv_many(&mut self, buffer: &mut Vec<T>, limit: usize) -> usize {
        let inner = self.inner.as_mut().expect(EMPTY);
        let receive = poll_fn(|cx| inner.poll_recv_many(cx, buffer, limit));
        let count = operation(&self.resource, Op::Receive, receive).await;
        self.received(count > 0);
        count
    }

    /// Polls for a message.
    pub fn poll_recv(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let inner = self.inner.as_mut().expect(EMPTY);
        let message = self.resource.within(|| inner.poll_recv(cx));
        if let Poll::Ready(message) = &message {
            self.received(message.is_some());
        }
        message
    }

    /// Receives a message if there is one.
    ///
    /// # Errors
    /// If there is none, or never will be.
    pub fn try_recv(&mut self) -> Result<T, error::TryRecvError> {
        let inner = self.inner.as_mut().expect(EMPTY);
        let message = self.resource.within(|| inner.try_recv());
        self.received(message.is_ok());
        message
    }

    fn received(&self, received: bool) {
        let phase = if received { OpPhase::Done } else { OpPhase::Refused };
        self.resource.set(figures(self.inner().capacity(), self.inner().max_capacity()));
        self.resource.op(Op::Receive, phase);
        self.resource.state();
    }

    /// Refuses further messages; those in the channel can still be received.
    pub fn close(&mut self) {
        self.resource.op(Op::Close, OpPhase::Done);
        let inner = self.inner.as_mut().expect(EMPTY);
        self.resource.within(|| inner.close());
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.inner().is_closed()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.inner().is_empty()
    }

    /// Messages in it.
    pub fn len(&self) -> usize {
        self.inner().len()
    }

    /// Free places.
    pub fn capacity(&self) -> usize {
        self.inner().capacity()
    }

    /// All places.
    pub fn max_capacity(&self) -> usize {
        self.inner().max_capacity()
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        if inner.as_ref().is_some_and(|inner| !inner.is_closed()) {
            self.resource.op(Op::Close, OpPhase::Done);
        }
        self.resource.within(|| drop(inner));
    }
}

/// A place that is reserved or filled is not free.
fn figures(free: usize, all: usize) -> Figures {
    Figures { len: all - free, permits: free }
}

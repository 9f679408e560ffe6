//! The sending half of an unbounded channel.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use real_tokio::sync::mpsc as real;
use trace::{Op, OpPhase};

use super::error::SendError;
use super::receiver::UnboundedReceiver;
use super::weak::WeakUnboundedSender;
use super::{EMPTY, Record};
use crate::op::free_operation;

/// A channel that is never full. See `tokio::sync::mpsc::unbounded_channel`.
pub fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {
    let (sender, receiver) = real::unbounded_channel();
    let record = Arc::new(Record::new(0));
    let sender = UnboundedSender { inner: Some(sender), record: Arc::clone(&record) };
    (sender, UnboundedReceiver::new(receiver, record))
}

/// Sends messages. See `tokio::sync::mpsc::UnboundedSender`.
pub struct UnboundedSender<T> {
    pub(super) inner: Option<real::UnboundedSender<T>>,
    pub(super) record: Arc<Record>,
}

impl<T> UnboundedSender<T> {
    fn inner(&self) -> &real::UnboundedSender<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Sends a message.
    ///
    /// # Errors
    /// The message, if the receiver is gone.
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        let resource = &self.record.resource;
        if self.inner().is_closed() {
            resource.op(Op::Send, OpPhase::Refused);
            return self.inner().send(value);
        }
        self.record.unbounded(self.record.queued.load(Relaxed) + 1);
        resource.op(Op::Send, OpPhase::Done);
        resource.state();
        resource.within(|| self.inner().send(value))
    }

    /// Waits until the receiver is gone.
    pub async fn closed(&self) {
        free_operation(&self.record.resource, Op::Wait, self.inner().closed()).await;
    }

    /// Whether the receiver is gone.
    pub fn is_closed(&self) -> bool {
        self.inner().is_closed()
    }

    /// Whether both send into the same channel.
    pub fn same_channel(&self, other: &Self) -> bool {
        self.inner().same_channel(other.inner())
    }

    /// A sender that does not keep the channel open.
    #[must_use = "Downgrade creates a WeakSender without destroying the original non-weak sender."]
    pub fn downgrade(&self) -> WeakUnboundedSender<T> {
        WeakUnboundedSender { inner: self.inner().downgrade(), record: Arc::clone(&self.record) }
    }

    /// How many senders there are.
    pub fn strong_count(&self) -> usize {
        self.inner().strong_count()
    }

    /// How many weak senders there are.
    pub fn weak_count(&self) -> usize {
        self.inner().weak_count()
    }
}

impl<T> Clone for UnboundedSender<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), record: Arc::clone(&self.record) }
    }
}

impl<T> fmt::Debug for UnboundedSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner().fmt(f)
    }
}

impl<T> Drop for UnboundedSender<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        if inner.as_ref().is_some_and(|inner| inner.strong_count() == 1) {
            self.record.resource.op(Op::Close, OpPhase::Done);
        }
        self.record.resource.within(|| drop(inner));
    }
}

//! `tokio::sync::broadcast`.

use std::fmt;
use std::sync::Arc;

use engine::{Figures, Resource};
use real_tokio::sync::broadcast as real;
use trace::{Op, OpPhase, ResourceKind};

use crate::blocking::{block_on, wait};
use crate::op::{free_operation, operation};

/// Errors of this module.
pub use real::error;

/// A channel each receiver of which gets each value. See `tokio::sync::broadcast::channel`.
///
/// # Panics
/// If the capacity is 0 or more than `usize::MAX / 2`.
#[track_caller]
pub fn channel<T: Clone>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = real::channel(capacity);
    let sender = Sender::made(sender, capacity);
    let receiver = sender.receiver(receiver);
    (sender, receiver)
}

const EMPTY: &str = "a half of a channel is emptied only by its drop";

/// Sends values. See `tokio::sync::broadcast::Sender`.
pub struct Sender<T> {
    inner: Option<real::Sender<T>>,
    resource: Arc<Resource>,
}

impl<T> Sender<T> {
    /// A sender without receivers.
    ///
    /// # Panics
    /// If the capacity is 0 or more than `usize::MAX / 2`.
    #[track_caller]
    pub fn new(capacity: usize) -> Self {
        Self::made(real::Sender::new(capacity), capacity)
    }

    fn made(sender: real::Sender<T>, capacity: usize) -> Self {
        // tokio keeps a power of two of them.
        let room = capacity.next_power_of_two();
        let resource = Resource::new(ResourceKind::Broadcast, "broadcast", room, None);
        Self { inner: Some(sender), resource: Arc::new(resource) }
    }

    fn receiver(&self, inner: real::Receiver<T>) -> Receiver<T> {
        let (sender, resource) = (self.inner().downgrade(), Arc::clone(&self.resource));
        Receiver { inner: Some(inner), sender, resource }
    }

    fn inner(&self) -> &real::Sender<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Sends a value to all receivers; how many they are.
    ///
    /// # Errors
    /// The value, if there is no receiver.
    pub fn send(&self, value: T) -> Result<usize, error::SendError<T>> {
        if self.inner().receiver_count() == 0 {
            self.resource.op(Op::Send, OpPhase::Refused);
            return self.inner().send(value);
        }
        self.resource.op(Op::Send, OpPhase::Done);
        let result = self.resource.within(|| self.inner().send(value));
        note(&self.resource, self.inner().len());
        result
    }

    /// Another receiver, of what is sent from now on.
    pub fn subscribe(&self) -> Receiver<T> {
        self.receiver(self.inner().subscribe())
    }

    /// A sender that does not keep the channel open.
    pub fn downgrade(&self) -> WeakSender<T> {
        WeakSender { inner: self.inner().downgrade(), resource: Arc::clone(&self.resource) }
    }

    /// Values that some receiver has still to get.
    pub fn len(&self) -> usize {
        self.inner().len()
    }

    /// Whether each receiver has got all values.
    pub fn is_empty(&self) -> bool {
        self.inner().is_empty()
    }

    /// How many receivers there are.
    pub fn receiver_count(&self) -> usize {
        self.inner().receiver_count()
    }

    /// Whether both send into the same channel.
    pub fn same_channel(&self, other: &Self) -> bool {
        self.inner().same_channel(other.inner())
    }

    /// Waits until there is no receiver.
    pub async fn closed(&self) {
        free_operation(&self.resource, Op::Wait, self.inner().closed()).await;
    }

    /// How many senders there are.
    pub fn strong_count(&self) -> usize {
        self.inner().strong_count()
    }

    /// How many weak senders there are.
    pub fn weak_count(&self) -> usize {
        // Each of our receivers has one.
        self.inner().weak_count() - self.inner().receiver_count()
    }
}

fn note(resource: &Resource, len: usize) {
    resource.set(Figures { len, permits: 0 });
    resource.state();
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

/// A sender that does not keep its channel open. See `tokio::sync::broadcast::WeakSender`.
pub struct WeakSender<T> {
    inner: real::WeakSender<T>,
    resource: Arc<Resource>,
}

impl<T> WeakSender<T> {
    /// A sender, if there is still one.
    #[must_use = "Downgrade creates a WeakSender without destroying the original non-weak sender."]
    pub fn upgrade(&self) -> Option<Sender<T>> {
        let inner = Some(self.inner.upgrade()?);
        Some(Sender { inner, resource: Arc::clone(&self.resource) })
    }

    /// How many senders there are.
    pub fn strong_count(&self) -> usize {
        self.inner.strong_count()
    }

    /// How many weak senders there are.
    pub fn weak_count(&self) -> usize {
        let receivers = self.inner.upgrade().map_or(0, |sender| sender.receiver_count());
        self.inner.weak_count() - receivers
    }
}

impl<T> Clone for WeakSender<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), resource: Arc::clone(&self.resource) }
    }
}

/// Receives values. See `tokio::sync::broadcast::Receiver`.
pub struct Receiver<T> {
    inner: Option<real::Receiver<T>>,
    /// It knows how many values the channel keeps.
    sender: real::WeakSender<T>,
    resource: Arc<Resource>,
}

impl<T> Receiver<T> {
    fn inner(&self) -> &real::Receiver<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Values that it has still to get.
    pub fn len(&self) -> usize {
        self.inner().len()
    }

    /// Whether it has got all values.
    pub fn is_empty(&self) -> bool {
        self.inner().is_empty()
    }

    /// Whether both receive from the same channel.
    pub fn same_channel(&self, other: &Self) -> bool {
        self.inner().same_channel(other.inner())
    }

    /// How many senders there are.
    pub fn sender_strong_count(&self) -> usize {
        self.inner().sender_strong_count()
    }

    /// How many weak senders there are.
    pub fn sender_weak_count(&self) -> usize {
        let receivers = self.sender.upgrade().map_or(0, |sender| sender.receiver_count());
        self.inner().sender_weak_count() - receivers
    }

    /// Whether the senders are gone.
    pub fn is_closed(&self) -> bool {
        self.inner().is_closed()
    }
}

impl<T: Clone> Receiver<T> {
    /// Another receiver, of what is sent from now on.
    pub fn resubscribe(&self) -> Self {
        let (sender, resource) = (self.sender.clone(), Arc::clone(&self.resource));
        Self { inner: Some(self.inner().resubscribe()), sender, resource }
    }

    /// Receives the next value; waits while there is none.
    ///
    /// # Errors
    /// If the senders are gone, or it was too slow and values are lost to it.
    pub async fn recv(&mut self) -> Result<T, error::RecvError> {
        let receive = self.inner.as_mut().expect(EMPTY).recv();
        let result = operation(&self.resource, Op::Receive, receive).await;
        self.received(match &result {
            Ok(_) => OpPhase::Done,
            Err(error::RecvError::Lagged(_)) => OpPhase::Lagged,
            Err(error::RecvError::Closed) => OpPhase::Refused,
        });
        result
    }

    /// Receives the next value if there is one.
    ///
    /// # Errors
    /// If there is none or never will be, or it was too slow and values are lost to it.
    pub fn try_recv(&mut self) -> Result<T, error::TryRecvError> {
        let inner = self.inner.as_mut().expect(EMPTY);
        let result = self.resource.within(|| inner.try_recv());
        self.received(match &result {
            Ok(_) => OpPhase::Done,
            Err(error::TryRecvError::Lagged(_)) => OpPhase::Lagged,
            Err(_) => OpPhase::Refused,
        });
        result
    }

    /// Receives the next value, outside of async code.
    ///
    /// # Errors
    /// As [`Receiver::recv`].
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_recv(&mut self) -> Result<T, error::RecvError> {
        block_on(self.recv())
    }

    #[doc(hidden)]
    pub async fn __blocking_recv(&mut self) -> Result<T, error::RecvError> {
        wait(self.recv()).await
    }

    fn received(&self, phase: OpPhase) {
        self.resource.op(Op::Receive, phase);
        let kept = self.sender.upgrade().map(|sender| sender.len());
        note(&self.resource, kept.unwrap_or_else(|| self.inner().len()));
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        self.resource.within(|| drop(inner));
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broadcast::Sender")
    }
}

impl<T> fmt::Debug for WeakSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broadcast::WeakSender")
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broadcast::Receiver")
    }
}

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

/// A channel in which each receiver gets each value. See `tokio::sync::broadcast::channel`.
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

/// How many of a channel's weak senders are the facade's own, see [`Shared`].
const OWN: usize = 1;

const EMPTY: &str = "a half of a channel is emptied only by its drop";

/// What all senders and receivers of a channel share.
struct Shared<T> {
    resource: Resource,
    /// Tells how many values the channel holds. tokio counts it among the weak senders.
    sender: real::WeakSender<T>,
}

/// Sends values. See `tokio::sync::broadcast::Sender`.
pub struct Sender<T> {
    inner: Option<real::Sender<T>>,
    shared: Arc<Shared<T>>,
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
        // tokio rounds the capacity up to a power of two.
        let room = capacity.next_power_of_two();
        let resource = Resource::unnamed(ResourceKind::Broadcast, room);
        let shared = Shared { resource, sender: sender.downgrade() };
        Self { inner: Some(sender), shared: Arc::new(shared) }
    }

    fn receiver(&self, inner: real::Receiver<T>) -> Receiver<T> {
        Receiver { inner: Some(inner), shared: Arc::clone(&self.shared) }
    }

    fn inner(&self) -> &real::Sender<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Sends a value to all receivers; returns how many there are.
    ///
    /// # Errors
    /// The value, if there is no receiver.
    pub fn send(&self, value: T) -> Result<usize, error::SendError<T>> {
        if self.inner().receiver_count() == 0 {
            self.shared.resource.op(Op::Send, OpPhase::Refused);
            return self.inner().send(value);
        }
        self.shared.resource.op(Op::Send, OpPhase::Done);
        let result = self.shared.resource.within(|| self.inner().send(value));
        note(&self.shared.resource, self.inner().len());
        result
    }

    /// Another receiver, for values that are sent from now on.
    pub fn subscribe(&self) -> Receiver<T> {
        self.receiver(self.inner().subscribe())
    }

    /// A sender that does not keep the channel open.
    pub fn downgrade(&self) -> WeakSender<T> {
        WeakSender { inner: self.inner().downgrade(), shared: Arc::clone(&self.shared) }
    }

    /// How many values have not been received by all receivers.
    pub fn len(&self) -> usize {
        self.inner().len()
    }

    /// Whether all receivers have received all values.
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

    /// Waits until there are no receivers.
    pub async fn closed(&self) {
        free_operation(&self.shared.resource, Op::Wait, self.inner().closed()).await;
    }

    /// How many senders there are.
    pub fn strong_count(&self) -> usize {
        self.inner().strong_count()
    }

    /// How many weak senders there are.
    pub fn weak_count(&self) -> usize {
        self.inner().weak_count() - OWN
    }
}

fn note(resource: &Resource, len: usize) {
    resource.set(Figures { len, permits: 0 });
    resource.state();
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), shared: Arc::clone(&self.shared) }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        if inner.as_ref().is_some_and(|inner| inner.strong_count() == 1) {
            self.shared.resource.op(Op::Close, OpPhase::Done);
        }
        self.shared.resource.within(|| drop(inner));
    }
}

/// A sender that does not keep its channel open. See `tokio::sync::broadcast::WeakSender`.
pub struct WeakSender<T> {
    inner: real::WeakSender<T>,
    shared: Arc<Shared<T>>,
}

impl<T> WeakSender<T> {
    /// A sender, if there is still one.
    #[must_use = "Downgrade creates a WeakSender without destroying the original non-weak sender."]
    pub fn upgrade(&self) -> Option<Sender<T>> {
        let inner = Some(self.inner.upgrade()?);
        Some(Sender { inner, shared: Arc::clone(&self.shared) })
    }

    /// How many senders there are.
    pub fn strong_count(&self) -> usize {
        self.inner.strong_count()
    }

    /// How many weak senders there are.
    pub fn weak_count(&self) -> usize {
        self.inner.weak_count() - OWN
    }
}

impl<T> Clone for WeakSender<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), shared: Arc::clone(&self.shared) }
    }
}

/// Receives values. See `tokio::sync::broadcast::Receiver`.
pub struct Receiver<T> {
    inner: Option<real::Receiver<T>>,
    shared: Arc<Shared<T>>,
}

impl<T> Receiver<T> {
    fn inner(&self) -> &real::Receiver<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// How many values this receiver has still to receive.
    pub fn len(&self) -> usize {
        self.inner().len()
    }

    /// Whether this receiver has received all values.
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
        self.inner().sender_weak_count() - OWN
    }

    /// Whether all senders are gone.
    pub fn is_closed(&self) -> bool {
        self.inner().is_closed()
    }
}

impl<T: Clone> Receiver<T> {
    /// Another receiver, for values that are sent from now on.
    pub fn resubscribe(&self) -> Self {
        Self { inner: Some(self.inner().resubscribe()), shared: Arc::clone(&self.shared) }
    }

    /// Receives the next value; waits while there is none.
    ///
    /// # Errors
    /// If all senders are gone, or if this receiver was too slow and has missed values.
    pub async fn recv(&mut self) -> Result<T, error::RecvError> {
        let receive = self.inner.as_mut().expect(EMPTY).recv();
        let result = operation(&self.shared.resource, Op::Receive, receive).await;
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
    /// If there is no value now, if all senders are gone, or if this receiver was too slow and has missed values.
    pub fn try_recv(&mut self) -> Result<T, error::TryRecvError> {
        let inner = self.inner.as_mut().expect(EMPTY);
        let result = self.shared.resource.within(|| inner.try_recv());
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
        self.shared.resource.op(Op::Receive, phase);
        let kept = self.shared.sender.upgrade().map(|sender| sender.len());
        note(&self.shared.resource, kept.unwrap_or_else(|| self.inner().len()));
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        self.shared.resource.within(|| drop(inner));
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

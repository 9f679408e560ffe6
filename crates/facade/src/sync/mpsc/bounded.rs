//! The sending half of a bounded channel.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use real_tokio::sync::mpsc as real;
use trace::{Op, OpPhase};

use super::error::{SendError, SendTimeoutError, TrySendError};
use super::permit::{OwnedPermit, Permit, PermitIterator};
use super::receiver::Receiver;
use super::weak::WeakSender;
use super::{EMPTY, Record};
use crate::blocking::{block_on, wait};
use crate::op::{acquisition, free_operation};
use crate::time::timeout;

/// A channel with room for `buffer` messages. See `tokio::sync::mpsc::channel`.
///
/// # Panics
/// If the buffer is 0.
#[track_caller]
pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = real::channel(buffer);
    let record = Arc::new(Record::new(buffer));
    let sender = Sender { inner: Some(sender), record: Arc::clone(&record) };
    (sender, Receiver::new(receiver, record))
}

/// Sends messages. See `tokio::sync::mpsc::Sender`.
pub struct Sender<T> {
    pub(super) inner: Option<real::Sender<T>>,
    pub(super) record: Arc<Record>,
}

impl<T> Sender<T> {
    fn inner(&self) -> &real::Sender<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Sends a message; waits while the channel is full.
    ///
    /// # Errors
    /// The message, if the receiver is gone.
    pub async fn send(&self, value: T) -> Result<(), SendError<T>> {
        // Room first, then the message: so the message is recorded before the wake that it causes, and no poll does
        // only half of both.
        match acquisition(&self.record.resource, Op::Send, self.inner().reserve(), Result::is_ok)
            .await
        {
            Ok(permit) => {
                self.sent(|| permit.send(value));
                Ok(())
            }
            Err(_) => {
                self.refused();
                Err(SendError(value))
            }
        }
    }

    /// Sends a message; waits for room no longer than `duration`.
    ///
    /// # Errors
    /// The message, if there was no room in time or the receiver is gone.
    pub async fn send_timeout(
        &self,
        value: T,
        duration: Duration,
    ) -> Result<(), SendTimeoutError<T>> {
        match timeout(duration, self.reserve()).await {
            Ok(Ok(permit)) => {
                permit.send(value);
                Ok(())
            }
            Ok(Err(_)) => Err(SendTimeoutError::Closed(value)),
            Err(_) => Err(SendTimeoutError::Timeout(value)),
        }
    }

    /// Sends a message, outside of async code.
    ///
    /// # Errors
    /// The message, if the receiver is gone.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_send(&self, value: T) -> Result<(), SendError<T>> {
        block_on(self.send(value))
    }

    #[doc(hidden)]
    pub async fn __blocking_send(&self, value: T) -> Result<(), SendError<T>> {
        wait(self.send(value)).await
    }

    /// Sends a message if there is room.
    ///
    /// # Errors
    /// The message, if the channel is full or the receiver is gone.
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        match self.inner().try_reserve() {
            Ok(permit) => {
                self.sent(|| permit.send(value));
                Ok(())
            }
            Err(error) => {
                self.refused();
                Err(match error {
                    TrySendError::Full(()) => TrySendError::Full(value),
                    TrySendError::Closed(()) => TrySendError::Closed(value),
                })
            }
        }
    }

    /// Waits for room for a message and reserves it.
    ///
    /// # Errors
    /// If the receiver is gone.
    pub async fn reserve(&self) -> Result<Permit<'_, T>, SendError<()>> {
        let permit =
            acquisition(&self.record.resource, Op::Send, self.inner().reserve(), Result::is_ok)
                .await;
        let inner = self.reserved(permit)?;
        Ok(Permit { inner: Some(inner), sender: self })
    }

    /// Waits for room for `n` messages and reserves it.
    ///
    /// # Errors
    /// If the receiver is gone.
    pub async fn reserve_many(&self, n: usize) -> Result<PermitIterator<'_, T>, SendError<()>> {
        let reserve = self.inner().reserve_many(n);
        let permits = acquisition(&self.record.resource, Op::Send, reserve, Result::is_ok).await;
        let inner = self.reserved(permits)?;
        Ok(PermitIterator { inner: Some(inner), sender: self })
    }

    /// Waits for room for a message and reserves it; the permit owns the sender.
    ///
    /// # Errors
    /// If the receiver is gone.
    pub async fn reserve_owned(mut self) -> Result<OwnedPermit<T>, SendError<()>> {
        let sender = self.inner.take().expect(EMPTY);
        let record = Arc::clone(&self.record);
        match acquisition(&record.resource, Op::Send, sender.reserve_owned(), Result::is_ok).await {
            Ok(permit) => Ok(OwnedPermit::new(permit, record)),
            Err(error) => {
                self.refused();
                Err(error)
            }
        }
    }

    /// Reserves room for a message if there is room.
    ///
    /// # Errors
    /// If there is no room or the receiver is gone.
    pub fn try_reserve(&self) -> Result<Permit<'_, T>, TrySendError<()>> {
        let inner = self.reserved(self.inner().try_reserve())?;
        Ok(Permit { inner: Some(inner), sender: self })
    }

    /// Reserves room for `n` messages if there is room.
    ///
    /// # Errors
    /// If there is not enough room or the receiver is gone.
    pub fn try_reserve_many(&self, n: usize) -> Result<PermitIterator<'_, T>, TrySendError<()>> {
        let inner = self.reserved(self.inner().try_reserve_many(n))?;
        Ok(PermitIterator { inner: Some(inner), sender: self })
    }

    /// Reserves room for a message if there is room; the permit owns the sender.
    ///
    /// # Errors
    /// The sender, if there is no room or the receiver is gone.
    pub fn try_reserve_owned(mut self) -> Result<OwnedPermit<T>, TrySendError<Self>> {
        let sender = self.inner.take().expect(EMPTY);
        let mut again = |sender| {
            self.inner = Some(sender);
            self.refused();
        };
        match sender.try_reserve_owned() {
            Ok(permit) => Ok(OwnedPermit::new(permit, Arc::clone(&self.record))),
            Err(TrySendError::Full(sender)) => {
                again(sender);
                Err(TrySendError::Full(self))
            }
            Err(TrySendError::Closed(sender)) => {
                again(sender);
                Err(TrySendError::Closed(self))
            }
        }
    }

    /// Records a message for which room is reserved, and has `send` send it.
    fn sent(&self, send: impl FnOnce()) {
        self.note();
        self.record.resource.op(Op::Send, OpPhase::Done);
        self.record.resource.state();
        self.record.resource.within(send);
    }

    fn reserved<P, E>(&self, permit: Result<P, E>) -> Result<P, E> {
        match permit {
            Ok(permit) => {
                self.note();
                self.record.reserved();
                Ok(permit)
            }
            Err(error) => {
                self.refused();
                Err(error)
            }
        }
    }

    fn refused(&self) {
        self.record.resource.op(Op::Send, OpPhase::Refused);
    }

    /// Records that a permit was released unused.
    pub(super) fn given_back(&self) {
        self.note();
        self.record.resource.op(Op::Release, OpPhase::Done);
        self.record.resource.state();
    }

    fn note(&self) {
        self.record.bounded(self.inner().capacity());
    }

    /// Waits until the receiver is gone.
    pub async fn closed(&self) {
        free_operation(&self.record.resource, Op::Wait, self.inner().closed()).await;
    }

    /// Whether the receiver is gone.
    pub fn is_closed(&self) -> bool {
        self.inner().is_closed()
    }

    /// How many places are free.
    pub fn capacity(&self) -> usize {
        self.inner().capacity()
    }

    /// How many places the channel has.
    pub fn max_capacity(&self) -> usize {
        self.inner().max_capacity()
    }

    /// Whether both send into the same channel.
    pub fn same_channel(&self, other: &Self) -> bool {
        self.inner().same_channel(other.inner())
    }

    /// A sender that does not keep the channel open.
    #[must_use = "Downgrade creates a WeakSender without destroying the original non-weak sender."]
    pub fn downgrade(&self) -> WeakSender<T> {
        WeakSender { inner: self.inner().downgrade(), record: Arc::clone(&self.record) }
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

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), record: Arc::clone(&self.record) }
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner().fmt(f)
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        if inner.as_ref().is_some_and(|inner| inner.strong_count() == 1) {
            self.record.resource.op(Op::Close, OpPhase::Done);
        }
        self.record.resource.within(|| drop(inner));
    }
}

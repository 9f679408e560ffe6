//! Reserved room in a bounded channel.

use std::fmt;
use std::iter::FusedIterator;
use std::sync::Arc;

use real_tokio::sync::mpsc as real;
use trace::{Op, OpPhase};

use super::{EMPTY, Record, Sender};

/// Room for a message. See `tokio::sync::mpsc::Permit`.
pub struct Permit<'a, T> {
    pub(super) inner: Option<real::Permit<'a, T>>,
    pub(super) sender: &'a Sender<T>,
}

/// Room for some messages, one after the other. See `tokio::sync::mpsc::PermitIterator`.
pub struct PermitIterator<'a, T> {
    pub(super) inner: Option<real::PermitIterator<'a, T>>,
    pub(super) sender: &'a Sender<T>,
}

/// Room for a message, with the sender. See `tokio::sync::mpsc::OwnedPermit`.
pub struct OwnedPermit<T> {
    pub(super) inner: Option<real::OwnedPermit<T>>,
    pub(super) record: Arc<Record>,
}

/// Records a message and has `send` send it. Its place was taken already, so what the channel holds stays the
/// same.
fn sent<R>(record: &Record, send: impl FnOnce() -> R) -> R {
    record.resource.op(Op::Send, OpPhase::Done);
    record.resource.state();
    record.resource.within(send)
}

impl<T> Permit<'_, T> {
    /// Sends a message.
    pub fn send(mut self, value: T) {
        let permit = self.inner.take().expect(EMPTY);
        sent(&self.sender.record, || permit.send(value));
    }
}

impl<T> Drop for Permit<'_, T> {
    fn drop(&mut self) {
        if let Some(permit) = self.inner.take() {
            self.sender.record.resource.within(|| drop(permit));
            self.sender.given_back();
        }
    }
}

impl<'a, T> Iterator for PermitIterator<'a, T> {
    type Item = Permit<'a, T>;

    fn next(&mut self) -> Option<Permit<'a, T>> {
        let permit = self.inner.as_mut()?.next()?;
        Some(Permit { inner: Some(permit), sender: self.sender })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.as_ref().map_or((0, Some(0)), Iterator::size_hint)
    }
}

impl<T> ExactSizeIterator for PermitIterator<'_, T> {}
impl<T> FusedIterator for PermitIterator<'_, T> {}

impl<T> Drop for PermitIterator<'_, T> {
    fn drop(&mut self) {
        let permits = self.inner.take();
        if permits.as_ref().is_some_and(|permits| permits.len() > 0) {
            self.sender.record.resource.within(|| drop(permits));
            self.sender.given_back();
        }
    }
}

impl<T> OwnedPermit<T> {
    /// Records the reservation. The real channel cannot be asked for its free places here: the permit has taken the
    /// sender, and getting the sender back would give up the place.
    pub(super) fn new(permit: real::OwnedPermit<T>, record: Arc<Record>) -> Self {
        record.one_place_less();
        record.reserved();
        Self { inner: Some(permit), record }
    }

    fn inner(&self) -> &real::OwnedPermit<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Sends a message and returns the sender.
    pub fn send(mut self, value: T) -> Sender<T> {
        let permit = self.inner.take().expect(EMPTY);
        let inner = sent(&self.record, || permit.send(value));
        Sender { inner: Some(inner), record: Arc::clone(&self.record) }
    }

    /// Releases the room and returns the sender.
    pub fn release(mut self) -> Sender<T> {
        self.given_back().expect(EMPTY)
    }

    fn given_back(&mut self) -> Option<Sender<T>> {
        let permit = self.inner.take()?;
        let inner = self.record.resource.within(|| permit.release());
        let sender = Sender { inner: Some(inner), record: Arc::clone(&self.record) };
        sender.given_back();
        Some(sender)
    }

    /// Whether both permits are of the same channel.
    pub fn same_channel(&self, other: &Self) -> bool {
        self.inner().same_channel(other.inner())
    }

    /// Whether the permit is of the channel into which `sender` sends.
    pub fn same_channel_as_sender(&self, sender: &Sender<T>) -> bool {
        sender.inner.as_ref().is_some_and(|sender| self.inner().same_channel_as_sender(sender))
    }
}

impl<T> Drop for OwnedPermit<T> {
    fn drop(&mut self) {
        drop(self.given_back());
    }
}

impl<T> fmt::Debug for Permit<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.as_ref().expect(EMPTY).fmt(f)
    }
}

impl<T> fmt::Debug for PermitIterator<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.as_ref().expect(EMPTY).fmt(f)
    }
}

impl<T> fmt::Debug for OwnedPermit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner().fmt(f)
    }
}

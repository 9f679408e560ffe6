//! `tokio::sync::watch`.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use engine::{Figures, Resource};
use real_tokio::sync::watch as real;
use trace::{Op, OpPhase, ResourceKind};

use super::borrows::Borrows;
pub use super::borrows::Ref;
use super::signal::Signal;
use crate::op::operation;

/// Errors of this module.
pub use real::error;

/// A channel that keeps the latest value. See `tokio::sync::watch::channel`.
pub fn channel<T>(init: T) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = real::channel(init);
    let sender = Sender::made(sender);
    let shared = Arc::clone(&sender.shared);
    (sender, Receiver { inner: Some(receiver), shared })
}

#[derive(Debug)]
struct Shared {
    resource: Resource,
    /// Wakes the receivers in place of the real channel, whose order is random.
    signal: Signal,
    borrows: Borrows,
}

const EMPTY: &str = "a half of a channel is emptied only by its drop";

/// Sets the value of a channel. See `tokio::sync::watch::Sender`.
#[derive(Debug)]
pub struct Sender<T> {
    inner: Option<real::Sender<T>>,
    shared: Arc<Shared>,
}

impl<T> Sender<T> {
    /// A sender without receivers.
    pub fn new(init: T) -> Self {
        Self::made(real::Sender::new(init))
    }

    fn made(sender: real::Sender<T>) -> Self {
        let resource = Resource::unnamed(ResourceKind::Watch, 0);
        resource.set(Figures { len: 1, permits: 0 });
        let (signal, borrows) = (Signal::default(), Borrows::default());
        let shared = Shared { resource, signal, borrows };
        Self { inner: Some(sender), shared: Arc::new(shared) }
    }

    fn inner(&self) -> &real::Sender<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    /// Sets the value and wakes the receivers. Does nothing if the value is borrowed for ever.
    ///
    /// # Errors
    /// The value, if there is no receiver.
    pub fn send(&self, value: T) -> Result<(), error::SendError<T>> {
        if self.inner().is_closed() {
            self.shared.resource.op(Op::Send, OpPhase::Refused);
            return self.inner().send(value);
        }
        match self.is_given_back() {
            true => self.sent(|sender| sender.send(value)),
            false => Ok(()),
        }
    }

    /// Changes the value in place and wakes the receivers. Does nothing if the value is borrowed for ever.
    pub fn send_modify<F: FnOnce(&mut T)>(&self, modify: F) {
        if self.is_given_back() {
            self.sent(|sender| sender.send_modify(modify));
        }
    }

    /// Changes the value in place; wakes the receivers if `modify` returns true. Returns what `modify` returned;
    /// false if the value is borrowed for ever.
    pub fn send_if_modified<F: FnOnce(&mut T) -> bool>(&self, modify: F) -> bool {
        let modified = self.is_given_back() && self.inner().send_if_modified(modify);
        if modified {
            self.shared.resource.op(Op::Send, OpPhase::Done);
            self.shared.resource.state();
            self.shared.resource.within(|| self.shared.signal.changed());
        }
        modified
    }

    /// Sets the value even without receivers, and returns the one before; `value` itself if the value is borrowed for
    /// ever.
    pub fn send_replace(&self, value: T) -> T {
        match self.is_given_back() {
            true => self.sent(|sender| sender.send_replace(value)),
            false => value,
        }
    }

    /// Blocks the thread while somebody borrows the value. Returns false if that would be for ever; the run is over
    /// then.
    fn is_given_back(&self) -> bool {
        self.shared.borrows.wait(&self.shared.resource)
    }

    fn sent<R>(&self, send: impl FnOnce(&real::Sender<T>) -> R) -> R {
        self.shared.resource.op(Op::Send, OpPhase::Done);
        self.shared.resource.state();
        self.shared.resource.within(|| {
            let result = send(self.inner());
            self.shared.signal.changed();
            result
        })
    }

    /// Borrows the value; nobody can set it meanwhile.
    pub fn borrow(&self) -> Ref<'_, T> {
        self.shared.borrows.lend(self.inner().borrow())
    }

    /// Whether there is no receiver.
    pub fn is_closed(&self) -> bool {
        self.inner().is_closed()
    }

    /// Waits until there is no receiver.
    pub async fn closed(&self) {
        operation(&self.shared.resource, Op::Wait, self.inner().closed()).await;
    }

    /// Another receiver, which has seen the present value.
    pub fn subscribe(&self) -> Receiver<T> {
        Receiver { inner: Some(self.inner().subscribe()), shared: Arc::clone(&self.shared) }
    }

    /// How many receivers there are.
    pub fn receiver_count(&self) -> usize {
        self.inner().receiver_count()
    }

    /// How many senders there are.
    pub fn sender_count(&self) -> usize {
        self.inner().sender_count()
    }

    /// Whether both send into the same channel.
    pub fn same_channel(&self, other: &Self) -> bool {
        self.inner().same_channel(other.inner())
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), shared: Arc::clone(&self.shared) }
    }
}

impl<T: Default> Default for Sender<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        let last = inner.as_ref().is_some_and(|inner| inner.sender_count() == 1);
        if last {
            self.shared.resource.op(Op::Close, OpPhase::Done);
        }
        self.shared.resource.within(|| {
            drop(inner);
            if last {
                self.shared.signal.changed();
            }
        });
    }
}

/// Sees the values of a channel. See `tokio::sync::watch::Receiver`.
#[derive(Debug)]
pub struct Receiver<T> {
    inner: Option<real::Receiver<T>>,
    shared: Arc<Shared>,
}

impl<T> Receiver<T> {
    fn inner(&self) -> &real::Receiver<T> {
        self.inner.as_ref().expect(EMPTY)
    }

    fn inner_mut(&mut self) -> &mut real::Receiver<T> {
        self.inner.as_mut().expect(EMPTY)
    }

    /// Borrows the value; nobody can set it meanwhile.
    pub fn borrow(&self) -> Ref<'_, T> {
        self.shared.borrows.lend(self.inner().borrow())
    }

    /// Borrows the value, which counts as seen from now on.
    pub fn borrow_and_update(&mut self) -> Ref<'_, T> {
        let inner = self.inner.as_mut().expect(EMPTY);
        self.shared.borrows.lend(inner.borrow_and_update())
    }

    /// Whether this receiver has not seen the present value.
    ///
    /// # Errors
    /// If the senders are gone.
    pub fn has_changed(&self) -> Result<bool, error::RecvError> {
        self.inner().has_changed()
    }

    /// Whether all senders are gone.
    pub fn is_closed(&self) -> bool {
        self.inner().is_closed()
    }

    /// Counts the present value as not seen.
    pub fn mark_changed(&mut self) {
        self.inner_mut().mark_changed();
    }

    /// Counts the present value as seen.
    pub fn mark_unchanged(&mut self) {
        self.inner_mut().mark_unchanged();
    }

    /// Waits for a value that this receiver has not seen; it counts as seen from then on.
    ///
    /// # Errors
    /// If the senders are gone.
    pub async fn changed(&mut self) -> Result<(), error::RecvError> {
        let shared = Arc::clone(&self.shared);
        let inner = self.inner_mut();
        let changed = shared.signal.until(|cx| pin!(inner.changed()).poll(cx));
        received(&shared.resource, changed).await
    }

    /// Waits for a value that fulfils a condition.
    ///
    /// # Errors
    /// If the senders are gone.
    pub async fn wait_for(
        &mut self,
        mut condition: impl FnMut(&T) -> bool,
    ) -> Result<Ref<'_, T>, error::RecvError> {
        let shared = Arc::clone(&self.shared);
        let inner = self.inner_mut();
        let fulfilled = shared.signal.until(|cx| {
            let value = pin!(inner.wait_for(&mut condition)).poll(cx);
            value.map(|value| value.map(|value| value.has_changed()))
        });
        if received(&shared.resource, fulfilled).await? {
            // Marked as changed, so that the returned value says that it is new.
            self.mark_changed();
        }
        // Nothing has run since, so this is still the value that fulfilled the condition.
        Ok(self.borrow_and_update())
    }

    /// Whether both receivers are of the same channel.
    pub fn same_channel(&self, other: &Self) -> bool {
        self.inner().same_channel(other.inner())
    }
}

async fn received<R, E>(
    resource: &Resource,
    receive: impl Future<Output = Result<R, E>>,
) -> Result<R, E> {
    let result = operation(resource, Op::Receive, receive).await;
    let phase = if result.is_ok() { OpPhase::Done } else { OpPhase::Refused };
    resource.op(Op::Receive, phase);
    resource.state();
    result
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), shared: Arc::clone(&self.shared) }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let inner = self.inner.take();
        self.shared.resource.within(|| drop(inner));
    }
}

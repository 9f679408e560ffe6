//! `tokio::sync::oneshot`.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use engine::{Figures, Resource, Restore};
use real_tokio::sync::oneshot as real;
use trace::{Op, OpPhase, ResourceKind};

use crate::blocking::{block_on, wait};
use crate::op::Waiting;

/// Errors of this module.
pub mod error {
    pub use real_tokio::sync::oneshot::error::{RecvError, TryRecvError};
}

/// A channel for one value. See `tokio::sync::oneshot::channel`.
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let resource = Arc::new(Resource::unnamed(ResourceKind::Oneshot, 1));
    let (sender, receiver) = real::channel();
    let sender = Sender {
        inner: Some(sender),
        resource: Arc::clone(&resource),
        waiting: Waiting::default(),
    };
    (sender, Receiver { inner: Some(receiver), resource, waiting: Waiting::default() })
}

/// Sends the value. See `tokio::sync::oneshot::Sender`.
#[derive(Debug)]
pub struct Sender<T> {
    inner: Option<real::Sender<T>>,
    resource: Arc<Resource>,
    /// The wait for the receiver's end.
    waiting: Waiting,
}

const EMPTY: &str = "a half of a channel is emptied only when it is used up";

impl<T> Sender<T> {
    /// Sends the value.
    ///
    /// # Errors
    /// The value, if the receiver is gone.
    pub fn send(mut self, value: T) -> Result<(), T> {
        let inner = self.inner.take().expect(EMPTY);
        if inner.is_closed() {
            self.resource.op(Op::Send, OpPhase::Refused);
            return Err(value);
        }
        self.resource.set(Figures { len: 1, permits: 0 });
        self.resource.op(Op::Send, OpPhase::Done);
        self.resource.state();
        self.resource.within(|| inner.send(value))
    }

    /// Waits until the receiver is gone.
    pub async fn closed(&mut self) {
        poll_fn(|cx| self.poll_closed(cx)).await;
    }

    /// Polls whether the receiver is gone.
    pub fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let budget = ready!(Restore::poll_proceed(cx));
        let inner = self.inner.as_mut().expect(EMPTY);
        match self.resource.within(|| inner.poll_closed(cx)) {
            Poll::Pending => {
                self.waiting.begin(&self.resource, Op::Wait);
                Poll::Pending
            }
            Poll::Ready(()) => {
                budget.made_progress();
                self.waiting.end(&self.resource);
                Poll::Ready(())
            }
        }
    }

    /// Whether the receiver is gone.
    pub fn is_closed(&self) -> bool {
        self.inner.as_ref().is_none_or(real::Sender::is_closed)
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.waiting.end(&self.resource);
        if let Some(inner) = self.inner.take() {
            self.resource.op(Op::Close, OpPhase::Done);
            self.resource.within(|| drop(inner));
        }
    }
}

/// Receives the value when awaited. See `tokio::sync::oneshot::Receiver`.
#[derive(Debug)]
pub struct Receiver<T> {
    inner: Option<real::Receiver<T>>,
    resource: Arc<Resource>,
    waiting: Waiting,
}

impl<T> Receiver<T> {
    /// Receives the value if it has been sent.
    ///
    /// # Errors
    /// If the value has not been sent, or the sender is gone.
    pub fn try_recv(&mut self) -> Result<T, error::TryRecvError> {
        let inner = self.inner.as_mut().expect(EMPTY);
        let result = self.resource.within(|| inner.try_recv());
        self.record(result.is_ok());
        result
    }

    /// Refuses the value; one that was sent before can still be received.
    pub fn close(&mut self) {
        self.resource.op(Op::Close, OpPhase::Done);
        let inner = self.inner.as_mut().expect(EMPTY);
        self.resource.within(|| inner.close());
    }

    /// Receives the value, outside of async code.
    ///
    /// # Errors
    /// If the sender is gone.
    ///
    /// # Panics
    /// In async code.
    #[track_caller]
    pub fn blocking_recv(self) -> Result<T, error::RecvError> {
        block_on(self)
    }

    #[doc(hidden)]
    pub async fn __blocking_recv(self) -> Result<T, error::RecvError> {
        wait(self).await
    }

    /// Whether the value was received, or never will be.
    pub fn is_terminated(&self) -> bool {
        self.inner.as_ref().is_none_or(real::Receiver::is_terminated)
    }

    /// Whether the channel holds no value.
    pub fn is_empty(&self) -> bool {
        self.inner.as_ref().is_none_or(real::Receiver::is_empty)
    }

    fn record(&self, received: bool) {
        let phase = if received { OpPhase::Done } else { OpPhase::Refused };
        self.resource.op(Op::Receive, phase);
        if received {
            self.resource.set(Figures { len: 0, permits: 0 });
            self.resource.state();
        }
    }
}

impl<T> Future for Receiver<T> {
    type Output = Result<T, error::RecvError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let budget = ready!(Restore::poll_proceed(cx));
        let inner = this.inner.as_mut().expect(EMPTY);
        match this.resource.within(|| Pin::new(inner).poll(cx)) {
            Poll::Pending => {
                this.waiting.begin(&this.resource, Op::Receive);
                Poll::Pending
            }
            Poll::Ready(result) => {
                budget.made_progress();
                this.waiting.end(&this.resource);
                this.record(result.is_ok());
                Poll::Ready(result)
            }
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.waiting.abandon(&self.resource, Op::Receive);
        let inner = self.inner.take();
        self.resource.within(|| drop(inner));
    }
}

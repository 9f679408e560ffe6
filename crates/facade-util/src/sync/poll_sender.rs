//! `tokio_util::sync::PollSender`.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use facade::sync::mpsc::{OwnedPermit, Sender};
use futures_sink::Sink;

/// The channel is closed. See `tokio_util::sync::PollSendError`.
#[derive(Debug)]
pub struct PollSendError<T>(Option<T>);

impl<T> PollSendError<T> {
    /// The value that was to be sent, if there was one.
    pub fn into_inner(self) -> Option<T> {
        self.0
    }
}

impl<T> fmt::Display for PollSendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("channel closed")
    }
}

impl<T: fmt::Debug> Error for PollSendError<T> {}

type Acquire<T> = Pin<Box<dyn Future<Output = Option<OwnedPermit<T>>> + Send>>;

enum State<T> {
    Idle(Sender<T>),
    Acquiring(Acquire<T>),
    Ready(OwnedPermit<T>),
    Closed,
}

/// A sender that is polled for room: a `Sink`. See `tokio_util::sync::PollSender`.
pub struct PollSender<T> {
    sender: Option<Sender<T>>,
    state: State<T>,
}

impl<T: Send + 'static> PollSender<T> {
    /// A sink into the channel of `sender`.
    pub fn new(sender: Sender<T>) -> Self {
        Self { sender: Some(sender.clone()), state: State::Idle(sender) }
    }

    fn take_state(&mut self) -> State<T> {
        mem::replace(&mut self.state, State::Closed)
    }

    /// Waits for room, which is kept then.
    ///
    /// # Errors
    /// If the channel is closed.
    pub fn poll_reserve(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), PollSendError<T>>> {
        loop {
            match self.take_state() {
                State::Idle(sender) => {
                    let acquire = async move { sender.reserve_owned().await.ok() };
                    self.state = State::Acquiring(Box::pin(acquire));
                }
                State::Acquiring(mut acquire) => match acquire.as_mut().poll(cx) {
                    Poll::Ready(Some(permit)) => self.state = State::Ready(permit),
                    Poll::Ready(None) => return Poll::Ready(Err(PollSendError(None))),
                    Poll::Pending => {
                        self.state = State::Acquiring(acquire);
                        return Poll::Pending;
                    }
                },
                State::Ready(permit) => {
                    self.state = State::Ready(permit);
                    return Poll::Ready(Ok(()));
                }
                State::Closed => return Poll::Ready(Err(PollSendError(None))),
            }
        }
    }

    /// Sends into the room that was kept.
    ///
    /// # Errors
    /// The value, if the channel is closed.
    ///
    /// # Panics
    /// If there is no room kept.
    #[track_caller]
    pub fn send_item(&mut self, value: T) -> Result<(), PollSendError<T>> {
        match self.take_state() {
            State::Ready(permit) => {
                self.rest(permit.send(value));
                Ok(())
            }
            State::Closed => Err(PollSendError(Some(value))),
            State::Idle(_) | State::Acquiring(_) => {
                panic!("`send_item` called without first calling `poll_reserve`")
            }
        }
    }

    fn rest(&mut self, sender: Sender<T>) {
        self.state = if self.sender.is_some() { State::Idle(sender) } else { State::Closed };
    }

    /// Whether this sink was closed.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed) || self.sender.is_none()
    }

    /// The sender, unless this was closed.
    pub fn get_ref(&self) -> Option<&Sender<T>> {
        self.sender.as_ref()
    }

    /// Sends no more than what has room already.
    pub fn close(&mut self) {
        self.sender = None;
        if !matches!(self.state, State::Ready(_)) {
            self.state = State::Closed;
        }
    }

    /// Gives up the room that is kept or waited for; whether there was any.
    pub fn abort_send(&mut self) -> bool {
        match self.take_state() {
            State::Acquiring(_) => {
                self.state = self.sender.clone().map_or(State::Closed, State::Idle);
                true
            }
            State::Ready(permit) => {
                self.rest(permit.release());
                true
            }
            other => {
                self.state = other;
                false
            }
        }
    }
}

impl<T> Clone for PollSender<T> {
    fn clone(&self) -> Self {
        let state = self.sender.clone().map_or(State::Closed, State::Idle);
        Self { sender: self.sender.clone(), state }
    }
}

impl<T> fmt::Debug for PollSender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PollSender").finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Sink<T> for PollSender<T> {
    type Error = PollSendError<T>;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.get_mut().poll_reserve(cx)
    }

    fn start_send(self: Pin<&mut Self>, item: T) -> Result<(), Self::Error> {
        self.get_mut().send_item(item)
    }

    fn poll_flush(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.get_mut().close();
        Poll::Ready(Ok(()))
    }
}

impl<T> Unpin for PollSender<T> {}

//! A watch channel as a stream.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use facade::sync::watch::Receiver;
use facade::sync::watch::error::RecvError;
use real_stream::Stream;

type Waiting<T> = Pin<Box<dyn Future<Output = (Result<(), RecvError>, Receiver<T>)> + Send>>;

/// The values of a watch channel. See `tokio_stream::wrappers::WatchStream`.
pub struct WatchStream<T> {
    /// Never locked: the mutex makes it `Sync`.
    waiting: Mutex<Waiting<T>>,
}

fn change<T: Clone + Send + Sync + 'static>(mut receiver: Receiver<T>) -> Waiting<T> {
    Box::pin(async move { (receiver.changed().await, receiver) })
}

impl<T: Clone + Send + Sync + 'static> WatchStream<T> {
    /// The value that is there, then each that a receiver sees.
    pub fn new(receiver: Receiver<T>) -> Self {
        Self { waiting: Mutex::new(Box::pin(ready((Ok(()), receiver)))) }
    }

    /// Each value that a receiver sees from now on.
    pub fn from_changes(receiver: Receiver<T>) -> Self {
        Self { waiting: Mutex::new(change(receiver)) }
    }
}

impl<T: Clone + Send + Sync + 'static> Stream for WatchStream<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let waiting = self.waiting.get_mut().unwrap_or_else(PoisonError::into_inner);
        let (result, mut receiver) = ready!(waiting.as_mut().poll(cx));
        let value = result.is_ok().then(|| receiver.borrow_and_update().clone());
        *waiting = change(receiver);
        Poll::Ready(value)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Receiver<T>> for WatchStream<T> {
    fn from(receiver: Receiver<T>) -> Self {
        Self::new(receiver)
    }
}

impl<T> fmt::Debug for WatchStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchStream").finish()
    }
}

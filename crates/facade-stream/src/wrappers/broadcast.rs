//! A broadcast channel as a stream.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use facade::sync::broadcast::Receiver;
use facade::sync::broadcast::error::RecvError;
use real_stream::Stream;

type Receiving<T> = Pin<Box<dyn Future<Output = (Result<T, RecvError>, Receiver<T>)> + Send>>;

/// The values of a broadcast channel. See `tokio_stream::wrappers::BroadcastStream`.
pub struct BroadcastStream<T> {
    /// Never locked: the mutex makes it `Sync`.
    receiving: Mutex<Receiving<T>>,
}

fn receive<T: Clone + Send + 'static>(mut receiver: Receiver<T>) -> Receiving<T> {
    Box::pin(async move { (receiver.recv().await, receiver) })
}

impl<T: Clone + Send + 'static> BroadcastStream<T> {
    /// The values that a receiver gets.
    pub fn new(receiver: Receiver<T>) -> Self {
        Self { receiving: Mutex::new(receive(receiver)) }
    }
}

impl<T: Clone + Send + 'static> Stream for BroadcastStream<T> {
    type Item = Result<T, BroadcastStreamRecvError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let receiving = self.receiving.get_mut().unwrap_or_else(PoisonError::into_inner);
        let (result, receiver) = ready!(receiving.as_mut().poll(cx));
        *receiving = receive(receiver);
        Poll::Ready(match result {
            Ok(value) => Some(Ok(value)),
            Err(RecvError::Closed) => None,
            Err(RecvError::Lagged(lost)) => Some(Err(BroadcastStreamRecvError::Lagged(lost))),
        })
    }
}

impl<T: Clone + Send + 'static> From<Receiver<T>> for BroadcastStream<T> {
    fn from(receiver: Receiver<T>) -> Self {
        Self::new(receiver)
    }
}

impl<T> fmt::Debug for BroadcastStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BroadcastStream").finish()
    }
}

/// The receiver was too slow. See `tokio_stream::wrappers::errors::BroadcastStreamRecvError`.
#[derive(Debug, PartialEq, Eq, Clone)]
pub enum BroadcastStreamRecvError {
    /// So many values were lost to it.
    Lagged(u64),
}

impl fmt::Display for BroadcastStreamRecvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Lagged(lost) = self;
        write!(f, "channel lagged by {lost}")
    }
}

impl Error for BroadcastStreamRecvError {}

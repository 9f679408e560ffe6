//! The receiving half.

use ::std::fmt;
use ::std::future::Future;
use ::std::pin::Pin;
use ::std::sync::Arc;
use ::std::sync::mpsc::{RecvError, RecvTimeoutError, TryRecvError};
use ::std::time::Duration;

use engine::{Parked, context};

use super::super::waiting::at_most;
use super::shared::Shared;

/// Receives messages. See `std::sync::mpsc::Receiver`.
///
/// Unlike std's it is `Sync`: where the marking has made blocking code async, a reference to it may have to
/// be held across an await that the program's text does not have.
pub struct Receiver<T> {
    shared: Arc<Shared<T>>,
}

impl<T> Receiver<T> {
    pub(super) fn new(shared: Arc<Shared<T>>) -> Self {
        Self { shared }
    }

    /// Receives a message; blocks its thread while there is none.
    ///
    /// # Errors
    /// If there is none and every sender is gone.
    pub fn recv(&self) -> Result<T, RecvError> {
        context::park(self.shared.receive())
    }

    /// [`Receiver::recv`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __recv(&self) -> Pin<Box<impl Future<Output = Result<T, RecvError>>>> {
        Box::pin(Parked::new(self.shared.receive()))
    }

    /// [`Receiver::recv`] for at most `timeout`.
    ///
    /// # Errors
    /// If no message came in time, or there is none and every sender is gone.
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        timed(context::park(at_most(timeout, self.shared.receive())))
    }

    /// [`Receiver::recv_timeout`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __recv_timeout(
        &self,
        timeout: Duration,
    ) -> Pin<Box<impl Future<Output = Result<T, RecvTimeoutError>>>> {
        let receive = at_most(timeout, self.shared.receive());
        Box::pin(async { timed(Parked::new(receive).await) })
    }

    /// Receives a message if there is one.
    ///
    /// # Errors
    /// If there is no message now, or if every sender is gone, too.
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.shared.try_receive()
    }

    /// The messages, until every sender is gone.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { rx: self }
    }

    /// The messages that are there.
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter { rx: self }
    }
}

fn timed<T>(received: Option<Result<T, RecvError>>) -> Result<T, RecvTimeoutError> {
    match received {
        Some(received) => Ok(received?),
        None => Err(RecvTimeoutError::Timeout),
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.shared.receiver_gone();
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}

/// See `std::sync::mpsc::Iter`.
#[derive(Debug)]
pub struct Iter<'a, T> {
    rx: &'a Receiver<T>,
}

/// See `std::sync::mpsc::TryIter`.
#[derive(Debug)]
pub struct TryIter<'a, T> {
    rx: &'a Receiver<T>,
}

/// See `std::sync::mpsc::IntoIter`.
#[derive(Debug)]
pub struct IntoIter<T> {
    rx: Receiver<T>,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rx.recv().ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rx.try_recv().ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rx.recv().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { rx: self }
    }
}

//! `tokio_util::sync::PollSemaphore`.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use facade::sync::{AcquireError, OwnedSemaphorePermit, Semaphore, TryAcquireError};
use futures_core::Stream;

use super::ReusableBoxFuture;

type Acquiring = ReusableBoxFuture<'static, Result<OwnedSemaphorePermit, AcquireError>>;

/// A semaphore that can be polled for permits. See `tokio_util::sync::PollSemaphore`.
pub struct PollSemaphore {
    semaphore: Arc<Semaphore>,
    /// What is waited for, with the number of its permits.
    acquiring: Option<(u32, Acquiring)>,
}

impl PollSemaphore {
    /// Takes a semaphore.
    pub fn new(semaphore: Arc<Semaphore>) -> Self {
        Self { semaphore, acquiring: None }
    }

    /// Closes the semaphore.
    pub fn close(&self) {
        self.semaphore.close();
    }

    /// The semaphore.
    pub fn clone_inner(&self) -> Arc<Semaphore> {
        self.semaphore.clone()
    }

    /// The semaphore.
    pub fn into_inner(self) -> Arc<Semaphore> {
        self.semaphore
    }

    /// Polls for a permit; none if the semaphore is closed.
    pub fn poll_acquire(&mut self, cx: &mut Context<'_>) -> Poll<Option<OwnedSemaphorePermit>> {
        self.poll_acquire_many(cx, 1)
    }

    /// Polls for so many permits; none if the semaphore is closed.
    pub fn poll_acquire_many(
        &mut self,
        cx: &mut Context<'_>,
        permits: u32,
    ) -> Poll<Option<OwnedSemaphorePermit>> {
        let acquire = || Arc::clone(&self.semaphore).acquire_many_owned(permits);
        let acquiring = match &mut self.acquiring {
            Some((asked, acquiring)) => {
                if *asked != permits {
                    acquiring.set(acquire());
                    *asked = permits;
                }
                acquiring
            }
            none => match Arc::clone(&self.semaphore).try_acquire_many_owned(permits) {
                Ok(permit) => return Poll::Ready(Some(permit)),
                Err(TryAcquireError::Closed) => return Poll::Ready(None),
                Err(TryAcquireError::NoPermits) => {
                    &mut none.insert((permits, ReusableBoxFuture::new(acquire()))).1
                }
            },
        };
        let result = ready!(acquiring.poll(cx));
        acquiring.set(acquire());
        if result.is_err() {
            self.acquiring = None;
        }
        Poll::Ready(result.ok())
    }

    /// Free permits.
    pub fn available_permits(&self) -> usize {
        self.semaphore.available_permits()
    }

    /// Adds permits.
    pub fn add_permits(&self, n: usize) {
        self.semaphore.add_permits(n);
    }
}

impl Stream for PollSemaphore {
    type Item = OwnedSemaphorePermit;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_acquire(cx)
    }
}

impl Clone for PollSemaphore {
    fn clone(&self) -> Self {
        Self::new(self.clone_inner())
    }
}

impl std::fmt::Debug for PollSemaphore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PollSemaphore").field("semaphore", &self.semaphore).finish()
    }
}

impl AsRef<Semaphore> for PollSemaphore {
    fn as_ref(&self) -> &Semaphore {
        &self.semaphore
    }
}

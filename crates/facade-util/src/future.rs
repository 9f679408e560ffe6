//! `tokio_util::future`.

use std::future::Future;
use std::time::Duration;

use facade::time::{Instant, Timeout, timeout, timeout_at};

use crate::sync::CancellationToken;

/// What can be done with a future. See `tokio_util::future::FutureExt`.
pub trait FutureExt: Future {
    /// Gives it this long to complete.
    fn timeout(self, duration: Duration) -> Timeout<Self>
    where
        Self: Sized,
    {
        timeout(duration, self)
    }

    /// Gives it until then to complete.
    fn timeout_at(self, deadline: Instant) -> Timeout<Self>
    where
        Self: Sized,
    {
        timeout_at(deadline, self)
    }

    /// Gives it up when a token is cancelled.
    fn with_cancellation_token(
        self,
        token: &CancellationToken,
    ) -> impl Future<Output = Option<Self::Output>>
    where
        Self: Sized,
    {
        token.race(self)
    }

    /// Gives it up when a token is cancelled, and owns the token.
    fn with_cancellation_token_owned(
        self,
        token: CancellationToken,
    ) -> impl Future<Output = Option<Self::Output>>
    where
        Self: Sized,
    {
        async move { token.race(self).await }
    }
}

impl<F: Future + ?Sized> FutureExt for F {}

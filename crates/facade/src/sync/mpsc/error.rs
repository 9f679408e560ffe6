//! Errors of this module.

use std::error::Error;
use std::fmt;

pub use real_tokio::sync::mpsc::error::{SendError, TryRecvError, TrySendError};

/// Why a message could not be sent in time. See `tokio::sync::mpsc::error::SendTimeoutError`.
///
/// tokio's own cannot be used, because it comes only with tokio's timers.
#[derive(PartialEq, Eq, Clone, Copy)]
pub enum SendTimeoutError<T> {
    /// There was no room in time.
    Timeout(T),
    /// The receiver is gone.
    Closed(T),
}

impl<T> SendTimeoutError<T> {
    /// The message.
    pub fn into_inner(self) -> T {
        match self {
            Self::Timeout(value) | Self::Closed(value) => value,
        }
    }
}

impl<T> fmt::Debug for SendTimeoutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // With quotation marks, as tokio's.
        match self {
            Self::Timeout(_) => "Timeout(..)".fmt(f),
            Self::Closed(_) => "Closed(..)".fmt(f),
        }
    }
}

impl<T> fmt::Display for SendTimeoutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timeout(_) => "timed out waiting on send operation",
            Self::Closed(_) => "channel closed",
        })
    }
}

impl<T> Error for SendTimeoutError<T> {}

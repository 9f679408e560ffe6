//! Why a task has no result.

use std::any::Any;
use std::error::Error;
use std::sync::{Mutex, PoisonError};
use std::{fmt, io};

use engine::{JoinFailure, Payload, message};

use super::Id;

/// Why a task has no result. See `tokio::task::JoinError`.
pub struct JoinError {
    id: Id,
    reason: Reason,
}

enum Reason {
    Cancelled,
    /// A payload cannot be shared, but errors can: `Box<dyn Error + Send + Sync>`.
    Panicked(Mutex<Payload>),
}

impl JoinError {
    pub(super) fn new(id: Id, failure: JoinFailure) -> Self {
        let reason = match failure {
            JoinFailure::Cancelled => Reason::Cancelled,
            JoinFailure::Panicked(payload) => Reason::Panicked(Mutex::new(payload)),
        };
        Self { id, reason }
    }

    /// It was aborted, or its runtime shut down.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.reason, Reason::Cancelled)
    }

    /// It panicked.
    pub fn is_panic(&self) -> bool {
        !self.is_cancelled()
    }

    /// What it panicked with.
    ///
    /// # Panics
    /// If it was cancelled instead.
    #[track_caller]
    pub fn into_panic(self) -> Box<dyn Any + Send + 'static> {
        self.try_into_panic().expect("`JoinError` reason is not a panic.")
    }

    /// What it panicked with.
    ///
    /// # Errors
    /// This error, if it was cancelled instead.
    pub fn try_into_panic(self) -> Result<Box<dyn Any + Send + 'static>, JoinError> {
        match self.reason {
            Reason::Panicked(payload) => {
                Ok(payload.into_inner().unwrap_or_else(PoisonError::into_inner))
            }
            Reason::Cancelled => Err(self),
        }
    }

    /// The task's id.
    pub fn id(&self) -> Id {
        self.id
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Cancelled => write!(f, "task {} was cancelled", self.id),
            Reason::Panicked(payload) => match said(payload) {
                Some(text) => write!(f, "task {} panicked with message {text:?}", self.id),
                None => write!(f, "task {} panicked", self.id),
            },
        }
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Cancelled => write!(f, "JoinError::Cancelled({:?})", self.id),
            Reason::Panicked(payload) => match said(payload) {
                Some(text) => write!(f, "JoinError::Panic({:?}, {text:?}, ...)", self.id),
                None => write!(f, "JoinError::Panic({:?}, ...)", self.id),
            },
        }
    }
}

impl Error for JoinError {}

impl From<JoinError> for io::Error {
    fn from(error: JoinError) -> io::Error {
        io::Error::other(match error.reason {
            Reason::Cancelled => "task was cancelled",
            Reason::Panicked(_) => "task panicked",
        })
    }
}

/// The message of a panic, if it has one.
fn said(payload: &Mutex<Payload>) -> Option<String> {
    let payload = payload.lock().unwrap_or_else(PoisonError::into_inner);
    message(&**payload).map(str::to_owned)
}

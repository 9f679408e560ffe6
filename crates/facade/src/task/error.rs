//! Why a task has no result.

use std::any::Any;
use std::error::Error;
use std::{fmt, io};

use engine::{JoinFailure, message};

use super::Id;

/// Why a task has no result. See `tokio::task::JoinError`.
pub struct JoinError {
    pub(super) id: Id,
    pub(super) failure: JoinFailure,
}

impl JoinError {
    /// It was aborted, or its runtime shut down.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.failure, JoinFailure::Cancelled)
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
        match self.failure {
            JoinFailure::Panicked(payload) => Ok(payload),
            JoinFailure::Cancelled => Err(self),
        }
    }

    /// The task's id.
    pub fn id(&self) -> Id {
        self.id
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            JoinFailure::Cancelled => write!(f, "task {} was cancelled", self.id),
            JoinFailure::Panicked(payload) => match message(&**payload) {
                Some(text) => write!(f, "task {} panicked with message {text:?}", self.id),
                None => write!(f, "task {} panicked", self.id),
            },
        }
    }
}

impl fmt::Debug for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            JoinFailure::Cancelled => write!(f, "JoinError::Cancelled({:?})", self.id),
            JoinFailure::Panicked(payload) => match message(&**payload) {
                Some(text) => write!(f, "JoinError::Panic({:?}, {text:?}, ...)", self.id),
                None => write!(f, "JoinError::Panic({:?}, ...)", self.id),
            },
        }
    }
}

impl Error for JoinError {}

impl From<JoinError> for io::Error {
    fn from(error: JoinError) -> io::Error {
        io::Error::other(match error.failure {
            JoinFailure::Cancelled => "task was cancelled",
            JoinFailure::Panicked(_) => "task panicked",
        })
    }
}

//! `std::thread` without operating system threads: each is a task of its own.

use ::std::any::Any;
use ::std::time::Duration;

use engine::{Join, JoinFailure, context};
use trace::TaskKind;

use crate::runtime::outside;

pub use ::std::thread::*;

/// Keeps the worker busy for this long: nothing else runs on it, which is the point of showing it.
pub fn sleep(duration: Duration) {
    match context::is_inside() {
        true => context::busy(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX), None),
        false => ::std::thread::sleep(duration),
    }
}

/// Runs `body` when the executor comes to it, or when it is joined.
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let job = async move { context::allow_blocking(|| outside(body)) };
    JoinHandle { join: context::spawn(job, TaskKind::Thread) }
}

/// Joins a thread. See `std::thread::JoinHandle`.
#[derive(Debug)]
pub struct JoinHandle<T> {
    join: Join<T>,
}

impl<T> JoinHandle<T> {
    /// Waits for the thread; its result.
    ///
    /// # Errors
    /// What it panicked with.
    pub fn join(self) -> ::std::thread::Result<T> {
        if !self.join.is_finished() {
            context::run_now(self.join.task());
        }
        match self.join.take() {
            Some(Ok(value)) => Ok(value),
            Some(Err(JoinFailure::Panicked(message))) => Err(Box::new(message)),
            Some(Err(JoinFailure::Cancelled)) | None => {
                Err(Box::new("the thread was ended with its run") as Box<dyn Any + Send>)
            }
        }
    }

    /// Whether the thread is over.
    pub fn is_finished(&self) -> bool {
        self.join.is_finished()
    }
}

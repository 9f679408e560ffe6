//! `std::thread::Builder`.

use ::std::future::Future;
use ::std::io;

use engine::context;

use super::{JoinHandle, Scope, ScopedJoinHandle, run};
use crate::runtime::{Outside, outside};

/// Makes a thread. See `std::thread::Builder`. The size of its stack has no effect.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    /// A thread without a name.
    pub fn new() -> Self {
        Self::default()
    }

    /// The thread's name.
    pub fn name(self, name: String) -> Self {
        Self { name: Some(name) }
    }

    /// Has no effect: simulated threads have no stacks.
    pub fn stack_size(self, _size: usize) -> Self {
        self
    }

    /// Runs `body` on the thread.
    ///
    /// # Errors
    /// Never.
    pub fn spawn<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        Ok(run(async move { context::allow_blocking(|| outside(body)) }, self.name))
    }

    /// Like [`Builder::spawn`], for a closure that the marking has made async.
    #[doc(hidden)]
    pub fn __spawn<F, R>(self, body: F) -> io::Result<JoinHandle<R::Output>>
    where
        F: FnOnce() -> R + 'static,
        R: Future + 'static,
        R::Output: 'static,
    {
        Ok(run(Outside::new(Box::pin(async move { body().await })), self.name))
    }

    /// Runs `body` on a thread of a scope.
    ///
    /// # Errors
    /// Never.
    pub fn spawn_scoped<'scope, F, T>(
        self,
        scope: &'scope Scope<'scope, '_>,
        body: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Ok(scope.spawn_named(self.name, body))
    }
}

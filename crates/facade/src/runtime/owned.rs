//! `tokio::runtime::Runtime`.

use std::future::Future;
use std::io;
use std::time::Duration;

use super::driven::Driven;
use super::{Builder, EnterGuard, Handle, RuntimeMetrics};
use crate::task::JoinHandle;

/// A runtime. See `tokio::runtime::Runtime`.
#[derive(Debug)]
pub struct Runtime {
    pub(super) handle: Handle,
}

impl Runtime {
    /// A runtime of several workers with everything enabled.
    ///
    /// # Errors
    /// Never.
    pub fn new() -> io::Result<Self> {
        Builder::new_multi_thread().enable_all().build()
    }

    /// A handle that can be passed around.
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Spawns a task.
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        self.handle.spawn(future)
    }

    /// Runs a closure that may block where blocking does no harm.
    #[track_caller]
    pub fn spawn_blocking<F, R>(&self, body: F) -> JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        self.handle.spawn_blocking(body)
    }

    /// Runs a future to its end, and the tasks meanwhile.
    ///
    /// # Panics
    /// In async code, as tokio does.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        match self.handle.drive() {
            Some(driver) => self.handle.block_on(Driven::new(driver, future)),
            None => self.handle.block_on(future),
        }
    }

    /// [`Runtime::block_on`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub async fn __block_on<F: Future>(&self, future: F) -> F::Output {
        match self.handle.drive() {
            Some(driver) => self.handle.__block_on(Driven::new(driver, future)).await,
            None => self.handle.__block_on(future).await,
        }
    }

    /// [`Runtime::spawn_blocking`] of a closure that was made async.
    #[doc(hidden)]
    #[track_caller]
    pub fn __spawn_blocking<F, R>(&self, body: F) -> JoinHandle<R::Output>
    where
        F: FnOnce() -> R + 'static,
        R: Future + 'static,
        R::Output: 'static,
    {
        self.handle.__spawn_blocking(body)
    }

    /// Makes this the current runtime until the guard is dropped.
    pub fn enter(&self) -> EnterGuard<'_> {
        self.handle.enter()
    }

    /// Ends the runtime; waits no longer than this for closures that block.
    pub fn shutdown_timeout(self, _duration: Duration) {
        self.handle.close(true);
    }

    /// Ends the runtime; waits for nothing.
    pub fn shutdown_background(self) {
        self.handle.close(false);
    }

    /// Its figures.
    pub fn metrics(&self) -> RuntimeMetrics {
        self.handle.metrics()
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.handle.close(true);
    }
}

//! `tokio::runtime::LocalRuntime`.

use std::future::Future;
use std::io;
use std::marker::PhantomData;
use std::time::Duration;

use super::{Builder, EnterGuard, Handle, Runtime, RuntimeMetrics};
use crate::task::JoinHandle;

/// A runtime whose tasks need not be sendable. See `tokio::runtime::LocalRuntime`.
#[derive(Debug)]
pub struct LocalRuntime {
    runtime: Runtime,
    /// It stays on its thread.
    thread: PhantomData<*mut u8>,
}

/// Options of a [`LocalRuntime`], of which there are none yet. See `tokio::runtime::LocalOptions`.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct LocalOptions {
    thread: PhantomData<*mut u8>,
}

impl LocalRuntime {
    /// A runtime with everything enabled.
    ///
    /// # Errors
    /// Never.
    pub fn new() -> io::Result<Self> {
        Builder::new_current_thread().enable_all().build_local(LocalOptions::default())
    }

    pub(super) fn new_on(runtime: Runtime) -> Self {
        Self { runtime, thread: PhantomData }
    }

    /// A handle that can be passed around.
    pub fn handle(&self) -> &Handle {
        self.runtime.handle()
    }

    /// Spawns a task.
    #[track_caller]
    pub fn spawn_local<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        self.runtime.spawn(future)
    }

    /// Runs a closure that may block where blocking does no harm.
    #[track_caller]
    pub fn spawn_blocking<F, R>(&self, body: F) -> JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        self.runtime.spawn_blocking(body)
    }

    /// [`LocalRuntime::spawn_blocking`] of a closure that was made async.
    #[doc(hidden)]
    #[track_caller]
    pub fn __spawn_blocking<F, R>(&self, body: F) -> JoinHandle<R::Output>
    where
        F: FnOnce() -> R + 'static,
        R: Future + 'static,
        R::Output: 'static,
    {
        self.runtime.__spawn_blocking(body)
    }

    /// Runs a future to its end, and the tasks meanwhile.
    ///
    /// # Panics
    /// In async code, as tokio does.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// [`LocalRuntime::block_on`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub async fn __block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.__block_on(future).await
    }

    /// Makes this the current runtime until the guard is dropped.
    pub fn enter(&self) -> EnterGuard<'_> {
        self.runtime.enter()
    }

    /// Ends the runtime; waits no longer than this for closures that block.
    pub fn shutdown_timeout(self, duration: Duration) {
        self.runtime.shutdown_timeout(duration);
    }

    /// Ends the runtime; waits for nothing.
    pub fn shutdown_background(self) {
        self.runtime.shutdown_background();
    }

    /// Its figures.
    pub fn metrics(&self) -> RuntimeMetrics {
        self.runtime.metrics()
    }
}

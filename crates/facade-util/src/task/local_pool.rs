//! `tokio_util::task::LocalPoolHandle`.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use facade::runtime::Handle;
use facade::task::JoinHandle;

/// Threads whose tasks stay on them. See `tokio_util::task::LocalPoolHandle`.
///
/// Each has a runtime of its own for tasks that need not be sendable; here all runtimes are one.
#[derive(Clone)]
pub struct LocalPoolHandle {
    workers: Arc<[Worker]>,
}

struct Worker {
    runtime: Handle,
    tasks: Arc<AtomicUsize>,
}

/// Counts a task of a worker while it is there.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

impl LocalPoolHandle {
    /// So many threads.
    ///
    /// # Panics
    /// If they are none.
    #[track_caller]
    pub fn new(pool_size: usize) -> Self {
        assert!(pool_size > 0);
        let worker = |_| Worker { runtime: Handle::__new_local(), tasks: Arc::default() };
        Self { workers: (0..pool_size).map(worker).collect() }
    }

    /// How many threads there are.
    pub fn num_threads(&self) -> usize {
        self.workers.len()
    }

    /// How many tasks each thread has.
    pub fn get_task_loads_for_each_worker(&self) -> Vec<usize> {
        self.workers.iter().map(|worker| worker.tasks.load(Relaxed)).collect()
    }

    /// Spawns a task on the thread that has the fewest.
    pub fn spawn_pinned<F, Fut>(&self, create_task: F) -> JoinHandle<Fut::Output>
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future + 'static,
        Fut::Output: Send + 'static,
    {
        let loads = self.workers.iter().map(|worker| worker.tasks.load(Relaxed));
        let least = loads.enumerate().min_by_key(|(_, tasks)| *tasks);
        self.spawn_pinned_by_idx(create_task, least.map_or(0, |(index, _)| index))
    }

    /// Spawns a task on one of the threads.
    ///
    /// # Panics
    /// If there is no such thread.
    #[track_caller]
    pub fn spawn_pinned_by_idx<F, Fut>(&self, create_task: F, idx: usize) -> JoinHandle<Fut::Output>
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future + 'static,
        Fut::Output: Send + 'static,
    {
        let worker = &self.workers[idx];
        worker.tasks.fetch_add(1, Relaxed);
        let counted = Counted(Arc::clone(&worker.tasks));
        worker.runtime.spawn(async move {
            let _counted = counted;
            create_task().await
        })
    }
}

impl fmt::Debug for LocalPoolHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalPoolHandle")
    }
}

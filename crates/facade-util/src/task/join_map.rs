//! `tokio_util::task::JoinMap`.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::collections::hash_map::{self, RandomState};
use std::fmt;
use std::future::Future;
use std::hash::{BuildHasher, Hash};
use std::iter::FusedIterator;

use facade::runtime::Handle;
use facade::task::{AbortHandle, Id, JoinError, JoinSet, LocalSet};

/// Tasks with keys, aborted when the map is dropped. See `tokio_util::task::JoinMap`.
pub struct JoinMap<K, V, S = RandomState> {
    by_key: HashMap<K, AbortHandle, S>,
    tasks: JoinSet<V>,
}

impl<K, V> JoinMap<K, V> {
    /// An empty map.
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }

    /// An empty map with room for so many tasks.
    pub fn with_capacity(capacity: usize) -> Self {
        Self::with_capacity_and_hasher(capacity, RandomState::new())
    }
}

impl<K, V, S> JoinMap<K, V, S> {
    /// An empty map that hashes its keys so.
    pub fn with_hasher(hash_builder: S) -> Self {
        Self::with_capacity_and_hasher(0, hash_builder)
    }

    /// An empty map with room for so many tasks that hashes its keys so.
    pub fn with_capacity_and_hasher(capacity: usize, hash_builder: S) -> Self {
        let by_key = HashMap::with_capacity_and_hasher(capacity, hash_builder);
        Self { by_key, tasks: JoinSet::new() }
    }

    /// How many keys it has, those of tasks that are over but not joined included.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// For how many tasks it has room.
    pub fn capacity(&self) -> usize {
        self.by_key.capacity()
    }

    /// The keys.
    pub fn keys(&self) -> JoinMapKeys<'_, K, V> {
        JoinMapKeys { keys: self.by_key.keys(), _values: std::marker::PhantomData }
    }
}

impl<K, V, S> JoinMap<K, V, S>
where
    K: Hash + Eq,
    V: 'static,
    S: BuildHasher,
{
    /// Spawns a task. One that has this key is aborted and forgotten.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn<F>(&mut self, key: K, task: F)
    where
        F: Future<Output = V> + 'static,
    {
        let task = self.tasks.spawn(task);
        self.insert(key, task);
    }

    /// Spawns a task on a runtime.
    #[track_caller]
    pub fn spawn_on<F>(&mut self, key: K, task: F, handle: &Handle)
    where
        F: Future<Output = V> + 'static,
    {
        let task = self.tasks.spawn_on(task, handle);
        self.insert(key, task);
    }

    /// Spawns a closure that may block.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_blocking<F>(&mut self, key: K, f: F)
    where
        F: FnOnce() -> V + Send + 'static,
        V: Send,
    {
        let task = self.tasks.spawn_blocking(f);
        self.insert(key, task);
    }

    /// Spawns a closure that may block on a runtime.
    #[track_caller]
    pub fn spawn_blocking_on<F>(&mut self, key: K, f: F, handle: &Handle)
    where
        F: FnOnce() -> V + Send + 'static,
        V: Send,
    {
        let task = self.tasks.spawn_blocking_on(f, handle);
        self.insert(key, task);
    }

    /// Spawns a task on the current [`LocalSet`].
    ///
    /// # Panics
    /// Outside of a [`LocalSet`].
    #[track_caller]
    pub fn spawn_local<F>(&mut self, key: K, task: F)
    where
        F: Future<Output = V> + 'static,
    {
        let task = self.tasks.spawn_local(task);
        self.insert(key, task);
    }

    /// Spawns a task on a [`LocalSet`].
    #[track_caller]
    pub fn spawn_local_on<F>(&mut self, key: K, task: F, local_set: &LocalSet)
    where
        F: Future<Output = V> + 'static,
    {
        let task = self.tasks.spawn_local_on(task, local_set);
        self.insert(key, task);
    }

    fn insert(&mut self, key: K, task: AbortHandle) {
        if let Some(replaced) = self.by_key.insert(key, task) {
            replaced.abort();
        }
    }

    /// Waits for one of the tasks to be over; none if the map is empty.
    pub async fn join_next(&mut self) -> Option<(K, Result<V, JoinError>)> {
        loop {
            let joined = self.tasks.join_next_with_id().await?;
            if let Some(joined) = self.joined(joined) {
                return Some(joined);
            }
        }
    }

    /// One of the tasks that are over, if there is.
    pub fn try_join_next(&mut self) -> Option<(K, Result<V, JoinError>)> {
        loop {
            let joined = self.tasks.try_join_next_with_id()?;
            if let Some(joined) = self.joined(joined) {
                return Some(joined);
            }
        }
    }

    /// A task is over; none if another took its key.
    fn joined(&mut self, joined: Result<(Id, V), JoinError>) -> Option<(K, Result<V, JoinError>)> {
        let (id, result) = match joined {
            Ok((id, value)) => (id, Ok(value)),
            Err(error) => (error.id(), Err(error)),
        };
        let (key, _) = self.by_key.extract_if(|_, task| task.id() == id).next()?;
        Some((key, result))
    }

    /// Aborts all tasks and waits until they are over.
    pub async fn shutdown(&mut self) {
        self.abort_all();
        while self.join_next().await.is_some() {}
    }

    /// Aborts the task with a key, which stays until it is joined; whether there is one.
    pub fn abort<Q>(&mut self, key: &Q) -> bool
    where
        Q: ?Sized + Hash + Eq,
        K: Borrow<Q>,
    {
        let task = self.by_key.get(key);
        task.map(AbortHandle::abort).is_some()
    }

    /// Aborts the tasks whose keys fulfil a condition.
    pub fn abort_matching(&mut self, mut predicate: impl FnMut(&K) -> bool) {
        self.by_key.iter().filter(|(key, _)| predicate(key)).for_each(|(_, task)| task.abort());
    }

    /// Whether a task has this key.
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        Q: ?Sized + Hash + Eq,
        K: Borrow<Q>,
    {
        self.by_key.contains_key(key)
    }

    /// Whether a task has this id.
    pub fn contains_task(&self, task: &Id) -> bool {
        self.by_key.values().any(|known| known.id() == *task)
    }

    /// Makes room for so many more tasks.
    pub fn reserve(&mut self, additional: usize) {
        self.by_key.reserve(additional);
    }

    /// Gives up the room that is not needed.
    pub fn shrink_to_fit(&mut self) {
        self.by_key.shrink_to_fit();
    }

    /// Gives up the room that is not needed, but for so many tasks.
    pub fn shrink_to(&mut self, min_capacity: usize) {
        self.by_key.shrink_to(min_capacity);
    }

    /// Aborts all tasks, which stay until they are joined.
    pub fn abort_all(&mut self) {
        self.tasks.abort_all();
    }

    /// Lets go of all tasks, which run on.
    pub fn detach_all(&mut self) {
        self.tasks.detach_all();
        self.by_key.clear();
    }
}

impl<K: fmt::Debug, V, S> fmt::Debug for JoinMap<K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// A map of keys to the ids of their tasks.
        struct Tasks<'a, K, S>(&'a HashMap<K, AbortHandle, S>);
        impl<K: fmt::Debug, S> fmt::Debug for Tasks<'_, K, S> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_map().entries(self.0.iter().map(|(key, task)| (key, task.id()))).finish()
            }
        }
        f.debug_struct("JoinMap")
            .field("key_set", &Tasks(&self.by_key))
            .field("tasks", &self.tasks)
            .finish_non_exhaustive()
    }
}

impl<K, V> Default for JoinMap<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// The keys of a [`JoinMap`]. See `tokio_util::task::JoinMapKeys`.
#[derive(Debug, Clone)]
pub struct JoinMapKeys<'a, K, V> {
    keys: hash_map::Keys<'a, K, AbortHandle>,
    _values: std::marker::PhantomData<&'a V>,
}

impl<'a, K, V> Iterator for JoinMapKeys<'a, K, V> {
    type Item = &'a K;

    fn next(&mut self) -> Option<&'a K> {
        self.keys.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.keys.size_hint()
    }
}

impl<K, V> ExactSizeIterator for JoinMapKeys<'_, K, V> {}

impl<K, V> FusedIterator for JoinMapKeys<'_, K, V> {}

//! A set of values, each with a waker, that knows which of them were woken.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Wake, Waker};

/// The values of a `JoinSet`. Those that were woken are looked at in the order of their wakes.
pub(super) struct ReadySet<T> {
    values: HashMap<u64, T>,
    lists: Arc<Mutex<Lists>>,
    made: u64,
}

#[derive(Default)]
struct Lists {
    /// Keys of values that were woken, in that order.
    woken: VecDeque<u64>,
    /// When each of the others began to wait, from the first, and its key.
    idle: VecDeque<(u64, u64)>,
    /// The same the other way round.
    since: HashMap<u64, u64>,
    stamps: u64,
    /// Of whoever looks for woken values.
    waker: Option<Waker>,
}

impl Lists {
    fn rest(&mut self, key: u64) {
        self.stamps += 1;
        self.idle.push_back((self.stamps, key));
        self.since.insert(key, self.stamps);
    }

    fn leave(&mut self, key: u64) -> bool {
        let Some(since) = self.since.remove(&key) else { return false };
        let place = self.idle.binary_search(&(since, key));
        place.is_ok_and(|place| self.idle.remove(place).is_some())
    }
}

/// Wakes one value.
struct Bell {
    key: u64,
    lists: Arc<Mutex<Lists>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let waker = {
            let mut lists = lock(&self.lists);
            if !lists.leave(self.key) {
                return;
            }
            lists.woken.push_back(self.key);
            lists.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> ReadySet<T> {
    pub(super) fn new() -> Self {
        Self { values: HashMap::new(), lists: Arc::default(), made: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Adds a value that waits; its key.
    pub(super) fn insert(&mut self, value: T) -> u64 {
        self.made += 1;
        self.values.insert(self.made, value);
        lock(&self.lists).rest(self.made);
        self.made
    }

    /// The first value that was woken, which waits again from now on. If there is none, `waker` is
    /// woken when there is.
    pub(super) fn next(&mut self, waker: Option<&Waker>) -> Option<u64> {
        if self.values.is_empty() {
            return None;
        }
        let mut before = None;
        let mut lists = lock(&self.lists);
        if let Some(waker) = waker
            && !lists.waker.as_ref().is_some_and(|known| waker.will_wake(known))
        {
            before = lists.waker.replace(waker.clone());
        }
        let next = lists.woken.pop_front();
        if let Some(key) = next {
            lists.rest(key);
        }
        drop(lists);
        drop(before);
        next
    }

    /// Runs `body` on a value, with the waker that is its own.
    pub(super) fn with<R>(
        &mut self,
        key: u64,
        body: impl FnOnce(&mut T, &mut Context<'_>) -> R,
    ) -> Option<R> {
        let waker = Waker::from(Arc::new(Bell { key, lists: Arc::clone(&self.lists) }));
        let value = self.values.get_mut(&key)?;
        Some(body(value, &mut Context::from_waker(&waker)))
    }

    pub(super) fn remove(&mut self, key: u64) -> Option<T> {
        let mut lists = lock(&self.lists);
        if !lists.leave(key) {
            lists.woken.retain(|woken| *woken != key);
        }
        drop(lists);
        self.values.remove(&key)
    }

    /// All values: those that wait, then those that were woken, each from the first.
    pub(super) fn each(&self) -> Vec<&T> {
        self.keys().iter().filter_map(|key| self.values.get(key)).collect()
    }

    /// Takes all values out, in the same order.
    pub(super) fn drain(&mut self) -> Vec<T> {
        let keys = self.keys();
        let mut lists = lock(&self.lists);
        lists.woken.clear();
        lists.idle.clear();
        lists.since.clear();
        drop(lists);
        keys.iter().filter_map(|key| self.values.remove(key)).collect()
    }

    fn keys(&self) -> Vec<u64> {
        let lists = lock(&self.lists);
        lists.idle.iter().map(|(_, key)| key).chain(&lists.woken).copied().collect()
    }
}

fn lock(lists: &Mutex<Lists>) -> MutexGuard<'_, Lists> {
    lists.lock().unwrap_or_else(PoisonError::into_inner)
}

//! `tokio_util::time::delay_queue`.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use facade::time::{Instant, Sleep, sleep_until};
use futures_core::Stream;

/// Slots of a level of tokio's timer wheel, as a power of two.
const SLOTS: u32 = 6;

/// Items that come out once their time has come. See `tokio_util::time::DelayQueue`.
#[derive(Debug)]
pub struct DelayQueue<T> {
    start: Instant,
    /// The millisecond up to which it has been looked at.
    elapsed: u64,
    items: BTreeMap<Place, Item<T>>,
    places: HashMap<u64, Place>,
    made: u64,
    delay: Option<Pin<Box<Sleep>>>,
    waker: Option<Waker>,
}

/// Items of one millisecond come in an order that follows from tokio's timer wheel: what was put into a slot
/// last comes out first, and each level that an item has to come down turns that around.
type Place = (u64, u64);

#[derive(Debug)]
struct Item<T> {
    value: T,
    deadline: Instant,
    key: u64,
}

/// Names an item. See `tokio_util::time::delay_queue::Key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(u64);

/// An item whose time has come, or that was removed. See `tokio_util::time::delay_queue::Expired`.
#[derive(Debug)]
pub struct Expired<T> {
    data: T,
    deadline: Instant,
    key: Key,
}

impl<T> Expired<T> {
    /// The item.
    pub fn get_ref(&self) -> &T {
        &self.data
    }

    /// The item.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.data
    }

    /// The item.
    pub fn into_inner(self) -> T {
        self.data
    }

    /// When its time came.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// What it was called.
    pub fn key(&self) -> Key {
        self.key
    }
}

const NO_SUCH_KEY: &str = "invalid key";

impl<T> DelayQueue<T> {
    /// An empty queue.
    pub fn new() -> Self {
        Self::with_capacity(0)
    }

    /// An empty queue.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            start: Instant::now(),
            elapsed: 0,
            items: BTreeMap::new(),
            places: HashMap::with_capacity(capacity),
            made: 0,
            delay: None,
            waker: None,
        }
    }

    /// Adds an item that comes out then.
    pub fn insert_at(&mut self, value: T, when: Instant) -> Key {
        // Each put counts, so that no two items have the same.
        let key = self.made;
        self.put(Item { value, deadline: when, key });
        Key(key)
    }

    /// Adds an item that comes out after this time.
    pub fn insert(&mut self, value: T, timeout: Duration) -> Key {
        self.insert_at(value, Instant::now() + timeout)
    }

    fn put(&mut self, item: Item<T>) {
        let nanos = item.deadline.saturating_duration_since(self.start).as_nanos();
        let when = u64::try_from(nanos.div_ceil(1_000_000)).unwrap_or(u64::MAX);
        self.made += 1;
        let significant = 63 - ((self.elapsed ^ when) | ((1 << SLOTS) - 1)).leading_zeros();
        let turned = when > self.elapsed && (significant / SLOTS) % 2 == 1;
        let place = (when, if turned { self.made } else { u64::MAX - self.made });
        let first = self.items.keys().next().is_none_or(|first| when < first.0);
        self.places.insert(item.key, place);
        self.items.insert(place, item);
        if first {
            self.delay = None;
            if let Some(waker) = self.waker.take() {
                waker.wake();
            }
        }
    }

    fn take(&mut self, key: Key) -> Option<Item<T>> {
        let place = self.places.remove(&key.0)?;
        let was_first = self.items.keys().next() == Some(&place);
        let item = self.items.remove(&place);
        if was_first {
            self.delay = None;
        }
        item
    }

    /// The next item whose time has come; waits for it. None if there is no item.
    pub fn poll_expired(&mut self, cx: &mut Context<'_>) -> Poll<Option<Expired<T>>> {
        if !self.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
            self.waker = Some(cx.waker().clone());
        }
        loop {
            let Some((&place, first)) = self.items.first_key_value() else {
                return Poll::Ready(None);
            };
            if place.0 > self.elapsed {
                let deadline = first.deadline;
                let delay = self.delay.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
                ready!(delay.as_mut().poll(cx));
                self.elapsed = place.0;
            }
            self.delay = None;
            let Some(item) = self.items.remove(&place) else { continue };
            self.places.remove(&item.key);
            let (data, deadline, key) = (item.value, item.deadline, Key(item.key));
            return Poll::Ready(Some(Expired { data, deadline, key }));
        }
    }

    /// Takes an item out.
    ///
    /// # Panics
    /// If it is not there.
    #[track_caller]
    pub fn remove(&mut self, key: &Key) -> Expired<T> {
        self.try_remove(key).expect(NO_SUCH_KEY)
    }

    /// Takes an item out, if it is there.
    pub fn try_remove(&mut self, key: &Key) -> Option<Expired<T>> {
        let item = self.take(*key)?;
        Some(Expired { data: item.value, deadline: item.deadline, key: *key })
    }

    /// When an item comes out.
    ///
    /// # Panics
    /// If it is not there.
    #[track_caller]
    pub fn deadline(&self, key: &Key) -> Instant {
        let place = self.places.get(&key.0).expect(NO_SUCH_KEY);
        self.items.get(place).expect(NO_SUCH_KEY).deadline
    }

    /// Has an item come out then instead.
    ///
    /// # Panics
    /// If it is not there.
    #[track_caller]
    pub fn reset_at(&mut self, key: &Key, when: Instant) {
        let item = self.take(*key).expect(NO_SUCH_KEY);
        self.put(Item { deadline: when, ..item });
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Has an item come out after this time instead.
    ///
    /// # Panics
    /// If it is not there.
    #[track_caller]
    pub fn reset(&mut self, key: &Key, timeout: Duration) {
        self.reset_at(key, Instant::now() + timeout);
    }

    /// The item that comes out next.
    pub fn peek(&self) -> Option<Key> {
        self.items.values().next().map(|item| Key(item.key))
    }

    /// Drops all items.
    pub fn clear(&mut self) {
        self.items.clear();
        self.places.clear();
        self.delay = None;
    }

    /// For how many items there is room.
    pub fn capacity(&self) -> usize {
        self.places.capacity()
    }

    /// Makes room for so many items more.
    pub fn reserve(&mut self, additional: usize) {
        self.places.reserve(additional);
    }

    /// Gives room back.
    pub fn shrink_to_fit(&mut self) {
        self.places.shrink_to_fit();
    }

    /// Gives room back.
    pub fn compact(&mut self) {
        self.shrink_to_fit();
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T> Default for DelayQueue<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Unpin for DelayQueue<T> {}

impl<T> Stream for DelayQueue<T> {
    type Item = Expired<T>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Expired<T>>> {
        self.get_mut().poll_expired(cx)
    }
}

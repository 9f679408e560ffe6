//! `tokio_stream::StreamExt`.

use std::future::Future;
use std::time::Duration;

use facade::time::Interval;
use real_stream::adapters::{
    Chain, Filter, FilterMap, Fuse, Map, MapWhile, Merge, Peekable, Skip, SkipWhile, Take,
    TakeWhile, Then,
};
use real_stream::{FromStream, Stream, StreamExt as Real};

use crate::adapters::{ChunksTimeout, Throttle, Timeout, TimeoutRepeating};

/// What can be done with a stream. See `tokio_stream::StreamExt`: those methods that need no timer
/// call the real ones.
pub trait StreamExt: Stream {
    /// The next item.
    fn next(&mut self) -> impl Future<Output = Option<Self::Item>>
    where
        Self: Unpin,
    {
        Real::next(self)
    }

    /// The next item, with the error outside.
    fn try_next<T, E>(&mut self) -> impl Future<Output = Result<Option<T>, E>>
    where
        Self: Stream<Item = Result<T, E>> + Unpin,
    {
        Real::try_next(self)
    }

    /// Each item, changed.
    fn map<T, F>(self, f: F) -> Map<Self, F>
    where
        F: FnMut(Self::Item) -> T,
        Self: Sized,
    {
        Real::map(self, f)
    }

    /// Each item, changed, until there is none.
    fn map_while<T, F>(self, f: F) -> MapWhile<Self, F>
    where
        F: FnMut(Self::Item) -> Option<T>,
        Self: Sized,
    {
        Real::map_while(self, f)
    }

    /// What a future makes of each item.
    fn then<F, Fut>(self, f: F) -> Then<Self, Fut, F>
    where
        F: FnMut(Self::Item) -> Fut,
        Fut: Future,
        Self: Sized,
    {
        Real::then(self, f)
    }

    /// The items of both, as they come.
    fn merge<U>(self, other: U) -> Merge<Self, U>
    where
        U: Stream<Item = Self::Item>,
        Self: Sized,
    {
        Real::merge(self, other)
    }

    /// The items that fulfil a condition.
    fn filter<F>(self, f: F) -> Filter<Self, F>
    where
        F: FnMut(&Self::Item) -> bool,
        Self: Sized,
    {
        Real::filter(self, f)
    }

    /// The items that something could be made of.
    fn filter_map<T, F>(self, f: F) -> FilterMap<Self, F>
    where
        F: FnMut(Self::Item) -> Option<T>,
        Self: Sized,
    {
        Real::filter_map(self, f)
    }

    /// Stays at its end.
    fn fuse(self) -> Fuse<Self>
    where
        Self: Sized,
    {
        Real::fuse(self)
    }

    /// The first items.
    fn take(self, n: usize) -> Take<Self>
    where
        Self: Sized,
    {
        Real::take(self, n)
    }

    /// The items before the first that does not fulfil a condition.
    fn take_while<F>(self, f: F) -> TakeWhile<Self, F>
    where
        F: FnMut(&Self::Item) -> bool,
        Self: Sized,
    {
        Real::take_while(self, f)
    }

    /// All but the first items.
    fn skip(self, n: usize) -> Skip<Self>
    where
        Self: Sized,
    {
        Real::skip(self, n)
    }

    /// The items from the first that does not fulfil a condition.
    fn skip_while<F>(self, f: F) -> SkipWhile<Self, F>
    where
        F: FnMut(&Self::Item) -> bool,
        Self: Sized,
    {
        Real::skip_while(self, f)
    }

    /// Whether all items fulfil a condition.
    fn all<F>(&mut self, f: F) -> impl Future<Output = bool>
    where
        Self: Unpin,
        F: FnMut(Self::Item) -> bool,
    {
        Real::all(self, f)
    }

    /// Whether an item fulfils a condition.
    fn any<F>(&mut self, f: F) -> impl Future<Output = bool>
    where
        Self: Unpin,
        F: FnMut(Self::Item) -> bool,
    {
        Real::any(self, f)
    }

    /// The items of this one, then those of the other.
    fn chain<U>(self, other: U) -> Chain<Self, U>
    where
        U: Stream<Item = Self::Item>,
        Self: Sized,
    {
        Real::chain(self, other)
    }

    /// All items put together.
    fn fold<B, F>(self, init: B, f: F) -> impl Future<Output = B>
    where
        Self: Sized,
        F: FnMut(B, Self::Item) -> B,
    {
        Real::fold(self, init, f)
    }

    /// All items in a collection.
    fn collect<T>(self) -> impl Future<Output = T>
    where
        T: FromStream<Self::Item>,
        Self: Sized,
    {
        Real::collect(self)
    }

    /// Items, or an error for each that does not come in time.
    fn timeout(self, duration: Duration) -> Timeout<Self>
    where
        Self: Sized,
    {
        Timeout::new(self, duration)
    }

    /// Items, or an error for each tick of an interval without one.
    fn timeout_repeating(self, interval: Interval) -> TimeoutRepeating<Self>
    where
        Self: Sized,
    {
        TimeoutRepeating::new(self, interval)
    }

    /// Items, not faster than this.
    fn throttle(self, duration: Duration) -> Throttle<Self>
    where
        Self: Sized,
    {
        Throttle::new(self, duration)
    }

    /// Items in groups of a size, or as many as came in a time.
    ///
    /// # Panics
    /// If the size is 0.
    #[track_caller]
    fn chunks_timeout(self, max_size: usize, duration: Duration) -> ChunksTimeout<Self>
    where
        Self: Sized,
    {
        assert!(max_size > 0, "`max_size` must be non-zero.");
        ChunksTimeout::new(self, max_size, duration)
    }

    /// Lets the next item be looked at.
    fn peekable(self) -> Peekable<Self>
    where
        Self: Sized,
    {
        Real::peekable(self)
    }
}

impl<S: Stream + ?Sized> StreamExt for S {}

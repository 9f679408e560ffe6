//! The borrows of a `watch` channel's value, during which nobody can send.

use std::fmt;
use std::future::poll_fn;
use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use engine::{Resource, context};
use real_tokio::sync::watch as real;
use trace::{Op, OpPhase};

/// Counts the borrows of a value, so that sending can wait for their end. The real channel would block the
/// only thread there is.
#[derive(Debug, Default)]
pub(super) struct Borrows {
    count: AtomicUsize,
    /// The wakers of threads that wait to send.
    waiting: Mutex<Vec<Waker>>,
}

impl Borrows {
    pub(super) fn lend<'a, T>(&'a self, inner: real::Ref<'a, T>) -> Ref<'a, T> {
        self.count.fetch_add(1, Relaxed);
        Ref { inner, _borrow: Borrow(self) }
    }

    /// Blocks the thread until nobody borrows the value. Returns false if that can never happen.
    pub(super) fn wait(&self, resource: &Resource) -> bool {
        if self.count.load(Relaxed) == 0 {
            return true;
        }
        resource.wait();
        resource.op(Op::Send, OpPhase::Waiting);
        resource.state();
        let is_free = poll_fn(|cx| {
            if self.count.load(Relaxed) == 0 {
                return Poll::Ready(());
            }
            self.waiting().push(cx.waker().clone());
            Poll::Pending
        });
        let is_free = context::try_park(is_free).is_some();
        resource.waited();
        is_free
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Waker>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A borrowed value of a channel; nobody can set it while this exists. See `tokio::sync::watch::Ref`.
pub struct Ref<'a, T> {
    inner: real::Ref<'a, T>,
    _borrow: Borrow<'a>,
}

impl<T> Ref<'_, T> {
    /// Whether the receiver had not seen the value.
    pub fn has_changed(&self) -> bool {
        self.inner.has_changed()
    }
}

impl<T> Deref for Ref<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T: fmt::Debug> fmt::Debug for Ref<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

struct Borrow<'a>(&'a Borrows);

impl Drop for Borrow<'_> {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Relaxed) == 1 {
            let waiting = std::mem::take(&mut *self.0.waiting());
            waiting.into_iter().for_each(Waker::wake);
        }
    }
}

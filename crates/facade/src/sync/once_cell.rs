//! `tokio::sync::OnceCell`.

use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::ready;

use engine::{Figures, Resource, Restore, context};
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::SetError;
use crate::op::Waits;

/// A value that is made once. See `tokio::sync::OnceCell`.
pub struct OnceCell<T> {
    resource: Resource,
    inner: real::OnceCell<T>,
}

impl<T> OnceCell<T> {
    /// Without a value.
    pub fn new() -> Self {
        Self::new_with(None)
    }

    /// Without a value, for a `static`.
    pub const fn const_new() -> Self {
        let resource = Resource::late_unnamed(ResourceKind::Once, 0);
        Self { resource, inner: real::OnceCell::const_new() }
    }

    /// With a value, if there is one.
    pub fn new_with(value: Option<T>) -> Self {
        let resource = Resource::unnamed(ResourceKind::Once, 0);
        Self { resource, inner: real::OnceCell::new_with(value) }
    }

    /// With a value, for a `static`.
    pub const fn const_new_with(value: T) -> Self {
        let resource = Resource::late_unnamed(ResourceKind::Once, 0);
        Self { resource, inner: real::OnceCell::const_new_with(value) }
    }

    /// Whether there is a value.
    pub fn initialized(&self) -> bool {
        self.inner.initialized()
    }

    /// The value, if there is one.
    pub fn get(&self) -> Option<&T> {
        self.inner.get()
    }

    /// The value, if there is one.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.inner.get_mut()
    }

    /// Sets the value.
    ///
    /// # Errors
    /// The value, if there is one already or one is being made.
    pub fn set(&self, value: T) -> Result<(), SetError<T>> {
        if self.inner.initialized() {
            self.resource.op(Op::Send, OpPhase::Refused);
            return self.inner.set(value);
        }
        let result = self.resource.within(|| self.inner.set(value));
        match &result {
            Ok(()) => self.made(),
            Err(_) => self.resource.op(Op::Send, OpPhase::Refused),
        }
        result
    }

    /// The value. If there is none, makes it, or waits for the task that is making it.
    pub async fn get_or_init<F, Fut>(&self, init: F) -> &T
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = T>,
    {
        let init = || async { Ok::<T, Infallible>(init().await) };
        match self.get_or_try_init(init).await {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// The value. If there is none, makes it, or waits for the task that is making it.
    ///
    /// # Errors
    /// The error of `init`. The next caller may try again.
    pub async fn get_or_try_init<E, F, Fut>(&self, init: F) -> Result<&T, E>
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = Result<T, E>>,
    {
        if let Some(value) = self.inner.get() {
            return Ok(value);
        }
        // Before the real cell calls `init`, it waits for its turn, which costs budget and is recorded. After that,
        // what is polled here is the program's code.
        let making = Making { resource: &self.resource, begun: AtomicBool::new(false) };
        let mut inner = pin!(self.inner.get_or_try_init(|| {
            making.begin();
            init()
        }));
        let mut waits = Waits::new(&self.resource, Op::Acquire);
        let result = poll_fn(|cx| {
            if making.begun.load(Relaxed) {
                return context::polling::<Fut, _>(|| inner.as_mut().poll(cx));
            }
            let budget = ready!(Restore::poll_proceed(cx));
            let result =
                self.resource.within(|| context::polling::<Fut, _>(|| inner.as_mut().poll(cx)));
            if making.begun.load(Relaxed) || result.is_ready() {
                budget.made_progress();
                waits.end();
            } else {
                waits.begin();
            }
            result
        });
        let result = result.await;
        if making.begun.load(Relaxed) && result.is_ok() {
            self.made();
        }
        result
    }

    fn made(&self) {
        self.resource.set(Figures { len: 1, permits: 0 });
        self.resource.op(Op::Send, OpPhase::Done);
        self.resource.state();
    }

    /// The value, if there is one.
    pub fn into_inner(self) -> Option<T> {
        self.inner.into_inner()
    }

    /// Takes the value out, if there is one.
    pub fn take(&mut self) -> Option<T> {
        self.inner.take()
    }
}

/// The task that makes the value, which holds the cell until the value is made or the making is given up.
struct Making<'a> {
    resource: &'a Resource,
    begun: AtomicBool,
}

impl Making<'_> {
    fn begin(&self) {
        self.begun.store(true, Relaxed);
        self.resource.hold(true);
        self.resource.op(Op::Acquire, OpPhase::Done);
        self.resource.state();
    }
}

impl Drop for Making<'_> {
    fn drop(&mut self) {
        if self.begun.load(Relaxed) {
            self.resource.hold(false);
            self.resource.op(Op::Release, OpPhase::Done);
            self.resource.state();
        }
    }
}

impl<T> Default for OnceCell<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T: Clone> Clone for OnceCell<T> {
    fn clone(&self) -> Self {
        Self::new_with(self.get().cloned())
    }
}

impl<T: PartialEq> PartialEq for OnceCell<T> {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl<T: Eq> Eq for OnceCell<T> {}

impl<T> From<T> for OnceCell<T> {
    fn from(value: T) -> Self {
        Self::new_with(Some(value))
    }
}

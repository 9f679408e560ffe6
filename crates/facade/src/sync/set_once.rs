//! `tokio::sync::SetOnce`.

use std::fmt;

use engine::{Figures, Resource};
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::SetOnceError;
use crate::op::free_operation;

/// A value that is set once and can be waited for. See `tokio::sync::SetOnce`.
pub struct SetOnce<T> {
    resource: Resource,
    inner: real::SetOnce<T>,
}

impl<T> SetOnce<T> {
    /// Without a value.
    pub fn new() -> Self {
        Self::new_with(None)
    }

    /// Without a value, for a `static`.
    pub const fn const_new() -> Self {
        let resource = Resource::late_unnamed(ResourceKind::Once, 0);
        Self { resource, inner: real::SetOnce::const_new() }
    }

    /// With a value, if there is one.
    pub fn new_with(value: Option<T>) -> Self {
        let resource = Resource::unnamed(ResourceKind::Once, 0);
        Self { resource, inner: real::SetOnce::new_with(value) }
    }

    /// With a value, for a `static`.
    pub const fn const_new_with(value: T) -> Self {
        let resource = Resource::late_unnamed(ResourceKind::Once, 0);
        Self { resource, inner: real::SetOnce::const_new_with(value) }
    }

    /// Whether there is a value.
    pub fn initialized(&self) -> bool {
        self.inner.initialized()
    }

    /// The value, if there is one.
    pub fn get(&self) -> Option<&T> {
        self.inner.get()
    }

    /// Sets the value and wakes all who wait for it.
    ///
    /// # Errors
    /// The value, if there is one already.
    pub fn set(&self, value: T) -> Result<(), SetOnceError<T>> {
        if self.inner.initialized() {
            self.resource.op(Op::Send, OpPhase::Refused);
            return self.inner.set(value);
        }
        self.resource.set(Figures { len: 1, permits: 0 });
        self.resource.op(Op::Send, OpPhase::Done);
        self.resource.state();
        self.resource.within(|| self.inner.set(value))
    }

    /// The value, if there is one.
    pub fn into_inner(self) -> Option<T> {
        self.inner.into_inner()
    }

    /// Waits until there is a value.
    pub async fn wait(&self) -> &T {
        let value = free_operation(&self.resource, Op::Wait, self.inner.wait()).await;
        self.resource.op(Op::Wait, OpPhase::Done);
        self.resource.state();
        value
    }
}

impl<T> Default for SetOnce<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for SetOnce<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T: Clone> Clone for SetOnce<T> {
    fn clone(&self) -> Self {
        Self::new_with(self.get().cloned())
    }
}

impl<T: PartialEq> PartialEq for SetOnce<T> {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl<T: Eq> Eq for SetOnce<T> {}

impl<T> From<T> for SetOnce<T> {
    fn from(value: T) -> Self {
        Self::new_with(Some(value))
    }
}

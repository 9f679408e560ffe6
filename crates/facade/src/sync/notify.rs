//! `tokio::sync::Notify`.

use std::sync::Arc;

use engine::Resource;
use real_tokio::sync as real;
use trace::{Op, OpPhase, ResourceKind};

use super::late::Late;
use futures::{Notified, OwnedNotified};

/// Wakes one or many tasks. See `tokio::sync::Notify`.
#[derive(Debug)]
pub struct Notify {
    resource: Resource,
    inner: Late<real::Notify>,
}

impl Notify {
    /// A `Notify` without a permit.
    pub fn new() -> Self {
        let resource = Resource::unnamed(ResourceKind::Notify, 0);
        Self { resource, inner: Late::new(real::Notify::new()) }
    }

    /// A `Notify` without a permit, for a `static`.
    pub const fn const_new() -> Self {
        let resource = Resource::late_unnamed(ResourceKind::Notify, 0);
        Self { resource, inner: Late::new(real::Notify::const_new()) }
    }

    /// Waits for a notification.
    pub fn notified(&self) -> Notified<'_> {
        Notified::new(&self.resource, self.inner.notified())
    }

    /// Like [`notified`](Self::notified), but the future owns the `Notify`.
    pub fn notified_owned(self: Arc<Self>) -> OwnedNotified {
        let inner = Arc::clone(self.inner.shared()).notified_owned();
        OwnedNotified::new(self, inner)
    }

    /// Wakes the task that has waited longest, or leaves a permit for the next one to wait.
    pub fn notify_one(&self) {
        self.notify(|inner| inner.notify_one());
    }

    /// Wakes the task that began to wait last, or leaves a permit for the next one to wait.
    pub fn notify_last(&self) {
        self.notify(|inner| inner.notify_last());
    }

    /// Wakes all tasks that wait, and leaves no permit.
    pub fn notify_waiters(&self) {
        self.notify(|inner| inner.notify_waiters());
    }

    fn notify(&self, notify: impl FnOnce(&real::Notify)) {
        self.resource.op(Op::Notify, OpPhase::Done);
        self.resource.within(|| notify(&self.inner));
    }
}

impl Default for Notify {
    fn default() -> Self {
        Self::new()
    }
}

/// The futures that [`Notify::notified`] and [`Notify::notified_owned`] return.
pub mod futures {
    use std::fmt;
    use std::future::Future;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll, ready};

    use engine::Resource;
    use pin_project_lite::pin_project;
    use real_tokio::sync::futures as real;
    use trace::{Op, OpPhase};

    use super::Notify;
    use crate::op::{Operation, Waiting, free_operation};

    pin_project! {
        /// Waits for a notification. See `tokio::sync::futures::Notified`.
        #[must_use = "futures do nothing unless you `.await` or poll them"]
        pub struct Notified<'a> {
            resource: &'a Resource,
            #[pin]
            inner: Operation<'a, real::Notified<'a>>,
        }
    }

    impl<'a> Notified<'a> {
        pub(super) fn new(resource: &'a Resource, inner: real::Notified<'a>) -> Self {
            Self { resource, inner: free_operation(resource, Op::Wait, inner) }
        }

        /// Begins to wait without a poll. Returns whether there was a permit.
        pub fn enable(self: Pin<&mut Self>) -> bool {
            self.project().inner.inner().enable()
        }
    }

    impl Future for Notified<'_> {
        type Output = ();

        fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            let this = self.project();
            ready!(this.inner.poll(cx));
            this.resource.op(Op::Wait, OpPhase::Done);
            this.resource.state();
            Poll::Ready(())
        }
    }

    impl fmt::Debug for Notified<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("Notified").finish_non_exhaustive()
        }
    }

    pin_project! {
        /// Waits for a notification. See `tokio::sync::futures::OwnedNotified`.
        #[must_use = "futures do nothing unless you `.await` or poll them"]
        pub struct OwnedNotified {
            notify: Owned,
            #[pin]
            inner: real::OwnedNotified,
        }
    }

    struct Owned {
        notify: Arc<Notify>,
        waiting: Waiting,
    }

    impl OwnedNotified {
        pub(super) fn new(notify: Arc<Notify>, inner: real::OwnedNotified) -> Self {
            Self { notify: Owned { notify, waiting: Waiting::default() }, inner }
        }

        /// Begins to wait without a poll. Returns whether there was a permit.
        pub fn enable(self: Pin<&mut Self>) -> bool {
            self.project().inner.enable()
        }
    }

    impl Future for OwnedNotified {
        type Output = ();

        fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
            let this = self.project();
            let (inner, Owned { notify, waiting }) = (this.inner, this.notify);
            let resource = &notify.resource;
            if resource.within(|| inner.poll(cx)).is_pending() {
                waiting.begin(resource, Op::Wait);
                return Poll::Pending;
            }
            waiting.end(resource);
            resource.op(Op::Wait, OpPhase::Done);
            resource.state();
            Poll::Ready(())
        }
    }

    impl Drop for Owned {
        fn drop(&mut self) {
            self.waiting.abandon(&self.notify.resource, Op::Wait);
        }
    }

    impl fmt::Debug for OwnedNotified {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_struct("OwnedNotified").finish_non_exhaustive()
        }
    }
}

//! Senders that do not keep their channel open.

use std::fmt;
use std::sync::Arc;

use real_tokio::sync::mpsc as real;

use super::{Record, Sender, UnboundedSender};

macro_rules! weak {
    ($(#[$doc:meta])* $weak:ident, $strong:ident) => {
        $(#[$doc])*
        pub struct $weak<T> {
            pub(super) inner: real::$weak<T>,
            pub(super) record: Arc<Record>,
        }

        impl<T> $weak<T> {
            /// A sender, if there is still one.
            pub fn upgrade(&self) -> Option<$strong<T>> {
                let inner = Some(self.inner.upgrade()?);
                Some($strong { inner, record: Arc::clone(&self.record) })
            }

            /// How many senders there are.
            pub fn strong_count(&self) -> usize {
                self.inner.strong_count()
            }

            /// How many weak senders there are.
            pub fn weak_count(&self) -> usize {
                self.inner.weak_count()
            }
        }

        impl<T> Clone for $weak<T> {
            fn clone(&self) -> Self {
                Self { inner: self.inner.clone(), record: Arc::clone(&self.record) }
            }
        }

        impl<T> fmt::Debug for $weak<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.inner.fmt(f)
            }
        }
    };
}

weak! {
    /// Does not keep its channel open. See `tokio::sync::mpsc::WeakSender`.
    WeakSender, Sender
}
weak! {
    /// Does not keep its channel open. See `tokio::sync::mpsc::WeakUnboundedSender`.
    WeakUnboundedSender, UnboundedSender
}

//! The sending halves.

use ::std::fmt;
use ::std::future::Future;
use ::std::pin::Pin;
use ::std::sync::Arc;
use ::std::sync::mpsc::{SendError, TrySendError};

use engine::{Parked, context};

use super::shared::Shared;

macro_rules! sender {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name<T> {
            shared: Arc<Shared<T>>,
        }

        impl<T> $name<T> {
            pub(super) fn new(shared: Arc<Shared<T>>) -> Self {
                Self { shared }
            }

            /// Sends a message; blocks its thread while there is no room.
            ///
            /// # Errors
            /// The message, if the receiver is gone.
            pub fn send(&self, value: T) -> Result<(), SendError<T>> {
                context::park(self.shared.send(value))
            }

            #[doc(hidden)]
            pub fn __send(
                &self,
                value: T,
            ) -> Pin<Box<impl Future<Output = Result<(), SendError<T>>>>> {
                Box::pin(Parked::new(self.shared.send(value)))
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                self.shared.sender();
                Self { shared: Arc::clone(&self.shared) }
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                self.shared.sender_gone();
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

sender! {
    /// Sends messages without ever waiting. See `std::sync::mpsc::Sender`.
    Sender
}
sender! {
    /// Sends messages. See `std::sync::mpsc::SyncSender`.
    SyncSender
}

impl<T> SyncSender<T> {
    /// Sends a message if there is room or, in a channel without room, if the receiver is waiting.
    ///
    /// # Errors
    /// The message, if it cannot be sent at once, or if the receiver is gone.
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        self.shared.try_send(value)
    }
}

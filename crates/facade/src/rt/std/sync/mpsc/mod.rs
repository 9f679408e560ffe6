//! `std::sync::mpsc`.

mod receiver;
mod sender;
mod shared;

use ::std::sync::Arc;

pub use ::std::sync::mpsc::*;
pub use receiver::{IntoIter, Iter, Receiver, TryIter};
pub use sender::{Sender, SyncSender};

use shared::Shared;

/// A channel that is never full. See `std::sync::mpsc::channel`.
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Shared::new(None));
    (Sender::new(Arc::clone(&shared)), Receiver::new(shared))
}

/// A channel with room for `bound` messages. With a bound of 0 a send lasts until the message is received.
/// See `std::sync::mpsc::sync_channel`.
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let shared = Arc::new(Shared::new(Some(bound)));
    (SyncSender::new(Arc::clone(&shared)), Receiver::new(shared))
}

//! What programs see as the crate `tokio_stream`.
//!
//! Adapters that need no channel and no timer are the real ones; the others stand here, over the
//! facade. Streams from sockets and files are absent.

mod chunks_timeout;
mod stream_ext;
mod throttle;
mod timeout;
mod timeout_repeating;
pub mod wrappers;

#[doc(inline)]
pub use real_stream::{
    Empty, FromStream, Iter, Once, Pending, Stream, StreamMap, StreamNotifyClose, empty, iter,
    once, pending,
};
pub use stream_ext::StreamExt;
pub use timeout::{Elapsed, Timeout};

/// Adapters that [`StreamExt`] makes.
pub mod adapters {
    pub use real_stream::adapters::{
        Chain, Filter, FilterMap, Fuse, Map, MapWhile, Merge, Peekable, Skip, SkipWhile, Take,
        TakeWhile, Then,
    };

    pub use crate::chunks_timeout::ChunksTimeout;
    pub use crate::throttle::Throttle;
    pub use crate::timeout::Timeout;
    pub use crate::timeout_repeating::TimeoutRepeating;
}

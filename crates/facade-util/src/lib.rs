//! What programs see as the crate `tokio_util`.
//!
//! Tokens are the real ones, recorded; what spawns or waits for a time stands here, over the facade.
//! Sockets are absent.

pub mod future;
pub mod io;
pub mod sync;
pub mod task;
pub mod time;

#[doc(inline)]
pub use real_util::{bytes, codec, compat, either};

//! What programs see as the crate `tokio_util`.
//!
//! Tokens are the real ones, recorded; what spawns or waits for a time stands here, over the facade.
//! Sockets and bridges to code that blocks are absent.

pub mod future;
pub mod sync;
pub mod task;
pub mod time;

#[doc(inline)]
pub use real_util::{bytes, codec, either, io};

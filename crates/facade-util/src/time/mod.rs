//! `tokio_util::time`.

pub mod delay_queue;

#[doc(inline)]
pub use delay_queue::DelayQueue;

pub use crate::future::FutureExt;

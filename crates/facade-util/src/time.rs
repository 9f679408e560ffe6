//! `tokio_util::time`.

pub use crate::future::FutureExt;

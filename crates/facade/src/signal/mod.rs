//! `tokio::signal`: nobody sends one here, so whoever waits for one waits for ever.

pub mod unix;

use std::future::pending;
use std::io::Result;

/// Waits for Ctrl-C. See `tokio::signal::ctrl_c`.
///
/// # Errors
/// Never.
pub async fn ctrl_c() -> Result<()> {
    pending().await
}

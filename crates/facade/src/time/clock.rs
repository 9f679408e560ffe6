//! Moving the clock by hand.

use std::time::Duration;

use engine::context;

use crate::task::yield_now;

/// Stops the clock, which then jumps from deadline to deadline. See `tokio::time::pause`.
///
/// The simulated clock always does that, and a live run's never: this has no effect on either.
pub fn pause() {}

/// Lets the clock run again. See `tokio::time::resume`; this has no effect, as [`pause`] has none.
pub fn resume() {}

/// Moves the clock on in one jump. See `tokio::time::advance`.
pub async fn advance(duration: Duration) {
    context::advance(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX));
    yield_now().await;
}

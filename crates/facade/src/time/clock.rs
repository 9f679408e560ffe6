//! Moving the clock by hand.

use std::time::Duration;

use engine::{Panicking, context};

use crate::task::yield_now;

/// Stops the clock of the timers, which then jumps from deadline to deadline. See `tokio::time::pause`.
///
/// # Panics
/// If it stands already.
#[track_caller]
pub fn pause() {
    assert!(!context::pause(true), "time is already frozen");
}

/// Lets the clock run again. See `tokio::time::resume`.
///
/// # Panics
/// If it runs.
#[track_caller]
pub fn resume() {
    assert!(context::pause(false), "time is not frozen");
}

/// Moves the clock on in one jump. See `tokio::time::advance`.
///
/// # Panics
/// If it runs, as tokio does.
pub async fn advance(duration: Duration) {
    if !context::is_paused() {
        match Panicking::new(None, Box::new("time is not frozen")).await {}
    }
    context::advance(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX));
    yield_now().await;
}

//! `tokio::time::interval`.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use engine::{Deadline, context};

use super::{Instant, Sleep, sleep_until};

/// Ticks at once and then once a period. See `tokio::time::interval`.
///
/// # Panics
/// If the period is zero.
pub fn interval(period: Duration) -> Interval {
    interval_at(Instant::present(), period)
}

/// Ticks at `start` and then once a period. See `tokio::time::interval_at`.
///
/// # Panics
/// If the period is zero.
pub fn interval_at(start: Instant, period: Duration) -> Interval {
    assert!(period > Duration::ZERO, "`period` must be non-zero.");
    Interval {
        delay: Box::pin(sleep_until(start)),
        period,
        behavior: MissedTickBehavior::default(),
    }
}

/// What an interval does about ticks that nobody awaited in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissedTickBehavior {
    /// Ticks at once for each of them.
    #[default]
    Burst,
    /// Counts its periods from the late tick.
    Delay,
    /// Leaves them out and keeps to its grid.
    Skip,
}

impl MissedTickBehavior {
    fn next(self, due: Instant, now: Instant, period: Duration) -> Instant {
        match self {
            Self::Burst => due + period,
            Self::Delay => now + period,
            Self::Skip => {
                let into_period = (now - due).as_nanos() % period.as_nanos();
                let into_period = u64::try_from(into_period).unwrap_or(u64::MAX);
                now + (period - Duration::from_nanos(into_period))
            }
        }
    }
}

/// How late a tick may be before it counts as missed, as in tokio.
const LATE: Duration = Duration::from_millis(5);

/// Ticks once a period. See `tokio::time::Interval`.
#[derive(Debug)]
pub struct Interval {
    delay: Pin<Box<Sleep>>,
    period: Duration,
    behavior: MissedTickBehavior,
}

impl Interval {
    /// Waits for the next tick; when it was due.
    pub async fn tick(&mut self) -> Instant {
        poll_fn(|cx| self.poll_tick(cx)).await
    }

    /// Polls for the next tick.
    pub fn poll_tick(&mut self, cx: &mut Context<'_>) -> Poll<Instant> {
        ready!(self.delay.as_mut().poll(cx));
        let (due, now) = (self.delay.deadline(), Instant::present());
        let next = match now > due + LATE {
            true => {
                context::late_tick(Deadline::from_nanos(due.nanos()));
                self.behavior.next(due, now, self.period)
            }
            false => due + self.period,
        };
        self.delay.as_mut().reset(next);
        Poll::Ready(due)
    }

    /// The next tick comes one period from now.
    pub fn reset(&mut self) {
        self.reset_after(self.period);
    }

    /// The next tick comes at once.
    pub fn reset_immediately(&mut self) {
        self.reset_at(Instant::present());
    }

    /// The next tick comes after this time.
    pub fn reset_after(&mut self, after: Duration) {
        self.reset_at(Instant::present() + after);
    }

    /// The next tick comes then.
    pub fn reset_at(&mut self, deadline: Instant) {
        self.delay.as_mut().reset(deadline);
    }

    /// What it does about missed ticks.
    pub fn missed_tick_behavior(&self) -> MissedTickBehavior {
        self.behavior
    }

    /// Chooses what it does about missed ticks.
    pub fn set_missed_tick_behavior(&mut self, behavior: MissedTickBehavior) {
        self.behavior = behavior;
    }

    /// Its period.
    pub fn period(&self) -> Duration {
        self.period
    }
}

//! A moment on the program's clock.

use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

use engine::context;

/// Where a run begins, so that a program may look back beyond its start: a thousand days.
const START: Duration = Duration::from_secs(1_000 * 24 * 60 * 60);

/// A moment on the program's clock: `tokio::time::Instant` and `std::time::Instant` in one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// This moment.
    pub fn now() -> Self {
        Self(START + Duration::from_micros(context::look_at_clock()))
    }

    /// This moment, without the program having looked at its clock.
    pub(crate) fn present() -> Self {
        Self(START + Duration::from_micros(context::now()))
    }

    /// As tokio's; both types are the same here.
    pub fn from_std(std: Instant) -> Self {
        std
    }

    /// As tokio's; both types are the same here.
    pub fn into_std(self) -> Instant {
        self
    }

    /// Time since an earlier moment; zero if it is a later one.
    pub fn duration_since(&self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// Time since an earlier moment, if it is one.
    pub fn checked_duration_since(&self, earlier: Instant) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    /// Time since an earlier moment; zero if it is a later one.
    pub fn saturating_duration_since(&self, earlier: Instant) -> Duration {
        self.duration_since(earlier)
    }

    /// Time from this moment to now.
    pub fn elapsed(&self) -> Duration {
        Self::now().duration_since(*self)
    }

    /// `self + duration`, if it can be represented.
    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration).map(Self)
    }

    /// `self - duration`, if it can be represented.
    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).map(Self)
    }

    /// So far away that nothing waits for it: 30 years, as in tokio.
    pub(crate) fn far_future() -> Self {
        Self::now() + Duration::from_secs(86_400 * 365 * 30)
    }

    /// Nanoseconds since the run began.
    pub(crate) fn nanos(self) -> u64 {
        u64::try_from(self.0.saturating_sub(START).as_nanos()).unwrap_or(u64::MAX)
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, duration: Duration) -> Instant {
        self.checked_add(duration).expect("overflow when adding duration to instant")
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl Sub<Duration> for Instant {
    type Output = Instant;

    fn sub(self, duration: Duration) -> Instant {
        self.checked_sub(duration).expect("overflow when subtracting duration from instant")
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl Sub<Instant> for Instant {
    type Output = Duration;

    fn sub(self, earlier: Instant) -> Duration {
        self.duration_since(earlier)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

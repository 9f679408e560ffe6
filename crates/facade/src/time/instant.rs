//! A moment on the program's clock.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

use engine::context;

/// Where a run begins, so that a program may look back beyond its start: a thousand days.
const START: Duration = Duration::from_secs(1_000 * 24 * 60 * 60);

/// A moment on the clock of the timers. See `tokio::time::Instant`.
pub type Instant = Moment<Timers>;

/// A moment on the clock of the threads. See `std::time::Instant`.
pub type StdInstant = Moment<Threads>;

/// A moment on one of a program's clocks, which differ only where the program pauses tokio's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment<C>(Duration, PhantomData<C>);

/// The clock of the timers: tokio's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timers {}

/// The clock of the threads: that of `std`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Threads {}

/// A clock.
pub trait Clock: Copy {
    /// Microseconds since the run began.
    fn micros() -> u64;
}

impl Clock for Timers {
    fn micros() -> u64 {
        context::timers_now()
    }
}

impl Clock for Threads {
    fn micros() -> u64 {
        context::now()
    }
}

impl Instant {
    /// As tokio's.
    pub fn from_std(std: StdInstant) -> Self {
        Self::at(std.0)
    }

    /// As tokio's.
    pub fn into_std(self) -> StdInstant {
        StdInstant::at(self.0)
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

impl From<StdInstant> for Instant {
    fn from(std: StdInstant) -> Self {
        Self::from_std(std)
    }
}

impl From<Instant> for StdInstant {
    fn from(tokio: Instant) -> Self {
        tokio.into_std()
    }
}

impl<C: Clock> Moment<C> {
    /// This moment.
    pub fn now() -> Self {
        context::look_at_clock();
        Self::present()
    }

    /// This moment, without the program having looked at its clock.
    pub(crate) fn present() -> Self {
        Self::at(START + Duration::from_micros(C::micros()))
    }

    fn at(since: Duration) -> Self {
        Self(since, PhantomData)
    }

    /// Time since an earlier moment; zero if it is a later one.
    pub fn duration_since(&self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// Time since an earlier moment, if it is one.
    pub fn checked_duration_since(&self, earlier: Self) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    /// Time since an earlier moment; zero if it is a later one.
    pub fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }

    /// Time from this moment to now.
    pub fn elapsed(&self) -> Duration {
        Self::now().duration_since(*self)
    }

    /// `self + duration`, if it can be represented.
    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration).map(Self::at)
    }

    /// `self - duration`, if it can be represented.
    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).map(Self::at)
    }
}

impl<C: Clock> Add<Duration> for Moment<C> {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        self.checked_add(duration).expect("overflow when adding duration to instant")
    }
}

impl<C: Clock> AddAssign<Duration> for Moment<C> {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl<C: Clock> Sub<Duration> for Moment<C> {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        self.checked_sub(duration).expect("overflow when subtracting duration from instant")
    }
}

impl<C: Clock> SubAssign<Duration> for Moment<C> {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl<C: Clock> Sub for Moment<C> {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}

impl<C> fmt::Debug for Moment<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

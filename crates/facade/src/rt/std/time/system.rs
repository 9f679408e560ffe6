//! `std::time::SystemTime`.

use ::std::fmt;
use ::std::ops::{Add, AddAssign, Sub, SubAssign};
use ::std::time::{Duration, SystemTimeError};

use ::std::time as real;
use engine::context;

/// When each run begins, so that it is the same every time: the first of January 2025, 0:00 UTC.
const START: Duration = Duration::from_secs(1_735_689_600);

/// A moment by the calendar, on the program's clock: a browser's WebAssembly has no other. See
/// `std::time::SystemTime`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemTime(real::SystemTime);

/// The first of January 1970, 0:00 UTC. See `std::time::UNIX_EPOCH`.
pub const UNIX_EPOCH: SystemTime = SystemTime(real::UNIX_EPOCH);

impl SystemTime {
    /// The first of January 1970, 0:00 UTC.
    pub const UNIX_EPOCH: Self = UNIX_EPOCH;

    /// This moment.
    pub fn now() -> Self {
        context::look_at_clock();
        Self(real::UNIX_EPOCH + START + Duration::from_micros(context::now()))
    }

    /// Time since an earlier moment.
    ///
    /// # Errors
    /// How much later the other is, if it is.
    pub fn duration_since(&self, earlier: SystemTime) -> Result<Duration, SystemTimeError> {
        self.0.duration_since(earlier.0)
    }

    /// Time from this moment to now.
    ///
    /// # Errors
    /// How far ahead it is, if it is.
    pub fn elapsed(&self) -> Result<Duration, SystemTimeError> {
        Self::now().duration_since(*self)
    }

    /// `self + duration`, if it can be represented.
    pub fn checked_add(&self, duration: Duration) -> Option<SystemTime> {
        self.0.checked_add(duration).map(Self)
    }

    /// `self - duration`, if it can be represented.
    pub fn checked_sub(&self, duration: Duration) -> Option<SystemTime> {
        self.0.checked_sub(duration).map(Self)
    }
}

impl Add<Duration> for SystemTime {
    type Output = SystemTime;

    fn add(self, duration: Duration) -> SystemTime {
        Self(self.0 + duration)
    }
}

impl AddAssign<Duration> for SystemTime {
    fn add_assign(&mut self, duration: Duration) {
        self.0 += duration;
    }
}

impl Sub<Duration> for SystemTime {
    type Output = SystemTime;

    fn sub(self, duration: Duration) -> SystemTime {
        Self(self.0 - duration)
    }
}

impl SubAssign<Duration> for SystemTime {
    fn sub_assign(&mut self, duration: Duration) {
        self.0 -= duration;
    }
}

impl fmt::Debug for SystemTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As on Linux, wherever it runs.
        let (secs, nanos) = match self.0.duration_since(real::UNIX_EPOCH) {
            Ok(since) => (i128::from(since.as_secs()), since.subsec_nanos()),
            Err(before) => {
                let (secs, nanos) = (before.duration().as_secs(), before.duration().subsec_nanos());
                match nanos {
                    0 => (-i128::from(secs), 0),
                    _ => (-i128::from(secs) - 1, 1_000_000_000 - nanos),
                }
            }
        };
        f.debug_struct("SystemTime").field("tv_sec", &secs).field("tv_nsec", &nanos).finish()
    }
}

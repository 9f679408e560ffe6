//! `std::time::SystemTime`.

use ::std::fmt;
use ::std::ops::{Add, AddAssign, Sub, SubAssign};
use ::std::time::{Duration, SystemTimeError};

use ::std::time as real;
use engine::context;

/// The time at which every run begins, the same for all so that runs can be repeated: January 1, 2025, 0:00
/// UTC.
const START: Duration = Duration::from_secs(1_735_689_600);

/// A calendar time, on the program's clock: WebAssembly in a browser has no other. See
/// `std::time::SystemTime`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemTime(real::SystemTime);

/// January 1, 1970, 0:00 UTC. See `std::time::UNIX_EPOCH`.
pub const UNIX_EPOCH: SystemTime = SystemTime(real::UNIX_EPOCH);

impl SystemTime {
    /// January 1, 1970, 0:00 UTC.
    pub const UNIX_EPOCH: Self = UNIX_EPOCH;

    /// The present time.
    pub fn now() -> Self {
        context::look_at_clock();
        Self(real::UNIX_EPOCH + START + Duration::from_micros(context::now()))
    }

    /// Time since an earlier moment.
    ///
    /// # Errors
    /// How much later `earlier` is, if it is not earlier.
    pub fn duration_since(&self, earlier: SystemTime) -> Result<Duration, SystemTimeError> {
        self.0.duration_since(earlier.0)
    }

    /// Time from this moment to now.
    ///
    /// # Errors
    /// How far in the future this time is, if it is.
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
        // Printed as on Linux, wherever the program runs.
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

//! Random bytes that a run's seed decides, with the interface of getrandom 0.2.

use std::fmt;
use std::num::NonZeroU32;

/// What never happens here. See `getrandom::Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(NonZeroU32);

impl Error {
    /// Codes from here on are the crate's own.
    pub const INTERNAL_START: u32 = 1 << 31;
    /// Codes from here on are those of others.
    pub const CUSTOM_START: u32 = (1 << 31) + (1 << 30);

    /// None: the system is not asked.
    pub fn raw_os_error(self) -> Option<i32> {
        None
    }

    /// The code.
    pub const fn code(self) -> NonZeroU32 {
        self.0
    }
}

impl From<NonZeroU32> for Error {
    fn from(code: NonZeroU32) -> Self {
        Self(code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unknown Error: {}", self.0)
    }
}

impl std::error::Error for Error {}

/// Fills `dest` with the seed's next bytes.
///
/// # Errors
/// Never.
pub fn getrandom(dest: &mut [u8]) -> Result<(), Error> {
    seeded::fill(dest);
    Ok(())
}

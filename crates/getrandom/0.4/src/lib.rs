//! Random bytes that a run's seed decides, with the interface of getrandom 0.4.

use std::fmt;

#[cfg(feature = "sys_rng")]
pub use rand_core;

/// What never happens here. See `getrandom::Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(u16);

impl Error {
    /// An error of somebody else's.
    pub const fn new_custom(code: u16) -> Self {
        Self(code)
    }

    /// None: the system is not asked.
    pub fn raw_os_error(self) -> Option<i32> {
        None
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Custom Error: {}", self.0)
    }
}

impl std::error::Error for Error {}

/// Fills `dest` with the seed's next bytes.
///
/// # Errors
/// Never.
pub fn fill(dest: &mut [u8]) -> Result<(), Error> {
    seeded::fill(dest);
    Ok(())
}

/// The seed's next number.
///
/// # Errors
/// Never.
pub fn u32() -> Result<u32, Error> {
    let mut bytes = [0; 4];
    fill(&mut bytes).map(|()| u32::from_le_bytes(bytes))
}

/// The seed's next number.
///
/// # Errors
/// Never.
pub fn u64() -> Result<u64, Error> {
    let mut bytes = [0; 8];
    fill(&mut bytes).map(|()| u64::from_le_bytes(bytes))
}

/// A generator of the seed's bytes. See `getrandom::SysRng`.
#[cfg(feature = "sys_rng")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SysRng;

#[cfg(feature = "sys_rng")]
impl rand_core::TryRng for SysRng {
    type Error = Error;

    fn try_next_u32(&mut self) -> Result<u32, Error> {
        u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Error> {
        u64()
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        fill(dest)
    }
}

#[cfg(feature = "sys_rng")]
impl rand_core::TryCryptoRng for SysRng {}

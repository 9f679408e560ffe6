//! Random bytes that a run's seed decides, with the interface of getrandom 0.4: that of 0.3, and a generator.

#[path = "../../0.3/src/lib.rs"]
mod since_0_3;

#[cfg(feature = "sys_rng")]
pub use rand_core;
pub use since_0_3::{Error, fill, u32, u64};

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

//! Random bytes that a run's seed decides.
//!
//! The crate `rand` asks `getrandom` for whatever is not seeded by the program. In its place stands
//! `crates/getrandom`, which asks here: the same seed gives the same run.

use std::cell::Cell;

thread_local! {
    static STATE: Cell<u64> = const { Cell::new(0) };
}

/// The bytes begin anew, as `seed` has them.
pub fn begin(seed: u64) {
    STATE.set(seed);
}

/// Fills `bytes` with the next ones.
pub fn fill(bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(8) {
        chunk.copy_from_slice(&next().to_le_bytes()[..chunk.len()]);
    }
}

/// SplitMix64, which gives each of its 2^64 numbers once. See Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators", 2014.
fn next() -> u64 {
    let state = STATE.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
    STATE.set(state);
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(seed: u64) -> [u8; 13] {
        let mut bytes = [0; 13];
        begin(seed);
        fill(&mut bytes);
        bytes
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(bytes(7), bytes(7));
        assert_ne!(bytes(7), bytes(8));
        // The first number of the reference implementation for the seed 0.
        assert_eq!(bytes(0)[..8], 0xe220_a839_7b1d_cdaf_u64.to_le_bytes());
    }
}

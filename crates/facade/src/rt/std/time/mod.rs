//! `std::time`, on the program's clock.

mod system;

pub use ::std::time::*;

pub use crate::time::Instant;
pub use system::{SystemTime, UNIX_EPOCH};

//! `std::time`, on the clock of the program's threads.

mod system;

pub use ::std::time::*;

pub use crate::time::StdInstant as Instant;
pub use system::{SystemTime, UNIX_EPOCH};

//! `std::time`, on the program's clock.

pub use ::std::time::*;

pub use crate::time::Instant;

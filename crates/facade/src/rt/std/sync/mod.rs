//! `std::sync`: the parts that block do so on a simulated thread, and the trace shows them.

mod mutex;
mod waiting;

pub use ::std::sync::*;
pub use mutex::{Mutex, MutexGuard};

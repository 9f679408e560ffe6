//! What programs see as `std`: all of it, and in place of what a browser does not have, the engine's.

pub use ::std::*;

pub mod io;
pub mod sync;
pub mod thread;
pub mod time;

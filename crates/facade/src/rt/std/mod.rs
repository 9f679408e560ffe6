//! What programs see as `std`: all of the real one, with the engine's parts in place of those that a browser
//! lacks.

pub use ::std::*;

pub mod io;
pub mod sync;
pub mod thread;
pub mod time;

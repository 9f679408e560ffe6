//! What programs see as the crate `futures`: the real one, whose pool of threads is one of the engine's
//! threads.

pub mod executor;

pub use real_futures::*;

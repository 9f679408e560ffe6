//! What programs see as the crate `tracing_subscriber`: the real one, whose `fmt` writes where the program
//! prints, with the program's clock and without colours.

mod clock;
pub mod fmt;

pub use clock::SystemTime;
pub use fmt::{Subscriber as FmtSubscriber, fmt};
pub use real_subscriber::*;

/// What most programs import. See `tracing_subscriber::prelude`.
pub mod prelude {
    pub use real_subscriber::prelude::*;
}

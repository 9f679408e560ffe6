//! `tokio_stream::wrappers`: channels and timers as streams.

mod broadcast;
mod interval;
mod join_set;
mod mpsc;
mod signal;
mod watch;

/// Errors of these streams.
pub mod errors {
    pub use super::broadcast::BroadcastStreamRecvError;
}

pub use broadcast::BroadcastStream;
pub use interval::IntervalStream;
pub use join_set::JoinSetStream;
pub use mpsc::{ReceiverStream, UnboundedReceiverStream};
pub use real_stream::wrappers::{LinesStream, SplitStream};
pub use signal::SignalStream;
pub use watch::WatchStream;

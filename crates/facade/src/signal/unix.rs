//! `tokio::signal::unix`.

use std::future::pending;
use std::io::Result;
use std::task::{Context, Poll};

/// Which signal. See `tokio::signal::unix::SignalKind`.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub struct SignalKind(i32);

macro_rules! kinds {
    ($($function:ident $number:literal)*) => {$(
        #[doc = concat!("`", stringify!($function), "`, as Linux numbers it.")]
        pub const fn $function() -> Self {
            Self($number)
        }
    )*};
}

impl SignalKind {
    /// The signal with this number.
    pub const fn from_raw(number: i32) -> Self {
        Self(number)
    }

    /// The signal's number.
    pub const fn as_raw_value(&self) -> i32 {
        self.0
    }

    kinds! {
        hangup 1
        interrupt 2
        quit 3
        user_defined1 10
        user_defined2 12
        pipe 13
        alarm 14
        terminate 15
        child 17
        window_change 28
        io 29
    }
}

/// What would be received. See `tokio::signal::unix::Signal`.
#[derive(Debug)]
pub struct Signal(());

/// Listens for a signal, which never comes.
///
/// # Errors
/// Never.
pub fn signal(_: SignalKind) -> Result<Signal> {
    Ok(Signal(()))
}

impl Signal {
    /// Waits for the next one.
    pub async fn recv(&mut self) -> Option<()> {
        pending().await
    }

    /// Waits for the next one.
    pub fn poll_recv(&mut self, _: &mut Context<'_>) -> Poll<Option<()>> {
        Poll::Pending
    }
}

//! `tokio::io::stdin`.

use std::io::{Read, Result};
use std::pin::Pin;
use std::task::{Context, Poll};

use super::{AsyncRead, ReadBuf};

/// What a program reads from. See `tokio::io::Stdin`.
#[derive(Debug)]
pub struct Stdin(());

/// The standard input, which a page does not have: it ends at once there.
pub fn stdin() -> Stdin {
    Stdin(())
}

impl AsyncRead for Stdin {
    // The clock stands while somebody types: simulated time does not pass for it.
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let read = std::io::stdin().read(buffer.initialize_unfilled());
        Poll::Ready(read.map(|count| buffer.advance(count)))
    }
}

//! `tokio::io::stdout` and `stderr`: recorded like what `println!` prints.

use std::io::Result;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::AsyncWrite;
use crate::__rt::{Target, write};

macro_rules! streams {
    ($($(#[$doc:meta])* $function:ident $stream:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $stream(());

        $(#[$doc])*
        pub fn $function() -> $stream {
            $stream(())
        }

        impl AsyncWrite for $stream {
            fn poll_write(
                self: Pin<&mut Self>,
                _: &mut Context<'_>,
                bytes: &[u8],
            ) -> Poll<Result<usize>> {
                write(Target::$stream, None, &String::from_utf8_lossy(bytes));
                Poll::Ready(Ok(bytes.len()))
            }

            fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<()>> {
                Poll::Ready(Ok(()))
            }

            fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<()>> {
                Poll::Ready(Ok(()))
            }
        }
    )*};
}

streams! {
    /// What `print!` prints to.
    stdout Stdout;
    /// What `eprint!` prints to.
    stderr Stderr;
}

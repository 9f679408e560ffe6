//! `tokio::io`: what reads and writes in memory is the real thing; the process's own streams are here.

mod stdin;
mod streams;

pub use real_tokio::io::*;
pub use stdin::{Stdin, stdin};
pub use streams::{Stderr, Stdout, stderr, stdout};

//! `tokio_util::io`: the real one, with the bridge to code that blocks.

use std::io::{BufRead, Read, Result, Seek, SeekFrom, Write};

use facade::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt, AsyncWrite,
    AsyncWriteExt,
};
use facade::runtime::Handle;

pub use real_util::io::*;

/// Reads and writes outside of async code. See `tokio_util::io::SyncIoBridge`.
#[derive(Debug)]
pub struct SyncIoBridge<T> {
    src: T,
    rt: Handle,
}

impl<T: Unpin> SyncIoBridge<T> {
    /// A bridge to `src`, which is driven by the runtime here.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn new(src: T) -> Self {
        Self::new_with_handle(src, Handle::current())
    }

    /// A bridge to `src`, which is driven by this runtime.
    pub fn new_with_handle(src: T, rt: Handle) -> Self {
        Self { src, rt }
    }

    /// What it is a bridge to.
    pub fn into_inner(self) -> T {
        self.src
    }
}

impl<T: AsyncWrite> SyncIoBridge<T> {
    /// Whether what it writes to takes several buffers at once.
    pub fn is_write_vectored(&self) -> bool {
        self.src.is_write_vectored()
    }
}

impl<T: AsyncWrite + Unpin> SyncIoBridge<T> {
    /// Writes nothing more.
    ///
    /// # Errors
    /// As what it writes to.
    pub fn shutdown(&mut self) -> Result<()> {
        self.rt.block_on(self.src.shutdown())
    }
}

impl<T: AsyncRead + Unpin> Read for SyncIoBridge<T> {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        self.rt.block_on(self.src.read(buf))
    }
}

impl<T: AsyncBufRead + Unpin> BufRead for SyncIoBridge<T> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.rt.block_on(self.src.fill_buf())
    }

    fn consume(&mut self, amount: usize) {
        self.src.consume(amount);
    }
}

impl<T: AsyncWrite + Unpin> Write for SyncIoBridge<T> {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        self.rt.block_on(self.src.write(buf))
    }

    fn flush(&mut self) -> Result<()> {
        self.rt.block_on(self.src.flush())
    }
}

impl<T: AsyncSeek + Unpin> Seek for SyncIoBridge<T> {
    fn seek(&mut self, pos: SeekFrom) -> Result<u64> {
        self.rt.block_on(self.src.seek(pos))
    }
}

impl<T> AsRef<T> for SyncIoBridge<T> {
    fn as_ref(&self) -> &T {
        &self.src
    }
}

impl<T> AsMut<T> for SyncIoBridge<T> {
    fn as_mut(&mut self) -> &mut T {
        &mut self.src
    }
}

//! `futures::executor`.

mod local_pool;
mod thread_pool;

pub use local_pool::{BlockingStream, LocalPool, LocalSpawner, block_on_stream};
pub use real_futures::executor::{Enter, EnterError, block_on, enter};
pub use thread_pool::{ThreadPool, ThreadPoolBuilder};

//! `futures::executor`.

mod thread_pool;

pub use real_futures::executor::{
    BlockingStream, Enter, EnterError, LocalPool, LocalSpawner, block_on, block_on_stream, enter,
};
pub use thread_pool::{ThreadPool, ThreadPoolBuilder};

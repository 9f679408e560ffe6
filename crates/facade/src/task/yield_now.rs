//! `tokio::task::yield_now`.

use std::future::poll_fn;
use std::task::Poll;

use engine::context;

/// Lets the other tasks that are ready have a turn first. See `tokio::task::yield_now`.
pub async fn yield_now() {
    let mut yielded = false;
    poll_fn(|cx| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        context::defer(cx.waker());
        Poll::Pending
    })
    .await;
}

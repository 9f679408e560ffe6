//! `tokio::task::coop::unconstrained`.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use engine::context;
use pin_project_lite::pin_project;

use super::without_bound;

/// Lets a future use as much budget as it likes. See `tokio::task::coop::unconstrained`.
pub fn unconstrained<F>(inner: F) -> Unconstrained<F> {
    Unconstrained { inner }
}

pin_project! {
    /// Uses as much budget as it likes. See `tokio::task::coop::Unconstrained`.
    #[must_use = "Unconstrained does nothing unless polled"]
    pub struct Unconstrained<F> {
        #[pin]
        inner: F,
    }
}

impl<F: Future> Future for Unconstrained<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let inner = self.project().inner;
        without_bound(|| context::polling::<F, _>(|| inner.poll(cx)))
    }
}

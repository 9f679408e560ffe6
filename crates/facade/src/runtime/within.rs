//! A future that is polled as part of a runtime.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use engine::context;
use pin_project_lite::pin_project;

use super::{Handle, place};

pin_project! {
    /// Enters a runtime for each poll.
    pub(crate) struct Within<F> {
        handle: Handle,
        may_block: bool,
        #[pin]
        future: F,
    }
}

impl<F> Within<F> {
    pub(crate) fn new(handle: Handle, future: F) -> Self {
        Self { handle, may_block: false, future }
    }

    /// A future that stands for code which may block.
    pub(super) fn blocking(handle: Handle, future: F) -> Self {
        Self { handle, may_block: true, future }
    }
}

impl<F: Future> Future for Within<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _outer = place::enter(this.handle);
        let poll = || context::polling::<F, _>(|| this.future.poll(cx));
        match *this.may_block {
            true => context::allow_blocking(poll),
            false => context::forbid_blocking(poll),
        }
    }
}

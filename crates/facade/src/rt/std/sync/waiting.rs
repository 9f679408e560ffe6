//! Who waits for something that can be free again.

use ::std::collections::VecDeque;
use ::std::future::poll_fn;
use ::std::sync::{Mutex, PoisonError};
use ::std::task::{Poll, Waker};

/// The wakers of those who wait, the first in front. Unlike tokio's locks, std's are nobody's until
/// they are taken: who is woken tries again, and may find that another was faster.
#[derive(Debug, Default)]
pub(super) struct Waiting(Mutex<VecDeque<Waker>>);

impl Waiting {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(VecDeque::new()))
    }

    /// Tries until it gets what it wants.
    pub(super) async fn until<T>(&self, attempt: impl Fn() -> Option<T>) -> T {
        poll_fn(|cx| match attempt() {
            Some(got) => Poll::Ready(got),
            None => {
                self.wakers().push_back(cx.waker().clone());
                Poll::Pending
            }
        })
        .await
    }

    /// Lets the first try again.
    pub(super) fn wake_one(&self) {
        let first = self.wakers().pop_front();
        if let Some(waker) = first {
            waker.wake();
        }
    }

    /// Lets all try again.
    pub(super) fn wake_all(&self) {
        let all = ::std::mem::take(&mut *self.wakers());
        all.into_iter().for_each(Waker::wake);
    }

    fn wakers(&self) -> ::std::sync::MutexGuard<'_, VecDeque<Waker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

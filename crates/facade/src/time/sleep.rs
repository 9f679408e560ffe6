//! `tokio::time::sleep`.

use std::future::Future;
use std::marker::PhantomPinned;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use engine::{Deadline, Restore, context};
use pin_project_lite::pin_project;
use trace::TimerId;

use super::Instant;

/// Waits for a duration. See `tokio::time::sleep`.
pub fn sleep(duration: Duration) -> Sleep {
    let deadline = Instant::present().checked_add(duration).unwrap_or_else(Instant::far_future);
    sleep_until(deadline)
}

/// Waits until a moment. See `tokio::time::sleep_until`.
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep { deadline, timer: Registration::default(), _pinned: PhantomPinned }
}

pin_project! {
    /// Completes at its deadline. The timer is set at the first poll, not before.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless you `.await` or poll them"]
    pub struct Sleep {
        deadline: Instant,
        timer: Registration,
        // Not `Unpin`, as tokio's: what compiles here compiles there.
        #[pin]
        _pinned: PhantomPinned,
    }
}

/// A timer of the engine's, taken back when it is dropped.
#[derive(Debug, Default)]
struct Registration {
    timer: Option<TimerId>,
    elapsed: bool,
}

impl Sleep {
    /// When it completes.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether it has completed.
    pub fn is_elapsed(&self) -> bool {
        self.timer.elapsed || self.deadline <= Instant::present()
    }

    /// Gives it another deadline.
    pub fn reset(self: Pin<&mut Self>, deadline: Instant) {
        let this = self.project();
        *this.deadline = deadline;
        *this.timer = Registration::default();
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let budget = ready!(Restore::poll_proceed(cx));
        ready!(this.timer.poll(*this.deadline, cx));
        budget.made_progress();
        Poll::Ready(())
    }
}

impl Registration {
    fn poll(&mut self, deadline: Instant, cx: &mut Context<'_>) -> Poll<()> {
        if self.elapsed {
            return Poll::Ready(());
        }
        let waits = match self.timer {
            Some(timer) => context::refresh_timer(timer, cx.waker()),
            None => {
                self.timer = context::set_timer(Deadline::from_nanos(deadline.nanos()), cx.waker());
                self.timer.is_some()
            }
        };
        if waits {
            return Poll::Pending;
        }
        self.elapsed = true;
        Poll::Ready(())
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(timer) = self.timer
            && !self.elapsed
        {
            context::cancel_timer(timer);
        }
    }
}

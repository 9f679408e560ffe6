//! The order in which those who wait for a change are woken.

use std::task::{Context, Poll, Waker};

use engine::context;
use real_tokio::sync::{Notify, futures::Notified};

/// Lists in which tokio's watch channel keeps its waiters.
const LISTS: usize = 8;

/// Wakes those who wait for a change.
///
/// tokio's watch channel spreads its waiters over eight lists at random, so the order in which they
/// are woken is free there. It stands here again so that the run's seed decides it.
#[derive(Debug, Default)]
pub(crate) struct Signal([Notify; LISTS]);

impl Signal {
    /// Waits for the next change.
    fn notified(&self) -> Notified<'_> {
        self.0[context::random_below(LISTS as u32) as usize].notified()
    }

    /// Wakes all who wait.
    pub(crate) fn changed(&self) {
        self.0.iter().for_each(Notify::notify_waiters);
    }

    /// Waits until `attempt` is ready: it is asked at once and after each change.
    ///
    /// It begins an operation of the real type anew each time and polls it once, with a waker that
    /// does nothing.
    pub(crate) async fn until<T>(&self, mut attempt: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
        loop {
            // Before the look, so that no change is missed.
            let notified = self.notified();
            if let Poll::Ready(done) = attempt(&mut Context::from_waker(Waker::noop())) {
                return done;
            }
            notified.await;
        }
    }
}

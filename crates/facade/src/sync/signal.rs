//! The order in which tasks that wait for a change are woken.

use std::task::{Context, Poll, Waker};

use engine::context;
use real_tokio::sync::{Notify, futures::Notified};

/// In how many lists tokio's watch channel keeps its waiters.
const LISTS: usize = 8;

/// Wakes the tasks that wait for a change.
///
/// tokio's watch channel spreads its waiters over eight lists at random, so it leaves open in which order
/// they are woken. This copy draws the list from the seed of the run.
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

    /// Waits until `attempt` is ready. It is called at once and after each change.
    ///
    /// `attempt` begins an operation of the real type anew each time and polls it once, with a waker that does
    /// nothing.
    pub(crate) async fn until<T>(&self, mut attempt: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
        loop {
            // The wait begins before the attempt, so that no change is missed.
            let notified = self.notified();
            if let Poll::Ready(done) = attempt(&mut Context::from_waker(Waker::noop())) {
                return done;
            }
            notified.await;
        }
    }
}

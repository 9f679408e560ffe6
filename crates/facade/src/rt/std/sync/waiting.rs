//! A queue of threads that wait for something to become free.

use ::std::collections::VecDeque;
use ::std::future::{Future, poll_fn};
use ::std::pin::pin;
use ::std::sync::{Mutex, MutexGuard, PoisonError};
use ::std::task::{Poll, Waker};
use ::std::time::Duration;

use engine::{Alarm, context};

/// The wakers of those who wait, in order of arrival. Unlike a lock of tokio, one of std is not handed to a
/// waiter: a thread that is woken tries again, and another may have been faster.
#[derive(Debug)]
pub(super) struct Waiting(Mutex<Queue>);

#[derive(Debug)]
struct Queue {
    /// How many places have been given; the number of the next one.
    given: u64,
    places: VecDeque<(u64, Waker)>,
}

impl Waiting {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Queue { given: 0, places: VecDeque::new() }))
    }

    /// Waits until `attempt` returns `Some`.
    pub(super) async fn until<T>(&self, mut attempt: impl FnMut() -> Option<T>) -> T {
        let mut place = self.place();
        poll_fn(|cx| match attempt() {
            Some(got) => {
                place.leave();
                Poll::Ready(got)
            }
            None => {
                place.keep(cx.waker());
                Poll::Pending
            }
        })
        .await
    }

    /// Waits until this waiter is woken.
    pub(super) async fn woken(&self) {
        let mut place = self.place();
        poll_fn(|cx| {
            if place.is_called() {
                place.leave();
                return Poll::Ready(());
            }
            place.keep(cx.waker());
            Poll::Pending
        })
        .await;
    }

    /// How many wait.
    pub(super) fn count(&self) -> usize {
        self.queue().places.len()
    }

    /// Wakes the first waiter, which tries again.
    pub(super) fn wake_one(&self) {
        let first = self.queue().places.pop_front();
        if let Some((_, waker)) = first {
            waker.wake();
        }
    }

    /// Wakes all waiters, which try again.
    pub(super) fn wake_all(&self) {
        let all = ::std::mem::take(&mut self.queue().places);
        all.into_iter().for_each(|(_, waker)| waker.wake());
    }

    /// Whether nobody waits.
    pub(super) fn is_empty(&self) -> bool {
        self.queue().places.is_empty()
    }

    fn place(&self) -> Place<'_> {
        Place { waiting: self, number: None }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A waiter's place in the queue; it has a number from its first wait on.
struct Place<'a> {
    waiting: &'a Waiting,
    number: Option<u64>,
}

impl Place<'_> {
    /// Whether the place was in the queue and has been removed by a wake.
    fn is_called(&self) -> bool {
        self.number.is_some_and(|number| {
            self.waiting.queue().places.iter().all(|(other, _)| *other != number)
        })
    }

    /// Keeps the place with this waker; adds it at the end if it is not in the queue.
    fn keep(&mut self, waker: &Waker) {
        let mut queue = self.waiting.queue();
        let mut places = queue.places.iter_mut();
        if let Some((_, kept)) = places.find(|(other, _)| Some(*other) == self.number) {
            kept.clone_from(waker);
            return;
        }
        let number = queue.given;
        queue.given += 1;
        queue.places.push_back((number, waker.clone()));
        self.number = Some(number);
    }

    /// Leaves the queue. Returns whether the waiter had been woken.
    fn leave(&mut self) -> bool {
        let Some(number) = self.number.take() else { return false };
        let mut queue = self.waiting.queue();
        match queue.places.iter().position(|(other, _)| *other == number) {
            Some(place) => {
                queue.places.remove(place);
                false
            }
            None => true,
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        // This waiter was woken but did not get to try, so the next one may.
        if self.leave() {
            self.waiting.wake_one();
        }
    }
}

/// A future that its thread waits for no longer than `timeout`; `None` if the time is over first.
pub(in super::super) async fn at_most<F: Future>(
    timeout: Duration,
    future: F,
) -> Option<F::Output> {
    let mut future = pin!(future);
    let micros = u64::try_from(timeout.as_nanos().div_ceil(1_000)).unwrap_or(u64::MAX);
    let mut alarm = pin!(Alarm::new(context::now().saturating_add(micros)));
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => alarm.as_mut().poll(cx).map(|()| None),
    })
    .await
}

//! The cooperative budget: as in tokio, a poll may complete 128 operations of the runtime's own
//! resources; after that each of them is pending, and the task is polled again after the others.

use std::task::{Context, Poll, Waker};

use crate::current;

/// Gives the unit of budget back unless progress was made with it.
#[derive(Debug)]
#[must_use]
pub struct Restore {
    made_progress: bool,
}

impl Restore {
    /// Takes a unit of the budget; pending, and deferred, if none is left.
    pub fn poll_proceed(cx: &mut Context<'_>) -> Poll<Restore> {
        match current::with(|core| core.executing.budget.take()) {
            Some(false) => {
                defer(cx.waker());
                Poll::Pending
            }
            // Outside a run nothing is budgeted.
            Some(true) => Poll::Ready(Restore { made_progress: false }),
            None => Poll::Ready(Restore { made_progress: true }),
        }
    }

    /// The operation completed: the unit is spent.
    pub fn made_progress(mut self) {
        self.made_progress = true;
    }
}

impl Drop for Restore {
    fn drop(&mut self) {
        if !self.made_progress {
            current::with(|core| core.executing.budget.give_back());
        }
    }
}

/// Has the task of this waker polled again after all others that are ready: what `yield_now` does.
pub fn defer(waker: &Waker) {
    if current::with(|core| core.defer(waker)).is_none() {
        waker.wake_by_ref();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context;
    use crate::core::budget::UNCONSTRAINED;
    use crate::testing::{Counted, core};

    fn proceed(waker: &Waker) -> Poll<Restore> {
        Restore::poll_proceed(&mut Context::from_waker(waker))
    }

    /// Does an operation, if there is budget for it.
    fn operate() -> bool {
        proceed(Waker::noop()).map(Restore::made_progress).is_ready()
    }

    #[test]
    fn after_128_operations_the_next_is_pending_and_its_waker_deferred() {
        let core = core();
        let _entered = current::enter(&core);
        assert_eq!((0..200).take_while(|_| operate()).count(), 128);
        drop(core.ready.clear());
        let (counted, waker) = Counted::new();
        assert!(proceed(&waker).is_pending());
        assert!(proceed(&waker).is_pending());
        assert_eq!(counted.wakes(), 0, "it is called after the other tasks");
        let deferred = core.ready.clear();
        assert_eq!(deferred.len(), 1, "it is deferred once");
        assert!(deferred[0].will_wake(&waker));
    }

    #[test]
    fn an_operation_without_progress_gives_its_unit_back() {
        let core = core();
        let _entered = current::enter(&core);
        for _ in 0..200 {
            let unit = proceed(Waker::noop());
            assert_eq!(context::budget_left(), 127);
            drop(unit);
        }
        assert_eq!(context::budget_left(), 128);
    }

    #[test]
    fn a_budget_without_bound_is_never_spent_and_never_grows() {
        let core = core();
        let _entered = current::enter(&core);
        assert!(operate());
        assert_eq!(context::lift_budget(), 127);
        assert!((0..1_000).all(|_| operate()));
        drop(proceed(Waker::noop()));
        assert_eq!(context::budget_left(), UNCONSTRAINED);
        context::set_budget(1);
        assert!(operate());
        assert!(!operate());
    }

    #[test]
    fn outside_a_run_nothing_is_budgeted() {
        assert!((0..1_000).all(|_| operate()));
        assert_eq!(context::budget_left(), 128);
    }
}

//! `std::sync::Barrier`.

use ::std::fmt;
use ::std::future::Future;
use ::std::pin::Pin;
use ::std::sync::{Mutex, MutexGuard, PoisonError};

use engine::{Figures, Parked, Resource, context};
use trace::{Op, OpPhase, ResourceKind};

use super::waiting::Waiting;
use crate::op::free_operation;

/// Holds threads back until there are enough of them. See `std::sync::Barrier`.
pub struct Barrier {
    resource: Resource,
    waiting: Waiting,
    round: Mutex<Round>,
    size: usize,
}

struct Round {
    number: usize,
    arrived: usize,
}

impl Barrier {
    /// A barrier for `n` threads; 0 counts as 1.
    pub const fn new(n: usize) -> Self {
        Self {
            resource: Resource::late(ResourceKind::Barrier, "std barrier", n),
            waiting: Waiting::new(),
            round: Mutex::new(Round { number: 0, arrived: 0 }),
            size: n,
        }
    }

    /// Blocks its thread until all threads have arrived; the last one is the leader.
    pub fn wait(&self) -> BarrierWaitResult {
        context::park(self.passed())
    }

    /// [`Barrier::wait`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __wait(&self) -> Pin<Box<impl Future<Output = BarrierWaitResult>>> {
        Box::pin(Parked::new(self.passed()))
    }

    async fn passed(&self) -> BarrierWaitResult {
        let Some(round) = self.arrive() else { return BarrierWaitResult(true) };
        let complete = self.waiting.until(|| (self.round().number != round).then_some(()));
        free_operation(&self.resource, Op::Wait, complete).await;
        self.resource.op(Op::Wait, OpPhase::Done);
        self.resource.state();
        BarrierWaitResult(false)
    }

    /// Arrives. Returns the round to wait for, or `None` if this arrival completes it.
    fn arrive(&self) -> Option<usize> {
        // Makes the barrier known to the trace while all its places are free.
        self.resource.within(|| ());
        let mut round = self.round();
        round.arrived += 1;
        let number = round.number;
        let complete = round.arrived >= self.size;
        if complete {
            *round = Round { number: number.wrapping_add(1), arrived: 0 };
        }
        let (len, permits) = (round.arrived, self.size.saturating_sub(round.arrived));
        drop(round);
        self.resource.set(Figures { len, permits });
        if !complete {
            return Some(number);
        }
        self.resource.op(Op::Notify, OpPhase::Done);
        self.resource.state();
        self.resource.within(|| self.waiting.wake_all());
        None
    }

    fn round(&self) -> MutexGuard<'_, Round> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}

/// What [`Barrier::wait`] returns. See `std::sync::BarrierWaitResult`.
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// Whether this thread was the last to arrive.
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl fmt::Debug for BarrierWaitResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarrierWaitResult").field("is_leader", &self.is_leader()).finish()
    }
}

//! `tokio::sync::Barrier`.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use engine::{Figures, Resource};
use real_tokio::sync::watch;
use trace::{Op, OpPhase, ResourceKind};

use super::signal::Signal;
use crate::op::operation;

/// Holds tasks back until there are enough of them. See `tokio::sync::Barrier`.
///
/// Like tokio's it consists of a counter and a watch channel that tells which round is complete. It is a copy of
/// tokio's because each look at that channel costs a unit of the budget.
#[derive(Debug)]
pub struct Barrier {
    resource: Resource,
    round: Mutex<Round>,
    completed: watch::Sender<usize>,
    /// A receiver that has not seen any round complete; each waiting task clones it.
    fresh: watch::Receiver<usize>,
    /// Wakes the receivers in place of the channel, whose order is random.
    signal: Signal,
    size: usize,
}

#[derive(Debug)]
struct Round {
    /// The number of the round, from 1.
    number: usize,
    arrived: usize,
}

impl Barrier {
    /// A barrier for `n` tasks; 0 counts as 1.
    #[track_caller]
    pub fn new(n: usize) -> Self {
        let (completed, fresh) = watch::channel(0);
        Self {
            resource: Resource::unnamed(ResourceKind::Barrier, n),
            round: Mutex::new(Round { number: 1, arrived: 0 }),
            completed,
            fresh,
            signal: Signal::default(),
            size: n.max(1),
        }
    }

    /// Waits until all tasks have arrived; the last one is the leader.
    pub async fn wait(&self) -> BarrierWaitResult {
        let Some(round) = self.arrive() else { return BarrierWaitResult(true) };
        let mut completed = self.fresh.clone();
        loop {
            // Never an error: the barrier holds the sender.
            let change = self.signal.until(|cx| pin!(completed.changed()).poll(cx));
            let _ = operation(&self.resource, Op::Wait, change).await;
            if *completed.borrow() >= round {
                break;
            }
        }
        self.resource.op(Op::Wait, OpPhase::Done);
        self.resource.state();
        BarrierWaitResult(false)
    }

    /// Arrives. Returns the round to wait for, or `None` if this arrival completes it.
    fn arrive(&self) -> Option<usize> {
        let mut round = self.round();
        round.arrived += 1;
        let number = round.number;
        let complete = round.arrived == self.size;
        if complete {
            *round = Round { number: number + 1, arrived: 0 };
        }
        self.resource.set(Figures { len: round.arrived, permits: self.size - round.arrived });
        drop(round);
        if !complete {
            return Some(number);
        }
        self.resource.op(Op::Notify, OpPhase::Done);
        self.resource.state();
        self.resource.within(|| {
            self.completed.send_replace(number);
            self.signal.changed();
        });
        None
    }

    fn round(&self) -> MutexGuard<'_, Round> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What [`Barrier::wait`] returns. See `tokio::sync::BarrierWaitResult`.
#[derive(Debug, Clone)]
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// Whether this task was the last to arrive.
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

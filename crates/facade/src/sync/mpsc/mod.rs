//! `tokio::sync::mpsc`.

mod bounded;
pub mod error;
mod permit;
mod receiver;
mod unbounded;
mod weak;

pub use bounded::{Sender, channel};
pub use permit::{OwnedPermit, Permit, PermitIterator};
pub use receiver::{Receiver, UnboundedReceiver};
pub use unbounded::{UnboundedSender, unbounded_channel};
pub use weak::{WeakSender, WeakUnboundedSender};

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use engine::{Figures, Resource};
use trace::{Op, OpPhase, ResourceKind};

const EMPTY: &str = "a half of a channel is emptied only by its drop";

/// What the trace says about a channel.
#[derive(Debug)]
struct Record {
    resource: Resource,
    /// How many messages an unbounded channel holds; its senders cannot ask for that.
    queued: AtomicUsize,
    /// How many places of a bounded channel were free when it was last asked.
    free: AtomicUsize,
    /// How many places a bounded channel has.
    all: usize,
}

impl Record {
    fn new(capacity: usize) -> Self {
        let resource = Resource::unnamed(ResourceKind::Mpsc, capacity);
        Self {
            resource,
            queued: AtomicUsize::new(0),
            free: AtomicUsize::new(capacity),
            all: capacity,
        }
    }

    /// Counts a place as taken where the real channel cannot be asked.
    fn one_place_less(&self) {
        self.bounded(self.free.load(Relaxed).saturating_sub(1));
    }

    /// Records that room was reserved.
    fn reserved(&self) {
        self.resource.op(Op::Acquire, OpPhase::Done);
        self.resource.state();
    }

    /// Updates what the trace says about a bounded channel. Places that are reserved or filled are not free.
    fn bounded(&self, free: usize) {
        let all = self.all;
        self.free.store(free, Relaxed);
        self.resource.set(Figures { len: all - free, permits: free });
    }

    /// Updates what the trace says about an unbounded channel.
    fn unbounded(&self, len: usize) {
        self.queued.store(len, Relaxed);
        self.resource.set(Figures { len, permits: 0 });
    }
}

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

/// What the trace knows of a channel.
#[derive(Debug)]
struct Record {
    resource: Resource,
    /// Messages in an unbounded channel, which its senders cannot ask for.
    queued: AtomicUsize,
    /// Free places in a bounded channel when it was last looked at.
    free: AtomicUsize,
    /// All places of a bounded channel.
    all: usize,
}

impl Record {
    fn new(capacity: usize) -> Self {
        let resource = Resource::new(ResourceKind::Mpsc, "channel", capacity, None);
        Self {
            resource,
            queued: AtomicUsize::new(0),
            free: AtomicUsize::new(capacity),
            all: capacity,
        }
    }

    /// Notes that a place of a bounded channel was taken, where only the record knows the others.
    fn one_place_less(&self) {
        self.bounded(self.free.load(Relaxed).saturating_sub(1));
    }

    /// Room was reserved.
    fn reserved(&self) {
        self.resource.op(Op::Acquire, OpPhase::Done);
        self.resource.state();
    }

    /// Notes what a bounded channel holds: a place that is reserved or filled is not free.
    fn bounded(&self, free: usize) {
        let all = self.all;
        self.free.store(free, Relaxed);
        self.resource.set(Figures { len: all - free, permits: free });
    }

    /// Notes what an unbounded channel holds.
    fn unbounded(&self, len: usize) {
        self.queued.store(len, Relaxed);
        self.resource.set(Figures { len, permits: 0 });
    }
}

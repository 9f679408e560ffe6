//! Which runtimes of a run threads other than `main`'s drive.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::core::local::LocalQueue;

/// The runtimes of a run that threads drive, or have driven.
#[derive(Debug, Default)]
pub(crate) struct DrivenRuntimes {
    queues: RefCell<BTreeMap<u64, Rc<LocalQueue>>>,
    /// How many `block_on`s of them are under way.
    drivers: Cell<u32>,
}

impl DrivenRuntimes {
    /// The queue of a runtime, if a thread has driven it.
    pub(crate) fn queue_of(&self, runtime: u64) -> Option<Rc<LocalQueue>> {
        self.queues.borrow().get(&runtime).cloned()
    }

    /// A thread drives a runtime for the first time.
    pub(crate) fn add(&self, runtime: u64, queue: Rc<LocalQueue>) {
        self.queues.borrow_mut().insert(runtime, queue);
    }

    /// A `block_on` begins.
    pub(crate) fn begin(&self) {
        self.drivers.set(self.drivers.get() + 1);
    }

    /// A `block_on` is over.
    pub(crate) fn end(&self) {
        self.drivers.set(self.drivers.get() - 1);
    }

    /// Whether a thread drives one now, and thereby looks after the timers.
    pub(crate) fn are_any(&self) -> bool {
        self.drivers.get() > 0
    }
}

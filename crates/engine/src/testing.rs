//! What unit tests make runs and tasks with.

use std::future::pending;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Wake, Waker};

use trace::{EventKind, HostKind, Listing, Micros, RunInfo, TaskId, TaskKind, Trace};

use crate::core::Core;
use crate::core::recorder::Recorder;
use crate::join::OutputSlot;
use crate::limits::Limits;
use crate::program::Program;

/// An empty trace.
pub(crate) fn empty_trace() -> Trace {
    let info = RunInfo {
        program: "test".to_owned(),
        host: HostKind::Simulated,
        seed: 0,
        workers: 1,
        knobs: Vec::new(),
    };
    Trace::new(info, [])
}

/// A run that has not begun.
pub(crate) fn core() -> Rc<Core> {
    core_with(Limits::default(), None, None)
}

pub(crate) fn core_with(
    limits: Limits,
    host_clock: Option<Rc<dyn Fn() -> Micros>>,
    workers: Option<u16>,
) -> Rc<Core> {
    let program = Program::new(Listing::plain("test", ""), || Box::pin(async {}));
    Core::new(program, Vec::new(), 0, Recorder::new(empty_trace(), limits), host_clock, workers)
}

/// Spawns so many tasks that never end.
pub(crate) fn spawn(core: &Core, many: usize) -> Vec<TaskId> {
    let spawn = |_| {
        let ending = Box::new(OutputSlot::<()>::new());
        core.spawn(Box::pin(pending()), TaskKind::Task, 0, true, ending, None)
    };
    (0..many).map(spawn).collect()
}

/// What was recorded.
pub(crate) fn events(core: &Core) -> Vec<EventKind> {
    core.recorder.trace().borrow().events().iter().map(|event| event.kind).collect()
}

/// Counts how often its waker was called.
#[derive(Default)]
pub(crate) struct Counted(AtomicUsize);

impl Counted {
    pub(crate) fn new() -> (Arc<Self>, Waker) {
        let counted = Arc::new(Self::default());
        let waker = Waker::from(Arc::clone(&counted));
        (counted, waker)
    }

    pub(crate) fn wakes(&self) -> usize {
        self.0.load(Relaxed)
    }
}

impl Wake for Counted {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Relaxed);
    }
}

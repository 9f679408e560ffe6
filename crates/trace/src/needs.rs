//! Whether a run used more threads than a page has: a page has one.

use crate::{EventKind, FIRST_OWN_THREAD, TaskKind, Trace};

/// What a run used more than one thread for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Needs {
    /// More than one worker polled its tasks.
    Workers,
    /// It started threads of the operating system.
    Threads,
    /// It gave work to the pool of blocking threads.
    Blocking,
}

impl Needs {
    /// Why such a program cannot run on a page's one thread.
    pub fn sentence(self) -> &'static str {
        match self {
            Needs::Workers => "Several workers poll its tasks, and a page has only one thread.",
            Needs::Threads => "It starts threads, and a page has only one.",
            Needs::Blocking => {
                "It hands work to the pool of blocking threads, and a page has only one thread."
            }
        }
    }

    /// What of the run is simulated besides the clock, as a noun.
    pub fn simulated(self) -> &'static str {
        match self {
            Needs::Workers => "workers",
            Needs::Threads => "threads",
            Needs::Blocking => "blocking pool",
        }
    }
}

/// What a run used more than one thread for; if several, the one that comes first in [`Needs`].
pub fn needs_threads(trace: &Trace) -> Option<Needs> {
    let mut found: Option<Needs> = None;
    for event in trace.events() {
        let need = match event.kind {
            // No other need precedes this one.
            EventKind::PollStart { worker: 1..FIRST_OWN_THREAD, .. } => {
                return Some(Needs::Workers);
            }
            EventKind::TaskSpawn { kind: TaskKind::Thread, .. } => Needs::Threads,
            EventKind::TaskSpawn { kind: TaskKind::Blocking, .. } => Needs::Blocking,
            _ => continue,
        };
        if found != Some(Needs::Threads) {
            found = Some(need);
        }
    }
    found
}

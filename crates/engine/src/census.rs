//! Counting what is alive, so that a test can show that a dropped run leaves nothing behind.

use std::cell::Cell;

thread_local! {
    static ALIVE: Cell<Census> = const { Cell::new(Census { runs: 0, tasks: 0, timers: 0 }) };
}

/// How many of the engine's objects are alive on this thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Runs.
    pub runs: usize,
    /// Tasks whose future has not been dropped.
    pub tasks: usize,
    /// Timers that are set.
    pub timers: usize,
}

/// What is alive on this thread.
pub fn census() -> Census {
    ALIVE.get()
}

pub(crate) fn change(change: impl FnOnce(&mut Census)) {
    let mut alive = ALIVE.get();
    change(&mut alive);
    ALIVE.set(alive);
}

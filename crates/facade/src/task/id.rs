//! Ids of tasks.

use std::fmt;

use engine::context;

/// A task's id, unique in its run: its number in the order of spawning, as in tokio.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub(super) u32);

/// The id of the task that runs. See `tokio::task::id`.
///
/// # Panics
/// Outside of tasks: `main` is none.
#[track_caller]
pub fn id() -> Id {
    try_id().expect("Can't get a task id when not inside a task")
}

/// The id of the task that runs, if one does. See `tokio::task::try_id`.
pub fn try_id() -> Option<Id> {
    context::current_number().map(Id)
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.0).finish()
    }
}

//! What code sets on its thread while it executes: which runtime it is on, whether it may block. Where the
//! run is driven within a poll, the code of other threads does not see it.

use std::any::Any;
use std::cell::Cell;

use crate::core::local::{self, LocalEntered};
use crate::current;

/// Takes what it has set from the thread; it is put back when the value that is returned is dropped.
pub type TakeOff = fn() -> Box<dyn Any>;

thread_local! {
    static MAY_BLOCK: Cell<bool> = const { Cell::new(false) };
    static TAKE_OFF: Cell<Option<TakeOff>> = const { Cell::new(None) };
}

/// Has `take_off` called wherever the run is driven within a poll.
pub fn on_nested(take_off: TakeOff) {
    TAKE_OFF.set(Some(take_off));
}

/// What was taken from the thread.
pub(crate) struct Taken {
    _permission: Permission,
    _local: LocalEntered,
    _others: Option<Box<dyn Any>>,
}

pub(crate) fn take() -> Taken {
    Taken {
        _permission: Permission::set(false),
        _local: local::leave(),
        _others: TAKE_OFF.get().map(|take_off| take_off()),
    }
}

/// Puts the permission to block back to what it was.
pub(crate) struct Permission {
    before: bool,
}

impl Permission {
    pub(crate) fn set(may_block: bool) -> Self {
        Self { before: MAY_BLOCK.replace(may_block) }
    }
}

impl Drop for Permission {
    fn drop(&mut self) {
        MAY_BLOCK.set(self.before);
    }
}

/// Runs code that is not async and may therefore block: a `main` without `async`, a thread, the
/// closure of `spawn_blocking`.
pub fn allow_blocking<R>(body: impl FnOnce() -> R) -> R {
    let _permission = Permission::set(true);
    body()
}

/// Runs code that is async and must not block: what a `block_on` polls.
pub fn forbid_blocking<R>(body: impl FnOnce() -> R) -> R {
    let _permission = Permission::set(false);
    body()
}

/// Whether the code that executes may block; outside a run all may.
pub fn may_block() -> bool {
    MAY_BLOCK.get() || !current::is_inside()
}

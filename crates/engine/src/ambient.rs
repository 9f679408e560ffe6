//! What code sets on its thread while it executes: which runtime it is on, whether it may block. Where the
//! run is driven within a poll, the code of other threads does not see it.

use std::any::Any;
use std::cell::Cell;

use crate::local::{self, LocalEntered};
use crate::nested::Permission;

/// Takes what it has set from the thread; it is put back when the value that is returned is dropped.
pub type TakeOff = fn() -> Box<dyn Any>;

thread_local! {
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

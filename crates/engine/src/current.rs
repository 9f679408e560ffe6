//! The run whose code is executing on this thread.
//!
//! A run is the current one while it polls, drops or wakes.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::core::{Core, waker};

thread_local! {
    static CURRENT: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
}

pub(crate) fn with<R>(body: impl FnOnce(&Core) -> R) -> Option<R> {
    CURRENT.with(|current| current.borrow().as_deref().map(body))
}

pub(crate) fn current() -> Option<Rc<Core>> {
    CURRENT.with_borrow(Clone::clone)
}

/// For handles, which may be used outside the run they belong to.
pub(crate) fn with_run<R>(run: u64, body: impl FnOnce(&Core) -> R) -> Option<R> {
    let mut body = Some(body);
    let here = with(|core| (core.id == run).then(|| body.take().map(|body| body(core))));
    if let Some(Some(result)) = here {
        return result;
    }
    let core: Rc<dyn Any> = waker::find(run)?;
    let core = core.downcast::<Core>().ok()?;
    body.take().map(|body| body(&core))
}

/// Makes `core` the current run until the guard is dropped.
pub(crate) fn enter(core: &Rc<Core>) -> Entered {
    Entered { outer: CURRENT.replace(Some(Rc::clone(core))) }
}

pub(crate) struct Entered {
    outer: Option<Rc<Core>>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        CURRENT.set(self.outer.take());
    }
}

/// Whether code of a run is executing.
pub fn is_inside() -> bool {
    with(|_| ()).is_some()
}

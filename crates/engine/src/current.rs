//! The run whose code is executing on this thread, and where its prints go.
//!
//! A run is the current one while it polls, drops or wakes.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use trace::Stream;

use crate::core::Core;

type Echo = fn(Stream, &str);

thread_local! {
    static CURRENT: RefCell<Option<Rc<Core>>> = const { RefCell::new(None) };
    static RUNS: RefCell<Vec<(u64, Weak<Core>)>> = const { RefCell::new(Vec::new()) };
    static ECHO: Cell<Option<Echo>> = const { Cell::new(None) };
    static FILE: Cell<&'static str> = const { Cell::new("src/main.rs") };
}

pub(crate) fn with<R>(body: impl FnOnce(&Core) -> R) -> Option<R> {
    CURRENT.with(|current| current.borrow().as_deref().map(body))
}

pub(crate) fn current() -> Option<Rc<Core>> {
    CURRENT.with_borrow(Clone::clone)
}

/// For wakers and handles, which may be used outside the run they belong to.
pub(crate) fn with_run<R>(run: u64, body: impl FnOnce(&Core) -> R) -> Option<R> {
    let mut body = Some(body);
    let here = with(|core| (core.id == run).then(|| body.take().map(|body| body(core))));
    if let Some(Some(result)) = here {
        return result;
    }
    let core = RUNS.with_borrow(|runs| {
        runs.iter().find(|(id, _)| *id == run).and_then(|(_, core)| core.upgrade())
    });
    core.and_then(|core| body.take().map(|body| body(&core)))
}

pub(crate) fn register(core: &Rc<Core>) {
    RUNS.with_borrow_mut(|runs| {
        runs.retain(|(_, core)| core.strong_count() > 0);
        runs.push((core.id, Rc::downgrade(core)));
    });
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

/// Has what programs print on this thread shown at once, besides being recorded: a process may end in
/// the middle of a run.
pub fn echo(show: fn(Stream, &str)) {
    ECHO.set(Some(show));
}

/// Names the file of the programs of this thread, for what is said of their panics.
pub fn name_file(file: &'static str) {
    FILE.set(file);
}

pub(crate) fn file() -> &'static str {
    FILE.get()
}

/// Shows what is printed to whoever [`echo`] named.
pub(crate) fn show(stream: Stream, text: &str) {
    if let Some(show) = ECHO.get() {
        show(stream, text);
    }
}

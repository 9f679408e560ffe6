//! A `static` of a program.

use ::std::ops::Deref;
use ::std::sync::{Mutex, PoisonError};

use engine::context;

/// A value that each run finds as the program's text has it: what a process would find.
///
/// The values of past runs are leaked, since the program may have kept references to them: they are
/// `&'static`.
#[derive(Debug)]
pub struct PerRun<T: 'static> {
    init: fn() -> T,
    /// The run that used it last, 0 outside of one, and its value.
    made: Mutex<Option<(u64, &'static T)>>,
}

impl<T: 'static> PerRun<T> {
    /// A value that `init` makes when a run first uses it.
    pub const fn new(init: fn() -> T) -> Self {
        Self { init, made: Mutex::new(None) }
    }

    /// The value of the run that executes.
    pub fn get(&self) -> &'static T {
        let run = context::run().unwrap_or(0);
        let known = *self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, value)) = known
            && of == run
        {
            return value;
        }
        // Outside the lock: it is the program's code.
        let value: &'static T = Box::leak(Box::new((self.init)()));
        *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some((run, value));
        value
    }
}

impl<T: 'static> Deref for PerRun<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.get()
    }
}

//! A `static` of a program.

use ::std::ops::Deref;
use ::std::sync::{Mutex, PoisonError};

use engine::context;

/// A `static` that begins each run with the value of the program's text, as it does in a new process.
///
/// Values of past runs are leaked, because the program may hold `&'static` references to them.
#[derive(Debug)]
pub struct PerRun<T: 'static> {
    init: fn() -> T,
    /// The run that used it last, with its value. The run is 0 outside of any run.
    made: Mutex<Option<(u64, &'static T)>>,
}

impl<T: 'static> PerRun<T> {
    /// A `static` whose value `init` makes when a run first uses it.
    pub const fn new(init: fn() -> T) -> Self {
        Self { init, made: Mutex::new(None) }
    }

    /// The value in the present run.
    pub fn get(&self) -> &'static T {
        let run = context::run().unwrap_or(0);
        let known = *self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, value)) = known
            && of == run
        {
            return value;
        }
        // `init` is the program's code, so it runs while the lock is not held.
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

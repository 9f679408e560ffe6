//! What a view has worked out of one run, and begins anew with another.

use std::ops::Deref;

use playground::snapshot::TraceHandle;

/// A value that belongs to a run. To read it, that is to render, takes a shared reference.
#[derive(Default)]
pub struct OfRun<T> {
    run: Option<TraceHandle>,
    value: T,
}

impl<T: Default> OfRun<T> {
    /// The value of this run; a new one if there was another run before.
    pub fn of(&mut self, run: &TraceHandle) -> &mut T {
        if self.run.as_ref().is_none_or(|known| !known.same_run(run)) {
            *self = Self { run: Some(run.clone()), value: T::default() };
        }
        &mut self.value
    }
}

/// The value of the run that [`OfRun::of`] was called with last.
impl<T> Deref for OfRun<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

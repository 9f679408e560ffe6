//! Values that are derived from one run, and dropped when another run is shown.

use std::ops::Deref;

use playground::snapshot::TraceHandle;

/// A value that belongs to one run.
#[derive(Default)]
pub struct OfRun<T> {
    run: Option<TraceHandle>,
    value: T,
}

impl<T: Default> OfRun<T> {
    /// The value of this run. If the value belonged to another run, a new one replaces it.
    pub fn of(&mut self, run: &TraceHandle) -> &mut T {
        if self.run.as_ref().is_none_or(|known| !known.same_run(run)) {
            *self = Self { run: Some(run.clone()), value: T::default() };
        }
        &mut self.value
    }

    /// Takes the value out, if it belongs to this run; after that nothing is kept.
    pub fn take(&mut self, run: &TraceHandle) -> Option<T> {
        let is = self.run.as_ref().is_some_and(|known| known.same_run(run));
        is.then(|| std::mem::take(self).value)
    }
}

/// The value of the run that [`OfRun::of`] was called with last: to read it, that is to render, takes a shared
/// reference.
impl<T> Deref for OfRun<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

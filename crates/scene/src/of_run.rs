//! What is worked out of one run, and begun anew with another.

use playground::snapshot::TraceHandle;

/// A value that belongs to a run.
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

    /// The value of this run, if that is the run it belongs to; nothing is kept then.
    pub fn take(&mut self, run: &TraceHandle) -> Option<T> {
        let is = self.run.as_ref().is_some_and(|known| known.same_run(run));
        is.then(|| std::mem::take(self).value)
    }
}

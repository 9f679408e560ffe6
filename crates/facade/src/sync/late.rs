//! A value that can be made in a `const`, and later shared by an `Arc`.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// An `Arc` that is made when it is first needed: a `static` cannot hold an `Arc`, but the owned guards of
/// the real locks need one.
pub(super) struct Late<T> {
    /// `Some` until the `Arc` is made.
    seed: Mutex<Option<T>>,
    shared: OnceLock<Arc<T>>,
}

impl<T> Late<T> {
    pub(super) const fn new(value: T) -> Self {
        Self { seed: Mutex::new(Some(value)), shared: OnceLock::new() }
    }

    pub(super) fn shared(&self) -> &Arc<T> {
        self.shared.get_or_init(|| {
            let mut seed = self.seed.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::new(seed.take().expect("the seed is taken once"))
        })
    }

    /// The value. Owned guards keep the lock around this alive, so with a unique reference to it no other `Arc`
    /// exists.
    pub(super) fn get_mut(&mut self) -> &mut T {
        self.shared();
        let shared = self.shared.get_mut().expect("it was made just now");
        Arc::get_mut(shared).expect("a guard outlives its lock")
    }

    pub(super) fn into_inner(self) -> T {
        self.shared();
        let shared = self.shared.into_inner().expect("it was made just now");
        Arc::into_inner(shared).expect("a guard outlives its lock")
    }
}

impl<T> std::ops::Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.shared()
    }
}

impl<T: fmt::Debug> fmt::Debug for Late<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

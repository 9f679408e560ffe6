//! The permits of [`Semaphore`].

use std::fmt;
use std::sync::Arc;

use real_tokio::sync as real;
use trace::Op;

use super::Semaphore;
use super::held::{Held, Owner};

/// Permits of a semaphore, which are returned when dropped. See `tokio::sync::SemaphorePermit`.
#[must_use]
pub struct SemaphorePermit<'a> {
    pub(super) held: Held<&'a Semaphore, real::SemaphorePermit<'a>>,
}

/// Permits that own their semaphore. See `tokio::sync::OwnedSemaphorePermit`.
#[must_use]
pub struct OwnedSemaphorePermit {
    pub(super) held: Held<Arc<Semaphore>, real::OwnedSemaphorePermit>,
}

impl Owner for &Semaphore {
    fn give_back(&self, release: impl FnOnce()) {
        self.changes(Op::Release, release);
    }
}

impl Owner for Arc<Semaphore> {
    fn give_back(&self, release: impl FnOnce()) {
        self.changes(Op::Release, release);
    }
}

impl SemaphorePermit<'_> {
    /// Drops the guard without returning the permits to the semaphore.
    pub fn forget(self) {
        self.held.into_parts().1.forget();
    }

    /// Adds the permits of another guard.
    ///
    /// # Panics
    /// If the permits are of different semaphores.
    #[track_caller]
    pub fn merge(&mut self, other: Self) {
        self.held.guard_mut().merge(other.held.into_parts().1);
    }

    /// Splits `n` permits off; `None` if there are fewer.
    pub fn split(&mut self, n: usize) -> Option<Self> {
        let permit = self.held.guard_mut().split(n)?;
        Some(Self { held: Held::new(self.held.owner(), permit) })
    }

    /// The semaphore of the permits.
    pub fn semaphore(&self) -> &Semaphore {
        self.held.owner()
    }

    /// How many permits these are.
    pub fn num_permits(&self) -> usize {
        self.held.guard().num_permits()
    }
}

impl OwnedSemaphorePermit {
    /// Drops the guard without returning the permits to the semaphore.
    pub fn forget(self) {
        self.held.into_parts().1.forget();
    }

    /// Adds the permits of another guard.
    ///
    /// # Panics
    /// If the permits are of different semaphores.
    #[track_caller]
    pub fn merge(&mut self, other: Self) {
        self.held.guard_mut().merge(other.held.into_parts().1);
    }

    /// Splits `n` permits off; `None` if there are fewer.
    pub fn split(&mut self, n: usize) -> Option<Self> {
        let permit = self.held.guard_mut().split(n)?;
        Some(Self { held: Held::new(Arc::clone(self.held.owner()), permit) })
    }

    /// The semaphore of the permits.
    pub fn semaphore(&self) -> &Arc<Semaphore> {
        self.held.owner()
    }

    /// How many permits these are.
    pub fn num_permits(&self) -> usize {
        self.held.guard().num_permits()
    }
}

impl fmt::Debug for SemaphorePermit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.held.guard().fmt(f)
    }
}

impl fmt::Debug for OwnedSemaphorePermit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.held.guard().fmt(f)
    }
}

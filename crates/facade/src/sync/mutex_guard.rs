//! The guards of [`Mutex`].

use std::sync::Arc;

use engine::{Figures, Resource};
use real_tokio::sync as real;
use trace::{Op, OpPhase};

use super::Mutex;
use super::held::{Held, Owner, lends_the_value, shows_the_value};

/// The lock of a mutex. See `tokio::sync::MutexGuard`.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T> {
    pub(super) held: Held<&'a Resource, real::MutexGuard<'a, T>>,
    pub(super) mutex: &'a Mutex<T>,
}

/// The lock of a mutex, together with the mutex. See `tokio::sync::OwnedMutexGuard`.
pub struct OwnedMutexGuard<T> {
    pub(super) held: Held<Arc<Mutex<T>>, real::OwnedMutexGuard<T>>,
}

/// The lock of a mutex, with access to a part of its value. See `tokio::sync::MappedMutexGuard`.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MappedMutexGuard<'a, T: ?Sized> {
    held: Held<&'a Resource, real::MappedMutexGuard<'a, T>>,
}

/// The lock of a mutex together with the mutex, with access to a part of its value. See
/// `tokio::sync::OwnedMappedMutexGuard`.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct OwnedMappedMutexGuard<T, U: ?Sized = T> {
    held: Held<Arc<Mutex<T>>, real::OwnedMappedMutexGuard<T, U>>,
}

impl<'a, T> MutexGuard<'a, T> {
    /// A guard that shows a part of the value.
    pub fn map<U: ?Sized>(
        this: Self,
        part: impl FnOnce(&mut T) -> &mut U,
    ) -> MappedMutexGuard<'a, U> {
        MappedMutexGuard { held: this.held.map(|guard| real::MutexGuard::map(guard, part)) }
    }

    /// A guard that shows a part of the value, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<U: ?Sized>(
        this: Self,
        part: impl FnOnce(&mut T) -> Option<&mut U>,
    ) -> Result<MappedMutexGuard<'a, U>, Self> {
        let mutex = this.mutex;
        match this.held.try_map(|guard| real::MutexGuard::try_map(guard, part)) {
            Ok(held) => Ok(MappedMutexGuard { held }),
            Err(held) => Err(Self { held, mutex }),
        }
    }

    /// The mutex.
    pub fn mutex(this: &Self) -> &'a Mutex<T> {
        this.mutex
    }
}

impl<T> OwnedMutexGuard<T> {
    /// A guard that shows a part of the value.
    pub fn map<U: ?Sized>(
        this: Self,
        part: impl FnOnce(&mut T) -> &mut U,
    ) -> OwnedMappedMutexGuard<T, U> {
        OwnedMappedMutexGuard {
            held: this.held.map(|guard| real::OwnedMutexGuard::map(guard, part)),
        }
    }

    /// A guard that shows a part of the value, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<U: ?Sized>(
        this: Self,
        part: impl FnOnce(&mut T) -> Option<&mut U>,
    ) -> Result<OwnedMappedMutexGuard<T, U>, Self> {
        match this.held.try_map(|guard| real::OwnedMutexGuard::try_map(guard, part)) {
            Ok(held) => Ok(OwnedMappedMutexGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }

    /// The mutex.
    pub fn mutex(this: &Self) -> &Arc<Mutex<T>> {
        this.held.owner()
    }
}

impl<'a, T: ?Sized> MappedMutexGuard<'a, T> {
    /// A guard that shows a part of the part.
    pub fn map<U>(this: Self, part: impl FnOnce(&mut T) -> &mut U) -> MappedMutexGuard<'a, U> {
        MappedMutexGuard { held: this.held.map(|guard| real::MappedMutexGuard::map(guard, part)) }
    }

    /// A guard that shows a part of the part, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<U>(
        this: Self,
        part: impl FnOnce(&mut T) -> Option<&mut U>,
    ) -> Result<MappedMutexGuard<'a, U>, Self> {
        match this.held.try_map(|guard| real::MappedMutexGuard::try_map(guard, part)) {
            Ok(held) => Ok(MappedMutexGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }
}

impl<T, U: ?Sized> OwnedMappedMutexGuard<T, U> {
    /// A guard that shows a part of the part.
    pub fn map<S>(this: Self, part: impl FnOnce(&mut U) -> &mut S) -> OwnedMappedMutexGuard<T, S> {
        OwnedMappedMutexGuard {
            held: this.held.map(|guard| real::OwnedMappedMutexGuard::map(guard, part)),
        }
    }

    /// A guard that shows a part of the part, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<S>(
        this: Self,
        part: impl FnOnce(&mut U) -> Option<&mut S>,
    ) -> Result<OwnedMappedMutexGuard<T, S>, Self> {
        match this.held.try_map(|guard| real::OwnedMappedMutexGuard::try_map(guard, part)) {
            Ok(held) => Ok(OwnedMappedMutexGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }
}

impl Owner for &Resource {
    fn give_back(&self, unlock: impl FnOnce()) {
        self.hold(false);
        // If tasks wait, the mutex is never free: the first waiter has it from now on.
        self.set(Figures { len: 0, permits: usize::from(self.waiters() == 0) });
        self.op(Op::Release, OpPhase::Done);
        self.state();
        self.within(unlock);
    }
}

impl<T> Owner for Arc<Mutex<T>> {
    fn give_back(&self, unlock: impl FnOnce()) {
        (&self.resource).give_back(unlock);
    }
}

shows_the_value! {
    ['a, T] MutexGuard<'a, T> => T;
    [T] OwnedMutexGuard<T> => T;
    ['a, T: ?Sized] MappedMutexGuard<'a, T> => T;
    [T, U: ?Sized] OwnedMappedMutexGuard<T, U> => U;
}

lends_the_value! {
    ['a, T] MutexGuard<'a, T> => T;
    [T] OwnedMutexGuard<T> => T;
    ['a, T: ?Sized] MappedMutexGuard<'a, T> => T;
    [T, U: ?Sized] OwnedMappedMutexGuard<T, U> => U;
}

//! The reading guards of [`RwLock`].

use std::sync::Arc;

use real_tokio::sync as real;

use super::RwLock;
use super::held::{Held, Owner, shows_the_value};
use super::rwlock::Record;

/// The lock of a read guard.
pub(super) struct Read<'a>(pub(super) &'a Record);

/// The lock of a read guard that owns it.
pub(super) struct OwnedRead<T>(pub(super) Arc<RwLock<T>>);

impl Owner for Read<'_> {
    fn give_back(&self, unlock: impl FnOnce()) {
        self.0.given_back(false, unlock);
    }
}

impl<T> Owner for OwnedRead<T> {
    fn give_back(&self, unlock: impl FnOnce()) {
        self.0.record.given_back(false, unlock);
    }
}

/// Read access. See `tokio::sync::RwLockReadGuard`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    pub(super) held: Held<Read<'a>, real::RwLockReadGuard<'a, T>>,
}

/// Read access by a guard that owns the lock. See `tokio::sync::OwnedRwLockReadGuard`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct OwnedRwLockReadGuard<T, U: ?Sized = T> {
    pub(super) held: Held<OwnedRead<T>, real::OwnedRwLockReadGuard<T, U>>,
}

impl<'a, T: ?Sized> RwLockReadGuard<'a, T> {
    /// A guard that shows a part of the value.
    pub fn map<F, U: ?Sized>(this: Self, part: F) -> RwLockReadGuard<'a, U>
    where
        F: FnOnce(&T) -> &U,
    {
        RwLockReadGuard { held: this.held.map(|guard| real::RwLockReadGuard::map(guard, part)) }
    }

    /// A guard that shows a part of the value, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<F, U: ?Sized>(this: Self, part: F) -> Result<RwLockReadGuard<'a, U>, Self>
    where
        F: FnOnce(&T) -> Option<&U>,
    {
        match this.held.try_map(|guard| real::RwLockReadGuard::try_map(guard, part)) {
            Ok(held) => Ok(RwLockReadGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }
}

impl<T, U: ?Sized> OwnedRwLockReadGuard<T, U> {
    /// A guard that shows a part of the value.
    pub fn map<F, V: ?Sized>(this: Self, part: F) -> OwnedRwLockReadGuard<T, V>
    where
        F: FnOnce(&U) -> &V,
    {
        OwnedRwLockReadGuard {
            held: this.held.map(|guard| real::OwnedRwLockReadGuard::map(guard, part)),
        }
    }

    /// A guard that shows a part of the value, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<F, V: ?Sized>(this: Self, part: F) -> Result<OwnedRwLockReadGuard<T, V>, Self>
    where
        F: FnOnce(&U) -> Option<&V>,
    {
        match this.held.try_map(|guard| real::OwnedRwLockReadGuard::try_map(guard, part)) {
            Ok(held) => Ok(OwnedRwLockReadGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }

    /// The lock.
    pub fn rwlock(this: &Self) -> &Arc<RwLock<T>> {
        &this.held.owner().0
    }
}

shows_the_value! {
    ['a, T: ?Sized] RwLockReadGuard<'a, T> => T;
    [T, U: ?Sized] OwnedRwLockReadGuard<T, U> => U;
}

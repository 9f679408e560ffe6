//! The write guards of [`RwLock`] for a part of its value.

use std::sync::Arc;

use real_tokio::sync as real;

use super::RwLock;
use super::held::{Held, lends_the_value, shows_the_value};
use super::write_guard::{OwnedWrite, Write};

/// Write access to a part of the value. See `tokio::sync::RwLockMappedWriteGuard`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockMappedWriteGuard<'a, T: ?Sized> {
    pub(super) held: Held<Write<'a>, real::RwLockMappedWriteGuard<'a, T>>,
}

/// Write access to a part of the value, by a guard that owns the lock. See
/// `tokio::sync::OwnedRwLockMappedWriteGuard`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct OwnedRwLockMappedWriteGuard<T, U: ?Sized = T> {
    pub(super) held: Held<OwnedWrite<T>, real::OwnedRwLockMappedWriteGuard<T, U>>,
}

impl<'a, T: ?Sized> RwLockMappedWriteGuard<'a, T> {
    /// A guard that shows a part of the part.
    pub fn map<F, U: ?Sized>(this: Self, part: F) -> RwLockMappedWriteGuard<'a, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        RwLockMappedWriteGuard {
            held: this.held.map(|guard| real::RwLockMappedWriteGuard::map(guard, part)),
        }
    }

    /// A guard that shows a part of the part, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<F, U: ?Sized>(this: Self, part: F) -> Result<RwLockMappedWriteGuard<'a, U>, Self>
    where
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        match this.held.try_map(|guard| real::RwLockMappedWriteGuard::try_map(guard, part)) {
            Ok(held) => Ok(RwLockMappedWriteGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }
}

impl<T, U: ?Sized> OwnedRwLockMappedWriteGuard<T, U> {
    /// A guard that shows a part of the part.
    pub fn map<F, V: ?Sized>(this: Self, part: F) -> OwnedRwLockMappedWriteGuard<T, V>
    where
        F: FnOnce(&mut U) -> &mut V,
    {
        OwnedRwLockMappedWriteGuard {
            held: this.held.map(|guard| real::OwnedRwLockMappedWriteGuard::map(guard, part)),
        }
    }

    /// A guard that shows a part of the part, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<F, V: ?Sized>(
        this: Self,
        part: F,
    ) -> Result<OwnedRwLockMappedWriteGuard<T, V>, Self>
    where
        F: FnOnce(&mut U) -> Option<&mut V>,
    {
        match this.held.try_map(|guard| real::OwnedRwLockMappedWriteGuard::try_map(guard, part)) {
            Ok(held) => Ok(OwnedRwLockMappedWriteGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }

    /// The lock.
    pub fn rwlock(this: &Self) -> &Arc<RwLock<T>> {
        &this.held.owner().0
    }
}

shows_the_value! {
    ['a, T: ?Sized] RwLockMappedWriteGuard<'a, T> => T;
    [T, U: ?Sized] OwnedRwLockMappedWriteGuard<T, U> => U;
}

lends_the_value! {
    ['a, T: ?Sized] RwLockMappedWriteGuard<'a, T> => T;
    [T, U: ?Sized] OwnedRwLockMappedWriteGuard<T, U> => U;
}

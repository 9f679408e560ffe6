//! The writing guards of [`RwLock`].

use std::sync::Arc;

use real_tokio::sync as real;

use super::RwLock;
use super::held::{Held, Owner, lends_the_value, shows_the_value};
use super::mapped_write_guard::{OwnedRwLockMappedWriteGuard, RwLockMappedWriteGuard};
use super::read_guard::{OwnedRead, OwnedRwLockReadGuard, Read, RwLockReadGuard};
use super::rwlock::Record;

/// The lock of a write guard.
pub(super) struct Write<'a>(pub(super) &'a Record);

/// The lock of a write guard that owns it.
pub(super) struct OwnedWrite<T>(pub(super) Arc<RwLock<T>>);

impl Owner for Write<'_> {
    fn give_back(&self, unlock: impl FnOnce()) {
        self.0.given_back(true, unlock);
    }
}

impl<T> Owner for OwnedWrite<T> {
    fn give_back(&self, unlock: impl FnOnce()) {
        self.0.record.given_back(true, unlock);
    }
}

/// Write access. See `tokio::sync::RwLockWriteGuard`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T> {
    pub(super) held: Held<Write<'a>, real::RwLockWriteGuard<'a, T>>,
}

/// Write access by a guard that owns the lock. See `tokio::sync::OwnedRwLockWriteGuard`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct OwnedRwLockWriteGuard<T> {
    pub(super) held: Held<OwnedWrite<T>, real::OwnedRwLockWriteGuard<T>>,
}

impl<'a, T> RwLockWriteGuard<'a, T> {
    /// A guard that shows a part of the value.
    pub fn map<F, U: ?Sized>(this: Self, part: F) -> RwLockMappedWriteGuard<'a, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        RwLockMappedWriteGuard {
            held: this.held.map(|guard| real::RwLockWriteGuard::map(guard, part)),
        }
    }

    /// A guard that shows a part of the value, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<F, U: ?Sized>(this: Self, part: F) -> Result<RwLockMappedWriteGuard<'a, U>, Self>
    where
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        match this.held.try_map(|guard| real::RwLockWriteGuard::try_map(guard, part)) {
            Ok(held) => Ok(RwLockMappedWriteGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }

    /// The same guard as a mapped one.
    pub fn into_mapped(this: Self) -> RwLockMappedWriteGuard<'a, T> {
        Self::map(this, |value| value)
    }

    /// Turns write access into read access and lets other readers in.
    pub fn downgrade(self) -> RwLockReadGuard<'a, T> {
        let (Write(record), guard) = self.held.into_parts();
        let mut reading = None;
        record.downgraded(|| reading = Some(guard.downgrade()));
        let guard = reading.expect("the closure was called");
        RwLockReadGuard { held: Held::new(Read(record), guard) }
    }

    /// Turns write access into read access to a part of the value, and lets other readers in.
    pub fn downgrade_map<F, U: ?Sized>(this: Self, part: F) -> RwLockReadGuard<'a, U>
    where
        F: FnOnce(&T) -> &U,
    {
        RwLockReadGuard::map(this.downgrade(), part)
    }

    /// Turns write access into read access to a part of the value, if `part` returns one.
    ///
    /// # Errors
    /// This guard, if `part` returns `None`.
    pub fn try_downgrade_map<F, U: ?Sized>(
        this: Self,
        part: F,
    ) -> Result<RwLockReadGuard<'a, U>, Self>
    where
        F: FnOnce(&T) -> Option<&U>,
    {
        let (Write(record), guard) = this.held.into_parts();
        let mut result = None;
        match real::RwLockWriteGuard::try_downgrade_map(guard, part) {
            Ok(guard) => record.downgraded(|| result = Some(guard)),
            Err(guard) => return Err(Self { held: Held::new(Write(record), guard) }),
        }
        let guard = result.expect("the closure was called");
        Ok(RwLockReadGuard { held: Held::new(Read(record), guard) })
    }
}

impl<T> OwnedRwLockWriteGuard<T> {
    /// A guard that shows a part of the value.
    pub fn map<F, U: ?Sized>(this: Self, part: F) -> OwnedRwLockMappedWriteGuard<T, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        OwnedRwLockMappedWriteGuard {
            held: this.held.map(|guard| real::OwnedRwLockWriteGuard::map(guard, part)),
        }
    }

    /// A guard that shows a part of the value, if there is that part.
    ///
    /// # Errors
    /// This guard, if there is not.
    pub fn try_map<F, U: ?Sized>(
        this: Self,
        part: F,
    ) -> Result<OwnedRwLockMappedWriteGuard<T, U>, Self>
    where
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        match this.held.try_map(|guard| real::OwnedRwLockWriteGuard::try_map(guard, part)) {
            Ok(held) => Ok(OwnedRwLockMappedWriteGuard { held }),
            Err(held) => Err(Self { held }),
        }
    }

    /// The same guard as a mapped one.
    pub fn into_mapped(this: Self) -> OwnedRwLockMappedWriteGuard<T> {
        Self::map(this, |value| value)
    }

    /// Turns write access into read access and lets other readers in.
    pub fn downgrade(self) -> OwnedRwLockReadGuard<T> {
        let (OwnedWrite(lock), guard) = self.held.into_parts();
        let mut reading = None;
        lock.record.downgraded(|| reading = Some(guard.downgrade()));
        let guard = reading.expect("the closure was called");
        OwnedRwLockReadGuard { held: Held::new(OwnedRead(lock), guard) }
    }

    /// Turns write access into read access to a part of the value, and lets other readers in.
    pub fn downgrade_map<F, U: ?Sized>(this: Self, part: F) -> OwnedRwLockReadGuard<T, U>
    where
        F: FnOnce(&T) -> &U,
    {
        OwnedRwLockReadGuard::map(this.downgrade(), part)
    }

    /// Turns write access into read access to a part of the value, if `part` returns one, and lets other readers in.
    ///
    /// # Errors
    /// This guard, if `part` returns `None`.
    pub fn try_downgrade_map<F, U: ?Sized>(
        this: Self,
        part: F,
    ) -> Result<OwnedRwLockReadGuard<T, U>, Self>
    where
        F: FnOnce(&T) -> Option<&U>,
    {
        let (OwnedWrite(lock), guard) = this.held.into_parts();
        let mut result = None;
        match real::OwnedRwLockWriteGuard::try_downgrade_map(guard, part) {
            Ok(guard) => lock.record.downgraded(|| result = Some(guard)),
            Err(guard) => return Err(Self { held: Held::new(OwnedWrite(lock), guard) }),
        }
        let guard = result.expect("the closure was called");
        Ok(OwnedRwLockReadGuard { held: Held::new(OwnedRead(lock), guard) })
    }

    /// The lock.
    pub fn rwlock(this: &Self) -> &Arc<RwLock<T>> {
        &this.held.owner().0
    }
}

shows_the_value! {
    ['a, T] RwLockWriteGuard<'a, T> => T;
    [T] OwnedRwLockWriteGuard<T> => T;
}

lends_the_value! {
    ['a, T] RwLockWriteGuard<'a, T> => T;
    [T] OwnedRwLockWriteGuard<T> => T;
}

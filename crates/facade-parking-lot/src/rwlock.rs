//! `parking_lot::RwLock`.

use std::fmt;
use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::TryLockError;

use facade::__rt::std::sync as own;

use crate::whole;

/// Many readers or one writer; who has to wait blocks its thread. See `parking_lot::RwLock`.
#[derive(Default)]
pub struct RwLock<T: ?Sized>(own::RwLock<T>);

/// Reads. See `parking_lot::RwLockReadGuard`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized>(own::RwLockReadGuard<'a, T>);

/// Writes. See `parking_lot::RwLockWriteGuard`.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized>(own::RwLockWriteGuard<'a, T>);

/// A lock that nobody holds, for a constant. See `parking_lot::const_rwlock`.
pub const fn const_rwlock<T>(value: T) -> RwLock<T> {
    RwLock::new(value)
}

impl<T> RwLock<T> {
    /// A lock that nobody holds.
    pub const fn new(value: T) -> Self {
        Self(own::RwLock::__named(value, "parking_lot RwLock"))
    }

    /// The value.
    pub fn into_inner(self) -> T {
        whole(self.0.into_inner())
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Waits with its thread until it may read.
    pub fn read(&self) -> RwLockReadGuard<'_, T> {
        RwLockReadGuard(whole(self.0.read()))
    }

    /// [`RwLock::read`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __read(&self) -> Pin<Box<impl Future<Output = RwLockReadGuard<'_, T>>>> {
        Box::pin(async { RwLockReadGuard(whole(self.0.__read().await)) })
    }

    /// Waits with its thread until it may write.
    pub fn write(&self) -> RwLockWriteGuard<'_, T> {
        RwLockWriteGuard(whole(self.0.write()))
    }

    /// [`RwLock::write`] where the poll can be left in the middle.
    #[doc(hidden)]
    pub fn __write(&self) -> Pin<Box<impl Future<Output = RwLockWriteGuard<'_, T>>>> {
        Box::pin(async { RwLockWriteGuard(whole(self.0.__write().await)) })
    }

    /// Reads if nobody writes or waits to.
    pub fn try_read(&self) -> Option<RwLockReadGuard<'_, T>> {
        match self.0.try_read() {
            Ok(guard) => Some(RwLockReadGuard(guard)),
            Err(TryLockError::Poisoned(error)) => Some(RwLockReadGuard(error.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Writes if nobody holds the lock.
    pub fn try_write(&self) -> Option<RwLockWriteGuard<'_, T>> {
        match self.0.try_write() {
            Ok(guard) => Some(RwLockWriteGuard(guard)),
            Err(TryLockError::Poisoned(error)) => Some(RwLockWriteGuard(error.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// The value, which needs no lock through a unique reference.
    pub fn get_mut(&mut self) -> &mut T {
        whole(self.0.get_mut())
    }
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// Lets readers in and is one. See `parking_lot::RwLockWriteGuard::downgrade`.
    pub fn downgrade(s: Self) -> RwLockReadGuard<'a, T> {
        RwLockReadGuard(own::RwLockWriteGuard::downgrade(s.0))
    }
}

macro_rules! shows_the_value {
    ($guard:ident) => {
        impl<T: ?Sized> Deref for $guard<'_, T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T: ?Sized + fmt::Debug> fmt::Debug for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<T: ?Sized + fmt::Display> fmt::Display for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}

shows_the_value!(RwLockReadGuard);
shows_the_value!(RwLockWriteGuard);

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.try_read() {
            Some(guard) => f.debug_struct("RwLock").field("data", &&*guard).finish(),
            None => f.debug_struct("RwLock").field("data", &format_args!("<locked>")).finish(),
        }
    }
}

impl<T> From<T> for RwLock<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

//! The common part of all guards.

/// The lock that a guard belongs to.
pub(super) trait Owner {
    /// Records that the lock is released, and calls `unlock`, which releases the real one.
    fn give_back(&self, unlock: impl FnOnce());
}

/// A guard of the real type with the lock that it belongs to; dropping it is recorded.
pub(super) struct Held<O: Owner, G>(Option<(O, G)>);

const TAKEN: &str = "a guard is emptied only by its drop";

impl<O: Owner, G> Held<O, G> {
    pub(super) fn new(owner: O, guard: G) -> Self {
        Self(Some((owner, guard)))
    }

    pub(super) fn owner(&self) -> &O {
        &self.0.as_ref().expect(TAKEN).0
    }

    pub(super) fn guard(&self) -> &G {
        &self.0.as_ref().expect(TAKEN).1
    }

    pub(super) fn guard_mut(&mut self) -> &mut G {
        &mut self.0.as_mut().expect(TAKEN).1
    }

    /// Takes the guard apart without releasing the lock.
    pub(super) fn into_parts(mut self) -> (O, G) {
        self.0.take().expect(TAKEN)
    }

    /// Replaces the guard by another one of the same lock.
    pub(super) fn map<H>(self, map: impl FnOnce(G) -> H) -> Held<O, H> {
        let (owner, guard) = self.into_parts();
        Held::new(owner, map(guard))
    }

    /// Replaces the guard by another one of the same lock, or returns this one.
    pub(super) fn try_map<H>(
        self,
        map: impl FnOnce(G) -> Result<H, G>,
    ) -> Result<Held<O, H>, Self> {
        let (owner, guard) = self.into_parts();
        match map(guard) {
            Ok(guard) => Ok(Held::new(owner, guard)),
            Err(guard) => Err(Self::new(owner, guard)),
        }
    }
}

impl<O: Owner, G> Drop for Held<O, G> {
    fn drop(&mut self) {
        if let Some((owner, guard)) = self.0.take() {
            owner.give_back(|| drop(guard));
        }
    }
}

/// A guard dereferences to its value, and prints like the value.
macro_rules! shows_the_value {
    ($([$($generics:tt)*] $guard:ty => $target:ty;)*) => {$(
        impl<$($generics)*> std::ops::Deref for $guard {
            type Target = $target;

            fn deref(&self) -> &$target {
                self.held.guard()
            }
        }

        impl<$($generics)*> std::fmt::Debug for $guard
        where
            $target: std::fmt::Debug,
        {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<$($generics)*> std::fmt::Display for $guard
        where
            $target: std::fmt::Display,
        {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                (**self).fmt(f)
            }
        }
    )*};
}

/// A guard also lends its value mutably.
macro_rules! lends_the_value {
    ($([$($generics:tt)*] $guard:ty => $target:ty;)*) => {$(
        impl<$($generics)*> std::ops::DerefMut for $guard {
            fn deref_mut(&mut self) -> &mut $target {
                self.held.guard_mut()
            }
        }
    )*};
}

pub(super) use {lends_the_value, shows_the_value};

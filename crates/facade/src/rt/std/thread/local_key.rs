//! `std::thread_local!`: one value for each simulated thread, and new ones for each run.

use ::std::any::Any;
use ::std::cell::{Cell, RefCell};
use ::std::collections::HashMap;
use ::std::error::Error;
use ::std::fmt;
use ::std::rc::Rc;

use super::{ThreadId, current};

#[doc(hidden)]
#[macro_export]
macro_rules! __thread_local {
    () => {};
    ($(#[$attribute:meta])* $vis:vis static $name:ident: $t:ty = const $init:block
        $(; $($rest:tt)*)?) => {
        $(#[$attribute])*
        $vis static $name: $crate::__rt::std::thread::LocalKey<$t> =
            $crate::__rt::std::thread::LocalKey::__new(|| const { $init });
        $($crate::__thread_local!($($rest)*);)?
    };
    ($(#[$attribute:meta])* $vis:vis static $name:ident: $t:ty = $init:expr
        $(; $($rest:tt)*)?) => {
        $(#[$attribute])*
        $vis static $name: $crate::__rt::std::thread::LocalKey<$t> =
            $crate::__rt::std::thread::LocalKey::__new(|| $init);
        $($crate::__thread_local!($($rest)*);)?
    };
}

/// The values of one thread, by the addresses of their keys.
type Values = Vec<(usize, Rc<dyn Any>)>;

thread_local! {
    /// The values of each thread, in the order in which they were made.
    static VALUES: RefCell<HashMap<ThreadId, Values>> = RefCell::default();
}

/// A value that each thread has for itself. See `std::thread::LocalKey`.
pub struct LocalKey<T: 'static> {
    init: fn() -> T,
}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn __new(init: fn() -> T) -> Self {
        Self { init }
    }

    /// Runs a closure with the value of the current thread.
    pub fn with<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        f(&self.value())
    }

    /// Runs a closure with the value of the current thread.
    ///
    /// # Errors
    /// Never: if the thread has ended, its value is made anew.
    pub fn try_with<F, R>(&'static self, f: F) -> Result<R, AccessError>
    where
        F: FnOnce(&T) -> R,
    {
        Ok(self.with(f))
    }

    fn value(&'static self) -> Rc<T> {
        let (thread, key) = (current().id(), ::std::ptr::from_ref(self).addr());
        let known = VALUES.with_borrow(|values| {
            let (_, value) = values.get(&thread)?.iter().find(|(known, _)| *known == key)?;
            Rc::clone(value).downcast().ok()
        });
        known.unwrap_or_else(|| {
            let value = Rc::new((self.init)());
            let any: Rc<dyn Any> = Rc::<T>::clone(&value);
            VALUES.with_borrow_mut(|values| values.entry(thread).or_default().push((key, any)));
            value
        })
    }
}

/// Drops the values of a thread that has ended.
pub(super) fn forget(thread: ThreadId) {
    // The values are removed first and dropped after that, because their destructors may look at other values.
    drop(VALUES.with_borrow_mut(|values| values.remove(&thread)));
}

/// Drops the values of the run before, because a new one begins.
pub(super) fn forget_all() {
    drop(VALUES.take());
}

impl<T: 'static> LocalKey<Cell<T>> {
    /// Sets the value.
    pub fn set(&'static self, value: T) {
        self.with(|cell| cell.set(value));
    }

    /// A copy of the value.
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    /// Takes the value and leaves its default.
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }

    /// Replaces the value and returns the old one.
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }

    /// Changes the value.
    pub fn update(&'static self, f: impl FnOnce(T) -> T)
    where
        T: Copy,
    {
        self.set(f(self.get()));
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    /// Runs a closure with the value.
    ///
    /// # Panics
    /// If it is mutably borrowed.
    pub fn with_borrow<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.with(|cell| f(&cell.borrow()))
    }

    /// Runs a closure that may change the value.
    ///
    /// # Panics
    /// If it is borrowed.
    pub fn with_borrow_mut<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&mut T) -> R,
    {
        self.with(|cell| f(&mut cell.borrow_mut()))
    }

    /// Sets the value.
    ///
    /// # Panics
    /// If it is borrowed.
    pub fn set(&'static self, value: T) {
        drop(self.replace(value));
    }

    /// Takes the value and leaves its default.
    ///
    /// # Panics
    /// If it is borrowed.
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }

    /// Replaces the value and returns the old one.
    ///
    /// # Panics
    /// If it is borrowed.
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}

/// The error of a key that a thread cannot use any more, which never happens here. See
/// `std::thread::AccessError`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AccessError;

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("already destroyed")
    }
}

impl Error for AccessError {}

//! `tokio::task_local!`.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::marker::PhantomPinned;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;

use engine::context;
use pin_project_lite::pin_project;

/// Declares task-local keys. See `tokio::task_local!`.
#[macro_export]
macro_rules! task_local {
    () => {};
    ($(#[$attribute:meta])* $vis:vis static $name:ident: $t:ty; $($rest:tt)*) => {
        $crate::task_local!($(#[$attribute])* $vis static $name: $t);
        $crate::task_local!($($rest)*);
    };
    ($(#[$attribute:meta])* $vis:vis static $name:ident: $t:ty) => {
        $(#[$attribute])*
        $vis static $name: $crate::task::LocalKey<$t> = {
            ::std::thread_local! {
                static KEY: ::std::cell::RefCell<::core::option::Option<$t>> =
                    const { ::std::cell::RefCell::new(::core::option::Option::None) };
            }
            $crate::task::LocalKey { inner: KEY }
        };
    };
}

/// A key for a value that belongs to a future. See `tokio::task::LocalKey`.
pub struct LocalKey<T: 'static> {
    #[doc(hidden)]
    pub inner: thread::LocalKey<RefCell<Option<T>>>,
}

const BORROWED: &str = "cannot enter a task-local scope while the task-local storage is borrowed";

impl<T: 'static> LocalKey<T> {
    /// A future in which the key has a value.
    pub fn scope<F: Future>(&'static self, value: T, future: F) -> TaskLocalFuture<T, F> {
        let scope = Scope { key: self, value: Some(value) };
        TaskLocalFuture { future: Some(future), scope, _pinned: PhantomPinned }
    }

    /// Runs a closure in which the key has a value.
    ///
    /// # Panics
    /// If the value is borrowed.
    #[track_caller]
    pub fn sync_scope<F: FnOnce() -> R, R>(&'static self, value: T, body: F) -> R {
        let mut value = Some(value);
        let _swapped = Swapped::new(self, &mut value).unwrap_or_else(|| panic!("{BORROWED}"));
        body()
    }

    /// Runs a closure with the value.
    ///
    /// # Panics
    /// If there is none.
    #[track_caller]
    pub fn with<F: FnOnce(&T) -> R, R>(&'static self, body: F) -> R {
        match self.try_with(body) {
            Ok(result) => result,
            Err(_) => panic!("cannot access a task-local storage value without setting it first"),
        }
    }

    /// Runs a closure with the value.
    ///
    /// # Errors
    /// If there is none.
    pub fn try_with<F: FnOnce(&T) -> R, R>(&'static self, body: F) -> Result<R, AccessError> {
        let result = self.inner.try_with(|slot| slot.borrow().as_ref().map(body));
        result.ok().flatten().ok_or(AccessError { _private: () })
    }
}

impl<T: Clone + 'static> LocalKey<T> {
    /// A copy of the value.
    ///
    /// # Panics
    /// If there is none.
    #[track_caller]
    pub fn get(&'static self) -> T {
        self.with(T::clone)
    }

    /// A copy of the value.
    ///
    /// # Errors
    /// If there is none.
    pub fn try_get(&'static self) -> Result<T, AccessError> {
        self.try_with(T::clone)
    }
}

impl<T: 'static> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("LocalKey { .. }")
    }
}

/// The value stands in the key's place; what stood there before comes back when this is dropped.
struct Swapped<'a, T: 'static> {
    key: &'static LocalKey<T>,
    outside: &'a mut Option<T>,
}

impl<'a, T: 'static> Swapped<'a, T> {
    fn new(key: &'static LocalKey<T>, value: &'a mut Option<T>) -> Option<Self> {
        swap(key, value).then_some(Self { key, outside: value })
    }
}

impl<T: 'static> Drop for Swapped<'_, T> {
    fn drop(&mut self) {
        swap(self.key, self.outside);
    }
}

fn swap<T: 'static>(key: &'static LocalKey<T>, value: &mut Option<T>) -> bool {
    let swapped = key.inner.try_with(|slot| {
        slot.try_borrow_mut().map(|mut inside| std::mem::swap(&mut *inside, value)).is_ok()
    });
    swapped.unwrap_or(false)
}

struct Scope<T: 'static> {
    key: &'static LocalKey<T>,
    value: Option<T>,
}

pin_project! {
    /// A future in which a key has a value. See `tokio::task::futures::TaskLocalFuture`.
    pub struct TaskLocalFuture<T: 'static, F> {
        #[pin]
        future: Option<F>,
        scope: Scope<T>,
        #[pin]
        _pinned: PhantomPinned,
    }

    impl<T: 'static, F> PinnedDrop for TaskLocalFuture<T, F> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            let mut future = this.future;
            let Scope { key, value } = this.scope;
            // What the future drops may look at the key.
            if future.is_some() && let Some(_swapped) = Swapped::new(key, value) {
                future.set(None);
            }
        }
    }
}

impl<T: 'static, F> TaskLocalFuture<T, F> {
    /// Takes the value out of the future.
    pub fn take_value(self: Pin<&mut Self>) -> Option<T> {
        self.project().scope.value.take()
    }
}

impl<T: 'static, F: Future> Future for TaskLocalFuture<T, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let mut future = this.future;
        let Scope { key, value } = this.scope;
        let _swapped = Swapped::new(key, value).unwrap_or_else(|| panic!("{BORROWED}"));
        let inner = future.as_mut().as_pin_mut();
        let inner = inner.expect("`TaskLocalFuture` polled after completion");
        let result = context::polling::<F, _>(|| inner.poll(cx));
        if result.is_ready() {
            future.set(None);
        }
        result
    }
}

impl<T: fmt::Debug, F> fmt::Debug for TaskLocalFuture<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TaskLocalFuture");
        match &self.scope.value {
            Some(value) => shown.field("value", value),
            None => shown.field("value", &format_args!("<missing>")),
        };
        shown.finish()
    }
}

/// The key has no value here. See `tokio::task::AccessError`.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct AccessError {
    _private: (),
}

impl fmt::Debug for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessError").finish()
    }
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        "task-local value not set".fmt(f)
    }
}

impl Error for AccessError {}

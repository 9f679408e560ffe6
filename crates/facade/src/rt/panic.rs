//! Panics, as awaits that never complete: WebAssembly cannot unwind.

use ::std::fmt::{Arguments, Debug};

use engine::{Panicking, Payload};
use trace::SiteId;

use super::site_id;

/// `panic!`: a future that the engine drops when it is polled, together with the task around it.
pub fn panicking<const SITE: u32>(message: Arguments<'_>) -> Panicking {
    let payload: Payload = match message.as_str() {
        Some(text) => Box::new(text),
        None => Box::new(message.to_string()),
    };
    panicking_at(site_id(SITE), payload)
}

/// The same at a site that is known only when it runs.
pub fn panicking_at(site: SiteId, payload: Payload) -> Panicking {
    Panicking::new(Some(site), payload)
}

/// The message of a failed `assert_eq!` (`operator` is `==`) or `assert_ne!` (`!=`).
pub fn assertion<L: Debug + ?Sized, R: Debug + ?Sized>(
    operator: &str,
    left: &L,
    right: &R,
    message: Option<Arguments<'_>>,
) -> String {
    let message = message.map(|message| format!(": {message}")).unwrap_or_default();
    format!(
        "assertion `left {operator} right` failed{message}\n  left: {left:?}\n right: {right:?}"
    )
}

/// The types that have `unwrap` and `expect`: `Option` and `Result`.
pub trait Unwrap {
    /// The type of the value inside.
    type Value;

    /// The value inside, or the message with which `unwrap` panics.
    ///
    /// # Errors
    /// The message of the panic.
    fn unwrapped(self) -> Result<Self::Value, String>;

    /// The value inside, or the message with which `expect` panics.
    ///
    /// # Errors
    /// The message of the panic.
    fn expected(self, message: &str) -> Result<Self::Value, String>;
}

impl<T> Unwrap for Option<T> {
    type Value = T;

    fn unwrapped(self) -> Result<T, String> {
        self.ok_or_else(|| "called `Option::unwrap()` on a `None` value".to_owned())
    }

    fn expected(self, message: &str) -> Result<T, String> {
        self.ok_or_else(|| message.to_owned())
    }
}

impl<T, E: Debug> Unwrap for Result<T, E> {
    type Value = T;

    fn unwrapped(self) -> Result<T, String> {
        self.map_err(|error| format!("called `Result::unwrap()` on an `Err` value: {error:?}"))
    }

    fn expected(self, message: &str) -> Result<T, String> {
        self.map_err(|error| format!("{message}: {error:?}"))
    }
}

/// `unwrap()`
///
/// # Errors
/// The message of the panic.
pub fn unwrapped<U: Unwrap>(value: U) -> Result<U::Value, String> {
    value.unwrapped()
}

/// `expect(message)`
///
/// # Errors
/// The message of the panic.
pub fn expected<U: Unwrap>(value: U, message: &str) -> Result<U::Value, String> {
    value.expected(message)
}

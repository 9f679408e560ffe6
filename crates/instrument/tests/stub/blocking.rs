//! What blocking and panicking code of a marked-up program calls.

use std::convert::Infallible;
use std::fmt::{Arguments, Debug};
use std::future::Future;
use std::ops::Deref;
use std::sync::OnceLock;

use crate::JoinHandle;
use crate::task::yield_now;

/// Asks again and again, while others have their turns.
pub(crate) async fn until<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    loop {
        match ask() {
            Some(value) => return value,
            None => yield_now().await,
        }
    }
}

pub async fn __cost(micros: u64, id: u32) {
    crate::__rt::cost(micros, id);
    yield_now().await;
}

pub async fn block_on<F: Future>(future: F) -> F::Output {
    future.await
}

/// The message is made at once, the panic happens when this is awaited.
pub fn panicking<const ID: u32>(message: Arguments<'_>) -> impl Future<Output = Infallible> + use<ID> {
    let message = message.to_string();
    async move { std::panic::resume_unwind(Box::new(message)) }
}

pub fn assertion<L: Debug + ?Sized, R: Debug + ?Sized>(
    operator: &str,
    left: &L,
    right: &R,
    message: Option<Arguments<'_>>,
) -> String {
    let said = message.map(|message| format!(": {message}")).unwrap_or_default();
    format!("assertion `left {operator} right` failed{said}\n  left: {left:?}\n right: {right:?}")
}

/// What can be unwrapped.
pub trait Unwrap {
    type Value;
    fn value(self) -> Result<Self::Value, Option<String>>;
}

impl<T> Unwrap for Option<T> {
    type Value = T;
    fn value(self) -> Result<T, Option<String>> {
        self.ok_or(None)
    }
}

impl<T, E: Debug> Unwrap for Result<T, E> {
    type Value = T;
    fn value(self) -> Result<T, Option<String>> {
        self.map_err(|error| Some(format!("{error:?}")))
    }
}

pub fn unwrapped<U: Unwrap>(value: U) -> Result<U::Value, String> {
    value.value().map_err(|error| match error {
        Some(error) => format!("called `Result::unwrap()` on an `Err` value: {error}"),
        None => "called `Option::unwrap()` on a `None` value".to_owned(),
    })
}

pub fn expected<U: Unwrap>(value: U, message: &str) -> Result<U::Value, String> {
    value.value().map_err(|error| match error {
        Some(error) => format!("{message}: {error}"),
        None => message.to_owned(),
    })
}

pub struct PerRun<T> {
    init: fn() -> T,
    value: OnceLock<T>,
}

impl<T> PerRun<T> {
    pub const fn new(init: fn() -> T) -> Self {
        PerRun { init, value: OnceLock::new() }
    }
}

impl<T> Deref for PerRun<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.value.get_or_init(self.init)
    }
}

pub fn block_in_place<R>(body: impl FnOnce() -> R) -> R {
    body()
}

pub async fn __block_in_place<F: Future>(body: F) -> F::Output {
    body.await
}

pub fn __spawn_blocking<F, R>(body: impl FnOnce() -> F + Send + 'static) -> JoinHandle<R>
where
    F: Future<Output = R> + 'static,
    R: 'static,
{
    crate::spawn(async move { body().await })
}

pub struct Runtime;

impl Runtime {
    pub fn new() -> Result<Self, ()> {
        Ok(Runtime)
    }

    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        crate::run(future)
    }

    pub async fn __block_on<F: Future>(&self, future: F) -> F::Output {
        future.await
    }
}

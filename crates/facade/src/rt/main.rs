//! The program's `main`.

use ::std::fmt::Debug;
use ::std::future::{Future, poll_fn};
use ::std::process::ExitCode;

use engine::{Main, context};
use trace::Stream;

use crate::runtime::outside;

/// An async `main`, as the engine takes it.
pub fn main<F>(main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    Box::pin(async move { main.await.report() })
}

/// A `main` that is not async.
pub fn sync_main<T: MainOutput + 'static>(main: impl FnOnce() -> T + 'static) -> Main {
    Box::pin(async move { context::allow_blocking(|| outside(main)).report() })
}

/// A `main` that is not async but was made so, that it can wait in a browser: it belongs to no
/// runtime until it enters one.
pub fn blocking_main<F>(main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    let mut main = Box::pin(main);
    let main = poll_fn(move |cx| outside(|| main.as_mut().poll(cx)));
    Box::pin(async move { main.await.report() })
}

/// What a `main` may return: what `std::process::Termination` does with it.
pub trait MainOutput {
    /// Prints the error, if it is one.
    fn report(self);
}

impl MainOutput for () {
    fn report(self) {}
}

impl MainOutput for ExitCode {
    fn report(self) {}
}

impl<T: MainOutput, E: Debug> MainOutput for Result<T, E> {
    fn report(self) {
        match self {
            Ok(output) => output.report(),
            Err(error) => {
                context::print(None, Stream::Stderr, &format!("Error: {error:?}\n"));
            }
        }
    }
}

//! The program's `main`.

use ::std::cell::Cell;
use ::std::fmt::Debug;
use ::std::future::Future;
use ::std::pin::Pin;
use ::std::process::ExitCode;
use ::std::task::{Context, Poll};

use engine::{Main, context};
use pin_project_lite::pin_project;
use trace::Stream;

use super::std::thread;
use crate::runtime::{Builder, Outside, Within, outside, place};

thread_local! {
    static EXIT_CODE: Cell<ExitCode> = const { Cell::new(ExitCode::SUCCESS) };
}

/// Makes code of other threads that runs within a poll independent of the thread and the runtime of that
/// poll.
fn begin() {
    context::on_nested(|| Box::new((place::leave(), thread::leave())));
}

/// The exit code of the `main` that ended last on this thread.
pub fn exit_code() -> ExitCode {
    EXIT_CODE.get()
}

/// Turns an async `main` into what the engine runs.
pub fn main<F>(main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    begin();
    Box::pin(Reporting { main })
}

/// Like [`main`], for a runtime with several workers; 0 if the program does not say how many.
pub fn main_on_workers<F>(workers: u16, main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    context::use_workers((workers > 0).then_some(workers));
    self::main(main)
}

/// Like [`main`], for a runtime with settings of its own: a name, or tasks that need not be `Send`.
pub fn main_on_runtime<F>(runtime: &Builder, local: bool, main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    self::main(Within::new(runtime.handle(local), main))
}

/// Turns a `main` that is not async into what the engine runs.
pub fn sync_main<T: MainOutput + 'static>(main: impl FnOnce() -> T + 'static) -> Main {
    begin();
    Box::pin(async move { context::allow_blocking(|| outside(main)).report() })
}

/// Turns a `main` that the marking has made async, so that it can wait in a browser, into what the engine
/// runs. It belongs to no runtime until it enters one.
pub fn blocking_main<F>(main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    begin();
    // The future is boxed because it is none of the program's text: its size must not be in the trace.
    Box::pin(Reporting { main: Box::pin(Outside::new(main)) })
}

pin_project! {
    /// A `main` whose output is reported. An async block in its place would be twice as large, with room for the
    /// future both as made and as awaited.
    struct Reporting<F> {
        #[pin]
        main: F,
    }
}

impl<F: Future<Output: MainOutput>> Future for Reporting<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let main = self.project().main;
        context::polling::<F, _>(|| main.poll(cx)).map(MainOutput::report)
    }
}

/// The types that `main` may return; reports what `std::process::Termination` would.
pub trait MainOutput {
    /// Prints the error, if it is one.
    fn report(self);
}

impl MainOutput for () {
    fn report(self) {
        EXIT_CODE.set(ExitCode::SUCCESS);
    }
}

impl MainOutput for ExitCode {
    fn report(self) {
        EXIT_CODE.set(self);
    }
}

impl<T: MainOutput, E: Debug> MainOutput for Result<T, E> {
    fn report(self) {
        match self {
            Ok(output) => output.report(),
            Err(error) => {
                EXIT_CODE.set(ExitCode::FAILURE);
                context::print(None, Stream::Stderr, &format!("Error: {error:?}\n"));
            }
        }
    }
}

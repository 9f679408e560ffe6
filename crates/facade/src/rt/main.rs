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

/// Has code of other threads, where it runs within a poll, see nothing of where that is.
fn begin() {
    context::on_nested(|| Box::new((place::leave(), thread::leave())));
}

/// What a process would end with whose `main` was the last to end on this thread.
pub fn exit_code() -> ExitCode {
    EXIT_CODE.get()
}

/// An async `main`, as the engine takes it.
pub fn main<F>(main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    begin();
    Box::pin(Reporting { main })
}

/// An async `main` whose runtime has several workers, 0 if it does not say how many.
pub fn main_on_workers<F>(workers: u16, main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    context::use_workers((workers > 0).then_some(workers));
    self::main(main)
}

/// An async `main` on a runtime that is not like the others: one with a name, or one whose tasks need
/// not be sendable.
pub fn main_on_runtime<F>(runtime: &Builder, local: bool, main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    self::main(Within::new(runtime.handle(local), main))
}

/// A `main` that is not async.
pub fn sync_main<T: MainOutput + 'static>(main: impl FnOnce() -> T + 'static) -> Main {
    begin();
    Box::pin(async move { context::allow_blocking(|| outside(main)).report() })
}

/// A `main` that is not async but was made so, that it can wait in a browser: it belongs to no
/// runtime until it enters one.
pub fn blocking_main<F>(main: F) -> Main
where
    F: Future + 'static,
    F::Output: MainOutput,
{
    begin();
    // It is no future in the program's text: its size is not for the trace.
    Box::pin(Reporting { main: Box::pin(Outside::new(main)) })
}

pin_project! {
    /// A `main` whose output is reported. An async block around it would be twice as large: it would have
    /// room for the future as it was made and as it is awaited.
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

/// What a `main` may return: what `std::process::Termination` does with it.
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

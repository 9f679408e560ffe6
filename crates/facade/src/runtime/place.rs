//! Which runtime the code that executes belongs to.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use engine::context;
use pin_project_lite::pin_project;

use super::Handle;

thread_local! {
    static HERE: RefCell<Place> = const { RefCell::new(Place::Program) };
}

/// Where code executes.
#[derive(Clone, Debug)]
enum Place {
    /// On the runtime that `#[tokio::main]` stands for.
    Program,
    /// On no runtime: in a thread, in a `main` that is not async.
    Nowhere,
    /// On a runtime that the program made.
    On(Handle),
}

/// The handle of the runtime here.
pub(super) fn current() -> Result<Handle, TryCurrentError> {
    HERE.with_borrow(|here| match here {
        Place::Program => Ok(Handle::program()),
        Place::Nowhere => Err(TryCurrentError { kind: Kind::NoContext }),
        Place::On(handle) => Ok(handle.clone()),
    })
}

/// Runs code that belongs to no runtime.
pub(crate) fn outside<R>(body: impl FnOnce() -> R) -> R {
    let _outer = Outer(HERE.replace(Place::Nowhere));
    body()
}

pin_project! {
    /// A future that stands for code which is not async: it belongs to no runtime, until it enters one, and
    /// may block.
    pub(crate) struct Outside<F> {
        #[pin]
        future: F,
        place: Place,
    }
}

impl<F> Outside<F> {
    pub(crate) fn new(future: F) -> Self {
        Self { future, place: Place::Nowhere }
    }
}

impl<F: Future> Future for Outside<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _outer = Outer(HERE.replace(this.place.clone()));
        let poll = || context::polling::<F, _>(|| this.future.poll(cx));
        let result = context::allow_blocking(poll);
        // A runtime that it has entered is still entered when it goes on.
        *this.place = HERE.with_borrow(Place::clone);
        result
    }
}

/// Makes `handle` the runtime here until what it returns is dropped.
pub(super) fn enter(handle: &Handle) -> Outer {
    let place = if handle.is_program() { Place::Program } else { Place::On(handle.clone()) };
    Outer(HERE.replace(place))
}

/// Makes the program's own runtime the one here: code of another thread runs within this.
pub(crate) fn leave() -> Outer {
    Outer(HERE.replace(Place::Program))
}

/// Where code executed before.
#[derive(Debug)]
pub(crate) struct Outer(Place);

impl Drop for Outer {
    fn drop(&mut self) {
        HERE.set(std::mem::replace(&mut self.0, Place::Program));
    }
}

/// Leaves the runtime when it is dropped. See `tokio::runtime::EnterGuard`.
#[derive(Debug)]
#[must_use = "Creating and dropping a guard does nothing"]
pub struct EnterGuard<'a> {
    pub(super) _outer: Outer,
    pub(super) _handle: PhantomData<&'a Handle>,
}

/// There is no runtime here. See `tokio::runtime::TryCurrentError`.
#[derive(Debug)]
pub struct TryCurrentError {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    NoContext,
}

impl TryCurrentError {
    /// Whether that is because no runtime was entered.
    pub fn is_missing_context(&self) -> bool {
        matches!(self.kind, Kind::NoContext)
    }

    /// Whether that is because the thread is ending, which it never is here.
    pub fn is_thread_local_destroyed(&self) -> bool {
        false
    }
}

impl fmt::Display for TryCurrentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "there is no reactor running, must be called from the context of a Tokio 1.x runtime",
        )
    }
}

impl Error for TryCurrentError {}

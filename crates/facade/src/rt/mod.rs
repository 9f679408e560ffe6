//! What marked-up programs call besides tokio: see the crate `instrument`, which writes the calls.

mod awaited;
mod created;
mod main;
mod one_of_several;
mod panic;
mod per_run;
mod print;
mod rotation;
pub mod std;

pub use engine::Main;

pub use crate::op::Waiting;
pub use awaited::{Awaited, Open, OpenAt, OpenSpan, awaited, awaited_at};
pub use created::{Created, created, created_at};
pub use main::{
    MainOutput, blocking_main, exit_code, main, main_on_runtime, main_on_workers, sync_main,
};
pub use one_of_several::{OneOfSeveral, one_of_several};
pub use panic::{Unwrap, assertion, expected, panicking, panicking_at, unwrapped};
pub use per_run::PerRun;
pub(crate) use print::write;
pub use print::{Target, place, print};
pub use real_tokio;
pub use rotation::{Rotating, Rotation};

// `print` is also the function above; macros have a namespace of their own.
pub use crate::{
    __dbg as dbg, __eprint as eprint, __eprintln as eprintln, __print as print,
    __println as println, __thread_local,
};

use ::std::future::{Future, poll_fn};
use ::std::task::Poll;

use ::engine::{Busy, context};
use ::trace::SiteId;

/// The value of a knob.
pub fn knob(index: usize) -> i64 {
    context::knob(index)
}

/// Records a call of a function with a declared cost of `micros` microseconds.
pub fn cost(micros: u64, site: u32) {
    context::busy(micros, Some(site_id(site)));
}

/// [`cost`] where the poll can be left in the middle.
pub fn __cost(micros: u64, site: u32) -> Busy {
    Busy::new(micros, Some(site_id(site)))
}

/// `futures::executor::block_on` where the poll can be left in the middle. Within a runtime it blocks the
/// thread, like any other code that blocks.
pub async fn block_on<F: Future>(future: F) -> F::Output {
    crate::blocking::park(future).await
}

/// Remembers the site of a call that spawns; wraps an argument of that call.
pub fn here<const SITE: u32, T>(argument: T) -> T {
    here_at(site_id(SITE), argument)
}

/// The same at a site that is known only when it runs.
pub fn here_at<T>(site: SiteId, argument: T) -> T {
    context::spawn_site(site);
    argument
}

/// Whether the future is polled with the waker of its task, rather than with one made by a combinator.
pub async fn has_own_waker() -> bool {
    poll_fn(|cx| Poll::Ready(context::is_own_waker(cx.waker()))).await
}

/// Called before a `select!` polls its branches. Returns whether the task's budget is spent, so that it has
/// to be polled again later instead.
pub fn defer_if_spent() -> bool {
    context::defer_if_spent()
}

/// The branch that a fair `select!` polls first.
pub fn first_branch(bound: u32) -> u32 {
    context::first_branch(bound)
}

fn site_id(index: u32) -> SiteId {
    SiteId::from_index(index as usize)
}

//! `std::thread` without threads of the operating system: each is a task on a simulated thread.

mod builder;
mod current;
mod join;
mod local_key;
mod scope;

use ::std::cell::Cell;
use ::std::future::Future;
use ::std::time::Duration;

use engine::{Busy, context};
use trace::{SiteId, TaskKind};

use crate::__rt::site_id;
use crate::runtime::{Outside, outside};

pub use ::std::thread::*;
pub use builder::Builder;
pub(crate) use current::leave;
pub use current::{__park, __park_timeout, Thread, ThreadId, current, park, park_timeout};
pub use join::JoinHandle;
pub use local_key::{AccessError, LocalKey};
pub use scope::{Scope, ScopedJoinHandle, scope};

thread_local! {
    static SLEEPS: Cell<u32> = const { Cell::new(0) };
}

/// Each time that code has slept this often, the next scoped thread is started: code that sleeps in a loop may
/// wait for it.
const PATIENCE: u32 = 64;

/// Keeps the thread busy for this long: nothing else runs on it.
pub fn sleep(duration: Duration) {
    match context::is_inside() {
        true => {
            SLEEPS.set(SLEEPS.get().wrapping_add(1));
            if SLEEPS.get().is_multiple_of(PATIENCE) {
                context::start_next();
            }
            context::busy(micros(duration), None);
        }
        false => ::std::thread::sleep(duration),
    }
}

/// [`sleep`] where the poll can be left in the middle.
#[doc(hidden)]
pub fn __sleep<const SITE: u32>(duration: Duration) -> Busy {
    let site: SiteId = site_id(SITE);
    Busy::new(micros(duration), Some(site))
}

/// Runs `body` on a thread of its own.
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    run(async move { context::allow_blocking(|| outside(body)) }, None)
}

/// Like [`spawn`], for a closure that the marking has made async.
#[doc(hidden)]
pub fn __spawn<F, R>(body: F) -> JoinHandle<R::Output>
where
    F: FnOnce() -> R + 'static,
    R: Future + 'static,
    R::Output: 'static,
{
    run(Outside::new(Box::pin(async move { body().await })), None)
}

/// Lets other threads run.
pub fn yield_now() {
    context::start_next();
}

/// [`yield_now`] where the poll can be left in the middle. It takes a microsecond, because code that calls it
/// in a loop waits for another thread, which may itself wait for the clock.
#[doc(hidden)]
pub fn __yield_now() -> Busy {
    Busy::new(1, None)
}

/// Whether a panic is dropping what the thread owns.
pub fn panicking() -> bool {
    context::is_unwinding() || ::std::thread::panicking()
}

fn run<T: 'static>(job: impl Future<Output = T> + 'static, name: Option<String>) -> JoinHandle<T> {
    let thread = Thread::new(name);
    let join = context::spawn(thread.clone().within(job), TaskKind::Thread);
    JoinHandle::new(join, thread)
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

//! Tasks that panic.
//!
//! Where code can be unwound, a poll that panics is caught. WebAssembly cannot unwind: there a panic is
//! an await that never completes, after which the task is dropped. Marked-up programs do it so on every
//! platform; catching is for panics that the marking did not see.

use std::any::Any;
use std::cell::Cell;
use std::convert::Infallible;
use std::future::Future;
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::sync::Once;
use std::task::{Context, Poll};

use trace::{EventKind, SiteId, Stream, TaskKind};

use crate::core::Core;
use crate::core::left::Payload;
use crate::core::task::TaskFuture;
use crate::stuck::InVain;
use crate::{current, output};

thread_local! {
    static CAUGHT: Cell<u32> = const { Cell::new(0) };
}

/// How many panics unwound a poll on this thread so far. In a browser each would have ended the page, so
/// that a test wants to know.
pub fn caught_panics() -> u32 {
    CAUGHT.get()
}

/// Never completes: the task that polls it is dropped, as a panic would have it.
#[derive(Debug)]
#[must_use = "it panics when it is awaited"]
pub struct Panicking {
    site: Option<SiteId>,
    payload: Option<Payload>,
}

// A future that panics can be caught, as far as the panic is concerned.
impl panic::UnwindSafe for Panicking {}

impl Panicking {
    /// A panic at a place in the program's text.
    pub fn new(site: Option<SiteId>, payload: Payload) -> Self {
        Self { site, payload: Some(payload) }
    }
}

impl Future for Panicking {
    type Output = Infallible;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Infallible> {
        if let Some(payload) = self.payload.take() {
            match current::current() {
                Some(core) if must_unwind(&core) => {
                    report(&core, self.site, &payload);
                    core.executing.is_reported.set(true);
                    panic::resume_unwind(payload);
                }
                Some(core) => panicked(&core, self.site, payload),
                None => panic::resume_unwind(payload),
            }
        }
        Poll::Pending
    }
}

/// The text of a panic, where it has one.
pub fn message(payload: &(dyn Any + Send)) -> Option<&str> {
    match payload.downcast_ref::<&'static str>() {
        Some(text) => Some(text),
        None => payload.downcast_ref::<String>().map(String::as_str),
    }
}

/// Whether something other than async code polls what panics: it must not see a pending future, but a panic
/// that it may catch. On a page nothing can be unwound.
fn must_unwind(core: &Core) -> bool {
    cfg!(panic = "unwind") && !core.executing.leavable.get()
}

/// The task that runs panics: nothing of it runs any more but the drops of what it owns.
fn panicked(core: &Core, site: Option<SiteId>, payload: Payload) {
    if !core.executing.is_reported.replace(false) {
        report(core, site, &payload);
    }
    core.executing.panicked(payload);
}

/// What the standard library prints of a panic, with the place that the program's author knows.
fn report(core: &Core, site: Option<SiteId>, payload: &Payload) {
    let task = core.executing.task();
    let thread = match task.map(|task| core.tasks.borrow()[task.index()].kind) {
        None | Some(TaskKind::BlockOn) => "main",
        Some(TaskKind::Thread) => "<unnamed>",
        Some(_) if core.ready.has_workers() => "tokio-rt-worker",
        Some(TaskKind::Blocking) => "tokio-rt-worker",
        Some(_) => "main",
    };
    let place = site
        .and_then(|site| core.site(site))
        .map(|site| format!(" at {}:{}:{}", output::file(), site.line, site.column))
        .unwrap_or_default();
    let message = message(&**payload).unwrap_or("Box<dyn Any>");
    let text = format!("thread '{thread}' panicked{place}:\n{message}\n");
    output::show(Stream::Stderr, &text);
    let text = core.recorder.intern(&text);
    core.recorder.push(EventKind::Print { task, site, text, stream: Stream::Stderr });
}

/// Polls the future of a task; pending if it panicked, which is noted.
pub(crate) fn poll_future(core: &Core, future: &mut TaskFuture, cx: &mut Context<'_>) -> Poll<()> {
    be_quiet_inside_runs();
    core.executing.is_reported.set(false);
    match panic::catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(result) => result,
        Err(payload) if payload.is::<InVain>() => {
            core.executing.leave(None);
            Poll::Pending
        }
        Err(payload) => {
            if !core.executing.is_reported.get() {
                CAUGHT.set(CAUGHT.get() + 1);
            }
            core.executing.via.set(None);
            panicked(core, None, payload);
            Poll::Pending
        }
    }
}

/// A program's panics are for the page's console, not for that of the process.
fn be_quiet_inside_runs() {
    static SET: Once = Once::new();
    if cfg!(target_family = "wasm") {
        return;
    }
    SET.call_once(|| {
        let outer = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !current::is_inside() {
                outer(info);
            }
        }));
    });
}

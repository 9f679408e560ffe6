//! Polls that block their thread: how one is left in the middle, while other threads go on, and gone on
//! with.
//!
//! The engine has one thread, so code that blocks has to give it back. Marked-up programs await where
//! they would block. The poll returns pending then, but the trace does not see it end and nothing else
//! runs on its thread. When it goes on, only the awaits on the way to where it was are polled.
//!
//! Only async code may see a poll return so, see [`leavable`](crate::leavable). Elsewhere the wait drives the
//! run, see [`waits`](crate::waits).

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use pin_project_lite::pin_project;
use trace::{EventKind, MOST_WORKERS, Micros, SiteId, TaskId};

use crate::core::Core;
use crate::core::clocks::Passes;
use crate::core::executing::Mode;
use crate::core::left::Asleep;
use crate::leavable::polling;
use crate::{current, unpark, waits};

/// How often a program may look at its clock before it is taken to wait for it.
const PATIENCE: u32 = 50_000;

/// How long a look takes from then on.
const LOOK: Micros = 100;

/// Whether no other thread could do anything meanwhile: then time may pass at once.
fn is_alone(core: &Core) -> bool {
    let others = core.ready.has_workers() || core.threads.are_any();
    !others && !core.main.has_runtime_beside.get()
}

/// Whether the poll that is under way can be left here: every poll between the task and this wait passes
/// on what it gets.
fn can_be_left(core: &Core, task: TaskId, waker: &Waker) -> bool {
    // Within the poll of a set of local tasks, or of a thread that is joined, the polls around it
    // cannot be left.
    let is_its_own = || match core.executing.unparks_by(waker) {
        Some(is_its_own) => is_its_own,
        None => core.tasks.borrow()[task.index()].waker.waker().will_wake(waker),
    };
    core.executing.leavable.get() && core.executing.depth.get() == 1 && is_its_own()
}

/// A computation that takes `micros` on the thread that runs it, where its poll cannot be left.
pub(crate) fn busy(core: &Core, micros: Micros, site: Option<SiteId>) {
    let task = core.executing.task();
    core.recorder.push(EventKind::Busy { task, site, micros });
    if is_alone(core) || task.is_none() {
        core.set_clock(core.clocks.trace.get().saturating_add(micros), Passes::Threads);
    } else {
        core.executing.owe(micros);
    }
}

/// The program reads its clock. Code that reads it again and again waits for it to move on, and nothing
/// else would move it: from then on each look takes time.
pub(crate) fn look(core: &Core) {
    let now = core.thread_now();
    let (when, looks) = core.clocks.looks.get();
    let looks = if when == now { looks + 1 } else { 1 };
    if looks > PATIENCE {
        busy(core, LOOK, None);
    }
    core.clocks.looks.set((core.thread_now(), looks));
}

/// The poll that is under way goes on on a thread of its own, so that its worker is free for other tasks:
/// what `block_in_place` does. So is the one thread of a host that has no more for a runtime of several workers.
pub fn leave_worker() {
    current::with(|core| {
        let Some(task) = core.executing.task() else { return };
        let thread = core.executing.thread();
        let has_workers = core.ready.has_workers();
        let stands_for_workers = thread == 0 && !has_workers && core.wants_workers.get();
        if stands_for_workers || (1..=MOST_WORKERS).contains(&thread) {
            let worker = core.threads.take();
            core.executing.set_thread(worker);
            let number = core.tasks.borrow()[task.index()].polls;
            core.recorder.push(EventKind::PollStart { task, number, worker });
        }
    });
}

/// Keeps the thread that polls it busy for a time.
#[derive(Debug)]
#[must_use = "it takes no time until it is awaited"]
pub struct Busy {
    micros: Micros,
    site: Option<SiteId>,
    begun: bool,
}

impl Busy {
    /// A computation of `micros`, declared at a place in the program's text.
    pub fn new(micros: Micros, site: Option<SiteId>) -> Self {
        Self { micros, site, begun: false }
    }
}

impl Future for Busy {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(core) = current::current() else { return Poll::Ready(()) };
        if core.executing.mode.get() == Mode::Stopped
            || core.executing.mode.get() == Mode::Resuming && !self.begun
        {
            return Poll::Pending;
        }
        if std::mem::replace(&mut self.begun, true) {
            core.executing.mode.set(Mode::Plain);
            return Poll::Ready(());
        }
        let (Some(task), false) = (core.executing.task(), is_alone(&core)) else {
            busy(&core, self.micros, self.site);
            return Poll::Ready(());
        };
        let (site, micros) = (self.site, self.micros);
        core.recorder.push(EventKind::Busy { task: Some(task), site, micros });
        if can_be_left(&core, task, cx.waker()) {
            core.executing.leave(Some(core.clocks.threads().saturating_add(micros)));
            return Poll::Pending;
        }
        if waits::busy(&core, task, micros) {
            return Poll::Ready(());
        }
        core.executing.leave(None);
        Poll::Pending
    }
}

pin_project! {
    /// Blocks the thread that polls it until a future is ready.
    #[derive(Debug)]
    #[must_use = "it does nothing until it is awaited"]
    pub struct Parked<F> {
        #[pin]
        future: F,
        left_at: Option<LeftAt>,
    }
}

/// Where the poll of what blocks was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LeftAt {
    /// At this wait.
    Itself,
    /// At one within it.
    Within,
}

impl<F> Parked<F> {
    /// Waits for `future` with its thread.
    pub fn new(future: F) -> Self {
        Self { future, left_at: None }
    }
}

impl<F: Future> Future for Parked<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        let current = current::current().and_then(|core| Some((core.executing.task()?, core)));
        let Some((task, core)) = current else { return this.future.poll(cx) };
        let left_at = this.left_at.take();
        if core.executing.mode.get() == Mode::Stopped
            || core.executing.mode.get() == Mode::Resuming && left_at.is_none()
        {
            *this.left_at = left_at;
            return Poll::Pending;
        }
        if left_at == Some(LeftAt::Itself) {
            core.executing.mode.set(Mode::Plain);
        }
        let waker = unpark::waker(&core, task);
        let can_be_left = can_be_left(&core, task, cx.waker());
        loop {
            core.tasks.borrow_mut()[task.index()].unparked = false;
            let mut unpark = Context::from_waker(&waker);
            let around = core.executing.set_unpark(Some(waker.clone()));
            let result = polling::<F, _>(|| this.future.as_mut().poll(&mut unpark));
            core.executing.set_unpark(around);
            if result.is_pending() && core.executing.mode.get() != Mode::Plain {
                *this.left_at = Some(LeftAt::Within);
            }
            if result.is_ready() || core.executing.mode.get() != Mode::Plain {
                return result;
            }
            if core.tasks.borrow()[task.index()].unparked {
                continue;
            }
            if can_be_left || !waits::wait(&core, task, None) {
                break;
            }
        }
        *this.left_at = Some(LeftAt::Itself);
        core.executing.leave(None);
        Poll::Pending
    }
}

/// Ready at a time on the program's clock: the deadline of a thread that waits. Unlike a timer it is
/// exact to the microsecond, no event says so, and it needs no thread of the runtime's to look after it.
#[derive(Debug)]
#[must_use = "it does nothing until it is awaited"]
pub struct Alarm {
    at: Micros,
    /// The run that it is set in, and its number there.
    set: Option<(u64, u64)>,
}

impl Alarm {
    /// An alarm at `at` on the clock of the threads, in microseconds since the run began. Outside a run it is ready at once.
    pub fn new(at: Micros) -> Self {
        Self { at, set: None }
    }

    fn unset(&mut self) {
        let Some((run, number)) = self.set.take() else { return };
        current::with_run(run, |core| core.sleeping.remove(self.at, number));
    }
}

impl Future for Alarm {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.unset();
        let at = self.at;
        let set = current::with(|core| {
            let asleep = || Asleep::Alarm(cx.waker().clone());
            (core.thread_now() < at).then(|| (core.id, core.sleeping.add(at, asleep())))
        });
        self.set = set.flatten();
        if self.set.is_some() { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.unset();
    }
}

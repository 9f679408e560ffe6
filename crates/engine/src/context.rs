//! The run whose code is executing: what the facade calls.
//!
//! The functions here do nothing, or say so, outside of a run. They are the top of the engine: no other part of
//! it calls them.

use std::future::Future;
use std::num::NonZeroU32;
use std::rc::Rc;
use std::task::Waker;

use trace::{EventKind, Micros, SiteId, SpanId, Stream, TaskId, TaskKind, TimerId};

pub use crate::ambient::{allow_blocking, forbid_blocking, may_block, on_nested};
pub use crate::blocked::leave_worker;
pub use crate::budget::defer;
use crate::core::Core;
use crate::core::budget::{BUDGET, UNCONSTRAINED};
use crate::core::executing::Mode;
use crate::core::timers::Deadline;
pub use crate::current::is_inside;
use crate::current::{with, with_run};
use crate::join::{Join, spawn_at};
use crate::leavable::is_async_code;
pub use crate::leavable::{polling, polling_several};
pub use crate::nested::{block_on, park_until};
pub use crate::output::{echo, name_file};
pub use crate::queries::{
    advance, cancel, current_number, has_workers, is_over, is_paused, on_park, pause, tasks_alive,
    tasks_queued, wants_workers, worker_index,
};
pub use crate::starter::{Starter, start_next, with_starter};
pub use crate::value::show_values;
pub use crate::waits::{park, try_park};
use crate::{blocked, output};

/// The run whose code is executing: a number that no other run of this thread has.
pub fn run() -> Option<u64> {
    with(|core| core.id)
}

/// The clock of the threads, in microseconds since the run began; 0 outside a run.
pub fn now() -> Micros {
    with(Core::thread_now).unwrap_or(0)
}

/// The clock of the timers, in microseconds since the run began; 0 outside a run.
pub fn timers_now() -> Micros {
    with(Core::timers_now).unwrap_or(0)
}

/// The program looks at one of its clocks.
pub fn look_at_clock() {
    with(blocked::look);
}

/// Spawns a task at the back of the ready queue.
///
/// # Panics
/// Outside a run, as tokio's `spawn` does outside a runtime.
pub fn spawn<F>(future: F, kind: TaskKind) -> Join<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    spawn_at(future, kind, None)
}

/// Spawns a closure that may block: it runs when the executor comes to it.
///
/// # Panics
/// Outside a run, as tokio's `spawn_blocking` does outside a runtime.
pub fn spawn_blocking<R: 'static>(body: impl FnOnce() -> R + 'static) -> Join<R> {
    spawn(async move { allow_blocking(body) }, TaskKind::Blocking)
}

/// Aborts the task of a handle taken with [`Join::abort_handle`].
pub fn abort(run: u64, task: TaskId) {
    with_run(run, |core| core.abort(task));
}

/// Remembers where the next spawn stands in the program's text.
pub fn spawn_site(site: SiteId) {
    with(|core| core.executing.spawn_site.set(Some(site)));
}

/// Remembers the size in bytes of the next future that is spawned, for futures whose own type does not say it:
/// those of an interpreted program are frames. 0 if it is not known.
pub fn spawn_size(size: u32) {
    with(|core| core.executing.spawn_size.set(Some(size)));
}

/// Takes what [`spawn_site`] left, for a call that turned out to be no spawn.
pub fn take_spawn_site() -> Option<SiteId> {
    with(|core| core.executing.spawn_site.take()).flatten()
}

/// Whether a future is polled with the waker of the task that runs, not with one of somebody else's
/// around it, as those in a set of futures are.
pub fn is_own_waker(waker: &Waker) -> bool {
    with(|core| {
        let task = core.executing.task()?;
        Some(core.tasks.borrow()[task.index()].waker.waker().will_wake(waker))
    })
    .flatten()
    .unwrap_or(false)
}

/// Defers the task that runs, as [`defer`] does, if its budget is spent; whether it is.
///
/// For where no waker is at hand, but is known to be [the task's own](is_own_waker).
pub fn defer_if_spent() -> bool {
    with(|core| {
        let spent = core.executing.budget.left() == 0;
        if let (true, Some(task)) = (spent, core.executing.task()) {
            let waker = core.tasks.borrow()[task.index()].waker.waker().clone();
            core.defer(&waker);
        }
        spent
    })
    .unwrap_or(false)
}

/// Sets a timer that wakes `waker`; `None` if its deadline has passed or there is no run.
pub fn set_timer(deadline: Deadline, waker: &Waker) -> Option<TimerId> {
    with(|core| {
        let task = core.executing.task();
        let timer = core.timers.borrow_mut().set(deadline, waker)?;
        let deadline = core.clocks.on_trace(deadline.micros());
        core.recorder.push(EventKind::TimerSet { timer, task, deadline });
        Some(timer)
    })
    .flatten()
}

/// A tick of an interval is taken after it was due: its timer fires as it is set.
pub fn late_tick(due: Deadline) {
    with(|core| {
        let (timer, task) = (core.timers.borrow_mut().pass(), core.executing.task());
        let deadline = core.clocks.on_trace(due.micros());
        core.recorder.push(EventKind::TimerSet { timer, task, deadline });
        core.recorder.push(EventKind::TimerFire { timer });
    });
}

/// Whether a timer is still set; if so it will wake `waker`.
pub fn refresh_timer(timer: TimerId, waker: &Waker) -> bool {
    with(|core| core.timers.borrow_mut().refresh(timer, waker)).unwrap_or(false)
}

/// Takes a timer back, if it is still set.
pub fn cancel_timer(timer: TimerId) {
    with(|core| {
        if core.timers.borrow_mut().cancel(timer) {
            core.recorder.push(EventKind::TimerCancel { timer });
        }
    });
}

/// Begins or resumes an await of an `F`, whose span is set; gives what [`leave_await`] has to be given back.
/// `None` if the await has to be pending: the run has reached a bound or is stuck, or the poll has blocked
/// its thread or panicked. Outside a run there is nothing to record.
#[inline]
pub fn enter_await<F>(span: &mut Option<SpanId>, site: SiteId) -> Option<Around> {
    enter_await_of(span, site, is_async_code::<F>())
}

#[inline(never)]
fn enter_await_of(span: &mut Option<SpanId>, site: SiteId, is_async_code: bool) -> Option<Around> {
    let entered = with(|core| {
        let goes_on = core.executing.may_poll(*span) && !core.stuck.get();
        if !goes_on || core.recorder.limit().is_some() {
            return None;
        }
        let parent = core.executing.span.get();
        let entered = *span.get_or_insert_with(|| {
            let span = core.recorder.new_span();
            if let Some(task) = core.executing.task() {
                core.recorder.push(EventKind::AwaitEnter { span, parent, task, site });
            }
            span
        });
        core.executing.span.set(Some(entered));
        Some(Around::new(parent, core.executing.narrow(is_async_code)))
    });
    entered.unwrap_or(Some(Around::new(None, false)))
}

/// The await around one that is polled, if there is one, and whether its poll can be left. All in one number:
/// every await of every program has code that keeps it, and a page with many programs downloads all of them.
#[derive(Clone, Copy, Debug)]
pub struct Around(NonZeroU32);

impl Around {
    fn new(span: Option<SpanId>, leavable: bool) -> Self {
        let number = span.map_or(1, |span| span.index() as u32 + 2);
        Self(NonZeroU32::MIN.saturating_add(number * 2 + u32::from(leavable) - 1))
    }

    fn span(self) -> Option<SpanId> {
        (self.0.get() as usize / 2).checked_sub(2).map(SpanId::from_index)
    }

    fn leavable(self) -> bool {
        self.0.get() % 2 == 1
    }
}

/// The poll of an await returned, which has no span any more if it is ready.
#[inline(never)]
pub fn leave_await(span: &mut Option<SpanId>, around: Around, ready: bool) {
    let Some(left) = *span else { return };
    if ready {
        *span = None;
    }
    with(|core| {
        core.executing.span.set(around.span());
        core.executing.leavable.set(around.leavable());
        if !ready && core.executing.mode.get() != Mode::Plain {
            core.executing.left_await(left);
            return;
        }
        core.recorder.push(match ready {
            true => EventKind::AwaitReady { span: left },
            false => EventKind::AwaitPending { span: left },
        });
    });
}

/// Whether the poll that is under way is being left in the middle: whoever polls several futures, or looks at
/// a deadline besides, polls nothing more.
pub fn is_being_left() -> bool {
    with(|core| core.executing.mode.get() != Mode::Plain).unwrap_or(false)
}

/// Whether the poll that is under way goes on where it was left.
pub fn goes_on() -> bool {
    with(|core| core.executing.mode.get() == Mode::Resuming).unwrap_or(false)
}

/// An await was dropped before it was ready.
pub fn drop_await(span: SpanId) {
    with(|core| core.recorder.push(EventKind::AwaitDrop { span }));
}

/// Records a print; whether there was a run to record it in.
pub fn print(site: Option<SiteId>, stream: Stream, text: &str) -> bool {
    with(|core| {
        if core.recorder.is_over() {
            return;
        }
        output::show(stream, text);
        if core.recorder.is_full() {
            return;
        }
        let text = core.recorder.intern(text);
        let task = core.executing.task();
        core.recorder.push(EventKind::Print { task, site, text, stream });
    })
    .is_some()
}

/// The current task's worker is busy for this long: the clock moves on within the poll.
pub fn busy(micros: Micros, site: Option<SiteId>) {
    with(|core| blocked::busy(core, micros, site));
}

/// Gives the run's runtime several workers, `None` leaves their number to the host; how many it has.
pub fn use_workers(workers: Option<u16>) -> u16 {
    with(|core| core.use_workers(workers)).unwrap_or(1)
}

/// [`use_workers`] of a runtime that the program makes by itself, which goes on while `main` blocks.
pub fn make_workers(workers: Option<u16>) -> u16 {
    with(|core| core.main.has_runtime_beside.set(true));
    use_workers(workers)
}

/// How many closures of `spawn_blocking` may run at a time.
pub fn bound_blocking(threads: usize) {
    with(|core| core.threads.set_pool(threads));
}

/// Whether what a task that panicked owns is being dropped.
pub fn is_unwinding() -> bool {
    with(|core| core.executing.unwinding.get()).unwrap_or(false)
}

/// The value of a knob of the program that runs; 0 outside a run.
pub fn knob(index: usize) -> i64 {
    with(|core| core.knobs.get(index).copied()).flatten().unwrap_or(0)
}

/// A number below `bound` from the run's seed; 0 outside a run.
pub fn random_below(bound: u32) -> u32 {
    with(|core| core.rng.below(bound)).unwrap_or(0)
}

/// The branch that a fair `select!` polls first, from the run's seed; 0 outside a run.
pub fn first_branch(bound: u32) -> u32 {
    with(|core| core.executing.first_branch(|| core.rng.below(bound))).unwrap_or(0)
}

/// The name that a place in the program's text gives, if it has one.
pub fn site_name(site: SiteId) -> Option<Rc<str>> {
    with(|core| core.site_name(site)).flatten()
}

/// Line and column of a place in the program's text.
pub fn site_place(site: SiteId) -> Option<(u32, u32)> {
    with(|core| core.site(site).map(|site| (site.line, site.column))).flatten()
}

/// What is left of the poll's budget; a full one outside a run.
pub fn budget_left() -> u8 {
    with(|core| core.executing.budget.left()).unwrap_or(BUDGET)
}

/// Lifts the bound on the poll's budget; what was left of it.
pub fn lift_budget() -> u8 {
    let lift = |core: &Core| {
        let left = core.executing.budget.left();
        core.executing.budget.set(UNCONSTRAINED);
        left
    };
    with(lift).unwrap_or(BUDGET)
}

/// Sets what is left of the poll's budget.
pub fn set_budget(left: u8) {
    with(|core| core.executing.budget.set(left));
}

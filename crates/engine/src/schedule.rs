//! Which task is polled next: the order of tokio's current-thread scheduler.
//!
//! `main` is looked at on its own, then up to 61 tasks from the front of the queue, then the timers
//! and the tasks that yielded; when the queue is empty at once. The real tokio is the judge of it,
//! see `crates/scenarios/tests`.

use std::rc::Rc;
use std::task::{Context, Poll};

use trace::{EventKind, LimitKind, Micros, TaskEnd, TaskId, WakeHow, WokenBy};

use crate::blocked::{Blocked, PollOutcome, Resumable};
use crate::clock::Passes;
use crate::core::Core;
use crate::task::{TaskFuture, TaskTurn};
use crate::threads::has_own_thread;
use crate::workers;

/// Polls between two looks at the timers (tokio's `event_interval`).
pub(crate) const EVENT_INTERVAL: u32 = 61;

/// Polls without a moment's rest after which a live run looks at the real clock, so that a program
/// that keeps itself busy until a timer fires sees it fire.
const BUSY_POLLS: u32 = 10_000;

/// Where the scheduler is in its round.
#[derive(Debug, Default)]
pub(crate) struct Round {
    polled: u32,
    begun: bool,
}

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A task was polled or cancelled.
    Polled,
    /// `main` has returned.
    MainReturned,
    /// Nothing is ready.
    Parked,
}

/// Does the next thing there is to do: a poll that blocked goes on before others begin, and threads
/// begin when the runtime has nothing to do, since it takes a while to start one.
pub(crate) fn step(core: &Rc<Core>, round: &mut Round) -> Step {
    let step = if resume_next(core) || is_turn_of_threads(core) && step_thread(core) {
        Step::Polled
    } else {
        let step = match core.has_workers() {
            true => workers::step(core),
            false if core.main.blocked.get() => step_beside_main(core),
            false => step_current_thread(core, round),
        };
        match step {
            Step::Parked if step_thread(core) => Step::Polled,
            step => step,
        }
    };
    let main_is_over = core.tasks.borrow().first().is_some_and(|main| main.state.is_over());
    match step {
        Step::Polled if main_is_over => Step::MainReturned,
        step => step,
    }
}

/// A runtime that is never idle must not keep threads from beginning.
fn is_turn_of_threads(core: &Core) -> bool {
    core.clocks.polls.get() % EVENT_INTERVAL == EVENT_INTERVAL - 1
}

/// What threads other than that of the current-thread scheduler have to do; whether there was
/// anything.
pub(crate) fn step_other_threads(core: &Rc<Core>) -> bool {
    resume_next(core) || step_thread(core)
}

fn resume_next(core: &Rc<Core>) -> bool {
    let next = core.blocked.pop();
    match next {
        Some(Resumable::Poll(task)) => resume(core, task),
        Some(Resumable::Wait(place)) => core.end_wait(place),
        None => return false,
    }
    true
}

/// Polls the next task that has a thread of its own; whether there was one.
fn step_thread(core: &Rc<Core>) -> bool {
    match core.next_on_own_thread() {
        Some(task) => {
            run(core, task, core.own_thread(task));
            true
        }
        None => false,
    }
}

/// Polls the next task while `main` blocks its thread, if that is none of the runtime's.
fn step_beside_main(core: &Rc<Core>) -> Step {
    /// The first that is not `main`'s.
    const THREAD: u16 = 1;
    if !core.main.has_runtime_beside.get() {
        // Tasks that yielded are those of a runtime that another thread drives.
        let has_yielded = core.driven.are_any() && !core.deferred.borrow().is_empty();
        if !has_yielded {
            return Step::Parked;
        }
        look_at_timers_and_yielded(core);
        return Step::Polled;
    }
    let next = core.queue.borrow_mut().pop_front();
    match next {
        Some(task) => run(core, task, THREAD),
        None if core.deferred.borrow().is_empty() => return Step::Parked,
        None => look_at_timers_and_yielded(core),
    }
    Step::Polled
}

fn step_current_thread(core: &Rc<Core>, round: &mut Round) -> Step {
    loop {
        if !round.begun {
            *round = Round { polled: 0, begun: true };
            if core.main.woken.replace(false) {
                return poll_main(core);
            }
        }
        if round.polled == EVENT_INTERVAL {
            look_at_timers_and_yielded(core);
            round.begun = false;
            continue;
        }
        let next = core.queue.borrow_mut().pop_front();
        if let Some(task) = next {
            round.polled += 1;
            run(core, task, 0);
            return Step::Polled;
        }
        round.begun = false;
        if core.deferred.borrow().is_empty() && !core.main.woken.get() {
            return Step::Parked;
        }
        look_at_timers_and_yielded(core);
    }
}

pub(crate) fn poll_main(core: &Rc<Core>) -> Step {
    run(core, TaskId::from_index(0), 0);
    Step::Polled
}

/// When something happens by itself if nothing is ready: a deadline, or the end of what blocks a
/// thread.
pub(crate) fn next_time(core: &Core) -> Option<Micros> {
    let deadline = next_deadline(core);
    // The clock of the timers jumps if it is paused, whatever threads wait for.
    if deadline.is_some() && core.clocks.paused.get() {
        return deadline;
    }
    let waits = core.blocked.next().map(|until| until.saturating_add(core.clocks.skipped.get()));
    deadline.into_iter().chain(waits).min()
}

/// When the next timer fires if nothing else happens. While the clock of the timers is paused, closures of
/// `spawn_blocking` keep it from jumping, as with tokio.
pub(crate) fn next_deadline(core: &Core) -> Option<Micros> {
    let stands = core.clocks.paused.get() && core.threads.has_closures();
    let next = core.timers.borrow().next().filter(|_| !stands && has_timer_driver(core));
    next.map(|deadline| core.on_trace_clock(deadline.micros()))
}

/// Whether a thread is free to look after the timers: the one of the current-thread scheduler, a worker, or
/// one that drives a runtime of its own.
fn has_timer_driver(core: &Core) -> bool {
    let is_free = match core.has_workers() {
        true => core.idle_worker().is_some(),
        false => !core.main.blocked.get() || core.main.has_runtime_beside.get(),
    };
    is_free || core.driven.are_any()
}

/// The time of [`next_time`] has come.
pub(crate) fn look_at_clock(core: &Core) {
    core.blocked.look(core.thread_clock());
    if has_timer_driver(core) {
        fire_due(core);
    }
}

pub(crate) fn look_at_timers_and_yielded(core: &Core) {
    if core.clocks.polls.get() >= BUSY_POLLS
        && let Some(clock) = &core.clocks.host
    {
        core.set_clock(clock(), Passes::Threads);
    }
    fire_due(core);
    loop {
        let waker = core.deferred.borrow_mut().pop();
        let Some(waker) = waker else { break };
        core.yielded(waker);
    }
}

/// Fires every timer whose deadline has passed on the program's clock.
pub(crate) fn fire_due(core: &Core) {
    let driver = core.idle_worker().unwrap_or(0);
    let outer = std::mem::replace(&mut core.executing.poll.borrow_mut().thread, driver);
    core.timers.borrow_mut().look(core.timer_clock());
    loop {
        let due = core.timers.borrow_mut().pop_due();
        let Some(due) = due else { break };
        core.recorder.push(EventKind::TimerFire { timer: due.timer });
        let actor = core.executing.actor.replace(WokenBy::Timer(due.timer));
        due.waker.wake();
        core.executing.actor.set(actor);
    }
    core.executing.poll.borrow_mut().thread = outer;
}

/// Polls a task once on a thread, or drops it if it was aborted.
pub(crate) fn run(core: &Rc<Core>, task: TaskId, thread: u16) {
    let (future, turn, number) = {
        let mut tasks = core.tasks.borrow_mut();
        let entry = &mut tasks[task.index()];
        let turn = entry.state.begin_poll();
        if turn == TaskTurn::Nothing {
            return;
        }
        entry.polls += u32::from(turn == TaskTurn::Poll);
        (entry.future.take(), turn, entry.polls)
    };
    let Some(future) = future else { return };
    if turn == TaskTurn::Cancel {
        core.end(task, Some(future), TaskEnd::Cancelled);
        return;
    }
    count_poll(core);
    core.look_at_host_clock();
    core.recorder.push(EventKind::PollStart { task, number, worker: thread });
    poll(core, task, future, thread, None);
}

/// Goes on with a poll that was left in the middle.
fn resume(core: &Rc<Core>, task: TaskId) {
    let (future, blocked) = {
        let mut tasks = core.tasks.borrow_mut();
        let entry = &mut tasks[task.index()];
        (entry.future.take(), entry.blocked.take())
    };
    let (Some(future), Some(mut blocked)) = (future, blocked) else { return };
    core.occupy(blocked.thread, false);
    core.look_at_host_clock();
    match blocked.result.take() {
        Some(outcome) => end_poll(core, task, future, blocked.thread, outcome),
        None => poll(core, task, future, blocked.thread, Some(&mut blocked)),
    }
}

fn poll(
    core: &Rc<Core>,
    task: TaskId,
    mut future: TaskFuture,
    thread: u16,
    blocked: Option<&mut Blocked>,
) {
    let (waker, leavable) = {
        let entry = &core.tasks.borrow()[task.index()];
        (Rc::clone(&entry.waker), entry.leavable)
    };
    // Polls can be nested (a set of local tasks, a thread that is joined), hence the restoring.
    let actor = core.executing.actor.replace(WokenBy::Task(task));
    let span = core.executing.span.replace(None);
    let (budget, mode) = (core.budget_left(), core.executing.mode.get());
    // Another that panicked may be waiting in a drop.
    let unwinding = core.executing.unwinding.replace(false);
    let leavable = core.executing.leavable.replace(leavable);
    let outer = core.enter_poll(thread, blocked);
    let mut cx = Context::from_waker(waker.waker());
    let mut result = core.poll_future(&mut future, &mut cx);
    while result.is_pending() && core.has_lost_its_way() {
        result = core.poll_future(&mut future, &mut cx);
    }
    core.look_at_host_clock();
    let (thread, panic, blocked) = core.leave_poll(task, outer, mode);
    core.executing.actor.set(actor);
    core.executing.span.set(span);
    core.executing.leavable.set(leavable);
    core.set_budget(budget);
    core.executing.unwinding.set(unwinding);
    core.executing.spawn_site.set(None);
    core.executing.spawn_size.set(None);
    let outcome = match (panic, result) {
        (Some(payload), _) => PollOutcome::Panicked(payload),
        (None, Poll::Ready(())) => PollOutcome::Ready,
        (None, Poll::Pending) => PollOutcome::Pending,
    };
    let Some(blocked) = blocked else { return end_poll(core, task, future, thread, outcome) };
    core.occupy(blocked.thread, true);
    let entry = &mut core.tasks.borrow_mut()[task.index()];
    entry.future = Some(future);
    entry.blocked = Some(Box::new(blocked.with(outcome)));
}

/// A poll is over: what comes of it.
fn end_poll(core: &Rc<Core>, task: TaskId, future: TaskFuture, thread: u16, outcome: PollOutcome) {
    let ready = matches!(outcome, PollOutcome::Ready);
    core.come_back(task, thread);
    let wakers = core.tasks.borrow()[task.index()].waker.held();
    core.recorder.push(EventKind::PollEnd { task, ready, wakers });
    let outer = std::mem::replace(&mut core.executing.poll.borrow_mut().thread, thread);
    match outcome {
        PollOutcome::Ready => core.end(task, Some(future), TaskEnd::Ready),
        PollOutcome::Panicked(payload) => core.end_by_panic(task, future, payload),
        PollOutcome::Pending => rest(core, task, future),
    }
    core.executing.poll.borrow_mut().thread = outer;
}

/// A task waits, unless it was woken or aborted while it ran.
fn rest(core: &Core, task: TaskId, future: TaskFuture) {
    let mut tasks = core.tasks.borrow_mut();
    let entry = &mut tasks[task.index()];
    let woken = entry.state.end_poll();
    if entry.state.is_aborted() || core.closing.get() && !has_own_thread(entry.kind) {
        // By itself, or its runtime ended meanwhile: tokio does not wait for its next turn.
        drop(tasks);
        core.end(task, Some(future), TaskEnd::Cancelled);
        return;
    }
    entry.future = Some(future);
    let home = if woken { core.schedule(task, entry) } else { None };
    drop(tasks);
    if let Some(home) = home {
        home.wake();
    }
}

fn count_poll(core: &Core) {
    let polls = core.clocks.polls.get() + 1;
    core.clocks.polls.set(polls);
    let bound = core.recorder.limits().polls;
    // Live, real time passes whatever the program does, and every turn is bounded.
    if polls >= bound && core.clocks.host.is_none() {
        core.recorder.reach(LimitKind::Polls, u64::from(bound));
    }
}

impl Core {
    /// A task that yielded is woken by the runtime, and the trace says that it was no wake of its own.
    pub(crate) fn yielded(&self, waker: std::task::Waker) {
        let outer = self.executing.yielding.replace(true);
        waker.wake();
        self.executing.yielding.set(outer);
    }

    pub(crate) fn how(&self, how: WakeHow) -> WakeHow {
        if self.executing.yielding.get() { WakeHow::Yield } else { how }
    }
}

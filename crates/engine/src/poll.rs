//! One poll of a task, from its beginning to what comes of it.

use std::rc::Rc;
use std::task::{Context, Poll};

use trace::{EventKind, LimitKind, TaskEnd, TaskId, WokenBy};

use crate::core::Core;
use crate::core::left::{Asleep, LeftPoll, PollOutcome};
use crate::core::task::{TaskFuture, ToDo};
use crate::core::threads::has_own_thread;
use crate::panic::poll_future;

/// Polls `main`.
pub(crate) fn run_main(core: &Rc<Core>) {
    run(core, TaskId::from_index(0), 0);
}

/// Polls a task once on a thread, or drops it if it was aborted.
pub(crate) fn run(core: &Rc<Core>, task: TaskId, thread: u16) {
    let (future, to_do, number) = {
        let mut tasks = core.tasks.borrow_mut();
        let entry = &mut tasks[task.index()];
        let to_do = entry.state.begin_poll();
        if to_do == ToDo::Nothing {
            return;
        }
        entry.polls += u32::from(to_do == ToDo::Poll);
        (entry.future.take(), to_do, entry.polls)
    };
    let Some(future) = future else { return };
    if to_do == ToDo::Cancel {
        core.end(task, Some(future), TaskEnd::Cancelled);
        return;
    }
    count_poll(core);
    core.look_at_host_clock();
    core.recorder.push(EventKind::PollStart { task, number, worker: thread });
    poll(core, task, future, thread, None);
}

/// Goes on with a poll that was left in the middle.
pub(crate) fn resume(core: &Rc<Core>, task: TaskId) {
    let (future, left) = {
        let mut tasks = core.tasks.borrow_mut();
        let entry = &mut tasks[task.index()];
        (entry.future.take(), entry.left.take())
    };
    let (Some(future), Some(mut left)) = (future, left) else { return };
    core.occupy(left.thread, false);
    core.look_at_host_clock();
    match left.result.take() {
        Some(outcome) => end_poll(core, task, future, left.thread, outcome),
        None => poll(core, task, future, left.thread, Some(&mut left)),
    }
}

fn poll(
    core: &Rc<Core>,
    task: TaskId,
    mut future: TaskFuture,
    thread: u16,
    left: Option<&mut LeftPoll>,
) {
    let (waker, leavable) = {
        let entry = &core.tasks.borrow()[task.index()];
        (Rc::clone(&entry.waker), entry.leavable)
    };
    // Polls can be nested (a set of local tasks, a thread that is joined), hence the restoring.
    let actor = core.executing.actor.replace(WokenBy::Task(task));
    let span = core.executing.span.replace(None);
    let (budget, mode) = (core.executing.budget.left(), core.executing.mode.get());
    // Another that panicked may be waiting in a drop.
    let unwinding = core.executing.unwinding.replace(false);
    let leavable = core.executing.leavable.replace(leavable);
    let outer = core.executing.enter_poll(thread, left);
    let mut cx = Context::from_waker(waker.waker());
    let mut result = poll_future(core, &mut future, &mut cx);
    while result.is_pending() && core.executing.has_lost_its_way() {
        result = poll_future(core, &mut future, &mut cx);
    }
    core.look_at_host_clock();
    let (thread, panic, left) = core.executing.leave_poll(outer, mode, core.clocks.threads());
    core.executing.actor.set(actor);
    core.executing.span.set(span);
    core.executing.leavable.set(leavable);
    core.executing.budget.set(budget);
    core.executing.unwinding.set(unwinding);
    core.executing.spawn_site.set(None);
    core.executing.spawn_size.set(None);
    let outcome = match (panic, result) {
        (Some(payload), _) => PollOutcome::Panicked(payload),
        (None, Poll::Ready(())) => PollOutcome::Ready,
        (None, Poll::Pending) => PollOutcome::Pending,
    };
    let Some(left) = left else { return end_poll(core, task, future, thread, outcome) };
    if let Some(until) = left.until {
        core.sleeping.add(until, Asleep::Poll(task));
    }
    core.occupy(left.thread, true);
    let entry = &mut core.tasks.borrow_mut()[task.index()];
    entry.future = Some(future);
    entry.left = Some(Box::new(left.with(outcome)));
}

/// A poll is over: what comes of it.
fn end_poll(core: &Rc<Core>, task: TaskId, future: TaskFuture, thread: u16, outcome: PollOutcome) {
    let ready = matches!(outcome, PollOutcome::Ready);
    let wakers = {
        let entry = &core.tasks.borrow()[task.index()];
        if entry.thread.is_none() {
            // The task had left its worker for a thread that it needs no more.
            core.threads.free(thread);
        }
        entry.waker.held()
    };
    core.recorder.push(EventKind::PollEnd { task, ready, wakers });
    let outer = core.executing.set_thread(thread);
    match outcome {
        PollOutcome::Ready => core.end(task, Some(future), TaskEnd::Ready),
        PollOutcome::Panicked(payload) => core.end_by_panic(task, future, payload),
        PollOutcome::Pending => rest(core, task, future),
    }
    core.executing.set_thread(outer);
}

/// A task waits, unless it was woken or aborted while it ran.
fn rest(core: &Core, task: TaskId, future: TaskFuture) {
    let mut tasks = core.tasks.borrow_mut();
    let entry = &mut tasks[task.index()];
    let woken = entry.state.end_poll();
    if entry.state.is_aborted() || core.closing.get() && !has_own_thread(entry.kind) {
        // By itself, or its runtime ended meanwhile: tokio does not wait for its next poll.
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

//! Which task is polled next: the order of tokio's current-thread scheduler.
//!
//! `main` is looked at on its own, then up to 61 tasks from the front of the queue, then the timers
//! and the tasks that yielded; when the queue is empty at once. The real tokio is the judge of it,
//! see `crates/scenarios/tests`.

use std::rc::Rc;
use std::task::{Context, Poll};

use trace::{EventKind, LimitKind, TaskEnd, TaskId, WakeHow, WokenBy};

use crate::core::Core;

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

/// Does the next thing there is to do.
pub(crate) fn step(core: &Rc<Core>, round: &mut Round) -> Step {
    loop {
        if !round.begun {
            *round = Round { polled: 0, begun: true };
            if core.main_woken.replace(false) {
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
            run(core, task);
            return Step::Polled;
        }
        round.begun = false;
        if core.deferred.borrow().is_empty() && !core.main_woken.get() {
            return Step::Parked;
        }
        look_at_timers_and_yielded(core);
    }
}

fn poll_main(core: &Rc<Core>) -> Step {
    let main = TaskId::from_index(0);
    run(core, main);
    match core.tasks.borrow()[main.index()].over {
        true => Step::MainReturned,
        false => Step::Polled,
    }
}

pub(crate) fn look_at_timers_and_yielded(core: &Core) {
    if core.polls_at_this_time.get() >= BUSY_POLLS
        && let Some(clock) = &core.host_clock
    {
        core.set_clock(clock());
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
    core.timers.borrow_mut().look(core.clock.get());
    loop {
        let due = core.timers.borrow_mut().pop_due();
        let Some(due) = due else { break };
        core.recorder.push(EventKind::TimerFire { timer: due.timer });
        let outer = core.actor.replace(WokenBy::Timer(due.timer));
        due.waker.wake();
        core.actor.set(outer);
    }
}

/// Polls a task once, or drops it if it was aborted.
pub(crate) fn run(core: &Rc<Core>, task: TaskId) {
    let (job, waker, aborted, number) = {
        let mut tasks = core.tasks.borrow_mut();
        let slot = &mut tasks[task.index()];
        slot.queued = false;
        if slot.over {
            return;
        }
        slot.woken = false;
        slot.running = !slot.aborted;
        slot.polls += u32::from(!slot.aborted);
        (slot.job.take(), Rc::clone(&slot.waker), slot.aborted, slot.polls)
    };
    let Some(mut job) = job else { return };
    if aborted {
        core.end(task, Some(job), TaskEnd::Cancelled);
        return;
    }
    count_poll(core);
    core.look_at_host_clock();
    core.recorder.push(EventKind::PollStart { task, number, worker: 0 });
    // A thread that is joined runs within the poll of the task that joins it, hence the restoring.
    let outer = core.actor.replace(WokenBy::Task(task));
    let span = core.span.replace(None);
    let budget = core.refill_budget();
    let result = job.as_mut().poll(&mut Context::from_waker(waker.waker()));
    core.look_at_host_clock();
    core.actor.set(outer);
    core.span.set(span);
    core.set_budget(budget);
    core.spawn_site.set(None);
    let ready = result == Poll::Ready(());
    core.recorder.push(EventKind::PollEnd { task, ready, wakers: waker.held() });
    match result {
        Poll::Ready(()) => core.end(task, Some(job), TaskEnd::Ready),
        Poll::Pending => {
            let mut tasks = core.tasks.borrow_mut();
            let slot = &mut tasks[task.index()];
            slot.running = false;
            if slot.aborted {
                // It was aborted while it ran, by itself: tokio does not wait for its next turn.
                drop(tasks);
                core.end(task, Some(job), TaskEnd::Cancelled);
                return;
            }
            slot.job = Some(job);
            let home = if slot.woken { core.schedule(task, slot) } else { None };
            drop(tasks);
            if let Some(home) = home {
                home.wake();
            }
        }
    }
}

fn count_poll(core: &Core) {
    let polls = core.polls_at_this_time.get() + 1;
    core.polls_at_this_time.set(polls);
    let bound = core.recorder.limits().polls;
    // Live, real time passes whatever the program does, and every turn is bounded.
    if polls >= bound && core.host_clock.is_none() {
        core.recorder.reach(LimitKind::Polls, u64::from(bound));
    }
}

impl Core {
    /// A task that yielded is woken by the runtime, and the trace says that it was no wake of its own.
    fn yielded(&self, waker: std::task::Waker) {
        let outer = self.yielding.replace(true);
        waker.wake();
        self.yielding.set(outer);
    }

    pub(crate) fn how(&self, how: WakeHow) -> WakeHow {
        if self.yielding.get() { WakeHow::Yield } else { how }
    }
}

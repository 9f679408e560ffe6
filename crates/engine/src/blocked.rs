//! Polls that block their thread: how one is left in the middle, while other threads go on, and gone on
//! with.
//!
//! The engine has one thread, so code that blocks has to give it back. Marked-up programs await where
//! they would block. The poll returns pending then, but the trace does not see it end and nothing else
//! runs on its thread. When it goes on, only the awaits on the way to where it was are polled.
//!
//! Only async code may see a poll return so, see [`leavable`](crate::leavable). Elsewhere the wait drives the
//! run, see [`waits`](crate::waits).

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use pin_project_lite::pin_project;
use trace::{EventKind, Micros, SiteId, SpanId, TaskId};

use crate::budget::BUDGET;
use crate::clock::Passes;
use crate::core::Core;
use crate::current;
use crate::leavable::polling;
use crate::panic::Payload;
use crate::waits;

/// How often a program may look at its clock before it is taken to wait for it.
const PATIENCE: u32 = 50_000;

/// How long a look takes from then on.
const LOOK: Micros = 100;

/// How the awaits of the poll that is under way behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They are polled.
    Plain,
    /// The poll has been left in the middle, or its task panicked: no await makes progress.
    Stopped,
    /// The poll goes on: only the awaits on the way to where it was left are polled.
    Resuming,
}

/// What is remembered of the poll that is under way.
#[derive(Debug, Default)]
pub(crate) struct PollUnderWay {
    /// The thread that it is on.
    pub(crate) thread: u16,
    /// The awaits on the way to where it was left, or is being left.
    path: Vec<SpanId>,
    /// It was left in the middle.
    left: Option<Left>,
    /// The branch that a `select!` polled first, by the await around it.
    starts: Vec<(Option<SpanId>, u32)>,
    /// What lets its thread go on, within a wait of its thread.
    unpark: Option<Waker>,
    /// Computation that was claimed where the poll could neither be left nor wait.
    pub(crate) debt: Micros,
    /// Its task panicked.
    pub(crate) panic: Option<Payload>,
}

/// Why a poll was left in the middle.
#[derive(Clone, Copy, Debug)]
struct Left {
    until: Option<Micros>,
}

/// A poll that was left in the middle.
#[derive(Debug)]
pub(crate) struct Blocked {
    pub(crate) thread: u16,
    until: Option<Micros>,
    /// It was busy before it blocked, where it could not be left: until then it does not go on.
    busy_until: Micros,
    /// All that is left to do is to let time pass.
    done: bool,
    path: Vec<SpanId>,
    starts: Vec<(Option<SpanId>, u32)>,
    budget: u8,
    /// Its result, if all that is left to do is to let time pass.
    pub(crate) result: Option<PollOutcome>,
}

impl Blocked {
    /// Where nothing can be polled on, the result is kept until the time has passed.
    pub(crate) fn with(mut self, outcome: PollOutcome) -> Self {
        if self.done {
            self.result = Some(outcome);
        }
        self
    }
}

/// How a poll came out.
#[derive(Debug)]
pub(crate) enum PollOutcome {
    Ready,
    Pending,
    Panicked(Payload),
}

/// What happens at a time whether or not a thread is free to look after the timers.
#[derive(Debug)]
pub(crate) enum Asleep {
    /// A poll goes on.
    Poll(TaskId),
    /// The wait at this place, within a poll, is over.
    Wait(usize),
    /// An [`Alarm`] goes off.
    Alarm(Waker),
}

/// What can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resumable {
    /// A poll that was left in the middle.
    Poll(TaskId),
    /// The wait at this place, within a poll.
    Wait(usize),
}

/// The polls of a run that were left in the middle.
#[derive(Debug, Default)]
pub(crate) struct BlockedPolls {
    /// Those that go on at a time on the clock of the threads, in that order and in that of blocking.
    sleeping: RefCell<BTreeMap<(Micros, u64), Asleep>>,
    begun: Cell<u64>,
    /// Those that can go on.
    resumable: RefCell<VecDeque<Resumable>>,
}

impl BlockedPolls {
    /// When the next one goes on by itself.
    pub(crate) fn next(&self) -> Option<Micros> {
        self.sleeping.borrow().keys().next().map(|(until, _)| *until)
    }

    /// Those whose time has come can go on.
    pub(crate) fn look(&self, now: Micros) {
        while self.next().is_some_and(|until| until <= now) {
            let first = self.sleeping.borrow_mut().pop_first();
            match first.map(|(_, asleep)| asleep) {
                Some(Asleep::Poll(task)) => self.resume(Resumable::Poll(task)),
                Some(Asleep::Wait(place)) => self.resume(Resumable::Wait(place)),
                Some(Asleep::Alarm(waker)) => waker.wake(),
                None => {}
            }
        }
    }

    /// Takes out the first that can go on.
    pub(crate) fn pop(&self) -> Option<Resumable> {
        self.resumable.borrow_mut().pop_front()
    }

    fn resume(&self, resumable: Resumable) {
        self.resumable.borrow_mut().push_back(resumable);
    }

    fn add(&self, task: TaskId, until: Option<Micros>) {
        if let Some(until) = until {
            self.put_to_sleep(until, Asleep::Poll(task));
        }
    }

    pub(crate) fn put_to_sleep(&self, until: Micros, asleep: Asleep) -> u64 {
        let number = self.begun.get();
        self.begun.set(number + 1);
        self.sleeping.borrow_mut().insert((until, number), asleep);
        number
    }

    pub(crate) fn forget(&self, task: TaskId) {
        let is_it = |asleep: &Asleep| matches!(asleep, Asleep::Poll(asleep) if *asleep == task);
        self.sleeping.borrow_mut().retain(|_, asleep| !is_it(asleep));
        self.resumable.borrow_mut().retain(|resumable| *resumable != Resumable::Poll(task));
    }

    /// A wait is over: what would end it must not end the next one at its place.
    pub(crate) fn forget_wait(&self, place: usize) {
        let is_it = |asleep: &Asleep| matches!(asleep, Asleep::Wait(asleep) if *asleep == place);
        self.sleeping.borrow_mut().retain(|_, asleep| !is_it(asleep));
        self.resumable.borrow_mut().retain(|resumable| *resumable != Resumable::Wait(place));
    }
}

impl Core {
    /// Whether no other thread could do anything meanwhile: then time may pass at once.
    fn is_alone(&self) -> bool {
        !self.has_workers() && !self.main.has_runtime_beside.get() && !self.threads.are_any()
    }

    /// Whether the poll that is under way can be left here: every poll between the task and this wait passes
    /// on what it gets.
    fn can_be_left(&self, task: TaskId, waker: &Waker) -> bool {
        // Within the poll of a set of local tasks, or of a thread that is joined, the polls around it
        // cannot be left.
        let is_its_own = || match &self.executing.poll.borrow().unpark {
            Some(unpark) => unpark.will_wake(waker),
            None => self.tasks.borrow()[task.index()].waker.waker().will_wake(waker),
        };
        self.executing.leavable.get() && self.executing.depth.get() == 1 && is_its_own()
    }

    /// A computation that takes `micros` on the thread that runs it, where its poll cannot be left.
    pub(crate) fn busy(&self, micros: Micros, site: Option<SiteId>) {
        let task = self.current_task();
        self.recorder.push(EventKind::Busy { task, site, micros });
        if self.is_alone() || task.is_none() {
            self.set_clock(self.clocks.trace.get().saturating_add(micros), Passes::Threads);
        } else {
            self.executing.poll.borrow_mut().debt += micros;
        }
    }

    /// The program reads its clock. Code that reads it again and again waits for it to move on, and nothing
    /// else would move it: from then on each look takes time.
    pub(crate) fn look(&self) {
        let now = self.thread_now();
        let (when, looks) = self.clocks.looks.get();
        let looks = if when == now { looks + 1 } else { 1 };
        if looks > PATIENCE {
            self.busy(LOOK, None);
        }
        self.clocks.looks.set((self.thread_now(), looks));
    }

    /// The clock of the threads as the code that runs sees it.
    pub(crate) fn thread_now(&self) -> Micros {
        self.thread_clock().saturating_add(self.executing.poll.borrow().debt)
    }

    /// The clock of the timers as the code that runs sees it.
    pub(crate) fn timers_now(&self) -> Micros {
        let debt = if self.clocks.paused.get() { 0 } else { self.executing.poll.borrow().debt };
        self.timer_clock().saturating_add(debt)
    }

    pub(crate) fn leave(&self, until: Option<Micros>) {
        let mut poll = self.executing.poll.borrow_mut();
        poll.path.clear();
        poll.left = Some(Left { until });
        self.executing.mode.set(Mode::Stopped);
    }

    /// An await is about to be polled; whether it may be.
    pub(crate) fn may_poll(&self, span: Option<SpanId>) -> bool {
        match self.executing.mode.get() {
            Mode::Plain => true,
            Mode::Stopped => false,
            Mode::Resuming => {
                let path = &self.executing.poll.borrow().path;
                span.is_some_and(|span| path.contains(&span))
            }
        }
    }

    /// The branch that a `select!` polls first, drawn anew for each poll: one that goes on begins where it
    /// had begun.
    pub(crate) fn first_branch(&self, bound: u32) -> u32 {
        let around = self.executing.span.get();
        let starts = &mut self.executing.poll.borrow_mut().starts;
        let place = starts.iter().position(|(span, _)| *span == around);
        if let (Mode::Resuming, Some(place)) = (self.executing.mode.get(), place) {
            return starts[place].1;
        }
        let start = self.rng.below(bound);
        match place {
            Some(place) => starts[place].1 = start,
            None => starts.push((around, start)),
        }
        start
    }

    /// The poll of an await returned pending in a poll that does not end with it.
    pub(crate) fn left_await(&self, span: SpanId) {
        self.executing.poll.borrow_mut().path.push(span);
    }

    /// Begins a poll, or goes on with one; what was under way before.
    pub(crate) fn enter_poll(&self, thread: u16, blocked: Option<&mut Blocked>) -> PollUnderWay {
        let mut poll = PollUnderWay { thread, ..PollUnderWay::default() };
        self.executing.mode.set(Mode::Plain);
        self.set_budget(BUDGET);
        if let Some(blocked) = blocked {
            poll.path = std::mem::take(&mut blocked.path);
            poll.starts = std::mem::take(&mut blocked.starts);
            self.set_budget(blocked.budget);
            self.executing.mode.set(Mode::Resuming);
        }
        self.executing.depth.set(self.executing.depth.get() + 1);
        self.executing.poll.replace(poll)
    }

    /// Whether what a poll was left at was not polled when it went on: it is looked for in the plain way.
    pub(crate) fn has_lost_its_way(&self) -> bool {
        let lost = self.executing.mode.get() == Mode::Resuming;
        if lost {
            self.executing.mode.set(Mode::Plain);
        }
        lost
    }

    /// Ends a poll or leaves it in the middle: the thread it is on by now, the panic of its task, and how
    /// it is blocked.
    pub(crate) fn leave_poll(
        &self,
        task: TaskId,
        outer: PollUnderWay,
        outer_mode: Mode,
    ) -> (u16, Option<Payload>, Option<Blocked>) {
        let poll = self.executing.poll.replace(outer);
        self.executing.mode.set(outer_mode);
        self.executing.depth.set(self.executing.depth.get() - 1);
        let later = self.thread_clock().saturating_add(poll.debt);
        let (until, done) = match poll.left.filter(|_| poll.panic.is_none()) {
            Some(left) => (left.until.map(|until| until.saturating_add(poll.debt)), false),
            None if poll.debt > 0 => (Some(later), true),
            None => return (poll.thread, poll.panic, None),
        };
        self.blocked.add(task, until);
        let blocked = Blocked {
            thread: poll.thread,
            until,
            busy_until: later,
            done,
            path: poll.path,
            starts: poll.starts,
            budget: self.budget_left(),
            result: None,
        };
        (poll.thread, poll.panic, Some(blocked))
    }

    /// Every thread waits for another: nothing can happen any more, and nothing is recorded.
    pub(crate) fn get_stuck(&self) {
        self.stuck.set(true);
        self.recorder.mute(true);
    }

    /// What blocks a task's thread is over.
    fn unpark(&self, task: TaskId) {
        let mut tasks = self.tasks.borrow_mut();
        let Some(entry) = tasks.get_mut(task.index()) else { return };
        entry.unparked = true;
        let resumable = match self.open_wait(task) {
            Some(place) => Resumable::Wait(place),
            None => Resumable::Poll(task),
        };
        if let Resumable::Wait(_) = resumable {
            if !self.blocked.resumable.borrow().contains(&resumable) {
                self.blocked.resume(resumable);
            }
            return;
        }
        let Some(blocked) = entry.blocked.as_mut().filter(|blocked| blocked.until.is_none()) else {
            return;
        };
        if blocked.busy_until > self.thread_clock() {
            blocked.until = Some(blocked.busy_until);
            self.blocked.add(task, blocked.until);
        } else if !self.blocked.resumable.borrow().contains(&resumable) {
            self.blocked.resume(resumable);
        }
    }
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
        let (Some(task), false) = (core.current_task(), core.is_alone()) else {
            core.busy(self.micros, self.site);
            return Poll::Ready(());
        };
        let (site, micros) = (self.site, self.micros);
        core.recorder.push(EventKind::Busy { task: Some(task), site, micros });
        if core.can_be_left(task, cx.waker()) {
            core.leave(Some(core.thread_clock().saturating_add(micros)));
            return Poll::Pending;
        }
        if waits::busy(&core, task, micros) {
            return Poll::Ready(());
        }
        core.leave(None);
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
        let current = current::current().and_then(|core| Some((core.current_task()?, core)));
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
        let waker = Waker::from(Arc::new(Unpark { run: core.id, task }));
        let can_be_left = core.can_be_left(task, cx.waker());
        loop {
            core.tasks.borrow_mut()[task.index()].unparked = false;
            let mut unpark = Context::from_waker(&waker);
            let around = core.executing.poll.borrow_mut().unpark.replace(waker.clone());
            let result = polling::<F, _>(|| this.future.as_mut().poll(&mut unpark));
            core.executing.poll.borrow_mut().unpark = around;
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
        core.leave(None);
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
        // The waker is dropped outside the cell.
        let key = (self.at, number);
        current::with_run(run, |core| core.blocked.sleeping.borrow_mut().remove(&key));
    }
}

impl Future for Alarm {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.unset();
        let at = self.at;
        let set = current::with(|core| {
            let asleep = || Asleep::Alarm(cx.waker().clone());
            (core.thread_now() < at).then(|| (core.id, core.blocked.put_to_sleep(at, asleep())))
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

/// Lets a thread go on.
pub(crate) struct Unpark {
    pub(crate) run: u64,
    pub(crate) task: TaskId,
}

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        current::with_run(self.run, |core| core.unpark(self.task));
    }
}

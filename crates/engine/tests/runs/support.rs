//! What the programs of these tests are written with, and what is asked of their traces.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use engine::{Deadline, Join, Outcome, Program, Settings, context, simulate};
use trace::file::TraceFile;
use trace::{
    EventKind, Listing, Micros, RunEnd, Site, SiteId, SiteKind, SpanId, Stream, TaskEnd, TaskKind,
    TimerId, Trace,
};

/// A program with one place in its text, at which all its awaits stand.
pub fn program<F: Future<Output = ()> + 'static>(main: impl Fn() -> F + 'static) -> Program {
    let site = Site {
        kind: SiteKind::Await,
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 7,
        text: "future".into(),
        name: "".into(),
        function: "main".into(),
        group: None,
        many: false,
    };
    let listing = Listing { sites: [site].into(), ..Listing::plain("test", "future") };
    Program::new(listing, move || Box::pin(main()))
}

/// Runs a program on the simulated clock.
pub fn run<F: Future<Output = ()> + 'static>(main: impl Fn() -> F + 'static) -> Ran {
    run_with(Settings::default(), main)
}

pub fn run_with<F: Future<Output = ()> + 'static>(
    settings: Settings,
    main: impl Fn() -> F + 'static,
) -> Ran {
    let trace = simulate(program(main), settings);
    Ran::new(&trace.borrow())
}

/// A run that is over.
pub struct Ran {
    pub trace: Trace,
}

impl Ran {
    /// Of a run with this trace, in which nothing panicked and which can be opened again: everything that begins
    /// was recorded before it ends.
    pub fn new(trace: &Trace) -> Self {
        let mut file = Vec::new();
        trace.write_json("future", &mut file).expect("memory takes it");
        let read = TraceFile::read(&file).expect("it is a trace");
        assert_eq!(read.trace, *trace);
        let ran = Self { trace: read.trace };
        // The engine catches them, those of assertions in the program too.
        let panics = ran.complaints().into_iter().filter(|(_, text)| text.contains("panicked"));
        assert_eq!(panics.collect::<Vec<_>>(), []);
        ran
    }

    /// What was printed to a stream, and when.
    fn printed(&self, to: Stream) -> Vec<(Micros, &str)> {
        self.found(|kind| match kind {
            EventKind::Print { text, stream, .. } if stream == to => Some(self.trace.label(text)),
            _ => None,
        })
    }

    /// What [`say`] was called with, and when.
    pub fn said(&self) -> Vec<(Micros, &str)> {
        self.printed(Stream::Stdout)
    }

    /// What [`say`] was called with.
    pub fn words(&self) -> Vec<&str> {
        self.said().into_iter().map(|(_, text)| text).collect()
    }

    /// What the engine said about the run.
    pub fn complaints(&self) -> Vec<(Micros, &str)> {
        self.printed(Stream::Stderr)
    }

    /// What `choose` finds in the events, and when.
    pub fn found<T>(&self, choose: impl Fn(EventKind) -> Option<T>) -> Vec<(Micros, T)> {
        let chosen = |event: &trace::Event| Some((event.at, choose(event.kind)?));
        self.trace.events().iter().filter_map(chosen).collect()
    }

    /// The tasks in the order of their polls; 0 is `main`.
    pub fn polled(&self) -> Vec<usize> {
        let polls = self.found(|kind| match kind {
            EventKind::PollStart { task, .. } => Some(task.index()),
            _ => None,
        });
        polls.into_iter().map(|(_, task)| task).collect()
    }

    /// When the polls of a task began.
    pub fn poll_starts(&self, of: usize) -> Vec<Micros> {
        let starts = self.found(|kind| match kind {
            EventKind::PollStart { task, .. } if task.index() == of => Some(()),
            _ => None,
        });
        starts.into_iter().map(|(at, ())| at).collect()
    }

    /// When the polls of a task ended.
    pub fn poll_ends(&self, of: usize) -> Vec<Micros> {
        let ends = self.found(|kind| match kind {
            EventKind::PollEnd { task, .. } if task.index() == of => Some(()),
            _ => None,
        });
        ends.into_iter().map(|(at, ())| at).collect()
    }

    /// When and how a task ended.
    pub fn task_end(&self, of: usize) -> Option<(Micros, TaskEnd)> {
        let ends = self.found(|kind| match kind {
            EventKind::TaskEnd { task, how, .. } if task.index() == of => Some(how),
            _ => None,
        });
        ends.first().copied()
    }

    /// When timers fired.
    pub fn fired(&self) -> Vec<Micros> {
        let fired = self.found(|kind| matches!(kind, EventKind::TimerFire { .. }).then_some(()));
        fired.into_iter().map(|(at, ())| at).collect()
    }

    /// How many turns the run took.
    pub fn turns(&self) -> usize {
        self.found(|kind| matches!(kind, EventKind::TurnStart { .. }).then_some(())).len()
    }

    /// When and why the run ended.
    pub fn end(&self) -> Option<(Micros, RunEnd)> {
        let ends = self.found(|kind| match kind {
            EventKind::RunEnd { why } => Some(why),
            _ => None,
        });
        ends.first().copied()
    }
}

/// Prints.
pub fn say(text: &str) {
    context::print(None, Stream::Stdout, text);
}

/// Spawns a task of the runtime.
pub fn task<F: Future<Output: 'static> + 'static>(future: F) -> Join<F::Output> {
    context::spawn(future, TaskKind::Task)
}

/// Spawns a thread.
pub fn thread<F: Future<Output: 'static> + 'static>(future: F) -> Join<F::Output> {
    context::spawn(future, TaskKind::Thread)
}

/// Waits for a task or a thread to end, asynchronously.
pub async fn join<T>(handle: Join<T>) -> Outcome<T> {
    poll_fn(|cx| handle.poll(cx)).await
}

/// Has the other tasks that are ready polled first.
pub async fn yield_now() {
    let mut has_yielded = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context::defer(cx.waker());
        Poll::Pending
    })
    .await;
}

/// Does an operation that counts against the budget of its poll.
pub async fn operate() {
    poll_fn(|cx| engine::Restore::poll_proceed(cx).map(engine::Restore::made_progress)).await;
}

/// A timer of so many milliseconds.
pub fn sleep(millis: u64) -> Sleep {
    let nanos = context::timers_now() * 1_000 + millis * 1_000_000;
    Sleep { deadline: Deadline::from_nanos(nanos), timer: None }
}

pub struct Sleep {
    deadline: Deadline,
    timer: Option<TimerId>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let is_set = match self.timer {
            Some(timer) => context::refresh_timer(timer, cx.waker()),
            None => {
                self.timer = context::set_timer(self.deadline, cx.waker());
                self.timer.is_some()
            }
        };
        if is_set { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(timer) = self.timer {
            context::cancel_timer(timer);
        }
    }
}

/// Polls a future as something does that may poll more: what blocks in it cannot be left.
pub async fn held<F: Future>(future: F) -> F::Output {
    let mut future = Box::pin(future);
    poll_fn(|cx| context::polling_several(|| future.as_mut().poll(cx))).await
}

/// An await as the marking has it.
pub fn awaited<F: Future>(future: F) -> Awaited<F> {
    Awaited { future: Box::pin(future), span: None }
}

pub struct Awaited<F> {
    future: Pin<Box<F>>,
    span: Option<SpanId>,
}

impl<F: Future> Future for Awaited<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = &mut *self;
        let site = SiteId::from_index(0);
        let Some(around) = context::enter_await::<F>(&mut this.span, site) else {
            return Poll::Pending;
        };
        let result = this.future.as_mut().poll(cx);
        context::leave_await(&mut this.span, around, result.is_ready());
        result
    }
}

impl<F> Drop for Awaited<F> {
    fn drop(&mut self) {
        if let Some(span) = self.span {
            context::drop_await(span);
        }
    }
}

/// Polls two futures in each of its polls, the first one first, until both are ready.
pub async fn both<A, B>(first: A, second: B)
where
    A: Future<Output = ()> + 'static,
    B: Future<Output = ()> + 'static,
{
    type Branch = Pin<Box<dyn Future<Output = ()>>>;
    let mut branches: [Option<Branch>; 2] = [Some(Box::pin(first)), Some(Box::pin(second))];
    poll_fn(|cx| {
        for branch in &mut branches {
            if branch.as_mut().is_some_and(|branch| branch.as_mut().poll(cx).is_ready()) {
                *branch = None;
            }
        }
        if branches.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// Something that one waits for until another sets it.
#[derive(Clone, Default)]
pub struct Flag(Rc<FlagState>);

#[derive(Default)]
struct FlagState {
    is_set: Cell<bool>,
    waker: RefCell<Option<Waker>>,
    polls: Cell<u32>,
}

impl Flag {
    pub fn set(&self) {
        self.0.is_set.set(true);
        self.wake();
    }

    /// Wakes who waits, whether or not it is set.
    pub fn wake(&self) {
        let waker = self.0.waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub fn is_set(&self) -> bool {
        self.0.is_set.get()
    }

    /// How often it was looked at by who waits.
    pub fn polls(&self) -> u32 {
        self.0.polls.get()
    }

    /// Ready once it is set.
    pub async fn wait(self) {
        poll_fn(|cx| {
            self.0.polls.set(self.0.polls.get() + 1);
            if self.is_set() {
                return Poll::Ready(());
            }
            self.0.waker.replace(Some(cx.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}

/// Is woken within each of its polls, and pending twice.
pub fn woken_meanwhile() -> impl Future<Output = ()> {
    let mut polls = 0;
    poll_fn(move |cx| {
        polls += 1;
        cx.waker().wake_by_ref();
        if polls < 3 { Poll::Pending } else { Poll::Ready(()) }
    })
}

/// The waker of the task that executes is called by its own code.
pub async fn wake_itself() {
    poll_fn(|cx| {
        cx.waker().wake_by_ref();
        Poll::Ready(())
    })
    .await;
}

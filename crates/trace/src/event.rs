//! The events of a trace. Names follow the field's own vocabulary: tokio's tracing fields, tokio-console,
//! await-tree.

use crate::{Label, Micros, ResourceId, SiteId, SpanId, TaskId, TimerId};

/// One thing that happened. An event's sequence number is its index in the log. Events are ordered by that
/// number, not by time: a browser's clock advances in steps of 100 µs, so many events share a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When the event happened, in microseconds since the run began; never less than the time of the event before.
    pub at: Micros,
    /// What happened.
    pub kind: EventKind,
}

// A million events must fit in 32 MB.
const _: () = assert!(size_of::<Event>() <= 32);

/// The most workers that a run can have.
pub const MOST_WORKERS: u16 = 16;

/// The first number of a thread that runs one task: one of `std::thread::spawn`, of `spawn_blocking`, or
/// of a poll that left its worker.
pub const FIRST_OWN_THREAD: u16 = MOST_WORKERS + 1;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The run began. Its program, knobs, host, seed and workers are in [`RunInfo`](crate::RunInfo).
    RunStart,
    /// The run ended; nothing follows.
    RunEnd {
        /// Why it ended.
        why: RunEnd,
    },
    /// The engine got the event loop.
    TurnStart {
        /// What gave it the loop.
        cause: TurnCause,
    },
    /// The engine gave the event loop back.
    TurnEnd,
    /// A task was made and put at the back of the ready queue.
    TaskSpawn {
        /// The new task.
        task: TaskId,
        /// The task that spawned it.
        parent: Option<TaskId>,
        /// Its name, unique in the run.
        name: Label,
        /// How it is run.
        kind: TaskKind,
        /// Size of its future in bytes, as compiled with the marks that record it.
        size: u32,
        /// The spawning call.
        site: Option<SiteId>,
    },
    /// The executor called the task's `poll`. A second event with the same `number` means that the same poll
    /// continues on another thread, because it is about to block (`block_in_place`).
    PollStart {
        /// The task.
        task: TaskId,
        /// How many polls the task has had including this one, from 1.
        number: u32,
        /// The thread that polls the task: 0 is the thread of `main`, on which the current-thread scheduler runs
        /// everything; workers are numbered from 1; threads that belong to one task are numbered from
        /// [`FIRST_OWN_THREAD`].
        worker: u16,
    },
    /// `poll` returned.
    PollEnd {
        /// The task.
        task: TaskId,
        /// `Ready` rather than `Pending`.
        ready: bool,
        /// How many clones of the task's waker are held by others, who could still wake it.
        wakers: u16,
    },
    /// A future that is awaited was polled for the first time.
    AwaitEnter {
        /// This awaiting.
        span: SpanId,
        /// The await it is nested in.
        parent: Option<SpanId>,
        /// The task that awaits.
        task: TaskId,
        /// The `.await` in the text.
        site: SiteId,
    },
    /// A poll of the awaited future returned `Pending`.
    AwaitPending {
        /// This awaiting.
        span: SpanId,
    },
    /// The awaited future returned `Ready`.
    AwaitReady {
        /// This awaiting.
        span: SpanId,
    },
    /// The awaited future was dropped before it was ready.
    AwaitDrop {
        /// This awaiting.
        span: SpanId,
    },
    /// A waker was woken.
    Wake {
        /// The task that is to be polled again.
        task: TaskId,
        /// Who called the waker.
        by: WokenBy,
        /// How it was called.
        how: WakeHow,
        /// The lock or channel on whose behalf the waker was called.
        resource: Option<ResourceId>,
    },
    /// A lock, channel, notify or kept future was made.
    ResourceNew {
        /// The new resource.
        resource: ResourceId,
        /// What it is.
        kind: ResourceKind,
        /// Its name.
        name: Label,
        /// Capacity of a channel, permits of a semaphore; 0 when it has none.
        capacity: u32,
        /// The task that made it.
        task: Option<TaskId>,
        /// The place in the text where the resource was made, if known.
        site: Option<SiteId>,
    },
    /// A task used a resource.
    ResourceOp {
        /// The resource.
        resource: ResourceId,
        /// The task, none if the host did it.
        task: Option<TaskId>,
        /// What it did.
        op: Op,
        /// How far it came.
        phase: OpPhase,
    },
    /// A resource changed.
    ResourceState {
        /// The resource.
        resource: ResourceId,
        /// The task that holds the lock.
        holder: Option<TaskId>,
        /// Tasks that wait for it.
        waiters: u32,
        /// Messages in the channel; for a kept future how often it was polled.
        len: u32,
        /// Free permits, or free places in the channel.
        permits: u32,
    },
    /// A resource was dropped.
    ResourceDrop {
        /// The resource.
        resource: ResourceId,
    },
    /// A deadline was registered.
    TimerSet {
        /// The registration.
        timer: TimerId,
        /// The task to wake.
        task: Option<TaskId>,
        /// When it is due, in microseconds since the run began.
        deadline: Micros,
    },
    /// A deadline passed; the wake follows.
    TimerFire {
        /// The registration.
        timer: TimerId,
    },
    /// A deadline was cancelled before it passed.
    TimerCancel {
        /// The registration.
        timer: TimerId,
    },
    /// A computation, or a call that blocks, keeps its thread busy: `micros` of simulated time pass from here, within
    /// the poll.
    Busy {
        /// The task that computes or blocks.
        task: Option<TaskId>,
        /// The function with the declared cost, or the call that blocks.
        site: Option<SiteId>,
        /// For how long.
        micros: Micros,
    },
    /// A task is over; its future has been dropped.
    TaskEnd {
        /// The task.
        task: TaskId,
        /// How it ended.
        how: TaskEnd,
        /// The returned value as text, if the value is short and the task is not one of very many.
        value: Option<Label>,
    },
    /// The program printed.
    Print {
        /// The task that printed.
        task: Option<TaskId>,
        /// The `println!`.
        site: Option<SiteId>,
        /// The printed text, with its line end if there was one.
        text: Label,
        /// Where to.
        stream: Stream,
    },
    /// A bound of the run was reached, which ends it.
    Limit {
        /// Which bound.
        what: LimitKind,
        /// Its value.
        bound: u64,
    },
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunEnd {
    /// `main` returned or panicked.
    Done,
    /// Tasks remain, but nothing is ready and no timer is set: nothing can ever wake them.
    Deadlock,
    /// A bound was reached, see the `limit` event before.
    Limit,
    /// Somebody stopped the run.
    Cancelled,
}

/// What gave the engine the event loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TurnCause {
    /// A microtask: the run was just started, or continues at once.
    Microtask,
    /// A timer of the host came due.
    Timer,
    /// A macrotask, after the engine had let the page paint.
    Message,
    /// An animation frame.
    Frame,
}

/// How a task is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskKind {
    /// `spawn`
    Task,
    /// `spawn_local`
    Local,
    /// `spawn_blocking`
    Blocking,
    /// An operating system's thread.
    Thread,
    /// The future given to `block_on`: a program's `main`.
    BlockOn,
}

/// Who called a waker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WokenBy {
    /// A task, while it was polled or dropped.
    Task(TaskId),
    /// A deadline that passed.
    Timer(TimerId),
    /// The runtime itself.
    Host,
}

/// How a waker was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WakeHow {
    /// `Waker::wake`, which uses the waker up.
    ByValue,
    /// `Waker::wake_by_ref`.
    ByRef,
    /// The task had asked to be polled again after the others: `yield_now`, or its budget was spent.
    Yield,
}

/// What a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// An async mutex.
    Mutex,
    /// A readers-writer lock.
    RwLock,
    /// A semaphore.
    Semaphore,
    /// A bounded or unbounded channel with many senders.
    Mpsc,
    /// A channel for one value.
    Oneshot,
    /// A channel each receiver of which gets each value.
    Broadcast,
    /// A channel that keeps the latest value.
    Watch,
    /// A notification.
    Notify,
    /// A rendezvous.
    Barrier,
    /// A value that is made or set once.
    Once,
    /// A future that was made and is kept in a variable.
    Future,
}

impl ResourceKind {
    /// What a resource of this kind is called wherever one is mentioned.
    pub fn noun(self) -> &'static str {
        self.words().0
    }

    /// What a resource of this kind named `name` is called: `mutex cache`; `mutex 2` for one that the facade numbered
    /// because the program has no name for it; and the name alone if it already says the kind, as those of the
    /// standard library do: `std mutex`.
    pub fn title(self, name: &str) -> String {
        let (noun, unnamed) = self.words();
        match name.strip_prefix(unnamed) {
            Some(number) if number.is_empty() || number.starts_with(' ') => {
                format!("{noun}{number}")
            }
            _ if name.starts_with("std ") || name.starts_with("condvar") => name.to_owned(),
            _ => format!("{noun} {name}"),
        }
    }

    /// The name of a resource for which the program has none.
    pub const fn unnamed(self) -> &'static str {
        self.words().1
    }

    /// The kind's noun, and the name of a resource for which the program has none.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            ResourceKind::Mutex => ("mutex", "mutex"),
            ResourceKind::RwLock => ("RwLock", "rwlock"),
            ResourceKind::Semaphore => ("semaphore", "semaphore"),
            ResourceKind::Mpsc => ("channel", "channel"),
            ResourceKind::Oneshot => ("oneshot channel", "oneshot"),
            ResourceKind::Broadcast => ("broadcast channel", "broadcast"),
            ResourceKind::Watch => ("watch channel", "watch"),
            ResourceKind::Notify => ("Notify", "notify"),
            ResourceKind::Barrier => ("barrier", "barrier"),
            ResourceKind::Once => ("once cell", "once"),
            ResourceKind::Future => ("future", "future"),
        }
    }
}

/// What a task did with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// Lock, or take a permit.
    Acquire,
    /// Unlock, or give a permit back.
    Release,
    /// Send a message.
    Send,
    /// Receive a message.
    Receive,
    /// Notify.
    Notify,
    /// Wait for a notification.
    Wait,
    /// Close, or drop the last sender or receiver.
    Close,
}

/// How far an operation came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpPhase {
    /// It has to wait: the task's waker is now with the resource.
    Waiting,
    /// It is done.
    Done,
    /// It found the other side gone, or nothing there to take.
    Refused,
    /// The receiver was too slow, and messages to it are lost.
    Lagged,
    /// The operation was dropped while it waited.
    Abandoned,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskEnd {
    /// Its future returned `Ready`.
    Ready,
    /// It was aborted, or its runtime was shut down.
    Cancelled,
    /// It panicked.
    Panicked,
}

/// Where a print went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// A bound on a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// Events in the log.
    Events,
    /// Polls without the clock moving on.
    Polls,
    /// Tasks spawned.
    Tasks,
    /// Microseconds on the program's clock.
    Time,
}

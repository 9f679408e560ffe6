//! What a spawned task leaves for whoever joins it.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use pin_project_lite::pin_project;
use trace::{TaskEnd, TaskId, TaskKind};

use crate::core::left::Payload;
use crate::core::local::LocalQueue;
use crate::core::task::Ending;
use crate::leavable::is_async_code;
use crate::{current, value};

/// Why a task has no result.
#[derive(Debug)]
pub enum JoinFailure {
    /// It was aborted or its runtime was shut down.
    Cancelled,
    /// It panicked, with this.
    Panicked(Payload),
}

/// A task's result.
pub type Outcome<T> = Result<T, JoinFailure>;

/// The joining side of a spawned task. It is `Send` so that programs can hand it on, as they can
/// with tokio's.
#[derive(Debug)]
pub struct Join<T> {
    task: TaskId,
    run: u64,
    number: u32,
    shared: Arc<Mutex<Shared<T>>>,
}

#[derive(Debug)]
struct Shared<T> {
    outcome: Option<Outcome<T>>,
    ended: bool,
    joiner: Option<Waker>,
}

/// Where a task puts its result.
#[derive(Debug)]
pub(crate) struct OutputSlot<T>(Arc<Mutex<Shared<T>>>);

pin_project! {
    /// A future with the place for its output. An async block around it would be twice as large.
    pub(crate) struct StoresOutput<F: Future> {
        #[pin]
        pub(crate) future: F,
        pub(crate) output: OutputSlot<F::Output>,
    }
}

impl<F: Future> Future for StoresOutput<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        this.future.poll(cx).map(|output| this.output.put(output))
    }
}

impl<T> OutputSlot<T> {
    pub(crate) fn new() -> Self {
        let shared = Shared { outcome: None, ended: false, joiner: None };
        Self(Arc::new(Mutex::new(shared)))
    }

    pub(crate) fn share(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    pub(crate) fn put(&self, value: T) {
        lock(&self.0).outcome = Some(Ok(value));
    }

    pub(crate) fn join(self, run: u64, task: TaskId, number: u32) -> Join<T> {
        Join { task, run, number, shared: self.0 }
    }
}

impl<T: 'static> Ending for OutputSlot<T> {
    fn ended(&self, how: TaskEnd, panic: Option<Payload>) {
        let joiner = {
            let mut shared = lock(&self.0);
            shared.ended = true;
            match how {
                TaskEnd::Ready => {}
                TaskEnd::Cancelled => shared.outcome = Some(Err(JoinFailure::Cancelled)),
                TaskEnd::Panicked => {
                    let payload = panic.unwrap_or_else(|| Box::new(()));
                    shared.outcome = Some(Err(JoinFailure::Panicked(payload)));
                }
            }
            shared.joiner.take()
        };
        if let Some(joiner) = joiner {
            joiner.wake();
        }
    }

    fn value(&self) -> Option<String> {
        match &lock(&self.0).outcome {
            Some(Ok(value)) => value::shown(value),
            _ => None,
        }
    }
}

impl<T> Join<T> {
    /// The task.
    pub fn task(&self) -> TaskId {
        self.task
    }

    /// The number of the task among those of the runtime, from 1: what tokio shows as its id.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Takes the result if the task is over, else leaves the waker with it.
    ///
    /// # Panics
    /// If the result was taken before, as tokio's `JoinHandle` does.
    pub fn poll(&self, cx: &mut Context<'_>) -> Poll<Outcome<T>> {
        let mut shared = lock(&self.shared);
        if !shared.ended {
            match &mut shared.joiner {
                Some(joiner) => joiner.clone_from(cx.waker()),
                None => shared.joiner = Some(cx.waker().clone()),
            }
            return Poll::Pending;
        }
        Poll::Ready(shared.outcome.take().expect("JoinHandle polled after completion"))
    }

    /// Takes the result if the task is over.
    pub fn take(&self) -> Option<Outcome<T>> {
        let mut shared = lock(&self.shared);
        if shared.ended { shared.outcome.take() } else { None }
    }

    /// Whether the task is over.
    pub fn is_finished(&self) -> bool {
        lock(&self.shared).ended
    }

    /// Asks for the task to be cancelled instead of its next poll.
    pub fn abort(&self) {
        current::with_run(self.run, |core| core.abort(self.task));
    }

    /// What it takes to abort the task later: its run and its id.
    pub fn abort_handle(&self) -> (u64, TaskId) {
        (self.run, self.task)
    }
}

impl<T> Drop for Join<T> {
    fn drop(&mut self) {
        // A result that nobody will take is dropped now, outside the lock: its own drop may call us.
        let (outcome, joiner) = {
            let mut shared = lock(&self.shared);
            let outcome = if shared.ended { shared.outcome.take() } else { None };
            (outcome, shared.joiner.take())
        };
        drop((outcome, joiner));
    }
}

/// The engine runs on one thread and no code of a program runs under the lock, so it is never
/// contended; a panic elsewhere must not make results unreachable.
fn lock<T>(shared: &Mutex<Shared<T>>) -> MutexGuard<'_, Shared<T>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Spawns a task; on `home`, if it is not the run's own queue.
pub(crate) fn spawn_at<F>(
    future: F,
    kind: TaskKind,
    home: Option<Rc<LocalQueue>>,
) -> Join<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    let spawned = current::with(|core| {
        let slot = OutputSlot::new();
        let size = size_of_val(&future) as u32;
        let output = slot.share();
        let future = Box::pin(StoresOutput { future, output });
        let leavable = is_async_code::<F>();
        let task = core.spawn(future, kind, size, leavable, Box::new(slot.share()), home);
        slot.join(core.id, task, core.spawned.get())
    });
    spawned
        .expect("there is no reactor running, must be called from the context of a Tokio runtime")
}

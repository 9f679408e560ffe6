//! The workers of tokio's multi-thread scheduler: each has a queue of its own and takes from the one
//! that all share, and from the others' when it has nothing.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::Waker;

use trace::{MOST_WORKERS, TaskId};

use crate::core::Core;
use crate::schedule::{self, EVENT_INTERVAL, Step};

/// Polls of the slot for the latest task in a row before it is passed over (tokio's
/// `MAX_LIFO_POLLS_PER_TICK`).
const LIFO_POLLS: u32 = 3;

/// One worker.
#[derive(Debug, Default)]
pub(crate) struct Worker {
    /// The task that a task of its own made ready last: it is polled next, and nobody steals it.
    latest: Option<TaskId>,
    queue: VecDeque<TaskId>,
    /// Tasks that yielded, to be woken from the last to the first once the worker has nothing else.
    deferred: Vec<Waker>,
    polls: u32,
    latest_polls: u32,
    /// A task of its is being polled or blocks it.
    pub(crate) taken: bool,
}

/// The workers of a run, in the order of their numbers from 1; none on the current-thread scheduler.
pub(crate) type Workers = RefCell<Vec<Worker>>;

impl Worker {
    fn is_ready(&self) -> bool {
        self.latest.is_some() || !self.queue.is_empty() || !self.deferred.is_empty()
    }

    fn push(&mut self, task: TaskId, yielded: bool) {
        if yielded || self.latest_polls >= LIFO_POLLS {
            self.queue.push_back(task);
        } else if let Some(before) = self.latest.replace(task) {
            self.queue.push_back(before);
        }
    }

    fn pop(&mut self) -> Option<TaskId> {
        match self.latest.take() {
            Some(task) => {
                self.latest_polls += 1;
                Some(task)
            }
            None => {
                self.latest_polls = 0;
                self.queue.pop_front()
            }
        }
    }
}

impl Core {
    /// Whether the scheduler is the one with several workers.
    pub(crate) fn has_workers(&self) -> bool {
        !self.workers.borrow().is_empty()
    }

    /// Gives the runtime workers, once; how many threads poll tasks.
    pub(crate) fn use_workers(&self, asked: Option<u16>) -> u16 {
        self.wants_workers.set(true);
        let count = match (self.wanted_workers, asked) {
            (Some(1), _) => 0,
            (_, Some(asked)) => asked.min(MOST_WORKERS),
            (wanted, None) => wanted.unwrap_or(0).min(MOST_WORKERS),
        };
        let mut workers = self.workers.borrow_mut();
        if workers.is_empty() && count > 0 {
            workers.resize_with(usize::from(count), Worker::default);
            self.recorder.trace().borrow_mut().run.workers = count;
        }
        u16::try_from(workers.len()).unwrap_or(u16::MAX).max(1)
    }

    /// Puts a task that has become ready where the thread that made it so puts it.
    pub(crate) fn enqueue(&self, task: TaskId) {
        match self.worker_here(|worker| worker.push(task, self.executing.yielding.get())) {
            Some(()) => {}
            None => self.queue.borrow_mut().push_back(task),
        }
    }

    /// Has a waker called after all tasks that are ready now.
    pub(crate) fn defer(&self, waker: &Waker) {
        let add = |deferred: &mut Vec<Waker>| {
            if !deferred.last().is_some_and(|last| last.will_wake(waker)) {
                deferred.push(waker.clone());
            }
        };
        if !self.has_workers() {
            add(&mut self.deferred.borrow_mut());
        } else if self.worker_here(|worker| add(&mut worker.deferred)).is_none() {
            // Not on a worker there is nobody who would call it later.
            self.yielded(waker.clone());
        }
    }

    /// A task is over or will never run: it stands in no queue.
    pub(crate) fn dequeue(&self, task: TaskId) {
        self.queue.borrow_mut().retain(|queued| *queued != task);
        for worker in self.workers.borrow_mut().iter_mut() {
            worker.latest.take_if(|latest| *latest == task);
            worker.queue.retain(|queued| *queued != task);
        }
        self.threads.remove(task);
    }

    /// How many tasks stand in the ready queues.
    pub(crate) fn tasks_queued(&self) -> usize {
        let of = |worker: &Worker| worker.queue.len() + usize::from(worker.latest.is_some());
        self.queue.borrow().len() + self.workers.borrow().iter().map(of).sum::<usize>()
    }

    /// Takes the wakers of the workers' tasks that yielded, to be dropped.
    pub(crate) fn take_deferred(&self) -> Vec<Waker> {
        let mut workers = self.workers.borrow_mut();
        workers.iter_mut().flat_map(|worker| std::mem::take(&mut worker.deferred)).collect()
    }

    /// A worker that has nothing to do, which looks after the timers.
    pub(crate) fn idle_worker(&self) -> Option<u16> {
        let free = |worker: &Worker| !worker.taken;
        let place = self.workers.borrow().iter().position(free)?;
        u16::try_from(place + 1).ok()
    }

    /// The worker whose thread is executing.
    fn worker_here<R>(&self, body: impl FnOnce(&mut Worker) -> R) -> Option<R> {
        let place = usize::from(self.executing.poll.borrow().thread).checked_sub(1)?;
        self.workers.borrow_mut().get_mut(place).map(body)
    }

    /// Takes a task for a worker: its own, one of those that all share, one of another worker's.
    fn take_for(&self, place: usize) -> Option<TaskId> {
        let mut workers = self.workers.borrow_mut();
        let count = workers.len();
        let worker = &mut workers[place];
        worker.polls += 1;
        let shared_first = worker.polls.is_multiple_of(EVENT_INTERVAL);
        let mut shared = self.queue.borrow_mut();
        if shared_first && let Some(task) = shared.pop_front() {
            return Some(task);
        }
        if let Some(task) = worker.pop() {
            return Some(task);
        }
        if let Some(task) = shared.pop_front() {
            let batch = ((shared.len() + 1) / count).min(shared.len());
            worker.queue.extend(shared.drain(..batch));
            return Some(task);
        }
        let first = self.rng.below(count as u32) as usize;
        let victim = (0..count)
            .map(|step| (first + step) % count)
            .find(|victim| *victim != place && !workers[*victim].queue.is_empty())?;
        let queue = &mut workers[victim].queue;
        let half = queue.len().div_ceil(2);
        let mut stolen: VecDeque<TaskId> = queue.drain(..half).collect();
        let task = stolen.pop_back();
        workers[place].queue.extend(stolen);
        task
    }

    /// Those who have something to do now: 0 for `main`, workers by their number.
    fn able(&self) -> Vec<u16> {
        let workers = self.workers.borrow();
        let shared = !self.queue.borrow().is_empty();
        let to_steal = workers.iter().any(|worker| !worker.queue.is_empty());
        let main = (self.main.woken.get() && !self.main.blocked.get()).then_some(0);
        let able = |worker: &Worker| !worker.taken && (shared || to_steal || worker.is_ready());
        let numbers = (1..).zip(workers.iter()).filter(|(_, worker)| able(worker));
        main.into_iter().chain(numbers.map(|(number, _)| number)).collect()
    }
}

/// Does the next thing that a worker or `main` has to do. Who is first is drawn from the seed.
pub(crate) fn step(core: &Rc<Core>) -> Step {
    loop {
        let able = core.able();
        if able.is_empty() {
            return Step::Parked;
        }
        let number = able[core.rng.below(able.len() as u32) as usize];
        if number == 0 {
            core.main.woken.set(false);
            return schedule::poll_main(core);
        }
        let place = usize::from(number) - 1;
        if let Some(task) = core.take_for(place) {
            schedule::run(core, task, number);
            return Step::Polled;
        }
        wake_deferred(core, number);
    }
}

/// A worker has nothing but tasks that yielded.
fn wake_deferred(core: &Core, number: u16) {
    let outer = std::mem::replace(&mut core.executing.poll.borrow_mut().thread, number);
    loop {
        let waker = core.workers.borrow_mut()[usize::from(number) - 1].deferred.pop();
        let Some(waker) = waker else { break };
        core.yielded(waker);
    }
    core.executing.poll.borrow_mut().thread = outer;
}

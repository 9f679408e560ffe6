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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counted, core, core_with, spawn};

    fn task(index: usize) -> TaskId {
        TaskId::from_index(index)
    }

    fn indexes(tasks: impl IntoIterator<Item = TaskId>) -> Vec<usize> {
        tasks.into_iter().map(TaskId::index).collect()
    }

    /// Takes all that a worker has by itself.
    fn popped(worker: &mut Worker) -> Vec<usize> {
        indexes(std::iter::from_fn(|| worker.pop()))
    }

    /// A run with workers that have these tasks in their queues, and share those; each of the tasks was spawned.
    fn with_queues(queues: &[&[usize]], shared: &[usize]) -> Rc<Core> {
        let core = core();
        core.use_workers(u16::try_from(queues.len()).ok());
        let tasks = queues.iter().map(|queue| queue.len()).sum::<usize>() + shared.len();
        spawn(&core, tasks);
        core.queue.replace(shared.iter().copied().map(task).collect());
        for (worker, queue) in core.workers.borrow_mut().iter_mut().zip(queues) {
            worker.queue = queue.iter().copied().map(task).collect();
        }
        core
    }

    fn queue_of(core: &Core, place: usize) -> Vec<usize> {
        indexes(core.workers.borrow()[place].queue.iter().copied())
    }

    fn taken(core: &Core, place: usize) -> Option<usize> {
        core.take_for(place).map(TaskId::index)
    }

    #[test]
    fn the_task_that_became_ready_last_is_polled_first() {
        let mut worker = Worker::default();
        (0..3).for_each(|index| worker.push(task(index), false));
        assert_eq!(popped(&mut worker), [2, 0, 1]);
    }

    #[test]
    fn a_task_that_yielded_goes_to_the_back() {
        let mut worker = Worker::default();
        worker.push(task(0), false);
        worker.push(task(1), true);
        worker.push(task(2), true);
        assert_eq!(popped(&mut worker), [0, 1, 2]);
    }

    #[test]
    fn after_three_polls_of_the_latest_in_a_row_tasks_go_to_the_back() {
        let mut worker = Worker::default();
        worker.push(task(9), true);
        for index in 0..3 {
            worker.push(task(index), false);
            assert_eq!(worker.pop(), Some(task(index)));
        }
        worker.push(task(3), false);
        assert_eq!(worker.pop(), Some(task(9)), "which had to wait long enough");
        worker.push(task(4), false);
        assert_eq!(popped(&mut worker), [4, 3], "three more may be passed on");
    }

    #[test]
    fn a_worker_takes_its_own_tasks_then_the_shared_ones_then_anothers() {
        let core = with_queues(&[&[0], &[1]], &[2]);
        core.workers.borrow_mut()[0].latest = Some(task(3));
        let order: Vec<_> = (0..5).map(|_| taken(&core, 0)).collect();
        assert_eq!(order, [Some(3), Some(0), Some(2), Some(1), None]);
    }

    #[test]
    fn each_61st_time_a_worker_looks_at_the_shared_tasks_first() {
        let own: Vec<usize> = (0..70).collect();
        let core = with_queues(&[&own, &[]], &[70]);
        let order: Vec<_> = (0..62).filter_map(|_| taken(&core, 0)).collect();
        assert_eq!(order[..60], own[..60]);
        assert_eq!(order[60..], [70, 60]);
    }

    #[test]
    fn a_worker_takes_its_share_of_the_shared_tasks_at_once() {
        let core = with_queues(&[&[], &[], &[]], &[0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(taken(&core, 1), Some(0));
        assert_eq!(queue_of(&core, 1), [1, 2], "a third of eight is two, besides the one it took");
        assert_eq!(core.queue.borrow().len(), 5);
    }

    #[test]
    fn one_shared_task_is_taken_alone() {
        let core = with_queues(&[&[]], &[0]);
        assert_eq!(taken(&core, 0), Some(0));
        assert_eq!(taken(&core, 0), None);
    }

    #[test]
    fn half_of_anothers_tasks_are_stolen_and_the_last_of_them_polled_first() {
        let core = with_queues(&[&[], &[0, 1, 2, 3, 4]], &[]);
        assert_eq!(taken(&core, 0), Some(2), "three of five");
        assert_eq!(queue_of(&core, 0), [0, 1]);
        assert_eq!(queue_of(&core, 1), [3, 4]);
    }

    #[test]
    fn the_latest_task_of_a_worker_is_not_stolen() {
        let core = with_queues(&[&[], &[]], &[]);
        core.workers.borrow_mut()[1].latest = Some(task(0));
        assert_eq!(taken(&core, 0), None);
        assert_eq!(core.able(), [0, 2], "`main` and its own worker");
    }

    #[test]
    fn the_seed_decides_from_whom_is_stolen() {
        let stolen = |seed| {
            let core = with_queues(&[&[], &[0], &[1], &[2]], &[]);
            for _ in 0..seed {
                core.rng.next();
            }
            taken(&core, 0)
        };
        let from: Vec<_> = (0..20).map(stolen).collect();
        assert!((0..3).all(|task| from.contains(&Some(task))), "{from:?}");
    }

    #[test]
    fn a_worker_is_able_if_it_is_free_and_there_is_something_it_may_take() {
        let core = with_queues(&[&[], &[0], &[]], &[]);
        assert_eq!(core.able(), [0, 1, 2, 3], "there is one to steal");
        core.workers.borrow_mut()[0].taken = true;
        core.main.blocked.set(true);
        assert_eq!(core.able(), [2, 3]);
        core.main.blocked.set(false);
        core.main.woken.set(false);
        assert_eq!(core.able(), [2, 3]);
        core.dequeue(task(0));
        assert!(core.able().is_empty());
        core.workers.borrow_mut()[2].deferred.push(Waker::noop().clone());
        assert_eq!(core.able(), [3], "nobody takes what yielded to another");
    }

    #[test]
    fn the_first_free_worker_looks_after_the_timers() {
        let core = with_queues(&[&[], &[]], &[]);
        assert_eq!(core.idle_worker(), Some(1));
        core.occupy(1, true);
        assert_eq!(core.idle_worker(), Some(2));
        core.occupy(2, true);
        assert_eq!(core.idle_worker(), None);
        core.occupy(1, false);
        assert_eq!(core.idle_worker(), Some(1));
    }

    #[test]
    fn a_task_that_is_over_stands_in_no_queue() {
        let core = with_queues(&[&[0, 1], &[2]], &[3]);
        core.workers.borrow_mut()[1].latest = Some(task(1));
        assert_eq!(core.tasks_queued(), 5);
        core.dequeue(task(1));
        assert_eq!(core.tasks_queued(), 3);
        core.dequeue(task(3));
        assert_eq!((queue_of(&core, 0), queue_of(&core, 1)), (vec![0], vec![2]));
        assert_eq!(core.tasks_queued(), 2);
    }

    #[test]
    fn tasks_become_ready_where_the_thread_is_that_wakes_them() {
        let core = with_queues(&[&[], &[]], &[]);
        core.executing.poll.borrow_mut().thread = 2;
        core.enqueue(task(0));
        core.executing.poll.borrow_mut().thread = 0;
        core.enqueue(task(1));
        assert_eq!(core.workers.borrow()[1].latest, Some(task(0)));
        assert_eq!(indexes(core.queue.borrow().iter().copied()), [1]);
    }

    #[test]
    fn a_worker_keeps_the_wakers_of_those_that_yield_to_it_once_each() {
        let core = with_queues(&[&[], &[]], &[]);
        let ((counted, waker), (_, other)) = (Counted::new(), Counted::new());
        core.executing.poll.borrow_mut().thread = 1;
        core.defer(&waker);
        core.defer(&waker);
        core.defer(&other);
        assert_eq!(core.workers.borrow()[0].deferred.len(), 2);
        assert_eq!(counted.wakes(), 0);
        core.executing.poll.borrow_mut().thread = 0;
        core.defer(&waker);
        assert_eq!(counted.wakes(), 1, "nobody would call it later");
        assert_eq!(core.take_deferred().len(), 2);
    }

    #[test]
    fn a_worker_calls_the_wakers_of_those_that_yielded_from_the_last_to_the_first() {
        let core = with_queues(&[&[], &[]], &[]);
        let entered = crate::current::enter(&core);
        for (index, waits) in spawn(&core, 3).into_iter().enumerate() {
            assert_eq!(waits, task(index));
            let mut tasks = core.tasks.borrow_mut();
            tasks[index].state.begin_poll();
            tasks[index].state.end_poll();
            let waker = tasks[index].waker.waker().clone();
            core.workers.borrow_mut()[1].deferred.push(waker);
        }
        core.queue.take();
        wake_deferred(&core, 2);
        assert_eq!(queue_of(&core, 1), [2, 1, 0]);
        assert_eq!(core.executing.poll.borrow().thread, 0);
        drop(entered);
    }

    #[test]
    fn a_runtime_has_the_workers_that_it_asked_for_first() {
        let count = |wanted, asked| core_with(Default::default(), None, wanted).use_workers(asked);
        assert_eq!(count(None, Some(3)), 3);
        assert_eq!(count(None, Some(100)), MOST_WORKERS);
        assert_eq!(count(None, None), 1, "nobody says how many");
        assert_eq!(count(Some(4), None), 4);
        assert_eq!(count(Some(4), Some(3)), 3, "the program knows best");
        assert_eq!(count(Some(1), Some(3)), 1, "the host has no more");
        let core = core();
        assert_eq!(core.use_workers(Some(2)), 2);
        assert_eq!(core.use_workers(Some(5)), 2, "it has them already");
        assert_eq!(core.recorder.trace().borrow().run.workers, 2);
    }
}

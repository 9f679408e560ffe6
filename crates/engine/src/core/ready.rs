//! Tasks that are ready, and those that yielded.
//!
//! The current-thread scheduler has one queue. Each worker of tokio's multi-thread scheduler has a queue of its
//! own and takes from the one that all share, and from the others' when it has nothing.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::task::Waker;

use trace::TaskId;

use crate::core::rng::Rng;

/// Polls between two looks at the timers, or of a worker at what all share (tokio's `event_interval`,
/// `global_queue_interval`).
pub(crate) const EVENT_INTERVAL: u32 = 61;

/// Polls of the slot for the latest task in a row before it is passed over (tokio's
/// `MAX_LIFO_POLLS_PER_TICK`).
const LIFO_POLLS: u32 = 3;

/// One worker.
#[derive(Debug, Default)]
struct Worker {
    /// The task that a task of its own made ready last: it is polled next, and nobody steals it.
    latest: Option<TaskId>,
    queue: VecDeque<TaskId>,
    /// Tasks that yielded, to be woken from the last to the first once the worker has nothing else.
    deferred: Vec<Waker>,
    polls: u32,
    latest_polls: u32,
    /// A task of its is being polled or blocks it.
    taken: bool,
}

/// The queues of a run.
#[derive(Debug, Default)]
pub(crate) struct Ready {
    /// The queue of the current-thread scheduler; with several workers what they share.
    queue: RefCell<VecDeque<TaskId>>,
    /// Tasks of the current-thread scheduler that yielded, to be woken from the last to the first once the queue
    /// is empty.
    deferred: RefCell<Vec<Waker>>,
    /// In the order of their numbers from 1; none on the current-thread scheduler.
    workers: RefCell<Vec<Worker>>,
}

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

impl Ready {
    /// Whether the scheduler is the one with several workers.
    pub(crate) fn has_workers(&self) -> bool {
        !self.workers.borrow().is_empty()
    }

    /// How many workers there are.
    pub(crate) fn workers(&self) -> usize {
        self.workers.borrow().len()
    }

    /// From now on so many workers poll.
    pub(crate) fn set_workers(&self, count: u16) {
        self.workers.borrow_mut().resize_with(usize::from(count), Worker::default);
    }

    /// Adds a task that has become ready where the thread that made it so puts it.
    pub(crate) fn push(&self, task: TaskId, thread: u16, yielded: bool) {
        match self.worker_of(thread, |worker| worker.push(task, yielded)) {
            Some(()) => {}
            None => self.queue.borrow_mut().push_back(task),
        }
    }

    /// Takes out the first task of the queue that is not a worker's own.
    pub(crate) fn pop(&self) -> Option<TaskId> {
        self.queue.borrow_mut().pop_front()
    }

    /// Keeps a waker until all tasks that are ready now have been polled. False if nobody would call it then:
    /// there are workers, and the thread is that of none.
    pub(crate) fn defer(&self, waker: &Waker, thread: u16) -> bool {
        let add = |deferred: &mut Vec<Waker>| {
            if !deferred.last().is_some_and(|last| last.will_wake(waker)) {
                deferred.push(waker.clone());
            }
        };
        match self.has_workers() {
            true => self.worker_of(thread, |worker| add(&mut worker.deferred)).is_some(),
            false => {
                add(&mut self.deferred.borrow_mut());
                true
            }
        }
    }

    /// Whether a task of the current-thread scheduler has yielded.
    pub(crate) fn has_deferred(&self) -> bool {
        !self.deferred.borrow().is_empty()
    }

    /// Takes the waker that was deferred last: of the worker with this number, or of the current-thread
    /// scheduler.
    pub(crate) fn pop_deferred(&self, worker: Option<u16>) -> Option<Waker> {
        match worker {
            Some(number) => self.workers.borrow_mut()[usize::from(number) - 1].deferred.pop(),
            None => self.deferred.borrow_mut().pop(),
        }
    }

    /// A task is over or will never run: it stands in no queue.
    pub(crate) fn remove(&self, task: TaskId) {
        self.retain(|queued| queued != task);
        for worker in self.workers.borrow_mut().iter_mut() {
            worker.latest.take_if(|latest| *latest == task);
            worker.queue.retain(|queued| *queued != task);
        }
    }

    /// Takes out those of the queue's tasks that are not to stay in it.
    pub(crate) fn retain(&self, stays: impl Fn(TaskId) -> bool) {
        self.queue.borrow_mut().retain(|queued| stays(*queued));
    }

    /// How many tasks stand in the queues.
    pub(crate) fn len(&self) -> usize {
        let of = |worker: &Worker| worker.queue.len() + usize::from(worker.latest.is_some());
        self.queue.borrow().len() + self.workers.borrow().iter().map(of).sum::<usize>()
    }

    /// Empties the queue. The wakers of those that yielded are to be dropped, which may run code that defers
    /// again.
    pub(crate) fn clear(&self) -> Vec<Waker> {
        self.queue.borrow_mut().clear();
        let mut deferred = self.deferred.take();
        for worker in self.workers.borrow_mut().iter_mut() {
            deferred.append(&mut worker.deferred);
        }
        deferred
    }

    /// A worker is in the middle of a poll, or no longer.
    pub(crate) fn occupy(&self, worker: u16, taken: bool) {
        self.worker_of(worker, |worker| worker.taken = taken);
    }

    /// A worker that has nothing to do, which looks after the timers.
    pub(crate) fn idle_worker(&self) -> Option<u16> {
        let free = |worker: &Worker| !worker.taken;
        let place = self.workers.borrow().iter().position(free)?;
        u16::try_from(place + 1).ok()
    }

    /// The worker of a thread; none for that of `main` and for those that are no workers'.
    fn worker_of<R>(&self, thread: u16, body: impl FnOnce(&mut Worker) -> R) -> Option<R> {
        let place = usize::from(thread).checked_sub(1)?;
        self.workers.borrow_mut().get_mut(place).map(body)
    }

    /// Takes a task for the worker with this number: its own, one of those that all share, one of another
    /// worker's.
    pub(crate) fn pop_for(&self, number: u16, rng: &Rng) -> Option<TaskId> {
        let place = usize::from(number) - 1;
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
        let first = rng.below(count as u32) as usize;
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

    /// Those who have something to do now: 0 for `main`, if that has, and workers by their numbers.
    pub(crate) fn able(&self, main: bool) -> Vec<u16> {
        let workers = self.workers.borrow();
        let shared = !self.queue.borrow().is_empty();
        let to_steal = workers.iter().any(|worker| !worker.queue.is_empty());
        let able = |worker: &Worker| !worker.taken && (shared || to_steal || worker.is_ready());
        let numbers = (1..).zip(workers.iter()).filter(|(_, worker)| able(worker));
        main.then_some(0).into_iter().chain(numbers.map(|(number, _)| number)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Counted;

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

    /// Queues of workers that have these tasks, and share those.
    fn with_queues(queues: &[&[usize]], shared: &[usize]) -> Ready {
        let ready = Ready::default();
        ready.set_workers(u16::try_from(queues.len()).expect("a few"));
        ready.queue.replace(shared.iter().copied().map(task).collect());
        for (worker, queue) in ready.workers.borrow_mut().iter_mut().zip(queues) {
            worker.queue = queue.iter().copied().map(task).collect();
        }
        ready
    }

    fn queue_of(ready: &Ready, number: u16) -> Vec<usize> {
        indexes(ready.workers.borrow()[usize::from(number) - 1].queue.iter().copied())
    }

    fn taken(ready: &Ready, number: u16) -> Option<usize> {
        ready.pop_for(number, &Rng::new(0)).map(TaskId::index)
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
        let ready = with_queues(&[&[0], &[1]], &[2]);
        ready.push(task(3), 1, false);
        let order: Vec<_> = (0..5).map(|_| taken(&ready, 1)).collect();
        assert_eq!(order, [Some(3), Some(0), Some(2), Some(1), None]);
    }

    #[test]
    fn each_61st_time_a_worker_looks_at_the_shared_tasks_first() {
        let own: Vec<usize> = (0..70).collect();
        let ready = with_queues(&[&own, &[]], &[70]);
        let order: Vec<_> = (0..62).filter_map(|_| taken(&ready, 1)).collect();
        assert_eq!(order[..60], own[..60]);
        assert_eq!(order[60..], [70, 60]);
    }

    #[test]
    fn a_worker_takes_its_share_of_the_shared_tasks_at_once() {
        let ready = with_queues(&[&[], &[], &[]], &[0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(taken(&ready, 2), Some(0));
        assert_eq!(queue_of(&ready, 2), [1, 2], "a third of eight is two, besides the one it took");
        assert_eq!(ready.queue.borrow().len(), 5);
    }

    #[test]
    fn one_shared_task_is_taken_alone() {
        let ready = with_queues(&[&[]], &[0]);
        assert_eq!(taken(&ready, 1), Some(0));
        assert_eq!(taken(&ready, 1), None);
    }

    #[test]
    fn half_of_anothers_tasks_are_stolen_and_the_last_of_them_polled_first() {
        let ready = with_queues(&[&[], &[0, 1, 2, 3, 4]], &[]);
        assert_eq!(taken(&ready, 1), Some(2), "three of five");
        assert_eq!(queue_of(&ready, 1), [0, 1]);
        assert_eq!(queue_of(&ready, 2), [3, 4]);
    }

    #[test]
    fn the_latest_task_of_a_worker_is_not_stolen() {
        let ready = with_queues(&[&[], &[]], &[]);
        ready.push(task(0), 2, false);
        assert_eq!(taken(&ready, 1), None);
        assert_eq!(ready.able(true), [0, 2], "`main` and its own worker");
    }

    #[test]
    fn the_seed_decides_from_whom_is_stolen() {
        let stolen = |seed| {
            let ready = with_queues(&[&[], &[0], &[1], &[2]], &[]);
            ready.pop_for(1, &Rng::new(seed)).map(TaskId::index)
        };
        let from: Vec<_> = (0..20).map(stolen).collect();
        assert!((0..3).all(|task| from.contains(&Some(task))), "{from:?}");
    }

    #[test]
    fn a_worker_is_able_if_it_is_free_and_there_is_something_it_may_take() {
        let ready = with_queues(&[&[], &[0], &[]], &[]);
        assert_eq!(ready.able(true), [0, 1, 2, 3], "there is one to steal");
        ready.occupy(1, true);
        assert_eq!(ready.able(false), [2, 3]);
        ready.remove(task(0));
        assert!(ready.able(false).is_empty());
        assert!(ready.defer(Waker::noop(), 3));
        assert_eq!(ready.able(false), [3], "nobody takes what yielded to another");
    }

    #[test]
    fn the_first_free_worker_looks_after_the_timers() {
        let ready = with_queues(&[&[], &[]], &[]);
        assert_eq!(ready.idle_worker(), Some(1));
        ready.occupy(1, true);
        assert_eq!(ready.idle_worker(), Some(2));
        ready.occupy(2, true);
        assert_eq!(ready.idle_worker(), None);
        ready.occupy(1, false);
        assert_eq!(ready.idle_worker(), Some(1));
    }

    #[test]
    fn a_task_that_is_over_stands_in_no_queue() {
        let ready = with_queues(&[&[0, 1], &[2]], &[3]);
        ready.push(task(1), 2, false);
        assert_eq!(ready.len(), 5);
        ready.remove(task(1));
        assert_eq!(ready.len(), 3);
        ready.remove(task(3));
        assert_eq!((queue_of(&ready, 1), queue_of(&ready, 2)), (vec![0], vec![2]));
        assert_eq!(ready.len(), 2);
    }

    #[test]
    fn tasks_become_ready_where_the_thread_is_that_wakes_them() {
        let ready = with_queues(&[&[], &[]], &[]);
        ready.push(task(0), 2, false);
        ready.push(task(1), 0, false);
        assert_eq!(ready.workers.borrow()[1].latest, Some(task(0)));
        assert_eq!(indexes(ready.queue.borrow().iter().copied()), [1]);
    }

    #[test]
    fn a_worker_keeps_the_wakers_of_those_that_yield_to_it_once_each() {
        let ready = with_queues(&[&[], &[]], &[]);
        let ((counted, waker), (_, other)) = (Counted::new(), Counted::new());
        assert!(ready.defer(&waker, 1));
        assert!(ready.defer(&waker, 1));
        assert!(ready.defer(&other, 1));
        assert_eq!(ready.workers.borrow()[0].deferred.len(), 2);
        assert!(!ready.defer(&waker, 0), "nobody would call it later");
        assert_eq!(counted.wakes(), 0);
        assert_eq!(ready.clear().len(), 2);
    }
}

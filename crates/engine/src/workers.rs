//! The scheduler of a runtime with several workers: who polls next.

use std::rc::Rc;

use crate::core::Core;
use crate::poll;

/// Does the next thing that a worker or `main` has to do, if there is anything. Who is first is drawn from the seed.
pub(crate) fn step(core: &Rc<Core>) -> bool {
    loop {
        let able = able(core);
        if able.is_empty() {
            return false;
        }
        let number = able[core.rng.below(able.len() as u32) as usize];
        if number == 0 {
            core.main.woken.set(false);
            poll::run_main(core);
            return true;
        }
        if let Some(task) = core.ready.pop_for(number, &core.rng) {
            poll::run(core, task, number);
            return true;
        }
        wake_deferred(core, number);
    }
}

/// A worker has nothing but tasks that yielded.
fn wake_deferred(core: &Core, number: u16) {
    let outer = core.executing.set_thread(number);
    while let Some(waker) = core.ready.pop_deferred(Some(number)) {
        core.executing.wake_yielded(waker);
    }
    core.executing.set_thread(outer);
}

/// Those who have something to do now: 0 for `main`, workers by their number.
fn able(core: &Core) -> Vec<u16> {
    core.ready.able(core.main.woken.get() && !core.main.blocked.get())
}

#[cfg(test)]
mod tests {
    use trace::{MOST_WORKERS, TaskId};

    use super::*;
    use crate::testing::{Counted, core, core_with, spawn};

    fn with_workers(count: u16) -> Rc<Core> {
        let core = core();
        core.use_workers(Some(count));
        core
    }

    /// Takes all that a worker has.
    fn popped(core: &Core, number: u16) -> Vec<usize> {
        let pop = || core.ready.pop_for(number, &core.rng).map(TaskId::index);
        std::iter::from_fn(pop).collect()
    }

    #[test]
    fn main_is_able_if_it_was_woken_and_its_thread_is_free() {
        let core = with_workers(2);
        assert_eq!(able(&core), [0]);
        core.occupy(0, true);
        assert_eq!(able(&core), []);
        core.occupy(0, false);
        core.main.woken.set(false);
        assert_eq!(able(&core), []);
    }

    #[test]
    fn a_worker_that_is_occupied_does_not_look_after_the_timers() {
        let core = with_workers(2);
        core.occupy(1, true);
        assert_eq!(core.ready.idle_worker(), Some(2));
    }

    #[test]
    fn where_no_worker_would_call_a_waker_later_it_is_called_at_once() {
        let core = with_workers(2);
        let (counted, waker) = Counted::new();
        core.executing.set_thread(1);
        core.defer(&waker);
        assert_eq!(counted.wakes(), 0);
        core.executing.set_thread(0);
        core.defer(&waker);
        assert_eq!(counted.wakes(), 1, "nobody would call it later");
    }

    #[test]
    fn a_worker_calls_the_wakers_of_those_that_yielded_from_the_last_to_the_first() {
        let core = with_workers(2);
        let entered = crate::current::enter(&core);
        for (index, waits) in spawn(&core, 3).into_iter().enumerate() {
            assert_eq!(waits, TaskId::from_index(index));
            let mut tasks = core.tasks.borrow_mut();
            tasks[index].state.begin_poll();
            tasks[index].state.end_poll();
            assert!(core.ready.defer(tasks[index].waker.waker(), 2));
        }
        core.ready.retain(|_| false);
        wake_deferred(&core, 2);
        assert_eq!(popped(&core, 2), [2, 1, 0]);
        assert_eq!(core.executing.thread(), 0);
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

//! Waits within polls that cannot be left, each within the one before.

use std::cell::RefCell;

use trace::{Micros, TaskId};

/// One wait.
#[derive(Debug)]
struct Wait {
    task: TaskId,
    /// When it is over, on the clock of the threads; none if something else has to happen.
    until: Option<Micros>,
    over: bool,
}

/// The waits of a run. Only the last can go on; a wait is named by its place.
#[derive(Debug, Default)]
pub(crate) struct Waits(RefCell<Vec<Wait>>);

impl Waits {
    /// Begins a wait; its place.
    pub(crate) fn push(&self, task: TaskId, until: Option<Micros>) -> usize {
        let mut waits = self.0.borrow_mut();
        waits.push(Wait { task, until, over: false });
        waits.len() - 1
    }

    /// The code of the last wait goes on.
    pub(crate) fn pop(&self) {
        self.0.borrow_mut().pop();
    }

    /// Whether a wait that lasts until then ends before those that it would lie on.
    pub(crate) fn may_wait_for(&self, until: Micros) -> bool {
        let sooner = |wait: &Wait| wait.over || wait.until.is_some_and(|other| other < until);
        !self.0.borrow().iter().any(sooner)
    }

    /// The wait at this place is over.
    pub(crate) fn end(&self, place: usize) {
        if let Some(wait) = self.0.borrow_mut().get_mut(place) {
            wait.over = true;
        }
    }

    /// A thread that borrows may have taken a wake for its own that was meant for the code beneath it.
    pub(crate) fn note_wake_of_another(&self, place: usize) {
        let wait = &mut self.0.borrow_mut()[place];
        wait.over |= wait.until.is_none();
    }

    pub(crate) fn is_over(&self, place: usize) -> bool {
        self.0.borrow()[place].over
    }

    /// Whether one is over and only those that lie on it keep its code from going on.
    pub(crate) fn is_any_over(&self) -> bool {
        self.0.borrow().iter().any(|wait| wait.over)
    }

    /// The place of the wait that a task is in until something happens.
    pub(crate) fn open(&self, task: TaskId) -> Option<usize> {
        let waits = self.0.borrow();
        waits.iter().rposition(|wait| wait.task == task && wait.until.is_none() && !wait.over)
    }
}

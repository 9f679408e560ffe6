//! The tasks of a state.

use std::ops::Index;

use crate::table::Table;
use crate::{Task, TaskId};

/// Tasks in the order of spawning, each at the index of its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tasks(Table<TaskId, Task>);

impl Tasks {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one at this index.
    pub fn get(&self, index: usize) -> Option<&Task> {
        // An index beyond the last task may be too large for a `TaskId`.
        (index < self.len()).then(|| self.0.get(&TaskId::from_index(index)))?
    }

    /// The first one: the program's `main`.
    pub fn first(&self) -> Option<&Task> {
        self.get(0)
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Task> + Clone {
        self.0.values()
    }

    pub(crate) fn get_mut(&mut self, task: TaskId) -> Option<&mut Task> {
        self.0.get_mut(&task)
    }

    /// Adds the next one.
    pub(crate) fn push(&mut self, task: Task) {
        self.0.insert(TaskId::from_index(self.len()), task);
    }

    pub(crate) fn bytes_beside(&self, other: &Self) -> usize {
        self.0.bytes_beside(&other.0)
    }
}

impl Index<usize> for Tasks {
    type Output = Task;

    fn index(&self, index: usize) -> &Task {
        self.get(index).expect("there is a task with this index")
    }
}

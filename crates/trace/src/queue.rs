//! A queue of tasks in order of arrival, from which any task can be removed.

use crate::id::Ticket;
use crate::{Table, TaskId};

/// One value for each task in the queue, in order of arrival. Adding, removing and finding a task take the
/// same time however many tasks there are; clones share the blocks that have not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue<V> {
    things: Table<Ticket, V>,
    tickets: Table<TaskId, Ticket>,
    /// How many tickets have been given; the index of the next one.
    given: usize,
}

impl<V> Default for Queue<V> {
    fn default() -> Self {
        Self { things: Table::default(), tickets: Table::default(), given: 0 }
    }
}

impl<V: Copy> Queue<V> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// All of them, the first that came first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
        self.things.values()
    }

    /// The one that came first.
    pub fn first(&self) -> Option<&V> {
        self.iter().next()
    }

    /// The value of a task, if the task is in the queue.
    pub fn get(&self, task: TaskId) -> Option<&V> {
        self.things.get(self.tickets.get(&task)?)
    }

    /// Adds a task at the back. A task that is in the queue already keeps its place and gets the new value.
    pub(crate) fn put(&mut self, task: TaskId, thing: V) {
        let ticket = self.tickets.get(&task).copied();
        let ticket = ticket.unwrap_or_else(|| {
            let ticket = Ticket::from_index(self.given);
            self.given += 1;
            self.tickets.insert(task, ticket);
            ticket
        });
        self.things.insert(ticket, thing);
    }

    /// Removes a task, if it is in the queue.
    pub(crate) fn remove(&mut self, task: TaskId) {
        if let Some(ticket) = self.tickets.remove(&task) {
            self.things.remove(&ticket);
        }
    }

    /// How many bytes this queue takes that it does not share with `other`.
    pub(crate) fn bytes_beside(&self, other: &Self) -> usize {
        self.things.bytes_beside(&other.things) + self.tickets.bytes_beside(&other.tickets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_leave_leave_the_others_in_their_order() {
        let task = TaskId::from_index;
        let mut queue = Queue::default();
        (0..200).for_each(|number| queue.put(task(number), number));
        (0..200)
            .rev()
            .filter(|number| number % 3 > 0)
            .for_each(|number| queue.remove(task(number)));
        queue.put(task(1), 1);
        queue.put(task(3), 33);
        queue.remove(task(2));
        let left: Vec<usize> = queue.iter().copied().collect();
        let expected: Vec<usize> =
            (0..200).step_by(3).map(|n| if n == 3 { 33 } else { n }).collect();
        assert_eq!(left, [&expected[..], &[1]].concat());
        assert_eq!((queue.len(), queue.first(), queue.get(task(1))), (68, Some(&0), Some(&1)));
        assert_eq!(queue.get(task(2)), None);
    }
}

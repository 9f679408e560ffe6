//! Deadlocks: tasks that wait for each other's locks in a cycle.

use crate::{Op, ResourceId, State, TaskId};

/// All cycles of a state. A cycle is a list of tasks, each with the lock that the task waits for: the next
/// task in the list holds that lock, and the first task holds the last one's.
///
/// Of the locks that a task waits for, only the one that was made first counts, and a lock has at most one
/// holder. So each task leads to at most one other, and one walk finds every cycle: the work grows with the
/// number of tasks and waits, not with their product.
#[derive(Clone, Debug, Default)]
pub struct Cycles {
    all: Vec<Vec<(TaskId, ResourceId)>>,
    /// For each task, the index of its cycle and its place in that cycle.
    place: Vec<Option<(u32, u32)>>,
}

/// Whether a walk has visited a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Never,
    /// Visited by the walk that began with this task.
    From(TaskId),
}

impl Cycles {
    /// Finds the cycles of a state, in the order of their first tasks.
    pub fn new(state: &State) -> Self {
        let next = next(state);
        let mut seen = vec![Seen::Never; next.len()];
        let mut cycles = Self { all: Vec::new(), place: vec![None; next.len()] };
        for start in (0..next.len()).map(TaskId::from_index) {
            let mut task = start;
            while let (Seen::Never, Some((_, holder))) = (seen[task.index()], next[task.index()]) {
                seen[task.index()] = Seen::From(start);
                task = holder;
            }
            // The walk has come back to a task of its own: that task is part of a cycle.
            if seen[task.index()] == Seen::From(start) && cycles.of(task).is_none() {
                cycles.add(task, &next);
            }
        }
        cycles
    }

    fn add(&mut self, first: TaskId, next: &[Option<(ResourceId, TaskId)>]) {
        let mut cycle: Vec<(TaskId, ResourceId)> = Vec::new();
        let mut task = first;
        while let Some((lock, holder)) = next[task.index()] {
            cycle.push((task, lock));
            task = holder;
            if task == first {
                break;
            }
        }
        // A cycle begins with the task that was spawned first, whichever of its tasks the walk reached first.
        let least = (0..cycle.len()).min_by_key(|at| cycle[*at].0).unwrap_or(0);
        cycle.rotate_left(least);
        for (at, (task, _)) in cycle.iter().enumerate() {
            self.place[task.index()] = Some((self.all.len() as u32, at as u32));
        }
        self.all.push(cycle);
    }

    /// All of them. Each begins with the task in it that was spawned first.
    pub fn all(&self) -> &[Vec<(TaskId, ResourceId)>] {
        &self.all
    }

    /// Which cycle a task is part of, as an index into [`all`](Self::all). A task that only waits for a task of a
    /// cycle is not part of the cycle.
    pub fn of(&self, task: TaskId) -> Option<usize> {
        self.place.get(task.index()).copied().flatten().map(|(cycle, _)| cycle as usize)
    }

    /// The cycle that a task is part of, beginning with that task.
    pub fn from(&self, task: TaskId) -> Option<Vec<(TaskId, ResourceId)>> {
        let (cycle, at) = self.place.get(task.index()).copied().flatten()?;
        let mut told = self.all[cycle as usize].clone();
        told.rotate_left(at as usize);
        Some(told)
    }

    /// The lock that a task waits for as part of a cycle.
    pub fn wanted(&self, task: TaskId) -> Option<ResourceId> {
        let (cycle, at) = self.place.get(task.index()).copied().flatten()?;
        Some(self.all[cycle as usize][at as usize].1)
    }
}

/// For each task, the lock that it waits for (of several the one that was made first) and the task that holds
/// this lock.
fn next(state: &State) -> Vec<Option<(ResourceId, TaskId)>> {
    let count = state.tasks.len();
    let mut next = vec![None; count];
    let mut asked = vec![false; count];
    for (task, lock, op) in state.waits.keys() {
        let task = task.index();
        if *op != Op::Acquire || task >= count || std::mem::replace(&mut asked[task], true) {
            continue;
        }
        let holder = state.resources.get(lock).and_then(|lock| lock.holder);
        next[task] = holder.filter(|holder| holder.index() < count).map(|holder| (*lock, holder));
    }
    next
}

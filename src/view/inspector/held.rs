//! Who holds what, who waits for it, and which timers are set.

use trace::{Micros, Op, ResourceId, State, TaskId};

/// Resources and deadlines that are listed.
const MOST: usize = 100;
/// Tasks that are named at each.
const NAMED: usize = 6;

/// A resource, with who waits for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The resource.
    pub resource: ResourceId,
    /// What the first few tasks wait to do with it.
    pub waiting: Vec<(TaskId, Op)>,
    /// How many wait.
    pub count: usize,
}

/// The resources that exist, and how many are left out.
pub fn held(state: &State) -> (Vec<Held>, usize) {
    let resources = state.resources.keys().take(MOST);
    let empty = |resource: &ResourceId| Held { resource: *resource, waiting: Vec::new(), count: 0 };
    let mut all: Vec<Held> = resources.map(empty).collect();
    for (task, resource, op) in state.waits.keys() {
        let Ok(at) = all.binary_search_by(|held| held.resource.cmp(resource)) else { continue };
        all[at].count += 1;
        if all[at].waiting.len() < NAMED {
            all[at].waiting.push((*task, *op));
        }
    }
    let left_out = state.resources.len() - all.len();
    (all, left_out)
}

/// How many resources exist.
pub fn count(state: &State) -> usize {
    state.resources.len()
}

/// A time at which timers come due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub deadline: Micros,
    /// When the first of them was set.
    pub set_at: Micros,
    /// The first few tasks that they wake.
    pub wakes: Vec<TaskId>,
    /// How many timers.
    pub count: usize,
}

/// The deadlines that are set, the next one first, and how many timers are set for later ones.
pub fn deadlines(state: &State) -> (Vec<Due>, usize) {
    let mut all: Vec<Due> = Vec::new();
    let mut later = 0;
    for timer in state.timers.values() {
        let found = all.binary_search_by(|due| due.deadline.cmp(&timer.deadline));
        let at = found.unwrap_or_else(|at| {
            let (deadline, set_at) = (timer.deadline, timer.set_at);
            all.insert(at, Due { deadline, set_at, wakes: Vec::new(), count: 0 });
            at
        });
        let due = &mut all[at];
        due.count += 1;
        due.set_at = due.set_at.min(timer.set_at);
        if due.wakes.len() < NAMED {
            due.wakes.extend(timer.task);
        }
        if all.len() > MOST {
            later += all.pop().map_or(0, |last| last.count);
        }
    }
    (all, later)
}

/// What a task waits to do, as part of a sentence.
pub fn to_do(op: Op) -> &'static str {
    match op {
        Op::Acquire => "to acquire it",
        Op::Release => "to release it",
        Op::Send => "for room to send",
        Op::Receive => "for a message",
        Op::Notify => "to notify",
        Op::Wait => "to be notified",
        Op::Close => "for it to close",
    }
}

//! Random programs.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

/// A program: what its `main` does.
#[derive(Clone, Debug)]
pub struct Script {
    pub steps: Steps,
    /// `main` gives up after this many milliseconds; otherwise the program may deadlock.
    pub patience: Option<u64>,
    pub seed: u64,
}

pub type Steps = Arc<[Step]>;

/// One thing that a task does.
#[derive(Clone, Debug)]
pub enum Step {
    Print,
    Yield,
    WakeItself,
    /// Milliseconds.
    Sleep(u64),
    /// Microseconds in which the worker can do nothing else.
    Compute(u64),
    Join(Steps, Steps),
    Select {
        biased: bool,
        left: Steps,
        right: Steps,
    },
    Timeout(u64, Steps),
    Repeat(u8, Steps),
    Spawn(Steps),
    /// Joins the task that has waited longest to be joined, whoever spawned it.
    JoinTask,
    /// Aborts one of the tasks that are yet to be joined.
    Abort(usize),
    /// Drops the handle of one of them.
    Detach(usize),
    Send,
    TrySend,
    Receive,
    Lock(usize, Steps),
    /// Permits of three, held meanwhile.
    Permits(u32, Steps),
    Read(Steps),
    Write(Steps),
    NotifyOne,
    NotifyWaiters,
    Wait,
    /// Waits at a barrier for one other task.
    Meet,
    /// Sends to those who listen now.
    Broadcast,
    Listen,
    /// Changes a value that others follow.
    Publish,
    Follow,
    /// Waits for the answer of a task that is spawned for it.
    Ask(Steps),
    /// Spawns this many tasks at once, more than are polled between two looks at the timers.
    Crowd(u8),
    /// Sends and receives this many messages without waiting, more than a poll has budget for.
    Burst(u8),
    /// A set of tasks, of which so many are joined before it is dropped.
    Gather(u8, Steps),
    /// A blocking task that takes this many microseconds.
    Block(u64),
    /// Makes a future, polls it once at most, and drops it.
    Forget(Steps),
}

pub fn script() -> impl Strategy<Value = Script> {
    (vec(step(), 1..8), prop::option::weighted(0.7, 1..300_u64), any::<u64>())
        .prop_map(|(steps, patience, seed)| Script { steps: steps.into(), patience, seed })
}

fn step() -> impl Strategy<Value = Step> {
    leaf().prop_recursive(4, 40, 5, |inner| {
        let steps = || vec(inner.clone(), 0..5).prop_map(Steps::from);
        prop_oneof![
            3 => (steps(), steps()).prop_map(|(left, right)| Step::Join(left, right)),
            3 => (any::<bool>(), steps(), steps())
                .prop_map(|(biased, left, right)| Step::Select { biased, left, right }),
            2 => (0..30_u64, steps()).prop_map(|(ms, steps)| Step::Timeout(ms, steps)),
            1 => (1..6_u8, steps()).prop_map(|(times, steps)| Step::Repeat(times, steps)),
            5 => steps().prop_map(Step::Spawn),
            2 => (0..2_usize, steps()).prop_map(|(lock, steps)| Step::Lock(lock, steps)),
            1 => (1..4_u32, steps()).prop_map(|(count, steps)| Step::Permits(count, steps)),
            1 => steps().prop_map(Step::Read),
            1 => steps().prop_map(Step::Write),
            1 => (0..5_u8, steps()).prop_map(|(wanted, steps)| Step::Gather(wanted, steps)),
            1 => steps().prop_map(Step::Ask),
            1 => steps().prop_map(Step::Forget),
        ]
    })
}

fn leaf() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Print),
        3 => Just(Step::Yield),
        1 => Just(Step::WakeItself),
        3 => (0..20_u64).prop_map(Step::Sleep),
        2 => (1..9_000_u64).prop_map(Step::Compute),
        2 => Just(Step::JoinTask),
        1 => any::<usize>().prop_map(Step::Abort),
        1 => any::<usize>().prop_map(Step::Detach),
        2 => Just(Step::Send),
        1 => Just(Step::TrySend),
        2 => Just(Step::Receive),
        1 => Just(Step::NotifyOne),
        1 => Just(Step::NotifyWaiters),
        1 => Just(Step::Wait),
        1 => Just(Step::Meet),
        2 => Just(Step::Broadcast),
        1 => Just(Step::Listen),
        2 => Just(Step::Publish),
        1 => Just(Step::Follow),
        1 => (0..3_000_u64).prop_map(Step::Block),
        1 => (0..150_u8).prop_map(Step::Crowd),
        1 => (0..200_u8).prop_map(Step::Burst),
    ]
}

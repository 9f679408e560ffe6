//! One task: what the executor keeps of it, and where it is between its spawn and its end.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use trace::{TaskEnd, TaskKind};

use crate::core::left::{LeftPoll, Payload};
use crate::core::local::LocalQueue;
use crate::core::waker::WakerSource;

/// The future of a task, which puts its output where whoever joins the task finds it.
pub(crate) type TaskFuture = Pin<Box<dyn Future<Output = ()>>>;

/// The side of a task's result that the engine keeps, whatever its type.
pub(crate) trait Ending {
    /// The task is over and its future dropped.
    fn ended(&self, how: TaskEnd, panic: Option<Payload>);

    /// What the task has returned, in text, if that is something short.
    fn value(&self) -> Option<String>;
}

/// What the executor keeps of one task.
pub(crate) struct TaskEntry {
    pub(crate) state: TaskState,
    /// None while the executor polls or drops it, and once the task is over.
    pub(crate) future: Option<TaskFuture>,
    pub(crate) waker: Rc<WakerSource>,
    pub(crate) ending: Option<Box<dyn Ending>>,
    pub(crate) polls: u32,
    /// The future is async code.
    pub(crate) leavable: bool,
    pub(crate) kind: TaskKind,
    /// The task's number among those that were spawned on the runtime, from 1: what tokio shows as its
    /// id. 0 for threads and `main`.
    pub(crate) number: u32,
    /// The queue that the task is put into when it is woken; none if that is the run's.
    pub(crate) home: Option<Rc<LocalQueue>>,
    /// The thread that the task has to itself, once it has begun.
    pub(crate) thread: Option<u16>,
    /// The task's poll, if that was left in the middle.
    pub(crate) left: Option<Box<LeftPoll>>,
    /// What blocked the task's thread has been over since the engine last looked.
    pub(crate) unparked: bool,
}

impl TaskEntry {
    /// Whether the task's poll has been left in the middle, or the task is a closure of `spawn_blocking` that
    /// has begun.
    pub(crate) fn is_under_way(&self) -> bool {
        self.left.is_some() || self.kind == TaskKind::Blocking && self.thread.is_some()
    }
}

/// Where a task is between its spawn and its end. The five words of a trace for this (`trace::Phase`) are made
/// from events; this type is what the executor decides by.
///
/// ```text
///            wake                  begin_poll
///   Idle ───────────▶ Scheduled ───────────────▶ Polled { woken: false }
///    ▲                    ▲                            │      │ wake
///    │                    │ end_poll, then wake        │      ▼
///    └────────────────────┴────────────────────────────┴── Polled { woken: true }
///
///   any but Over ── begin_drop ──▶ Polled ── end ──▶ Over
/// ```
///
/// Where a task is scheduled depends on its kind: in a queue of the run, of its set or of threads, and `main` by
/// itself (`MainThread::woken`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TaskState {
    phase: Phase,
    /// Somebody has asked for the task to be cancelled: instead of its next poll its future is
    /// dropped. Never taken back.
    aborted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nobody has woken the task since its last poll. It is in no queue.
    Idle,
    /// The task is in a queue, once.
    Scheduled,
    /// Code of the task executes, or its poll was left in the middle. It is in no queue; a wake is
    /// remembered until the poll has ended.
    Polled { woken: bool },
    /// The future is dropped. Wakes have no effect.
    Over,
}

/// What a wake asks the executor to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Woken {
    /// Put the task into its queue.
    Schedule,
    /// Nothing: it is in its queue, its poll has not ended, or it is over.
    Nothing,
}

/// What the executor does with a task that it has taken out of its queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToDo {
    Poll,
    /// Drop the future.
    Cancel,
    /// Nothing: the task is over, or its code executes already.
    Nothing,
}

impl TaskState {
    /// Of a task that has just been spawned, which puts it into its queue.
    pub(crate) fn spawned() -> Self {
        Self { phase: Phase::Scheduled, aborted: false }
    }

    pub(crate) fn is_scheduled(self) -> bool {
        self.phase == Phase::Scheduled
    }

    pub(crate) fn is_over(self) -> bool {
        self.phase == Phase::Over
    }

    pub(crate) fn is_aborted(self) -> bool {
        self.aborted
    }

    /// Whether the task has been woken since its poll began.
    pub(crate) fn is_woken(self) -> bool {
        self.phase == Phase::Polled { woken: true }
    }

    /// Sets whether the task has been woken since its poll began; without effect on one that is not polled.
    pub(crate) fn set_woken(&mut self, is_woken: bool) {
        if let Phase::Polled { woken } = &mut self.phase {
            *woken = is_woken;
        }
    }

    /// The task's waker was called.
    pub(crate) fn wake(&mut self) -> Woken {
        match &mut self.phase {
            Phase::Idle => {
                self.phase = Phase::Scheduled;
                return Woken::Schedule;
            }
            Phase::Polled { woken } => *woken = true,
            Phase::Scheduled | Phase::Over => {}
        }
        Woken::Nothing
    }

    /// Asks for the task to be cancelled; whether that is new. The caller wakes the task then.
    pub(crate) fn abort(&mut self) -> bool {
        let is_new = !self.is_over() && !self.aborted;
        self.aborted |= is_new;
        is_new
    }

    /// The task was taken out of its queue.
    pub(crate) fn begin_poll(&mut self) -> ToDo {
        match self.phase {
            Phase::Polled { .. } | Phase::Over => ToDo::Nothing,
            Phase::Idle | Phase::Scheduled if self.aborted => ToDo::Cancel,
            Phase::Idle | Phase::Scheduled => {
                self.phase = Phase::Polled { woken: false };
                ToDo::Poll
            }
        }
    }

    /// A poll returned pending; whether the task was woken meanwhile, and is to be woken now.
    pub(crate) fn end_poll(&mut self) -> bool {
        let woken = self.is_woken();
        if let Phase::Polled { .. } = self.phase {
            self.phase = Phase::Idle;
        }
        woken
    }

    /// The future is about to be dropped, which executes code of the task: it can be woken, with no effect.
    pub(crate) fn begin_drop(&mut self) {
        if !self.is_over() {
            self.phase = Phase::Polled { woken: self.is_woken() };
        }
    }

    /// The future has been dropped.
    pub(crate) fn end(&mut self) {
        self.phase = Phase::Over;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polled() -> TaskState {
        let mut state = TaskState::spawned();
        assert_eq!(state.begin_poll(), ToDo::Poll);
        state
    }

    fn idle() -> TaskState {
        let mut state = polled();
        assert!(!state.end_poll());
        state
    }

    fn over() -> TaskState {
        let mut state = polled();
        state.begin_drop();
        state.end();
        state
    }

    const IDLE: Phase = Phase::Idle;
    const SCHEDULED: Phase = Phase::Scheduled;
    const POLLED: Phase = Phase::Polled { woken: false };
    const WOKEN: Phase = Phase::Polled { woken: true };
    const OVER: Phase = Phase::Over;
    const PHASES: [Phase; 5] = [IDLE, SCHEDULED, POLLED, WOKEN, OVER];

    /// A name, the transition, and the phases that it makes of [`PHASES`].
    type Transition = (&'static str, fn(&mut TaskState), [Phase; 5]);

    /// All transitions. One that is not for a phase leaves it as it is.
    const TRANSITIONS: [Transition; 9] = [
        (
            "wake",
            |state| {
                state.wake();
            },
            [SCHEDULED, SCHEDULED, WOKEN, WOKEN, OVER],
        ),
        (
            "abort",
            |state| {
                state.abort();
            },
            PHASES,
        ),
        (
            "begin_poll",
            |state| {
                state.begin_poll();
            },
            [POLLED, POLLED, POLLED, WOKEN, OVER],
        ),
        (
            "end_poll",
            |state| {
                state.end_poll();
            },
            [IDLE, SCHEDULED, IDLE, IDLE, OVER],
        ),
        ("set_woken(true)", |state| state.set_woken(true), [IDLE, SCHEDULED, WOKEN, WOKEN, OVER]),
        (
            "set_woken(false)",
            |state| state.set_woken(false),
            [IDLE, SCHEDULED, POLLED, POLLED, OVER],
        ),
        ("begin_drop", TaskState::begin_drop, [POLLED, POLLED, POLLED, WOKEN, OVER]),
        ("end", TaskState::end, [OVER; 5]),
        ("nothing", |_| {}, PHASES),
    ];

    #[test]
    fn each_transition_makes_of_each_phase_what_the_table_says() {
        for (name, transition, expected) in TRANSITIONS {
            for (phase, expected) in PHASES.into_iter().zip(expected) {
                let mut state = TaskState { phase, aborted: false };
                transition(&mut state);
                assert_eq!(state.phase, expected, "{name} of {phase:?}");
            }
        }
    }

    #[test]
    fn only_abort_asks_for_a_cancellation_and_nothing_takes_that_back() {
        for (name, transition, expected) in TRANSITIONS {
            for (phase, expected) in PHASES.into_iter().zip(expected) {
                let (mut plain, mut aborted) =
                    (TaskState { phase, aborted: false }, TaskState { phase, aborted: true });
                transition(&mut plain);
                transition(&mut aborted);
                assert_eq!(plain.aborted, name == "abort" && phase != OVER, "{name} of {phase:?}");
                assert!(aborted.aborted, "{name} of {phase:?}");
                // The turn of a task that is to be cancelled is no poll; else nothing depends on it.
                let expected = if name == "begin_poll" { phase } else { expected };
                assert_eq!(aborted.phase, expected, "{name} of {phase:?}, aborted");
            }
        }
    }

    #[test]
    fn each_transition_answers_what_the_executor_has_to_do() {
        use ToDo::{Cancel, Nothing, Poll};
        let of = |aborted| move |phase| TaskState { phase, aborted };
        let none = Woken::Nothing;
        assert_eq!(
            PHASES.map(|phase| of(false)(phase).wake()),
            [Woken::Schedule, none, none, none, none]
        );
        assert_eq!(
            PHASES.map(|phase| of(false)(phase).begin_poll()),
            [Poll, Poll, Nothing, Nothing, Nothing]
        );
        assert_eq!(
            PHASES.map(|phase| of(true)(phase).begin_poll()),
            [Cancel, Cancel, Nothing, Nothing, Nothing]
        );
        assert_eq!(
            PHASES.map(|phase| of(false)(phase).end_poll()),
            [false, false, false, true, false]
        );
        assert_eq!(PHASES.map(|phase| of(false)(phase).abort()), [true, true, true, true, false]);
        assert_eq!(PHASES.map(|phase| of(true)(phase).abort()), [false; 5]);
        assert_eq!(
            PHASES.map(|phase| of(false)(phase).is_woken()),
            [false, false, false, true, false]
        );
        assert_eq!(
            PHASES.map(|phase| of(false)(phase).is_scheduled()),
            [false, true, false, false, false]
        );
        assert_eq!(
            PHASES.map(|phase| of(false)(phase).is_over()),
            [false, false, false, false, true]
        );
    }

    #[test]
    fn a_task_is_scheduled_once_however_often_it_is_woken() {
        let mut state = idle();
        assert_eq!(state.wake(), Woken::Schedule);
        assert_eq!(state.wake(), Woken::Nothing);
        assert!(state.is_scheduled());
        assert_eq!(TaskState::spawned().wake(), Woken::Nothing);
    }

    #[test]
    fn a_wake_during_a_poll_is_remembered_until_it_has_ended() {
        let mut state = polled();
        assert_eq!(state.wake(), Woken::Nothing);
        assert!(state.is_woken() && !state.is_scheduled());
        assert!(state.end_poll());
        assert_eq!(state.wake(), Woken::Schedule);
        assert_eq!(state.begin_poll(), ToDo::Poll);
        assert!(!state.is_woken(), "of the poll before");
    }

    #[test]
    fn who_waits_within_a_poll_takes_the_wake() {
        let mut state = polled();
        state.wake();
        state.set_woken(false);
        assert!(!state.end_poll());
        state.set_woken(true);
        assert!(!state.is_woken(), "it is not polled");
    }

    #[test]
    fn an_aborted_task_is_cancelled_at_its_next_turn() {
        let mut state = idle();
        assert!(state.abort());
        assert!(!state.abort());
        assert_eq!(state.wake(), Woken::Schedule);
        assert_eq!(state.begin_poll(), ToDo::Cancel);
    }

    #[test]
    fn a_task_that_is_aborted_while_it_is_polled_knows_so_afterwards() {
        let mut state = polled();
        assert!(state.abort());
        assert_eq!(state.wake(), Woken::Nothing);
        assert!(state.end_poll() && state.is_aborted());
    }

    #[test]
    fn code_that_executes_is_not_polled_again_within() {
        let mut state = polled();
        assert_eq!(state.begin_poll(), ToDo::Nothing);
        assert_eq!(state, polled());
    }

    #[test]
    fn a_drop_that_wakes_its_task_schedules_nothing() {
        for mut state in [TaskState::spawned(), idle(), polled()] {
            state.begin_drop();
            assert_eq!(state.wake(), Woken::Nothing);
            state.end();
            assert!(state.is_over());
        }
    }

    #[test]
    fn what_is_over_stays_over() {
        let mut state = over();
        assert_eq!(state.wake(), Woken::Nothing);
        assert!(!state.abort());
        assert_eq!(state.begin_poll(), ToDo::Nothing);
        assert!(!state.end_poll());
        state.begin_drop();
        assert_eq!(state, over());
    }
}

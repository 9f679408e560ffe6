//! Finding the state at any position quickly.

use std::rc::Rc;

use crate::{State, Trace};

/// The least number of events between two checkpoints: folding this many takes well under a millisecond.
const STRIDE: usize = 4_096;

/// The most bytes that checkpoints take for each event, which is less than the log itself takes.
const BYTES_AN_EVENT: usize = 24;

/// The state of one trace at a position that moves.
///
/// Seeking forward keeps checkpoints, so that seeking back folds no more events than lie between two of them.
/// A checkpoint shares with the one before what has not changed; where much has changed, checkpoints are
/// farther apart. A cursor stays valid while its trace grows; a different trace needs a new cursor.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    /// States at ascending positions.
    checkpoints: Vec<Rc<State>>,
    /// The position up to which it has been decided where checkpoints are kept.
    looked: usize,
    state: Rc<State>,
}

impl Cursor {
    /// The state at `position`, which is lowered to the length of the trace if it lies beyond.
    pub fn seek(&mut self, trace: &Trace, position: usize) -> Rc<State> {
        let position = position.min(trace.len());
        let near = self.checkpoints.partition_point(|checkpoint| checkpoint.position <= position);
        let checkpoint = near.checked_sub(1).map(|near| &self.checkpoints[near]);
        let known = checkpoint.map_or(0, |checkpoint| checkpoint.position);
        if position < self.state.position || self.state.position < known {
            self.state = checkpoint.map(Rc::clone).unwrap_or_default();
        }
        while self.state.position < position {
            let event = &trace.events()[self.state.position];
            Rc::make_mut(&mut self.state).apply(event);
            if self.state.position == self.looked + STRIDE {
                self.note();
            }
        }
        Rc::clone(&self.state)
    }

    /// Keeps a checkpoint at the current state, unless that takes more than [`BYTES_AN_EVENT`] for each event since
    /// the last checkpoint.
    fn note(&mut self) {
        self.looked = self.state.position;
        let start = State::default();
        let last = self.checkpoints.last().map_or(&start, |last| last);
        let events = self.state.position - last.position;
        if self.state.bytes_beside(last) <= events * BYTES_AN_EVENT {
            self.checkpoints.push(Rc::clone(&self.state));
        }
    }

    /// The state at the position of the last [`seek`](Cursor::seek).
    pub fn state(&self) -> &Rc<State> {
        &self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Event, EventKind, HostKind, RunInfo, SiteId, SpanId, TaskId, TaskKind, TimerId, WakeHow,
        WokenBy,
    };

    /// A trace of about `events` events in which `tasks` tasks are polled in turn. Each awaits a timer, so everything
    /// in the state keeps changing.
    fn busy(tasks: usize, events: usize) -> Trace {
        let (program, host) = ("busy".to_owned(), HostKind::Simulated);
        let run = RunInfo { program, host, seed: 0, workers: 1, knobs: Vec::new() };
        let mut trace = Trace::new(run, Vec::new());
        let name = trace.intern("task");
        let mut add = |kind| trace.push(Event { at: trace.len() as u64, kind });
        for task in (0..tasks).map(TaskId::from_index) {
            let (parent, kind, site) = (None, TaskKind::Task, None);
            add(EventKind::TaskSpawn { task, parent, name, kind, size: 8, site });
        }
        for poll in 0..events.saturating_sub(tasks).div_ceil(8) {
            let task = TaskId::from_index(poll % tasks);
            let (span, timer) = (SpanId::from_index(poll), TimerId::from_index(poll));
            let (parent, site) = (None, SiteId::from_index(0));
            if let Some(before) = poll.checked_sub(tasks) {
                let timer = TimerId::from_index(before);
                add(EventKind::TimerFire { timer });
                let (by, how) = (WokenBy::Timer(timer), WakeHow::ByValue);
                add(EventKind::Wake { task, by, how, resource: None });
            }
            add(EventKind::PollStart { task, number: (poll / tasks) as u32 + 1, worker: 0 });
            if let Some(before) = poll.checked_sub(tasks) {
                add(EventKind::AwaitReady { span: SpanId::from_index(before) });
            }
            add(EventKind::AwaitEnter { span, parent, task, site });
            add(EventKind::TimerSet { timer, task: Some(task), deadline: 1 << 40 });
            add(EventKind::AwaitPending { span });
            add(EventKind::PollEnd { task, ready: false, wakers: 1 });
        }
        trace
    }

    /// Wherever the cursor goes, its state is that of a fold, and the memory of its checkpoints is bounded. Returns
    /// how many checkpoints it has.
    fn check(trace: &Trace) -> usize {
        let mut cursor = Cursor::default();
        for step in 0..40 {
            let position = step * 7_919 % (trace.len() + 1);
            let state = cursor.seek(trace, position);
            assert_eq!(*state, State::after(&trace.events()[..position]), "at {position}");
        }
        cursor.seek(trace, usize::MAX);
        let (mut before, mut bytes) = (Rc::<State>::default(), 0);
        for checkpoint in &cursor.checkpoints {
            assert!(checkpoint.position >= before.position + STRIDE);
            bytes += checkpoint.bytes_beside(&before);
            assert!(bytes <= checkpoint.position * BYTES_AN_EVENT, "at {}", checkpoint.position);
            before = Rc::clone(checkpoint);
        }
        cursor.checkpoints.len()
    }

    #[test]
    fn of_few_tasks_and_of_many() {
        assert_eq!(check(&busy(3, 50_000)), 50_000 / STRIDE);
        // A state of a thousand tasks takes more than one stride of events may, so checkpoints are farther apart.
        let of_many = check(&busy(1_000, 200_000));
        assert!((10..200_000 / STRIDE).contains(&of_many), "{of_many}");
    }

    #[test]
    fn of_a_trace_that_grows() {
        let whole = busy(10, 30_000);
        let mut trace = Trace::new(whole.run.clone(), Vec::new());
        let mut cursor = Cursor::default();
        for event in whole.events() {
            trace.push(*event);
            assert_eq!(cursor.seek(&trace, trace.len()).position, trace.len());
        }
        assert_eq!(*cursor.state, State::after(whole.events()));
        assert_eq!(cursor.checkpoints.len(), whole.len() / STRIDE);
    }
}

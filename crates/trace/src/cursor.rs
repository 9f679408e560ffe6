//! Finding the state at any position quickly.

use std::rc::Rc;

use crate::{State, Trace};

/// Events between two checkpoints at least: folding this many takes well under a millisecond.
const STRIDE: usize = 4_096;

/// Events between two checkpoints for each thing that a checkpoint holds: a run of many tasks keeps
/// fewer of its large states, and folds for as long as it takes to copy one.
const EVENTS_A_THING: usize = 4;

/// The state of one trace at a position that moves.
///
/// Checkpoints are kept while it moves forward, so that a step back folds no more events than lie
/// between two of them. It stays valid while the trace grows; a different trace needs a new cursor.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    /// States at growing positions.
    checkpoints: Vec<Rc<State>>,
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
        let mut next = self.next_checkpoint();
        while self.state.position < position {
            let event = &trace.events()[self.state.position];
            Rc::make_mut(&mut self.state).apply(event);
            if self.state.position == next {
                self.checkpoints.push(Rc::clone(&self.state));
                next = self.next_checkpoint();
            }
        }
        Rc::clone(&self.state)
    }

    fn next_checkpoint(&self) -> usize {
        self.checkpoints.last().map_or(STRIDE, |last| {
            let things =
                last.tasks.len() + last.spans.len() + last.resources.len() + last.timers.len();
            last.position + STRIDE + things * EVENTS_A_THING
        })
    }

    /// The state where the last [`seek`](Cursor::seek) led.
    pub fn state(&self) -> &Rc<State> {
        &self.state
    }
}

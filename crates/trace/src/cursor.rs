//! Finding the state at any position quickly.

use std::rc::Rc;

use crate::{State, Trace};

/// Events between two checkpoints: folding this many takes well under a millisecond.
const STRIDE: usize = 4_096;

/// The state of one trace at a position that moves.
///
/// Checkpoints are kept while it moves forward, so that a step back folds at most [`STRIDE`] events
/// again. It stays valid while the trace grows; a different trace needs a new cursor.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    /// `checkpoints[i]` is the state at position `(i + 1) * STRIDE`.
    checkpoints: Vec<Rc<State>>,
    state: Rc<State>,
}

impl Cursor {
    /// The state at `position`, which is lowered to the length of the trace if it lies beyond.
    pub fn seek(&mut self, trace: &Trace, position: usize) -> Rc<State> {
        let position = position.min(trace.len());
        let near = (position / STRIDE).min(self.checkpoints.len());
        let checkpoint = near * STRIDE;
        if position < self.state.position || self.state.position < checkpoint {
            self.state = match near {
                0 => Rc::default(),
                _ => Rc::clone(&self.checkpoints[near - 1]),
            };
        }
        while self.state.position < position {
            let event = &trace.events()[self.state.position];
            Rc::make_mut(&mut self.state).apply(event);
            if self.state.position == (self.checkpoints.len() + 1) * STRIDE {
                self.checkpoints.push(Rc::clone(&self.state));
            }
        }
        Rc::clone(&self.state)
    }

    /// The state where the last [`seek`](Cursor::seek) led.
    pub fn state(&self) -> &Rc<State> {
        &self.state
    }
}

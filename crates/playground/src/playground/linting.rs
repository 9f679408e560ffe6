//! Looks the run that is shown over for what looks wrong, a piece at a time: a long one would keep the
//! page from painting.

use std::rc::Rc;

use trace::Linter;

use super::Playground;
use crate::snapshot::LintReport;

/// Events that are looked at in one frame.
const PIECE: usize = 20_000;

/// How far that has come.
#[derive(Debug, Default)]
pub(super) struct Linting {
    linter: Linter,
    pub(super) report: Rc<LintReport>,
}

impl Playground {
    /// Whether there is more to look at: in the next frame, even if nothing moves.
    pub fn is_linting(&self) -> bool {
        let behind = self.linting.linter.position() < self.trace.borrow().len();
        !self.linting.report.is_whole && (behind || !self.is_live())
    }

    /// Looks at a piece of it.
    pub fn lint(&mut self) {
        if !self.is_linting() {
            return;
        }
        let trace = self.trace.borrow();
        self.linting.linter.advance(&trace, PIECE);
        if !self.is_live() && self.linting.linter.position() == trace.len() {
            let found = std::mem::take(&mut self.linting.linter).finish(&trace);
            self.linting.report = Rc::new(LintReport { found, is_whole: true });
        }
    }
}

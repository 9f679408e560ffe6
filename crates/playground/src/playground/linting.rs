//! Lints the run that is shown, a part in each frame, since linting a long run at once would keep the page
//! from painting.

use std::rc::Rc;

use trace::Linter;

use super::Playground;
use crate::snapshot::LintReport;

/// How many events are linted in one frame.
const PIECE: usize = 20_000;

/// The linter's progress, and its report.
#[derive(Debug, Default)]
pub(super) struct Linting {
    linter: Linter,
    pub(super) report: Rc<LintReport>,
}

impl Playground {
    /// Whether [`lint`](Self::lint) has more to do. If so it has to be called in the next frame, even if nothing
    /// moves.
    pub fn is_linting(&self) -> bool {
        let behind = self.linting.linter.position() < self.trace.borrow().len();
        !self.linting.report.is_whole && (behind || !self.is_live())
    }

    /// Lints the next part of the run.
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

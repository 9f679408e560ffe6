//! The stretch of time that is selected, and playing it again and again.

use super::Playground;
use crate::action::Range;

impl Playground {
    /// Selects a stretch of what is shown, in whichever order its ends come; one that lies beyond the
    /// end is none.
    pub(super) fn set_range(&mut self, range: Option<Range>) {
        let own = self.trace.borrow().duration();
        let end = own.max(self.longer());
        self.range = range.filter(|range| range.from.min(range.to) <= end).map(|range| Range {
            from: range.from.min(range.to),
            to: range.from.max(range.to).min(end),
        });
    }

    /// What is played again and again on the elastic axis, if anything is.
    fn looped(&self) -> Option<(f64, f64)> {
        let whole = (0.0, self.reach());
        let selected = |range: Range| (self.before(range), self.place_of(range.to as f64));
        self.looped.then(|| self.range.map_or(whole, selected))
    }

    /// Where a stretch begins: nothing of its first instant has happened.
    fn before(&self, range: Range) -> f64 {
        let trace = self.trace.borrow();
        let events = &trace.events()[..self.elastic.len().min(trace.len())];
        let last = events.partition_point(|event| event.at < range.from).checked_sub(1);
        last.map_or(0.0, |last| (self.elastic.place(last) + range.from - events[last].at) as f64)
    }

    /// Playing comes to a place: what is looped shows its end, and begins again. Returns whether that
    /// was so.
    pub(super) fn play_again(&mut self, place: f64) -> bool {
        let Some((from, to)) = self.looped().filter(|(_, to)| place >= *to) else { return false };
        let is_shown = self.playhead >= to;
        self.move_playhead(if is_shown { from } else { to });
        true
    }

    /// Playing begins: within what is looped.
    pub(super) fn enter_loop(&mut self) {
        if let Some((from, to)) = self.looped()
            && !(from..to).contains(&self.playhead)
        {
            self.move_playhead(from);
        }
    }
}

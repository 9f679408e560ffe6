//! The selected stretch of time, and repeating it.

use super::Playground;
use crate::action::Range;

impl Playground {
    /// Selects a stretch of time, the ends of which may come in either order. One that begins after the end of the
    /// run selects nothing.
    pub(super) fn set_range(&mut self, range: Option<Range>) {
        let own = self.trace.borrow().duration();
        let end = own.max(self.longer());
        self.range = range.filter(|range| range.from.min(range.to) <= end).map(|range| Range {
            from: range.from.min(range.to),
            to: range.from.max(range.to).min(end),
        });
    }

    /// The places between which playing repeats; `None` if it does not repeat.
    fn looped(&self) -> Option<(f64, f64)> {
        let whole = (0.0, self.reach());
        let selected = |range: Range| (self.before(range), self.place_of(range.to as f64));
        self.looped.then(|| self.range.map_or(whole, selected))
    }

    /// The place of a stretch's beginning, before anything of its first instant has happened.
    fn before(&self, range: Range) -> f64 {
        let trace = self.trace.borrow();
        let events = &trace.events()[..self.elastic.len().min(trace.len())];
        let last = events.partition_point(|event| event.at < range.from).checked_sub(1);
        last.map_or(0.0, |last| (self.elastic.place(last) + range.from - events[last].at) as f64)
    }

    /// Called when playing comes to `place`. At the end of what is repeated, shows that end once and then starts
    /// over. Returns whether the playhead was moved.
    pub(super) fn play_again(&mut self, place: f64) -> bool {
        let Some((from, to)) = self.looped().filter(|(_, to)| place >= *to) else { return false };
        let is_shown = self.playhead >= to;
        self.move_playhead(if is_shown { from } else { to });
        true
    }

    /// Moves the playhead into what is repeated, when playing begins.
    pub(super) fn enter_loop(&mut self) {
        if let Some((from, to)) = self.looped()
            && !(from..to).contains(&self.playhead)
        {
            self.move_playhead(from);
        }
    }
}

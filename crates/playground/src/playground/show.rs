//! The run that is played for a first visitor: once, slowly, without being asked; then the program is as it
//! was opened.

use super::Playground;
use crate::action::Action;
use crate::snapshot::Mode;

/// The speed at which this run is played, whatever the player's speed is: something new takes time to follow.
pub(super) const PACE: f64 = 0.5;

/// How long the end is shown before the playhead returns to where the program was opened, in milliseconds.
const REST_MS: f64 = 2_500.0;

impl Playground {
    /// Plays the run from its start, unless the reader has already done something.
    pub fn begin_show(&mut self) {
        if !self.stands_as_opened() || self.mode != Mode::Paused {
            return;
        }
        self.fresh = false;
        self.shows = Some(REST_MS);
        self.go_to(0);
        self.mode = Mode::Playing;
    }

    /// Stops the run where it is, because the reader has touched the page. Returns whether it was being played.
    pub fn end_show(&mut self) -> bool {
        let showed = self.shows.take().is_some();
        if showed {
            self.mode = Mode::Paused;
        }
        showed
    }

    /// Counts the time for which the end is shown; returns whether there is time left.
    pub(super) fn rests(&mut self, elapsed_ms: f64) -> bool {
        let Some(rest) = &mut self.shows else { return false };
        *rest -= elapsed_ms;
        *rest > 0.0
    }

    /// Returns the playhead to where the program was opened.
    pub(super) fn show_is_over(&mut self) {
        if self.shows.take().is_some() {
            self.fresh = true;
            self.go_to_opening();
        }
    }

    /// Ends this run because of an action. Returns whether the action is done with that: pausing is.
    pub(super) fn interrupts(&mut self, action: &Action) -> bool {
        let touches = !matches!(action, Action::Hover(_));
        touches && self.end_show() && *action == Action::TogglePlay
    }
}

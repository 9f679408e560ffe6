//! The run that a first visitor is shown: it plays once by itself, slowly, and ends where it began.

use super::Playground;
use crate::action::Action;
use crate::snapshot::Mode;

/// How much slower than playing it is: what is new to somebody takes its time.
pub(super) const PACE: f64 = 0.5;

/// How long the end is shown before the program is as it was opened.
const REST_MS: f64 = 2_500.0;

impl Playground {
    /// Plays the run from its start, unless somebody has done something already.
    pub fn begin_show(&mut self) {
        if !self.stands_as_opened() || self.mode != Mode::Paused {
            return;
        }
        self.fresh = false;
        self.shows = Some(REST_MS);
        self.go_to(0);
        self.mode = Mode::Playing;
    }

    /// Somebody has touched the page: the run stands still where it is. Returns whether it was shown.
    pub fn end_show(&mut self) -> bool {
        let showed = self.shows.take().is_some();
        if showed {
            self.mode = Mode::Paused;
        }
        showed
    }

    /// Whether the end of the run is still to be shown for a while.
    pub(super) fn rests(&mut self, elapsed_ms: f64) -> bool {
        let Some(rest) = &mut self.shows else { return false };
        *rest -= elapsed_ms;
        *rest > 0.0
    }

    /// The run was shown to its end: the program is as it was opened.
    pub(super) fn show_is_over(&mut self) {
        if self.shows.take().is_some() {
            self.fresh = true;
            self.go_to_opening();
        }
    }

    /// What somebody does ends the show, and is carried out. Returns whether that was all: the button
    /// that pauses has nothing more to do.
    pub(super) fn interrupts(&mut self, action: &Action) -> bool {
        let touches = !matches!(action, Action::Hover(_));
        touches && self.end_show() && *action == Action::TogglePlay
    }
}

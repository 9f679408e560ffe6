//! Predict first, and the points of the notes.

use std::rc::Rc;

use super::{Effect, Playground};
use crate::action::{Action, Predict};
use crate::quiz::Question;
use crate::snapshot::{Bookmark, Prediction};

impl Playground {
    /// Hides the run if that is asked for and there is a question.
    pub(super) fn predict_first(&mut self, wanted: bool) {
        self.prediction = Prediction::Open;
        match Question::of(self.scenario) {
            Some(_) if wanted => self.hide(),
            None if wanted => {
                let title = self.scenario.title;
                self.notice(format!("predict=1: “{title}” has no question; its run is shown"));
            }
            _ => {}
        }
    }

    fn hide(&mut self) {
        self.compare(None);
        self.rerun();
        self.go_to(0);
        self.prediction = Prediction::Hidden;
    }

    /// Another variant's run is shown: the question is the same.
    pub(super) fn keep_prediction(&mut self, prediction: Prediction) {
        match prediction {
            Prediction::Hidden => self.hide(),
            _ => self.prediction = prediction,
        }
    }

    /// Whether an action would show what is hidden. Constants can be turned meanwhile.
    pub(super) fn keeps_hidden(&self, action: &Action) -> bool {
        let shows = matches!(
            action,
            Action::RunLive
                | Action::Clock(_)
                | Action::TogglePlay
                | Action::Step(..)
                | Action::Seek(_)
                | Action::SeekPlace(_)
                | Action::SeekTime(_)
                | Action::Compare(_)
                | Action::ToggleCompare
                | Action::Export(_)
        );
        shows && self.prediction == Prediction::Hidden
    }

    pub(super) fn predict(&mut self, predict: Predict) -> Effect {
        let Some((_, variant)) = Question::of(self.scenario) else { return Effect::None };
        match predict {
            Predict::Hide => self.hide(),
            Predict::Skip | Predict::Again => self.prediction = Prediction::Open,
            Predict::Answer(guess) => {
                let was_hidden = self.prediction == Prediction::Hidden;
                // Answered by the run that the reader has, if it is of that program and over.
                let mut effect = Effect::None;
                if self.variant != variant {
                    self.prediction = Prediction::Open;
                    effect = self.select(self.scenario.id, self.scenario.variants[variant].id);
                    self.go_to(0);
                } else if self.live.is_some() {
                    self.rerun();
                }
                if was_hidden {
                    self.go_to(0);
                }
                self.prediction = Prediction::Answered(Rc::new(guess));
                return effect;
            }
        }
        Effect::None
    }

    /// Finds the points of the notes in the run that is shown.
    pub(super) fn note_bookmarks(&mut self) {
        let mut found: Vec<Bookmark> = Vec::new();
        for (position, text) in self.points() {
            // What a live run has done since it was drawn has no place yet.
            if position > self.elastic.len() {
                continue;
            }
            let place = self.elastic.place(position.saturating_sub(1));
            let at = found.partition_point(|other| other.position <= position);
            found.insert(at, Bookmark { position, place, text });
        }
        self.bookmarks = found.into();
    }
}

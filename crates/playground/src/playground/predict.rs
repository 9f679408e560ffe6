//! Answering a scenario's question before its run is shown, and the points that the notes mark.

use std::rc::Rc;

use super::{Effect, Playground};
use crate::action::{Action, Predict};
use crate::quiz::{Guess, Question};
use crate::snapshot::{Bookmark, Clock, Mode, Prediction};

impl Playground {
    /// The question of the scenario that is shown, and the index of the variant that it is about.
    fn question(&self) -> Option<(Question, usize)> {
        Question::of(self.exhibit.scenario()?)
    }

    /// Hides the run if that is `wanted` and the scenario has a question.
    pub(super) fn predict_first(&mut self, wanted: bool) {
        match self.question() {
            Some(_) if wanted => self.hide(),
            None if wanted => {
                let title = &self.exhibit.title;
                self.notice(format!("predict=1: “{title}” has no question; its run is shown"));
            }
            _ => {}
        }
    }

    /// Hides the run of the program that is shown, and makes it a simulated one.
    fn hide(&mut self) {
        self.compare(None);
        // Questions are about simulated runs.
        if self.clock == Clock::Browser {
            self.rerun();
        }
        self.mode = Mode::Paused;
        self.go_to(0);
        self.prediction = Prediction::Hidden(None);
    }

    /// Keeps the prediction when another variant of the same scenario is selected.
    pub(super) fn keep_prediction(&mut self, prediction: Prediction) {
        match prediction {
            Prediction::Hidden(_) => self.hide(),
            _ => self.prediction = prediction,
        }
    }

    /// Whether the run is hidden.
    pub(super) fn is_hidden(&self) -> bool {
        matches!(self.prediction, Prediction::Hidden(_))
    }

    /// Forgets the first wrong answer, since the run that it was about has been replaced; there are two tries again.
    pub(super) fn forget_miss(&mut self) {
        if self.is_hidden() {
            self.prediction = Prediction::Hidden(None);
        }
    }

    /// Whether an action is refused because it would show the hidden run. Knobs can be set meanwhile.
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
        shows && self.is_hidden()
    }

    pub(super) fn predict(&mut self, predict: Predict) -> Effect {
        match predict {
            Predict::Hide => self.take_up(),
            Predict::Skip => {
                self.prediction = Prediction::Open;
                Effect::None
            }
            Predict::Answer(guess) => {
                self.answer(guess);
                Effect::None
            }
        }
    }

    /// Shows the program that the question is about, and hides its run.
    fn take_up(&mut self) -> Effect {
        let Some((_, asked)) = self.question() else { return Effect::None };
        let effect = match asked == self.variant {
            true => Effect::None,
            false => {
                let exhibit = Rc::clone(&self.exhibit);
                self.select(&exhibit.id, &exhibit.variants[asked].id)
            }
        };
        self.hide();
        effect
    }

    /// Takes an answer. After a wrong first answer the run remains hidden; any other answer shows it.
    fn answer(&mut self, guess: Guess) {
        let Prediction::Hidden(missed) = &self.prediction else { return };
        let Some((question, asked)) = self.question() else { return };
        if asked != self.variant {
            return;
        }
        if self.is_computing() {
            self.notice("The run that decides is still being computed: answer again.".to_owned());
            return;
        }
        let verdict = question.verdict(&self.trace.borrow(), &guess);
        let is_right = verdict.is_some_and(|verdict| verdict.right);
        self.prediction = match missed {
            None if !is_right => Prediction::Hidden(Some(Rc::new(guess))),
            _ => Prediction::Answered(Rc::new(guess)),
        };
    }

    /// Finds the points that the notes mark in the run that is shown.
    pub(super) fn note_bookmarks(&mut self) {
        let mut found: Vec<Bookmark> = Vec::new();
        for (position, text) in self.points() {
            // Events recorded since the axis has grown have no place on it yet.
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

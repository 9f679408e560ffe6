//! How far a reader has come: which programs were opened, and which were followed to their end.

use scenarios::{Scenario, find, scenarios};

use super::stored;

/// The name under which the progress is stored.
const NAME: &str = "progress";

/// What follows the id of a program that was followed to its end.
const FINISHED: char = '*';

/// The programs that a reader has opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Their ids, and whether each was followed to its end.
    opened: Vec<(&'static str, bool)>,
    /// The one that is being followed: its end counts only for who saw what leads to it.
    under_way: Option<&'static str>,
}

/// Where a run stands that is shown.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// The program's scenario.
    pub scenario: &'static str,
    /// It has just been opened, and nothing was done with it.
    pub fresh: bool,
    /// All that the run has is shown, and nothing moves.
    pub over: bool,
}

impl Progress {
    /// The progress that was stored.
    pub fn stored() -> Self {
        stored::stored(NAME).map(|text| Self::parse(&text)).unwrap_or_default()
    }

    /// Stores the progress.
    pub fn store(&self) {
        stored::store(NAME, &self.text());
    }

    /// Takes in what is shown. Returns whether that makes a difference.
    pub fn follow(&mut self, is: Standing) -> bool {
        let Standing { scenario: id, fresh, over } = is;
        if !fresh && !over {
            self.under_way = Some(id);
        }
        let arrived = over && !fresh && self.under_way == Some(id);
        if over || self.under_way != Some(id) {
            self.under_way = None;
        }
        match self.opened.iter_mut().find(|(opened, _)| *opened == id) {
            Some((_, finished)) => {
                let differs = arrived && !*finished;
                *finished |= arrived;
                differs
            }
            None => {
                self.opened.push((id, arrived));
                true
            }
        }
    }

    /// Whether a scenario was opened, and if so whether it was followed to its end.
    pub fn of(&self, scenario: &Scenario) -> Option<bool> {
        self.opened.iter().find(|(id, _)| *id == scenario.id).map(|(_, finished)| *finished)
    }

    /// How many scenarios were followed to their end.
    pub fn finished(&self) -> usize {
        self.opened.iter().filter(|(_, finished)| *finished).count()
    }

    /// The first scenario of the learning path that is still to be followed.
    pub fn next(&self) -> Option<&'static Scenario> {
        scenarios().iter().find(|scenario| self.of(scenario) != Some(true))
    }

    fn parse(text: &str) -> Self {
        let mut read = Self::default();
        for entry in text.split(',') {
            let id = entry.trim_end_matches(FINISHED);
            let Some(scenario) = find(id) else { continue };
            if read.of(scenario).is_none() {
                read.opened.push((scenario.id, id.len() < entry.len()));
            }
        }
        read
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (id, finished) in &self.opened {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(id);
            if *finished {
                text.push(FINISHED);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(progress: &mut Progress, scenario: &'static str, fresh: bool, over: bool) -> bool {
        progress.follow(Standing { scenario, fresh, over })
    }

    fn is(progress: &Progress, id: &str) -> Option<bool> {
        progress.of(find(id).expect("a scenario"))
    }

    #[test]
    fn a_program_is_finished_when_it_was_followed_to_its_end() {
        let mut progress = Progress::default();
        assert!(shows(&mut progress, "join", true, true), "opened");
        assert_eq!(is(&progress, "join"), Some(false));
        assert!(!shows(&mut progress, "join", false, false), "stepped");
        assert!(shows(&mut progress, "join", false, true), "at its end");
        assert_eq!(is(&progress, "join"), Some(true));
        assert!(!shows(&mut progress, "join", false, false));
        assert_eq!(progress.finished(), 1);
    }

    #[test]
    fn the_end_that_was_there_from_the_beginning_does_not_count() {
        let mut progress = Progress::default();
        shows(&mut progress, "join", true, true);
        assert!(!shows(&mut progress, "join", false, true), "a knob was turned");
        shows(&mut progress, "join", false, false);
        shows(&mut progress, "spawn", true, true);
        shows(&mut progress, "join", true, true);
        shows(&mut progress, "join", false, true);
        assert_eq!(is(&progress, "join"), Some(false), "another one came between");
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let mut progress = Progress::default();
        shows(&mut progress, "mpsc", false, false);
        shows(&mut progress, "mpsc", false, true);
        shows(&mut progress, "join", true, true);
        assert_eq!(progress.text(), "mpsc*,join");
        assert_eq!(Progress::parse("mpsc*,join"), progress);
    }

    #[test]
    fn what_nobody_has_written_is_left_out() {
        let read = Progress::parse("nonsense,join,join*,,*,<b>,mpsc**");
        assert_eq!(read.text(), "join,mpsc*");
    }

    #[test]
    fn the_path_goes_on_at_the_first_that_is_not_finished() {
        let all = scenarios();
        let mut progress = Progress::default();
        assert_eq!(progress.next(), Some(&all[0]));
        progress.opened = vec![(all[0].id, true), (all[1].id, false)];
        assert_eq!(progress.next(), Some(&all[1]));
        progress.opened = all.iter().map(|scenario| (scenario.id, true)).collect();
        assert_eq!(progress.next(), None);
    }
}

//! Which part of the page an address asks for: all of it, or some views alone.

use std::rc::Rc;

/// Which views are shown, and whether the page around them is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Only the views are shown, without header and catalog, for a slide or a book.
    pub embedded: bool,
    /// The views that the address names, in that order; empty if it names none.
    pub views: Rc<[Pane]>,
}

/// A view that an address can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The program's text.
    Program,
    /// The ready queue, the workers, and the tasks that wait.
    Runtime,
    /// One lane for each task and each resource.
    Timeline,
    /// The sentence about the last event.
    Narration,
    /// What the program has printed.
    Console,
    /// Tasks, awaits, resources and lints.
    Inspector,
    /// What the program teaches.
    Notes,
    /// The program's constants.
    Knobs,
    /// Run, play, step and seek.
    Player,
}

/// The views with their names in addresses.
pub const PANES: [(&str, Pane); 9] = [
    ("program", Pane::Program),
    ("runtime", Pane::Runtime),
    ("timeline", Pane::Timeline),
    ("narration", Pane::Narration),
    ("console", Pane::Console),
    ("inspector", Pane::Inspector),
    ("notes", Pane::Notes),
    ("knobs", Pane::Knobs),
    ("player", Pane::Player),
];

/// The views of an embed whose address names none.
const USUAL: [Pane; 3] = [Pane::Program, Pane::Timeline, Pane::Player];

impl Pane {
    /// The view's name in an address.
    pub fn name(self) -> &'static str {
        PANES.iter().find(|(_, pane)| *pane == self).map_or("", |(name, _)| name)
    }
}

impl Frame {
    /// The views to show without the page; `None` for the whole page.
    pub fn shown(&self) -> Option<&[Pane]> {
        match (self.views.is_empty(), self.embedded) {
            (false, _) => Some(&self.views),
            (true, true) => Some(&USUAL),
            (true, false) => None,
        }
    }

    /// Reads the names of views, separated by commas. Unknown and repeated names are left out, and the error is a
    /// sentence about the last of these.
    pub(super) fn set_views(&mut self, value: &str) -> Result<(), String> {
        let mut views: Vec<Pane> = Vec::new();
        let mut trouble = None;
        for name in value.split(',').filter(|name| !name.is_empty()) {
            match PANES.iter().find(|(known, _)| *known == name) {
                Some((_, pane)) if !views.contains(pane) => views.push(*pane),
                Some(_) => trouble = Some(format!("view: {name} is named twice; it is shown once")),
                None => {
                    let known = names(PANES.iter().map(|(_, pane)| *pane));
                    trouble = Some(format!("view: there is no “{name}”, only {known}"));
                }
            }
        }
        self.views = views.into();
        trouble.map_or(Ok(()), Err)
    }
}

/// The names of views, separated by commas.
pub fn names(views: impl Iterator<Item = Pane>) -> String {
    let mut text = String::new();
    for view in views {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(view.name());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_stand_in_the_order_in_which_they_are_named() {
        let mut frame = Frame::default();
        assert_eq!(frame.set_views("timeline,program"), Ok(()));
        assert_eq!(frame.shown(), Some(&[Pane::Timeline, Pane::Program][..]));
    }

    #[test]
    fn an_embed_that_names_no_view_has_some() {
        let mut frame = Frame { embedded: true, ..Frame::default() };
        assert_eq!(frame.shown(), Some(&USUAL[..]));
        assert_eq!(frame.set_views(""), Ok(()));
        assert_eq!(frame.shown(), Some(&USUAL[..]));
        frame.embedded = false;
        assert_eq!(frame.shown(), None);
    }

    #[test]
    fn every_view_has_its_name() {
        for (name, pane) in PANES {
            assert_eq!(pane.name(), name);
        }
    }
}

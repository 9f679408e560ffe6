//! The list of keys.

use yew::prelude::*;

use super::arrangement::Arrangement;
use super::dialog::{self, Dialog};
use super::keys::{KEYS, Listed};
use super::part::{Link, View};
use super::tag::{Tag, tag};
use super::tour::Tour;

/// The timeline's own keys, which it listens to itself: those that it hears wherever the focus is,
/// and those of who stands on it.
const TIMELINE: [(&str, &[Listed]); 2] = [
    (
        "Timeline",
        &[
            (&["w", "s"], "Zoom in or out"),
            (&["a", "d"], "Move left or right"),
            (&["0"], "Show all of it"),
            (&["f"], "Show what is selected"),
            (&["i", "o"], "Select from here, or up to here"),
            (&["t"], "Events as a table"),
        ],
    ),
    (
        "Timeline, while it has the focus",
        &[
            (&["↑", "↓"], "Lane above or below"),
            (&["←", "→"], "Fold a lane’s children, or unfold them"),
            (&["Enter"], "Choose the lane’s task"),
            (&["/"], "Search this run"),
        ],
    ),
];

/// The dialog that lists the keys.
#[derive(PartialEq)]
pub struct KeysDialog {
    /// Whether it is shown.
    pub open: bool,
    /// How the page is arranged, which knows that.
    pub page: Link<Arrangement>,
}

impl View for KeysDialog {
    /// The dialog.
    type State = NodeRef;

    fn html(&self, dialog: &NodeRef, _: &Link<NodeRef>) -> Html {
        keys(dialog, &self.page)
    }

    fn rendered(&self, dialog: &mut NodeRef, _: &Link<NodeRef>) {
        dialog::show(dialog, self.open);
    }
}

fn keys(dialog: &NodeRef, page: &Link<Arrangement>) -> Html {
    let frame = Dialog {
        node: dialog.clone(),
        class: "listed",
        id: "keys-title",
        title: "Keys",
        on_close: page.changes(|page| page.keys = false),
    };
    dialog::dialog(frame)
        .child(
            tag!("div", "class" = "keys-list").children(KEYS.iter().chain(&TIMELINE).map(section)),
        )
        .child(
            tag!("button", "type" = "button", "class" = "link")
                .on_click(page.changes(|page| {
                    page.keys = false;
                    page.tour = Tour::Asked;
                }))
                .child("Take the tour"),
        )
        .html()
}

fn section((title, keys): &(&'static str, &'static [Listed])) -> Tag {
    let key = |key: &&'static str| tag!("kbd").key(*key).child(*key);
    let listed = |(keys, what): &Listed| {
        tag!("div")
            .key(*what)
            .child(tag!("dt").children(keys.iter().map(key)))
            .child(tag!("dd").child(*what))
    };
    tag!("section")
        .key(*title)
        .child(tag!("h3").child(*title))
        .child(tag!("dl").children(keys.iter().map(listed)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::timeline::input::{anywhere, meaning};

    #[test]
    fn every_key_of_the_timeline_means_something_where_it_is_listed() {
        for (number, (_, keys)) in TIMELINE.iter().enumerate() {
            for key in keys.iter().flat_map(|(keys, _)| *keys) {
                let name = match *key {
                    "↑" => "ArrowUp",
                    "↓" => "ArrowDown",
                    "←" => "ArrowLeft",
                    "→" => "ArrowRight",
                    key => key,
                };
                assert!(meaning(name).is_some(), "{key}");
                assert_eq!(anywhere(name).is_some(), number == 0, "{key}");
            }
        }
    }
}

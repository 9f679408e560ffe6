//! Only the views that an address names: by themselves in an embed, under the header in the page.

use std::rc::Rc;

use playground::action::Action;
use playground::route::Pane;
use playground::snapshot::{Prediction, Snapshot};
use yew::prelude::*;

use super::notices::notices;
use super::panes;
use super::player::player;
use super::tag::{Tag, tag};

/// The views without anything around them, for a slide or a book.
///
/// `paper` is what a printer gets in place of the timeline.
pub fn embed(snapshot: &Rc<Snapshot>, dispatch: &Callback<Action>, paper: Tag) -> Html {
    let shown = snapshot.frame.shown().unwrap_or_default();
    let hidden = snapshot.is_hidden().then(|| asked(snapshot, dispatch));
    tag!("div", "class" = "embed")
        .child(hidden.unwrap_or_else(|| views(snapshot, dispatch, shown, paper)))
        .child(notices(&snapshot.notices, dispatch))
        .html()
}

/// The page with the question and the program that it is about.
pub fn asking(header: Html, snapshot: &Snapshot, dispatch: &Callback<Action>) -> Tag {
    tag!("div", "class" = "chosen")
        .child(header)
        .child(asked(snapshot, dispatch))
        .child(notices(&snapshot.notices, dispatch))
}

fn asked(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Tag {
    // The constants decide the answer too.
    let question = tag!("div", "class" = "pane")
        .child(panes::predict(snapshot, dispatch))
        .child(panes::knobs(snapshot, dispatch));
    let row = tag!("div", "class" = "row tall")
        .child(view_of("program", panes::program(snapshot, dispatch)))
        .child(view_of("predict", question.html()));
    tag!("main", "class" = "views asking").child(row)
}

fn view_of(name: &'static str, inside: Html) -> Tag {
    tag!("div", "class" = "view", "data-view" = name).key(name).child(inside)
}

/// The page with these views only; one can always play.
pub fn chosen(
    header: Html,
    snapshot: &Rc<Snapshot>,
    dispatch: &Callback<Action>,
    shown: &[Pane],
    paper: Tag,
) -> Tag {
    tag!("div", "class" = "chosen")
        .child(header)
        .child(views(snapshot, dispatch, shown, paper))
        .child((!shown.contains(&Pane::Player)).then(|| player(snapshot, dispatch)))
        .child(notices(&snapshot.notices, dispatch))
}

/// The views in their order. Those that are tall stand side by side where there is room.
fn views(snapshot: &Rc<Snapshot>, dispatch: &Callback<Action>, shown: &[Pane], paper: Tag) -> Tag {
    let mut paper = Some(paper);
    let mut views = tag!("main", "class" = "views");
    // What the run says to an answer stands in the notes, if they are shown.
    let answered = matches!(snapshot.prediction, Prediction::Answered(_));
    if answered && !shown.contains(&Pane::Notes) {
        let said = tag!("div", "class" = "pane").child(panes::predict(snapshot, dispatch)).html();
        let row = tag!("div", "class" = "row told").key("told");
        views = views.child(row.child(view_of("predict", said)));
    }
    let mut rest = shown;
    while let Some(first) = rest.first() {
        let tall = rest.iter().take_while(|pane| is_tall(**pane)).count();
        let (row, after) = rest.split_at(tall.max(1));
        rest = after;
        // By its first view, so that what stands there is kept when another is added.
        let row = tag!("div", "class" = if tall > 0 { "row tall" } else { "row" })
            .key(first.name())
            .children(row.iter().map(|pane| {
                let paper = if *pane == Pane::Timeline { paper.take() } else { None };
                view(*pane, snapshot, dispatch).child(paper)
            }));
        views = views.child(row);
    }
    views
}

/// Whether it is read from top to bottom, rather than from left to right.
fn is_tall(pane: Pane) -> bool {
    !matches!(pane, Pane::Timeline | Pane::Narration | Pane::Player)
}

fn view(pane: Pane, snapshot: &Rc<Snapshot>, dispatch: &Callback<Action>) -> Tag {
    let inside = match pane {
        Pane::Program => panes::program(snapshot, dispatch),
        Pane::Runtime => panes::runtime(snapshot, dispatch),
        Pane::Timeline => panes::timeline(snapshot, dispatch),
        Pane::Narration => panes::narration(snapshot),
        Pane::Console => panes::console(snapshot, dispatch),
        Pane::Inspector => panes::inspector(snapshot, true, dispatch),
        Pane::Notes => panes::notes(snapshot, dispatch),
        Pane::Knobs => panes::knobs(snapshot, dispatch),
        Pane::Player => player(snapshot, dispatch),
    };
    view_of(pane.name(), inside)
}

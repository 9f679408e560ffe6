//! Only the views that an address names: by themselves in an embed, under the header in the page.

use std::rc::Rc;

use yew::prelude::*;

use super::notices::notices;
use super::panes;
use super::player::player;
use super::tag::{Tag, tag};
use crate::action::Action;
use crate::route::Pane;
use crate::snapshot::Snapshot;

/// The views without anything around them, for a slide or a book.
pub fn embed(snapshot: &Rc<Snapshot>, dispatch: &Callback<Action>) -> Html {
    let shown = snapshot.frame.shown().unwrap_or_default();
    tag!("div", "class" = "embed")
        .child(views(snapshot, dispatch, shown))
        .child(notices(&snapshot.notices, dispatch))
        .html()
}

/// The page with these views only; one can always play.
pub fn chosen(
    header: Html,
    snapshot: &Rc<Snapshot>,
    dispatch: &Callback<Action>,
    shown: &[Pane],
) -> Tag {
    tag!("div", "class" = "chosen")
        .child(header)
        .child(views(snapshot, dispatch, shown))
        .child((!shown.contains(&Pane::Player)).then(|| player(snapshot, dispatch)))
        .child(notices(&snapshot.notices, dispatch))
}

/// The views in their order. Those that are tall stand side by side where there is room.
fn views(snapshot: &Rc<Snapshot>, dispatch: &Callback<Action>, shown: &[Pane]) -> Tag {
    let mut views = tag!("main", "class" = "views");
    let mut rest = shown;
    while let Some(first) = rest.first() {
        let tall = rest.iter().take_while(|pane| is_tall(**pane)).count();
        let (row, after) = rest.split_at(tall.max(1));
        rest = after;
        // By its first view, so that what stands there is kept when another is added.
        let row = tag!("div", "class" = if tall > 0 { "row tall" } else { "row" })
            .key(first.name())
            .children(row.iter().map(|pane| view(*pane, snapshot, dispatch)));
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
    tag!("div", "class" = "view", "data-view" = pane.name()).key(pane.name()).child(inside)
}

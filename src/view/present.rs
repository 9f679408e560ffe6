//! What stands below everything while one presents: what it is, and the way out.

use playground::action::{Action, Direction, Step};
use playground::snapshot::Snapshot;
use yew::prelude::*;

use super::events::sends;
use super::icons::Icon;
use super::tag::{Tag, tag};

/// The foot of a presented page, for who has neither keys nor a clicker.
pub fn foot(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Tag {
    let label = snapshot.variant().label.clone();
    let label = (snapshot.exhibit.variants.len() > 1).then(|| tag!("span").child(label));
    let button = |icon: Icon, action, label: &'static str, title: &'static str| {
        tag!("button", "type" = "button", "class" = "quiet", "aria-label" = label, "title" = title)
            .on_click(sends(dispatch, action))
            .child(icon.html())
    };
    let step = |direction| Action::Step(Step::Stop, direction);
    let title = tag!("div").child(tag!("h1").child(snapshot.exhibit.title.clone())).child(label);
    tag!("footer", "class" = "stage-foot", "aria-label" = "Presenting")
        .child(title)
        .child(button(Icon::Back, step(Direction::Back), "Previous bookmark", "Previous (Page Up)"))
        .child(button(Icon::Forward, step(Direction::Forward), "Next bookmark", "Next (Page Down)"))
        .child(button(Icon::Close, Action::Present(false), "Leave", "Leave (Esc)"))
}

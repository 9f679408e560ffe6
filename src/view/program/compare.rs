//! What puts two variants' runs on one time scale.

use playground::action::Action;
use playground::exhibit::Exhibit;
use yew::prelude::*;

use crate::view::events::{chooses, sends};
use crate::view::icons::Icon;
use crate::view::tag::{Tag, tag, truth};

/// The button that begins and ends a comparison and, where there is a choice, the variant to
/// compare with.
pub fn control(
    exhibit: &Exhibit,
    shown: usize,
    compared: Option<usize>,
    dispatch: &Callback<Action>,
) -> Html {
    let title = match compared {
        Some(_) => "Show one run alone (c or Esc)",
        None => "Show the runs of two variants on one time scale (c)",
    };
    let choice = compared.filter(|_| exhibit.variants.len() > 2);
    let toggle = tag!(
        "button",
        "type" = "button",
        "class" = "quiet toggle",
        "title" = title,
        "aria-pressed" = truth(compared.is_some()),
    )
    .on_click(sends(dispatch, Action::ToggleCompare))
    .child(Icon::Compare.html())
    .child(tag!("span").child("Compare"));
    tag!("div", "class" = "compare", "role" = "group", "aria-label" = "Comparison")
        .child(toggle)
        .child(choice.map(|compared| others(exhibit, shown, compared, dispatch)))
        .html()
}

fn others(exhibit: &Exhibit, shown: usize, compared: usize, dispatch: &Callback<Action>) -> Tag {
    let onchange = chooses(dispatch, |value| Some(Action::Compare(Some(value.parse().ok()?))));
    let others = exhibit.variants.iter().enumerate().filter(|(index, _)| *index != shown);
    let others = others.map(|(index, variant)| {
        tag!("option", "value" = index.to_string(), "selected" = index == compared)
            .key(index)
            .child(variant.label.clone())
    });
    tag!("select", "aria-label" = "Compare with").on_change(onchange).children(others)
}

//! Where the learning path leads from here.

use playground::action::{Action, Direction};
use playground::path;
use scenarios::{Scenario, scenarios};
use web_sys::MouseEvent;
use yew::prelude::*;

use super::tag::{Tag, list, tag};

/// Links to the programs before and after one, and how far along the path it is.
pub fn links(scenario: &'static Scenario, dispatch: &Callback<Action>) -> Html {
    let Some(place) = path::place(scenario) else { return Html::default() };
    let (all, first) = (scenarios().len(), &scenarios()[0]);
    let previous = path::neighbour(scenario, Direction::Back);
    let next = path::neighbour(scenario, Direction::Forward);
    let after = match next {
        Some(next) => link(next, following(scenario, next), "j", "next", dispatch).html(),
        None => list([
            tag!("p", "class" = "over").child("This is the end of the path."),
            link(first, "From the start".to_owned(), "", "next", dispatch),
        ]),
    };
    tag!("nav", "class" = "path", "aria-label" = "Learning path")
        .child(tag!("p", "class" = "label").child(format!("Program {} of {all}", place + 1)))
        .child(previous.map(|to| link(to, "Previous".to_owned(), "k", "previous", dispatch)))
        .child(after)
        .html()
}

/// A step into another group names it.
fn following(scenario: &Scenario, next: &Scenario) -> String {
    match scenario.group == next.group {
        true => "Next".to_owned(),
        false => format!("Next: {}", next.group.title()),
    }
}

fn link(
    to: &'static Scenario,
    label: String,
    key: &str,
    class: &'static str,
    dispatch: &Callback<Action>,
) -> Tag {
    let title = if key.is_empty() { to.idea.to_owned() } else { format!("{} ({key})", to.idea) };
    tag!("a", "class" = class, "href" = format!("#/{}", to.id), "title" = title)
        .on_click(visit(to, "", dispatch))
        .child(tag!("span", "class" = "label").child(label))
        .child(tag!("span").child(to.title))
}

/// A click on a link to a program shows it in this page, unless the reader asked the browser for a
/// tab or a window.
#[inline(never)]
pub fn visit(
    to: &'static Scenario,
    variant: &'static str,
    dispatch: &Callback<Action>,
) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        dispatch.emit(Action::select(to.id, variant));
    })
}

//! Where the learning path leads from here.

use scenarios::{Scenario, scenarios};
use web_sys::MouseEvent;
use yew::prelude::*;

use crate::action::{Action, Direction};
use crate::path;

/// Links to the programs before and after one, and how far along the path it is.
pub fn links(scenario: &'static Scenario, dispatch: &Callback<Action>) -> Html {
    let Some(place) = path::place(scenario) else { return Html::default() };
    let (all, first) = (scenarios().len(), &scenarios()[0]);
    let previous = path::neighbour(scenario, Direction::Back);
    let next = path::neighbour(scenario, Direction::Forward);
    html! {
        <nav class="path" aria-label="Learning path">
            <p class="label">{ format!("Program {} of {all}", place + 1) }</p>
            if let Some(previous) = previous {
                { link(previous, "Previous", "k", "previous", dispatch) }
            }
            if let Some(next) = next {
                { link(next, following(scenario, next), "j", "next", dispatch) }
            } else {
                <p class="over">{ "This is the end of the path." }</p>
                { link(first, "From the start", "", "next", dispatch) }
            }
        </nav>
    }
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
    label: impl Into<AttrValue>,
    key: &str,
    class: &'static str,
    dispatch: &Callback<Action>,
) -> Html {
    let title = if key.is_empty() { to.idea.to_owned() } else { format!("{} ({key})", to.idea) };
    html! {
        <a {class} href={format!("#/{}", to.id)} {title} onclick={visit(to, "", dispatch.clone())}>
            <span class="label">{ label.into() }</span>
            <span>{ to.title }</span>
        </a>
    }
}

/// A click on a link to a program shows it in this page, unless the reader asked the browser for a
/// tab or a window.
pub fn visit(
    to: &'static Scenario,
    variant: &'static str,
    dispatch: Callback<Action>,
) -> impl Fn(MouseEvent) {
    move |event| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        dispatch.emit(Action::Select { scenario: to.id, variant });
    }
}

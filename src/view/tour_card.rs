//! What is seen of the tour: its offer, and the card of a lesson.

use web_sys::{HtmlElement, MouseEvent};
use yew::prelude::*;

use super::arrangement::Arrangement;
use super::icons::Icon;
use super::part::{Link, View};
use super::tag::{Tag, classes, tag};
use super::tour::{Lesson, SCRIPT, Script, Tour};

/// What the page is for and what to press, and the offer of the tour, in the page's header. What can be
/// pressed depends on whether the program `runs` live.
pub fn offer(runs: bool, page: &Link<Arrangement>) -> Tag {
    let end = page.changes(Arrangement::end_tour);
    let press = if runs { "Run live" } else { "Play" };
    let purpose = tag!("span", "class" = "purpose")
        .child("Real async Rust runs in this page: press ")
        .child(tag!("b").child(press))
        .child(tag!("span").child(" and watch every poll, wait and wake"))
        .child(".");
    tag!("div", "class" = "offer")
        .child(purpose)
        .child(
            tag!("button", "type" = "button", "class" = "link")
                .on_click(page.changes(|page| page.tour = Tour::Asked))
                .child("Take the tour"),
        )
        .child(
            tag!("button", "type" = "button", "class" = "quiet small", "aria-label" = "No tour")
                .on_click(end)
                .child(Icon::Close.html()),
        )
}

/// The card of a lesson.
#[derive(PartialEq)]
pub struct Card {
    /// Which lesson, and whether it is done.
    pub lesson: Lesson,
    /// How the page is arranged, which knows where the tour is.
    pub page: Link<Arrangement>,
}

/// The state of a card.
#[derive(Default)]
pub struct State {
    /// The button that leads on.
    on: NodeRef,
    /// It was given the focus.
    had_focus: bool,
}

impl View for Card {
    type State = State;

    fn html(&self, state: &State, _: &Link<State>) -> Html {
        card(self, &state.on)
    }

    /// The focus goes to the card when the tour begins, and is the reader's from then on: a slider that is
    /// being dragged must not lose it.
    fn rendered(&self, state: &mut State, _: &Link<State>) {
        if !std::mem::replace(&mut state.had_focus, true)
            && let Some(on) = state.on.cast::<HtmlElement>()
        {
            let _ = on.focus();
        }
    }
}

fn card(props: &Card, on: &NodeRef) -> Html {
    let Lesson { number, done, .. } = &props.lesson;
    let Some(Script { pane, title, asks, tells, .. }) = SCRIPT.get(*number) else {
        return Html::default();
    };
    let last = number + 1 == SCRIPT.len();
    let end: Callback<MouseEvent> = props.page.changes(Arrangement::end_tour);
    let next: Callback<MouseEvent> = props.page.changes(|page| page.tour.leave_lesson());
    let leave =
        tag!("button", "type" = "button", "class" = "quiet small", "aria-label" = "End the tour",)
            .on_click(end)
            .child(Icon::Close.html());
    let (label, class) = match (done, last) {
        (None, _) => ("Skip", "link"),
        (Some(_), false) => ("Next", "primary"),
        (Some(_), true) => ("Done", "primary"),
    };
    let next =
        tag!("button", "type" = "button", "class" = class).found(on).on_click(next).child(label);
    let foot = tag!("div", "class" = "tour-foot")
        .child(tag!("span").child(format!("{} of {}", number + 1, SCRIPT.len())))
        .child(next);
    let told = done.as_ref().map(|time| tells.replace("{}", time));
    let said = told.clone().unwrap_or_else(|| (*asks).to_owned());
    let card = tag!(
        "section",
        "class" = classes("tour", &[(told.is_some(), "done")]),
        "role" = "dialog",
        "aria-labelledby" = "tour-title",
        "aria-describedby" = "tour-text",
        "data-of" = *pane,
    )
    .child(
        tag!("h2", "id" = "tour-title")
            .child(told.is_some().then(|| Icon::Done.html()))
            .child(*title),
    )
    .child(leave)
    .child(tag!("p", "id" = "tour-text", "aria-live" = "polite").child(said))
    .child(foot);
    tag!("div", "class" = "tour-place").child(card).html()
}

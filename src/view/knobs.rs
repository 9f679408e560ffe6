//! The program's constants that can be turned.

use std::rc::Rc;

use playground::action::Action;
use trace::{Knob, Listing};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::events::{fill, number, sends};
use super::icons::Icon;
use super::part::{Link, View};
use super::tag::{Tag, tag};

/// A slider for each knob of the program; nothing if it has none.
#[derive(PartialEq)]
pub struct Knobs {
    /// The program.
    pub listing: Rc<Listing>,
    /// The knobs' values.
    pub values: Rc<[i64]>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// What the constants keep.
#[derive(Default)]
pub struct State {
    /// What became of a number that was typed and could not be had.
    told: Option<Told>,
}

/// Why a constant has not the value that was typed.
#[derive(Clone)]
struct Told {
    /// The constant's index.
    index: usize,
    /// The value that it has instead: with any other one this is about the past.
    value: i64,
    text: String,
}

impl View for Knobs {
    type State = State;

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        knobs(self, state, link)
    }
}

fn knobs(props: &Knobs, state: &State, link: &Link<State>) -> Html {
    let knobs = &props.listing.knobs;
    if knobs.is_empty() {
        return Html::default();
    }
    let changed = *props.values != props.listing.defaults();
    let reset = changed.then(|| {
        tag!(
            "button",
            "type" = "button",
            "class" = "link",
            "title" = "Back to the values in the text",
        )
        .on_click(sends(&props.dispatch, Action::ResetKnobs))
        .child("Reset all")
    });
    let rows = knobs.iter().zip(&*props.values).enumerate().map(|(index, (knob, value))| {
        let (range, value) = ((knob.min, knob.max, knob.step), *value);
        let (name, about, default) =
            (Rc::clone(&knob.name).into(), Rc::clone(&knob.about).into(), knob.default);
        let told = state.told.as_ref().filter(|told| told.index == index && told.value == value);
        let told = told.map(|told| told.text.clone());
        let typed = types(index, value, knob, &props.dispatch, link);
        row(&Row { index, name, about, range, default, value, told, typed }, &props.dispatch)
    });
    let head = tag!("div", "class" = "knobs-head")
        .child(tag!("h2", "class" = "pane-title").child("Constants"))
        .child(reset);
    tag!(
        "section",
        "class" = "pane knobs",
        "id" = "knobs",
        "aria-label" = "Constants of the program",
    )
    .child(head)
    .children(rows)
    .html()
}

/// A knob and its value.
struct Row {
    index: usize,
    name: AttrValue,
    about: AttrValue,
    /// Least, largest, step.
    range: (i64, i64, i64),
    default: i64,
    value: i64,
    /// What became of a typed number.
    told: Option<String>,
    /// Hears what is typed.
    typed: Callback<Event>,
}

fn row(row: &Row, dispatch: &Callback<Action>) -> Tag {
    let Row { index, name, about, range: (min, max, step), default, value, .. } = row;
    let (index, min, max, default, value) = (*index, *min, *max, *default, *value);
    let unit = if name.ends_with("_MS") { "ms" } else { "" };
    let (id, about_id) = (format!("knob-{index}"), format!("knob-{index}-about"));
    let told_id = format!("knob-{index}-told");
    let (min_text, max_text, step) = (min.to_string(), max.to_string(), step.to_string());
    let reset = (value != default).then(|| {
        tag!(
            "button",
            "type" = "button",
            "class" = "quiet small",
            "title" = format!("Back to {default}"),
            "aria-label" = format!("Put {name} back to {default}"),
        )
        .on_click(sends(dispatch, Action::Knob(index, default)))
        .child(Icon::Reset.html())
    });
    let figure = tag!(
        "input",
        "type" = "number",
        "class" = "figure",
        "aria-label" = format!("{name}, as a number"),
        "min" = min_text.clone(),
        "max" = max_text.clone(),
        "step" = step.clone(),
        "aria-describedby" = told_id.clone(),
    )
    // Typed digits count when they are complete, or the first of them would be put right at once.
    .on_change(row.typed.clone())
    .holding(value.to_string());
    let slider = tag!(
        "input",
        "type" = "range",
        "id" = id.clone(),
        "min" = min_text,
        "max" = max_text,
        "step" = step,
        "style" = fill((value - min).max(0) as u64, max.abs_diff(min)),
        "aria-describedby" = about_id.clone(),
        "aria-valuetext" = format!("{value} {unit}"),
    )
    .on_input(sets(index, dispatch).reform(Event::from))
    .holding(value.to_string());
    let head = tag!("div", "class" = "knob-head")
        .child(tag!("label", "for" = id).child(tag!("code").child(name.clone())))
        .child(reset)
        .child(figure)
        .child(tag!("span", "class" = "unit").child(unit));
    let foot = tag!("div", "class" = "knob-foot", "id" = about_id)
        .child(tag!("span").child(about.clone()))
        .child(tag!("span", "class" = "bounds").child(format!("{min}–{max}")));
    let told =
        tag!("p", "class" = "knob-told", "id" = told_id, "role" = "status").child(row.told.clone());
    tag!("div", "class" = "knob").key(&**name).child(head).child(told).child(slider).child(foot)
}

/// Turns a constant to the number that was typed, or says why it has another value.
fn types(
    index: usize,
    value: i64,
    knob: &Knob,
    dispatch: &Callback<Action>,
    link: &Link<State>,
) -> Callback<Event> {
    let (knob, dispatch, link) = (knob.clone(), dispatch.clone(), link.clone());
    Callback::from(move |event: Event| {
        let Some(field) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let told = match number(&event) {
            None => Some((value, format!("That is no number: {value} stays."))),
            Some(wanted) => {
                let nearest = knob.nearest(wanted.round() as i64);
                dispatch.emit(Action::Knob(index, nearest));
                (nearest as f64 != wanted)
                    .then(|| (nearest, instead(&knob, &field.value(), nearest)))
            }
        };
        // Drawn again in any case: the field then shows the value that the constant has.
        let told = told.map(|(value, text)| Told { index, value, text });
        link.change(move |state| state.told = told);
    })
}

/// Why a constant is not what was typed.
fn instead(knob: &Knob, typed: &str, nearest: i64) -> String {
    let (min, max) = (knob.min, knob.max);
    match knob.step {
        1 => format!("From {min} to {max}: {nearest} instead of {typed}."),
        step => format!("From {min} to {max} in steps of {step}: {nearest} instead of {typed}."),
    }
}

fn sets(index: usize, dispatch: &Callback<Action>) -> Callback<Event> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: Event| {
        if let Some(value) = number(&event) {
            dispatch.emit(Action::Knob(index, value.round() as i64));
        }
    })
}

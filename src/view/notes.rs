//! The teaching: what to watch, what to predict, what goes wrong, and why.

use std::rc::Rc;

use playground::action::Action;
use playground::exhibit::Exhibit;
use playground::snapshot::{Prediction, TraceHandle};
use scenarios::Watch;
use yew::prelude::*;

use super::events::sends;
use super::glossary;
use super::markdown::{Prose, line};
use super::part::{Link, View, listed, part};
use super::path;
use super::predict::Predict;
use super::tag::{Tag, tag};

/// The notes pane.
#[derive(PartialEq)]
pub struct Notes {
    /// What is shown.
    pub exhibit: Rc<Exhibit>,
    /// Index of the variant that is shown.
    pub variant: usize,
    /// Its run, in which the bookmarks are found.
    pub trace: TraceHandle,
    /// How many events have happened.
    pub position: usize,
    /// The narration says the scenario's idea.
    pub idea_is_said: bool,
    /// The knobs' values.
    pub knobs: Rc<[i64]>,
    /// What became of the scenario's question.
    pub prediction: Prediction,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// What the notes keep.
#[derive(Default)]
pub struct State {
    /// The positions of the bookmarks, and the trace that was searched for them. It is searched once, not
    /// at each position: a trace may be long.
    places: (Option<TraceHandle>, Rc<[Option<usize>]>),
    /// A bookmark in another variant is found only when that variant's run is there.
    wanted: Option<Watch>,
}

impl View for Notes {
    type State = State;

    fn changed(&self, state: &mut State) {
        if state.places.0.as_ref() != Some(&self.trace) {
            state.places = (Some(self.trace.clone()), self.places());
        }
    }

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        notes(self, &state.places.1, link)
    }

    fn rendered(&self, state: &mut State, _: &Link<State>) {
        let here = |watch: &mut Watch| variant_of(&self.exhibit, watch) == self.variant;
        let wanted = state.wanted.take_if(here);
        let place = wanted.and_then(|watch| trace::bookmark(&self.trace.borrow(), watch.bookmark));
        if let Some(place) = place {
            self.dispatch.emit(Action::Seek(place));
        }
    }
}

impl Notes {
    /// Where the bookmarks are in the run that is shown.
    fn places(&self) -> Rc<[Option<usize>]> {
        let trace = self.trace.borrow();
        let place = |watch: &Watch| match variant_of(&self.exhibit, watch) == self.variant {
            true => trace::bookmark(&trace, watch.bookmark),
            false => None,
        };
        self.exhibit.watch.iter().map(place).collect()
    }
}

fn notes(props: &Notes, places: &[Option<usize>], link: &Link<State>) -> Html {
    let Exhibit { id, idea, watch, notes, .. } = &*props.exhibit;
    let (pitfall, body) = notes.map_or(("", ""), |notes| (notes.pitfall, notes.body));
    let reading = notes.map_or(&[][..], |notes| notes.reading);
    let text = tag!("div", "class" = "notes-text")
        .child((!props.idea_is_said).then(|| tag!("p", "class" = "idea").child(line(idea))))
        .child(listed(&**id, question(props)))
        .child((!watch.is_empty()).then(|| tag!("h3").child("What to watch")))
        .child((!watch.is_empty()).then(|| {
            let watch = watch.iter().zip(places).enumerate();
            tag!("ol", "class" = "watch").children(watch.map(|(key, (watch, place))| {
                tag!("li").key(key).child(bookmark(props, watch, *place, link))
            }))
        }))
        .child((!pitfall.is_empty()).then(|| {
            tag!("div", "class" = "pitfall")
                .child(tag!("span", "class" = "label").child("Pitfall"))
                .child(tag!("p").child(line(pitfall)))
        }))
        .child(part(Prose { text: body }))
        .child((!reading.is_empty()).then(|| tag!("h3").child("Further reading")))
        .child((!reading.is_empty()).then(|| {
            let reading = reading.iter().map(|text| tag!("li").key(*text).child(line(text)));
            tag!("ul", "class" = "reading").children(reading)
        }))
        .child(props.exhibit.scenario().map(|here| path::links(here, &props.dispatch)))
        .child(glossary::popovers());
    tag!(
        "section",
        "class" = "pane notes",
        "id" = "notes",
        "role" = "tabpanel",
        "aria-label" = "Notes",
        "tabindex" = "0",
    )
    // Another scenario's notes are read from their beginning.
    .key(&**id)
    .child(tag!("h2", "class" = "pane-title").child("Notes"))
    .child(text)
    .html()
}

fn question(props: &Notes) -> Predict {
    Predict {
        exhibit: Rc::clone(&props.exhibit),
        variant: props.variant,
        trace: props.trace.clone(),
        knobs: props.knobs.clone(),
        prediction: props.prediction.clone(),
        dispatch: props.dispatch.clone(),
    }
}

/// The index of a watch's variant; an empty name is the first.
fn variant_of(exhibit: &Exhibit, watch: &Watch) -> usize {
    exhibit.position(watch.variant).unwrap_or(0)
}

/// A point to watch, as a button that leads there.
fn bookmark(props: &Notes, watch: &Watch, place: Option<usize>, link: &Link<State>) -> Tag {
    let variant = variant_of(&props.exhibit, watch);
    let here = variant == props.variant;
    // A live run gets there later.
    let missing = here && place.is_none();
    let onclick = match (place, here) {
        (Some(place), true) => sends(&props.dispatch, Action::Seek(place)),
        _ => seeks_elsewhere(props, watch, variant, link),
    };
    let title = match missing {
        true => "This run has not reached it yet".to_owned(),
        false => format!("Go to: {}", watch.bookmark),
    };
    let label =
        (props.exhibit.variants.len() > 1).then(|| props.exhibit.variants[variant].label.clone());
    tag!(
        "button",
        "type" = "button",
        "class" = if here { "bookmark" } else { "bookmark elsewhere" },
        "disabled" = missing,
        "aria-current" = (place == Some(props.position)).then_some("true"),
        "title" = title,
    )
    .on_click(onclick)
    .child(label.map(|label| tag!("span", "class" = "tag").child(label)))
    .child(tag!("span").child(line(watch.text)))
}

/// Shows another variant's run, and keeps in mind what was sought there.
fn seeks_elsewhere(
    props: &Notes,
    watch: &Watch,
    variant: usize,
    link: &Link<State>,
) -> Callback<MouseEvent> {
    let (dispatch, link) = (props.dispatch.clone(), link.clone());
    let select =
        Action::select(props.exhibit.id.clone(), props.exhibit.variants[variant].id.clone());
    let watch = *watch;
    Callback::from(move |_| {
        link.change(move |state| state.wanted = Some(watch));
        dispatch.emit(select.clone());
    })
}

//! The panes, each with what it needs of a snapshot: the same in the page and in an embed.

use std::rc::Rc;

use playground::action::Action;
use playground::snapshot::Snapshot;
use yew::prelude::*;

use super::coming;
use super::console::Console;
use super::inspector::Inspector;
use super::knobs::Knobs;
use super::narration::{Narration, says_idea};
use super::notes::Notes;
use super::part::{listed, part};
use super::predict::Predict;
use super::program::Program;
use super::runtime::Runtime;
use super::tag::{classes, tag};
use super::timeline::Timeline;

/// The program's text.
pub fn program(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Html {
    part(Program {
        exhibit: Rc::clone(&snapshot.exhibit),
        variant: snapshot.variant,
        compared: snapshot.compared.as_ref().map(|other| other.variant),
        trace: snapshot.trace.clone(),
        state: snapshot.state.clone(),
        knobs: snapshot.knobs.clone(),
        hover: snapshot.hover,
        selected: snapshot.selected,
        fresh: snapshot.fresh,
        dispatch: dispatch.clone(),
    })
}

/// The sentence about the last event.
pub fn narration(snapshot: &Snapshot) -> Html {
    part(Narration {
        idea: snapshot.exhibit.idea.clone(),
        trace: snapshot.trace.clone(),
        state: snapshot.state.clone(),
        before: snapshot.before.clone(),
        fresh: snapshot.fresh,
        is_quiet: snapshot.mode.moves(),
    })
}

/// The queue, the worker, and who is parked where.
pub fn runtime(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Html {
    let of = snapshot.compared.as_ref().map(|_| snapshot.variant().label.clone());
    part(Runtime {
        of,
        trace: snapshot.trace.clone(),
        state: snapshot.state.clone(),
        now: snapshot.now,
        mode: snapshot.mode,
        speed: snapshot.speed,
        hover: snapshot.hover,
        selected: snapshot.selected,
        fits: snapshot.present,
        needs: snapshot.needs,
        dispatch: dispatch.clone(),
    })
}

/// What was printed.
pub fn console(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Html {
    part(Console {
        trace: snapshot.trace.clone(),
        state: snapshot.state.clone(),
        is_quiet: snapshot.mode.moves(),
        dispatch: dispatch.clone(),
    })
}

/// Tasks, awaits, resources and lints.
pub fn inspector(snapshot: &Snapshot, is_open: bool, dispatch: &Callback<Action>) -> Html {
    part(Inspector {
        is_open,
        trace: snapshot.trace.clone(),
        state: snapshot.state.clone(),
        now: snapshot.now,
        hover: snapshot.hover,
        selected: snapshot.selected,
        lints: snapshot.lints.clone(),
        dispatch: dispatch.clone(),
    })
}

/// The teaching.
pub fn notes(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Html {
    part(Notes {
        exhibit: Rc::clone(&snapshot.exhibit),
        variant: snapshot.variant,
        trace: snapshot.trace.clone(),
        position: snapshot.position(),
        idea_is_said: says_idea(snapshot.fresh, &snapshot.state),
        knobs: snapshot.knobs.clone(),
        prediction: snapshot.prediction.clone(),
        dispatch: dispatch.clone(),
    })
}

/// The scenario's question.
pub fn predict(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Html {
    listed(
        &*snapshot.exhibit.id,
        Predict {
            exhibit: Rc::clone(&snapshot.exhibit),
            variant: snapshot.variant,
            trace: snapshot.trace.clone(),
            knobs: snapshot.knobs.clone(),
            prediction: snapshot.prediction.clone(),
            dispatch: dispatch.clone(),
        },
    )
}

/// The program's constants.
pub fn knobs(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Html {
    part(Knobs {
        listing: Rc::clone(&snapshot.variant().listing),
        values: snapshot.knobs.clone(),
        dispatch: dispatch.clone(),
    })
}

/// The lanes.
pub fn timeline(snapshot: &Rc<Snapshot>, dispatch: &Callback<Action>) -> Html {
    let class = [(snapshot.coming.is_some(), "coming")];
    tag!("div", "class" = classes("pane timeline-pane", &class), "id" = "timeline")
        .child(html! {
            <Timeline snapshot={snapshot.clone()} dispatch={dispatch.clone()} />
        })
        .child(tag!("div").child(coming::status(snapshot)))
        .html()
}

//! The playhead's slider: it moves over the elastic axis, between events too.

use yew::prelude::*;

use super::events::{fill, number};
use super::tag::tag;
use crate::action::{Action, Direction, Step};
use crate::elastic::Stretched;

/// The playhead's slider, on an axis up to `end`. `text` says what the position means, for a screen
/// reader.
pub fn scrubber(
    playhead: Stretched,
    end: Stretched,
    text: String,
    dispatch: &Callback<Action>,
) -> Html {
    let (moves, steps) = (dispatch.clone(), dispatch.clone());
    let dragged = move |event: InputEvent| {
        if let Some(value) = number(&event) {
            moves.emit(Action::SeekPlace(value.max(0.0) as Stretched));
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if let Some((step, direction)) = step(&event.key()) {
            event.prevent_default();
            steps.emit(Action::Step(step, direction));
        }
    };
    tag!(
        "input",
        "type" = "range",
        "class" = "scrubber",
        "aria-label" = "Position",
        "aria-valuetext" = text,
        "min" = "0",
        "max" = end.to_string(),
        "step" = "1",
        "disabled" = end == 0,
        "style" = fill(playhead, end),
    )
    .on_input(dragged.into())
    .on_key(keyed.into())
    .holding(playhead.to_string())
    .html()
}

/// The slider's own step would be a microsecond; an event is what a reader wants.
fn step(key: &str) -> Option<(Step, Direction)> {
    match key {
        "ArrowRight" | "ArrowUp" => Some((Step::Event, Direction::Forward)),
        "ArrowLeft" | "ArrowDown" => Some((Step::Event, Direction::Back)),
        "PageUp" => Some((Step::Poll, Direction::Forward)),
        "PageDown" => Some((Step::Poll, Direction::Back)),
        "End" => Some((Step::Edge, Direction::Forward)),
        "Home" => Some((Step::Edge, Direction::Back)),
        _ => None,
    }
}

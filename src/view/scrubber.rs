//! The playhead's slider: it moves over the elastic axis, between events too.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::action::{Action, Direction, Step};
use crate::elastic::Stretched;

/// What [`Scrubber`] needs.
#[derive(Properties, PartialEq)]
pub struct ScrubberProps {
    /// The playhead.
    pub playhead: Stretched,
    /// The axis' end.
    pub end: Stretched,
    /// What the position means, for a screen reader.
    pub text: AttrValue,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The playhead's slider.
#[component]
pub fn Scrubber(props: &ScrubberProps) -> Html {
    let dragged = use_callback(props.dispatch.clone(), |event: InputEvent, dispatch| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        if let Some(value) = input.map(|input| input.value_as_number()) {
            dispatch.emit(Action::SeekPlace(value.max(0.0) as Stretched));
        }
    });
    let keyed = use_callback(props.dispatch.clone(), |event: KeyboardEvent, dispatch| {
        if let Some((step, direction)) = step(&event.key()) {
            event.prevent_default();
            dispatch.emit(Action::Step(step, direction));
        }
    });
    let share = props.playhead as f64 / props.end.max(1) as f64 * 100.0;
    html! {
        <input
            type="range"
            class="scrubber"
            aria-label="Position"
            aria-valuetext={props.text.clone()}
            min="0"
            max={props.end.to_string()}
            step="1"
            value={props.playhead.to_string()}
            disabled={props.end == 0}
            style={format!("--fill: {share:.2}%")}
            oninput={dragged}
            onkeydown={keyed}
        />
    }
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

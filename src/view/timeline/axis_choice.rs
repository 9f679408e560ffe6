//! The buttons that choose what the width means.

use yew::prelude::*;

use super::{Msg, Timeline};
use crate::action::Axis;

const AXES: [(Axis, &str, &str); 3] = [
    (Axis::Elastic, "elastic", "Time to scale, with room for every event"),
    (Axis::Time, "time", "Time to scale"),
    (Axis::Steps, "steps", "Every event the same width"),
];

/// Why there is no choice while two runs are compared.
const ONLY_TIME: &str = "Two runs share only the axis of time";

impl Timeline {
    pub(super) fn corner(&self, ctx: &Context<Self>) -> Html {
        let two = self.panes.len() > 1;
        let shown = if two { Axis::Time } else { ctx.props().snapshot.axis };
        let button = |(axis, name, title): (Axis, &'static str, &'static str)| {
            let choose = ctx.link().callback(move |_| Msg::Choose(axis));
            let pressed = (axis == shown).to_string();
            let title = if two { ONLY_TIME } else { title };
            html! {
                <button key={name} type="button" {title} aria-pressed={pressed}
                    disabled={two && axis != shown} onclick={choose}>
                    { name }
                </button>
            }
        };
        // A narrow screen has room for one button: it goes from axis to axis.
        let place = AXES.iter().position(|(axis, ..)| *axis == shown).unwrap_or(0);
        let (_, name, _) = AXES[place];
        let (next_axis, next, _) = AXES[(place + 1) % AXES.len()];
        let title = if two { ONLY_TIME.to_owned() } else { format!("Next axis: {next}") };
        html! {
            <div class="timeline-axis" ref={self.corner.clone()} role="group" aria-label="Axis">
                <span class="all">{ for AXES.into_iter().map(button) }</span>
                <button class="next" type="button" {title} disabled={two}
                    onclick={ctx.link().callback(move |_| Msg::Choose(next_axis))}>
                    { name }
                </button>
            </div>
        }
    }
}

//! The buttons that choose what the width means.

use playground::action::Axis;
use yew::prelude::*;

use super::{Msg, Timeline};
use crate::view::legend;
use crate::view::tag::{Tag, tag, truth};

const AXES: [(Axis, &str, &str); 3] = [
    (Axis::Elastic, "elastic", "Time to scale, with room for every event"),
    (Axis::Time, "time", "Time to scale"),
    (Axis::Steps, "steps", "Every event the same width"),
];

/// Why there is no choice while two runs are compared.
const ONLY_TIME: &str = "Two runs share only the axis of time";

impl Timeline {
    pub(super) fn corner(&self, ctx: &Context<Self>) -> Tag {
        let two = self.panes.len() > 1;
        let shown = if two { Axis::Time } else { ctx.props().snapshot.axis };
        let button = |(axis, name, title): (Axis, &'static str, &'static str)| {
            let choose = ctx.link().callback(move |_| Msg::Choose(axis));
            let title = if two { ONLY_TIME } else { title };
            tag!(
                "button",
                "type" = "button",
                "title" = title,
                "aria-pressed" = truth(axis == shown),
                "disabled" = two && axis != shown,
            )
            .key(name)
            .on_click(choose)
            .child(name)
        };
        // A narrow screen has room for one button: it goes from axis to axis.
        let place = AXES.iter().position(|(axis, ..)| *axis == shown).unwrap_or(0);
        let (_, name, _) = AXES[place];
        let (next_axis, next, _) = AXES[(place + 1) % AXES.len()];
        let title = if two { ONLY_TIME.to_owned() } else { format!("Next axis: {next}") };
        let next =
            tag!("button", "class" = "next", "type" = "button", "title" = title, "disabled" = two,)
                .on_click(ctx.link().callback(move |_| Msg::Choose(next_axis)))
                .child(name);
        tag!("div", "class" = "timeline-axis", "role" = "group", "aria-label" = "Axis")
            .found(&self.corner)
            .child(tag!("span", "class" = "all").children(AXES.into_iter().map(button)))
            .child(next)
            .child(legend::button())
    }
}

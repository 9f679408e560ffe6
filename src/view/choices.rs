//! What is chosen beside the player: its speed, the workers, the seed.

use playground::action::{Action, Speed};
use yew::prelude::*;

use super::events::{chooses, sends};
use super::icons::Icon;
use super::part::{Link, View};
use super::tag::{Tag, list, tag};

/// Numbers of workers to choose from; an address may name any up to sixteen.
const WORKERS: [u16; 5] = [1, 2, 4, 8, 16];

/// Workers, seed and speed: nothing that changes while the player plays.
#[derive(PartialEq)]
pub struct Choices {
    /// The player's speed.
    pub speed: Speed,
    /// How many workers poll, if the reader has said.
    pub workers: Option<u16>,
    /// How many did in the run that is shown.
    pub written: u16,
    /// The program is one for several workers, so that their number makes a difference.
    pub several: bool,
    /// The program leaves something to chance: so does the order of several workers.
    pub chance: bool,
    /// Seed of everything that is free to be ordered.
    pub seed: u64,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

impl View for Choices {
    type State = ();

    fn html(&self, _: &(), _: &Link<()>) -> Html {
        choices(self)
    }
}

fn choices(props: &Choices) -> Html {
    // Only what makes a difference is shown, and what was chosen.
    let several = props.several || props.workers.is_some();
    let chance = props.chance || several || props.seed != 0;
    let choices = (several || chance).then(|| {
        tag!("div", "class" = "choices")
            .child(several.then(|| workers(props)))
            .child(chance.then(|| seed(props)))
    });
    list([choices.map(Tag::html).unwrap_or_default(), speed(props).html()])
}

fn workers(props: &Choices) -> Tag {
    // What is no number stands for the program's own.
    let onchange = chooses(&props.dispatch, |value| Some(Action::Workers(value.parse().ok())));
    let written = match props.workers {
        None if props.written > 1 => format!("as written: {}", props.written),
        _ => "as written".to_owned(),
    };
    let mut numbers = WORKERS.to_vec();
    if let Some(unusual) = props.workers.filter(|workers| !WORKERS.contains(workers)) {
        numbers.insert(numbers.partition_point(|number| *number < unusual), unusual);
    }
    let written = tag!("option", "value" = "", "selected" = props.workers.is_none())
        .key("written")
        .child(written);
    let numbers = numbers.into_iter().map(|number| {
        let text = number.to_string();
        tag!("option", "value" = text.clone(), "selected" = props.workers == Some(number))
            .key(number)
            .child(text)
    });
    let select = tag!("select").on_change(onchange).child(written).children(numbers);
    tag!("label", "class" = "choice", "title" = "How many simulated workers poll the tasks")
        .child(tag!("span").child("Workers"))
        .child(select)
}

fn seed(props: &Choices) -> Tag {
    let title =
        format!("Run with another seed, which decides whatever order is free; now {}", props.seed);
    tag!(
        "button",
        "type" = "button",
        "class" = "quiet seed",
        "title" = title,
        "aria-label" = "Another seed",
    )
    .on_click(sends(&props.dispatch, Action::AnotherSeed))
    .child(Icon::Dice.html())
    .child(tag!("span").child(props.seed.to_string()))
}

fn speed(props: &Choices) -> Tag {
    let onchange =
        chooses(&props.dispatch, |value| Some(Action::Speed(Speed(value.parse().ok()?))));
    let speeds = (Speed::SLOWEST.0..=Speed::FASTEST.0).map(|power| {
        let speed = Speed(power);
        tag!("option", "value" = power.to_string(), "selected" = speed == props.speed)
            .key(power)
            .child(speed.label())
    });
    tag!("label", "class" = "choice speed", "title" = "Speed (+ and -)")
        .child(tag!("span").child("Speed"))
        .child(tag!("select").on_change(onchange).children(speeds))
}

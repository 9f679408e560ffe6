//! What is chosen beside the player: its speed, the workers, the seed.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::icons::Icon;
use crate::action::{Action, Speed};

/// Numbers of workers to choose from; an address may name any up to sixteen.
const WORKERS: [u16; 5] = [1, 2, 4, 8, 16];

/// What [`Choices`] needs: nothing that changes while the player plays.
#[derive(Properties, PartialEq)]
pub struct ChoicesProps {
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

/// Workers, seed and speed.
#[component]
pub fn Choices(props: &ChoicesProps) -> Html {
    // Only what makes a difference is shown, and what was chosen.
    let several = props.several || props.workers.is_some();
    let chance = props.chance || several || props.seed != 0;
    html! {
        <>
            if several || chance {
                <div class="choices">
                    if several {
                        { workers(props) }
                    }
                    if chance {
                        { seed(props) }
                    }
                </div>
            }
            { speed(props) }
        </>
    }
}

fn workers(props: &ChoicesProps) -> Html {
    let dispatch = props.dispatch.clone();
    let onchange = move |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            // What is no number stands for the program's own.
            dispatch.emit(Action::Workers(select.value().parse().ok()));
        }
    };
    let written = match props.workers {
        None if props.written > 1 => format!("as written: {}", props.written),
        _ => "as written".to_owned(),
    };
    let unusual = props.workers.filter(|workers| !WORKERS.contains(workers));
    let mut numbers: Vec<u16> = WORKERS.into_iter().chain(unusual).collect();
    numbers.sort_unstable();
    html! {
        <label class="choice" title="How many simulated workers poll the tasks">
            <span>{ "Workers" }</span>
            <select {onchange}>
                <option key="written" value="" selected={props.workers.is_none()}>{ written }</option>
                { for numbers.into_iter().map(|number| html! {
                    <option
                        key={number}
                        value={number.to_string()}
                        selected={props.workers == Some(number)}
                    >
                        { number }
                    </option>
                }) }
            </select>
        </label>
    }
}

fn seed(props: &ChoicesProps) -> Html {
    let dispatch = props.dispatch.clone();
    let title = format!("Another seed for what is free to be ordered; it is {}", props.seed);
    html! {
        <button
            type="button"
            class="quiet seed"
            {title}
            aria-label="Another seed"
            onclick={move |_| dispatch.emit(Action::AnotherSeed)}
        >
            { Icon::Dice.html() }
            <span>{ props.seed }</span>
        </button>
    }
}

fn speed(props: &ChoicesProps) -> Html {
    let dispatch = props.dispatch.clone();
    let onchange = move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(Ok(speed)) = select.map(|select| select.value().parse()) {
            dispatch.emit(Action::Speed(Speed(speed)));
        }
    };
    let speeds = (Speed::SLOWEST.0..=Speed::FASTEST.0).map(Speed);
    html! {
        <label class="choice speed" title="Speed (+ and -)">
            <span>{ "Speed" }</span>
            <select {onchange}>
                { for speeds.map(|speed| html! {
                    <option
                        key={speed.0}
                        value={speed.0.to_string()}
                        selected={speed == props.speed}
                    >
                        { speed.label() }
                    </option>
                }) }
            </select>
        </label>
    }
}

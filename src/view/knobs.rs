//! The program's constants that can be turned.

use std::rc::Rc;

use scenarios::Scenario;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::icons::Icon;
use crate::action::Action;

/// What [`Knobs`] needs: little, so that it is left alone while the player plays.
#[derive(Properties, PartialEq)]
pub struct KnobsProps {
    /// The scenario.
    pub scenario: &'static Scenario,
    /// Index of the variant that is shown.
    pub variant: usize,
    /// The knobs' values.
    pub values: Rc<[i64]>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// A slider for each knob of the program; nothing if it has none.
#[component]
pub fn Knobs(props: &KnobsProps) -> Html {
    let knobs = props.scenario.variants[props.variant].program.knobs;
    let reset = use_callback(props.dispatch.clone(), |_: MouseEvent, d| d.emit(Action::ResetKnobs));
    if knobs.is_empty() {
        return Html::default();
    }
    let changed = knobs.iter().zip(&*props.values).any(|(knob, value)| knob.default != *value);
    html! {
        <section class="pane knobs" id="knobs" aria-label="Constants of the program">
            <div class="knobs-head">
                <h2 class="pane-title">{ "Constants" }</h2>
                if changed {
                    <button
                        type="button"
                        class="link"
                        title="Back to the values in the text"
                        onclick={reset}
                    >
                        { "Reset all" }
                    </button>
                }
            </div>
            { for knobs.iter().zip(&*props.values).enumerate().map(|(index, (knob, value))| html! {
                <KnobRow
                    key={knob.name}
                    {index}
                    name={knob.name}
                    about={knob.about}
                    range={(knob.min, knob.max, knob.step)}
                    default={knob.default}
                    value={*value}
                    dispatch={props.dispatch.clone()}
                />
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct KnobRowProps {
    index: usize,
    name: &'static str,
    about: &'static str,
    /// Least, largest, step.
    range: (i64, i64, i64),
    default: i64,
    value: i64,
    dispatch: Callback<Action>,
}

#[component]
fn KnobRow(props: &KnobRowProps) -> Html {
    let KnobRowProps { index, name, about, range: (min, max, step), default, value, dispatch } =
        props;
    let turned =
        use_callback((*index, dispatch.clone()), |event: InputEvent, (index, dispatch)| {
            send(event.target_dyn_into(), *index, dispatch);
        });
    // Typed digits count when they are complete, or the first of them would be put right at once.
    let typed = use_callback((*index, dispatch.clone()), |event: Event, (index, dispatch)| {
        send(event.target_dyn_into(), *index, dispatch);
    });
    let reset = use_callback(
        (*index, *default, dispatch.clone()),
        |_: MouseEvent, (index, default, dispatch)| dispatch.emit(Action::Knob(*index, *default)),
    );
    let unit = if name.ends_with("_MS") { "ms" } else { "" };
    let share = (value - min) as f64 / (max - min).max(1) as f64 * 100.0;
    let about_id = format!("knob-{index}-about");
    html! {
        <div class="knob">
            <div class="knob-head">
                <label for={format!("knob-{index}")}><code>{ *name }</code></label>
                if value != default {
                    <button
                        type="button"
                        class="quiet small"
                        title={format!("Back to {default}")}
                        aria-label={format!("Put {name} back to {default}")}
                        onclick={reset}
                    >
                        { Icon::Reset.html() }
                    </button>
                }
                <input
                    type="number"
                    class="figure"
                    aria-label={format!("{name}, as a number")}
                    min={min.to_string()}
                    max={max.to_string()}
                    step={step.to_string()}
                    value={value.to_string()}
                    onchange={typed}
                />
                <span class="unit">{ unit }</span>
            </div>
            <input
                type="range"
                id={format!("knob-{index}")}
                min={min.to_string()}
                max={max.to_string()}
                step={step.to_string()}
                value={value.to_string()}
                style={format!("--fill: {share:.2}%")}
                aria-describedby={about_id.clone()}
                aria-valuetext={format!("{value} {unit}")}
                oninput={turned}
            />
            <div class="knob-foot" id={about_id}>
                <span>{ *about }</span>
                <span class="bounds">{ format!("{min}–{max}") }</span>
            </div>
        </div>
    }
}

fn send(input: Option<HtmlInputElement>, index: usize, dispatch: &Callback<Action>) {
    let value = input.map(|input| input.value_as_number()).filter(|value| value.is_finite());
    if let Some(value) = value {
        dispatch.emit(Action::Knob(index, value.round() as i64));
    }
}

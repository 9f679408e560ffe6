//! What puts two variants' runs on one time scale.

use scenarios::Scenario;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::action::Action;
use crate::view::icons::Icon;

/// The button that begins and ends a comparison and, where there is a choice, the variant to
/// compare with.
pub fn control(
    scenario: &'static Scenario,
    shown: usize,
    compared: Option<usize>,
    dispatch: &Callback<Action>,
) -> Html {
    let toggle = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.emit(Action::ToggleCompare)
    };
    let title = match compared {
        Some(_) => "Show one run alone (c or Esc)",
        None => "Show the runs of two variants on one time scale (c)",
    };
    let choice = compared.filter(|_| scenario.variants.len() > 2);
    html! {
        <div class="compare" role="group" aria-label="Comparison">
            <button
                type="button"
                class="quiet toggle"
                {title}
                aria-pressed={compared.is_some().to_string()}
                onclick={toggle}
            >
                { Icon::Compare.html() }
                <span>{ "Compare" }</span>
            </button>
            if let Some(compared) = choice {
                { others(scenario, shown, compared, dispatch) }
            }
        </div>
    }
}

fn others(
    scenario: &'static Scenario,
    shown: usize,
    compared: usize,
    dispatch: &Callback<Action>,
) -> Html {
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(Ok(variant)) = select.map(|select| select.value().parse()) {
            dispatch.emit(Action::Compare(Some(variant)));
        }
    };
    let others = scenario.variants.iter().enumerate().filter(|(index, _)| *index != shown);
    html! {
        <select aria-label="Compare with" {onchange}>
            { for others.map(|(index, variant)| html! {
                <option key={index} value={index.to_string()} selected={index == compared}>
                    { variant.label }
                </option>
            }) }
        </select>
    }
}

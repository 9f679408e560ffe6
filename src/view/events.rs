//! What elements do with events, made once for all of them.

use playground::action::Action;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A click sends an action.
#[inline(never)]
pub fn sends(dispatch: &Callback<Action>, action: Action) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| dispatch.emit(action.clone()))
}

/// What is chosen sends an action, by the option's value.
#[inline(never)]
pub fn chooses(dispatch: &Callback<Action>, action: fn(&str) -> Option<Action>) -> Callback<Event> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
        if let Some(action) = chosen.and_then(|value| action(&value)) {
            dispatch.emit(action);
        }
    })
}

/// The place of what was chosen among some, each of which has its place as its value.
pub fn chosen(event: &Event) -> Option<usize> {
    event.target_dyn_into::<HtmlSelectElement>()?.value().parse().ok()
}

/// The number that a slider or a field has now.
pub fn number(event: &Event) -> Option<f64> {
    let input = event.target_dyn_into::<HtmlInputElement>()?;
    Some(input.value_as_number()).filter(|value| value.is_finite())
}

/// The style that fills a slider's track up to a share of the whole.
pub fn fill(part: u64, whole: u64) -> String {
    let share = part.saturating_mul(10_000) / whole.max(1);
    format!("--fill: {}.{:02}%", share / 100, share % 100)
}

/// The element that an event happened in. Yew listens at the root of the page, which is the event's
/// current target.
pub fn element(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_track_is_filled_in_hundredths_of_a_percent() {
        assert_eq!(fill(1, 3), "--fill: 33.33%");
        assert_eq!(fill(1, 1_000), "--fill: 0.10%");
        assert_eq!(fill(7, 7), "--fill: 100.00%");
        assert_eq!(fill(0, 0), "--fill: 0.00%");
    }
}

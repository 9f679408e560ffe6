//! A row of tabs, with the keys that tabs have.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// What [`Tabs`] needs.
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// What is chosen here, for a screen reader.
    pub label: AttrValue,
    /// A class besides `tabs`.
    #[prop_or_default]
    pub class: Classes,
    /// The tabs' labels.
    pub items: Vec<AttrValue>,
    /// Which of them is chosen.
    pub selected: usize,
    /// The id of what they show: one for all, or one each.
    pub panels: Vec<AttrValue>,
    /// Another one is chosen.
    pub on_select: Callback<usize>,
}

/// A row of tabs. Arrows, Home and End move along it and choose at once.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let count = props.items.len();
    let keyed = use_callback(
        (props.on_select.clone(), props.selected, count),
        |event: KeyboardEvent, (on_select, selected, count)| {
            let Some(to) = moved(&event.key(), *selected, *count) else { return };
            event.prevent_default();
            event.stop_propagation();
            // Yew listens at the root of the page, which is the event's current target.
            let tab = event.target().and_then(|tab| tab.dyn_into::<Element>().ok());
            let row = tab.and_then(|tab| tab.closest("[role=tablist]").ok().flatten());
            let tab = row.and_then(|row| row.children().item(to as u32));
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                let _ = tab.focus();
            }
            on_select.emit(to);
        },
    );
    let tab = |(index, label): (usize, &AttrValue)| {
        let selected = index == props.selected;
        let on_select = props.on_select.clone();
        let panel = props.panels.get(index).or(props.panels.first()).cloned();
        html! {
            <button
                key={index}
                type="button"
                role="tab"
                aria-selected={selected.to_string()}
                aria-controls={panel}
                tabindex={if selected { "0" } else { "-1" }}
                onclick={move |_| on_select.emit(index)}
            >
                { label }
            </button>
        }
    };
    html! {
        <div
            class={classes!("tabs", props.class.clone())}
            role="tablist"
            aria-label={props.label.clone()}
            onkeydown={keyed}
        >
            { for props.items.iter().enumerate().map(tab) }
        </div>
    }
}

/// Where a key leads from the tab `from` of `count`.
fn moved(key: &str, from: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" => Some((from + 1) % count),
        "ArrowLeft" => Some((from + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn arrows_go_round() {
        assert_eq!(moved("ArrowRight", 2, 3), Some(0));
        assert_eq!(moved("ArrowLeft", 0, 3), Some(2));
        assert_eq!(moved("End", 0, 3), Some(2));
        assert_eq!(moved("x", 0, 3), None);
    }
}

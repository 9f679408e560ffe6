//! A row of tabs, with the keys that tabs have.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::events::element;
use super::tag::{tag, truth};

/// A row of tabs.
pub struct Tabs<'a> {
    /// What is chosen here, for a screen reader.
    pub label: &'static str,
    /// Its classes.
    pub class: &'static str,
    /// The tabs' labels.
    pub items: &'a [AttrValue],
    /// Which of them is chosen.
    pub selected: usize,
    /// The id of what they show: one for all, or one each.
    pub panels: &'a [&'static str],
    /// Another one is chosen.
    pub on_select: Callback<usize>,
}

/// Draws a row of tabs. Arrows, Home and End move along it and choose at once.
pub fn tabs(tabs: Tabs) -> Html {
    let (selected, count) = (tabs.selected, tabs.items.len());
    let on_select = tabs.on_select.clone();
    let keyed = move |event: KeyboardEvent| {
        let Some(to) = moved(&event.key(), selected, count) else { return };
        event.prevent_default();
        event.stop_propagation();
        let row = element(&event).and_then(|tab| tab.closest("[role=tablist]").ok().flatten());
        let tab = row.and_then(|row| row.children().item(to as u32));
        if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
            let _ = tab.focus();
        }
        on_select.emit(to);
    };
    let tab = |(index, label): (usize, &AttrValue)| {
        let selected = index == tabs.selected;
        let on_select = tabs.on_select.clone();
        tag!(
            "button",
            "type" = "button",
            "role" = "tab",
            "aria-selected" = truth(selected),
            "aria-controls" = tabs.panels.get(index).or(tabs.panels.first()).copied(),
            "tabindex" = if selected { "0" } else { "-1" },
        )
        .key(index)
        .on_click(Callback::from(move |_| on_select.emit(index)))
        .child(label.clone())
    };
    tag!("div", "class" = tabs.class, "role" = "tablist", "aria-label" = tabs.label)
        .on_key(keyed.into())
        .children(tabs.items.iter().enumerate().map(tab))
        .html()
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

//! What the pointer is over: elements say so with `data-site` and `data-task`.

use trace::{SiteId, TaskId};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use yew::prelude::*;

use crate::action::{Action, Hover};

/// What is lit by the element that an event happened in: one listener on a pane serves all of it.
fn hover_at(event: &Event) -> Hover {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return Hover::default();
    };
    let number = |name: &str| -> Option<usize> {
        let holder = element.closest(&format!("[{name}]")).ok()??;
        holder.get_attribute(name)?.parse::<usize>().ok()?.checked_sub(1)
    };
    let task = number("data-task").map(TaskId::from_index);
    // A chip stands within a line, but means only its task.
    let site = if task.is_some() { None } else { number("data-site").map(SiteId::from_index) };
    Hover { site, task }
}

/// Listeners for a pane: the pointer moved over something in it, and it left the pane.
#[hook]
pub fn use_hovering(dispatch: &Callback<Action>) -> (Callback<MouseEvent>, Callback<MouseEvent>) {
    let last = use_mut_ref(Hover::default);
    let over = {
        let last = last.clone();
        use_callback(dispatch.clone(), move |event: MouseEvent, dispatch| {
            let hover = hover_at(&event);
            if last.replace(hover) != hover {
                dispatch.emit(Action::Hover(hover));
            }
        })
    };
    let out = use_callback(dispatch.clone(), move |_: MouseEvent, dispatch| {
        if last.replace(Hover::default()) != Hover::default() {
            dispatch.emit(Action::Hover(Hover::default()));
        }
    });
    (over, out)
}

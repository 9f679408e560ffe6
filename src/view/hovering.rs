//! What the pointer is over: elements say so with `data-site` and `data-task`.

use std::cell::Cell;
use std::rc::Rc;

use trace::{SiteId, TaskId};
use yew::prelude::*;

use super::events::element;
use crate::action::{Action, Hover};

/// What is lit by the element that an event happened in: one listener on a pane serves all of it.
fn hover_at(event: &Event) -> Hover {
    let Some(element) = element(event) else { return Hover::default() };
    let number = |name: &str| -> Option<usize> {
        let holder = element.closest(&format!("[{name}]")).ok()??;
        holder.get_attribute(name)?.parse::<usize>().ok()?.checked_sub(1)
    };
    let task = number("data-task").map(TaskId::from_index);
    // A chip stands within a line, but means only its task.
    let site = if task.is_some() { None } else { number("data-site").map(SiteId::from_index) };
    Hover { site, task }
}

/// What the pointer was over last in a pane.
pub type Last = Rc<Cell<Hover>>;

/// Listeners for a pane: the pointer moved over something in it, and it left the pane.
pub fn hovering(
    last: &Last,
    dispatch: &Callback<Action>,
) -> (Callback<MouseEvent>, Callback<MouseEvent>) {
    let hears = |hover: fn(&Event) -> Hover| {
        let (last, dispatch) = (last.clone(), dispatch.clone());
        Callback::from(move |event: MouseEvent| {
            let hover = hover(&event);
            if last.replace(hover) != hover {
                dispatch.emit(Action::Hover(hover));
            }
        })
    };
    (hears(hover_at), hears(|_| Hover::default()))
}

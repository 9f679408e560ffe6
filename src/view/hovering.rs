//! What the pointer is over, and what it chooses: elements say so with `data-site` and `data-task`.

use std::cell::Cell;
use std::rc::Rc;

use playground::action::{Action, Hover};
use trace::{SiteId, TaskId};
use yew::prelude::*;

use super::events::element;

/// The number, less one, that the element of an event or one around it has under this name.
pub fn number_at(event: &Event, name: &str) -> Option<usize> {
    let holder = element(event)?.closest(&format!("[{name}]")).ok()??;
    holder.get_attribute(name)?.parse::<usize>().ok()?.checked_sub(1)
}

/// The task of the element that an event happened in.
pub fn task_at(event: &Event) -> Option<TaskId> {
    number_at(event, "data-task").map(TaskId::from_index)
}

/// What is lit by the element that an event happened in: one listener on a pane serves all of it.
fn hover_at(event: &Event) -> Hover {
    let task = task_at(event);
    // A chip stands within a line, but means only its task.
    let site = match task {
        Some(_) => None,
        None => number_at(event, "data-site").map(SiteId::from_index),
    };
    Hover { site, task }
}

/// A click on what stands for a task chooses it.
pub fn selecting(dispatch: &Callback<Action>) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: MouseEvent| {
        if let Some(task) = task_at(&event) {
            dispatch.emit(Action::SelectTask(Some(task)));
        }
    })
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

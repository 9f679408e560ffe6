//! Hears the keys of the whole page.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use playground::action::Action;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::arrangement::Arrangement;
use super::dialog;
use super::keys::{Command, Focus, Leaves, Now, command, presenting};
use super::part::Link;
use super::sizes::Split;
use super::tour::Tour;

/// Listens to keys while the page is there.
pub fn keys(
    dispatch: &Callback<Action>,
    now: &Rc<Cell<Now>>,
    search: &NodeRef,
    link: &Link<Arrangement>,
) -> Option<EventListener> {
    let (dispatch, link) = (dispatch.clone(), link.clone());
    let (now, search) = (now.clone(), search.clone());
    on_keys(move |event| {
        let Now { mode, speed, leaves, presents, embed } = now.get();
        let (key, focus) = (name(event), Focus::of(event));
        let presented = presents.then(|| presenting(&key, focus)).flatten();
        let Some(command) = presented.or_else(|| command(&key, focus, mode, speed)) else { return };
        if embed.is_some_and(|reach| !command.is_for_embeds(reach)) {
            return;
        }
        match command {
            Command::Do(action) => {
                event.prevent_default();
                dispatch.emit(action);
            }
            Command::Help => link.change(|page| page.keys = true),
            Command::Legend => link.change(|page| page.legend = true),
            Command::Export => link.change(|page| page.export = true),
            Command::Search => {
                event.prevent_default();
                link.change(|page| {
                    let closed = page.sizes.is_closed(Split::Rail);
                    page.sizes.open(Split::Rail);
                    page.seeks = closed || !page.drawer;
                    page.drawer = true;
                });
                to(&search);
            }
            Command::Close => {
                if !matches!(leaves, Leaves::Nothing) {
                    event.prevent_default();
                }
                match leaves {
                    _ if focus == Focus::Field => {}
                    Leaves::Nothing => {}
                    Leaves::Range => dispatch.emit(Action::Range(None)),
                    Leaves::Task => dispatch.emit(Action::SelectTask(None)),
                    Leaves::Comparison => dispatch.emit(Action::Compare(None)),
                }
                link.change(|page| {
                    if !page.drawer && page.tour != Tour::Offered {
                        page.end_tour();
                    }
                    page.drawer = false;
                });
                match event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
                    // The keys are the page's again.
                    Some(text) if focus == Focus::Code => drop(text.blur()),
                    _ => blur(&search),
                }
            }
        }
    })
}

/// A key's name, with Ctrl, or the key that is Ctrl on a Mac, where it is held.
fn name(event: &KeyboardEvent) -> String {
    let held = event.ctrl_key() || event.meta_key();
    if held { format!("Ctrl+{}", event.key()) } else { event.key() }
}

/// Listens to the keys of the whole page, but for those with Alt, which are the browser's, and those that
/// are pressed in a dialog.
fn on_keys(each: impl Fn(&KeyboardEvent) + 'static) -> Option<EventListener> {
    let document = web_sys::window()?.document()?;
    let options = EventListenerOptions::enable_prevent_default();
    let heard = move |event: &Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if !event.alt_key() && !event.default_prevented() && !dialog::is_open() {
            each(event);
        }
    };
    Some(EventListener::new_with_options(&document, "keydown", options, heard))
}

/// Gives the focus to a field.
pub fn to(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        let _ = input.focus();
        input.select();
    }
}

fn blur(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        let _ = input.blur();
    }
}

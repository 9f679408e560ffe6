//! The button that copies the program's text.

use std::rc::Rc;

use super::State;
use crate::view::clipboard;
use crate::view::part::Link;
use crate::view::tag::Tag;

/// A text that was to be copied.
#[derive(Clone, PartialEq, Eq)]
pub struct Copied {
    text: Rc<str>,
    /// Whether the browser let it.
    allowed: bool,
}

/// Copies the program's text and says whether the browser let it.
pub fn button(text: &Rc<str>, copied: Option<&Copied>, link: &Link<State>) -> Tag {
    let copied = copied.filter(|copied| copied.text == *text).map(|copied| copied.allowed);
    let (text, link) = (Rc::clone(text), link.clone());
    let onclick = move |_| {
        let (of, link) = (Rc::clone(&text), link.clone());
        let done = move |allowed| {
            link.change(move |state: &mut State| state.copied = Some(Copied { text: of, allowed }));
        };
        clipboard::copy(text.to_string(), Box::new(done));
    };
    clipboard::button("Copy the program", copied, onclick.into())
}

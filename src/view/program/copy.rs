//! The button that copies the program's text.

use super::Kept;
use crate::view::clipboard;
use crate::view::part::Link;
use crate::view::tag::Tag;

/// A text that was to be copied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    text: &'static str,
    /// Whether the browser let it.
    allowed: bool,
}

/// Copies the program's text and says whether the browser let it.
pub fn button(text: &'static str, copied: Option<Copied>, link: &Link<Kept>) -> Tag {
    let link = link.clone();
    let onclick = move |_| {
        let link = link.clone();
        let done = move |allowed| {
            link.change(move |kept: &mut Kept| kept.copied = Some(Copied { text, allowed }));
        };
        clipboard::copy(text.to_owned(), Box::new(done));
    };
    let copied = copied.filter(|copied| copied.text == text).map(|copied| copied.allowed);
    clipboard::button("Copy the program", copied, onclick.into())
}

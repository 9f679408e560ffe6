//! The first stops of the Tab key: past the list of programs, to what one came for. They are seen
//! while they have the focus.

use super::arrangement::Arrangement;
use super::goal::Goal;
use super::part::Link;
use super::tag::{Tag, tag};

/// The buttons. An address that led there would be one of the page's own.
pub fn skips(link: &Link<Arrangement>) -> Tag {
    let skip = |words: &'static str, go: fn(&mut Arrangement)| {
        tag!("button", "type" = "button").key(words).on_click(link.changes(go)).child(words)
    };
    let skips = [
        skip("To the program", |page| page.go(Goal::Program)),
        skip("To the timeline", |page| page.go(Goal::Timeline)),
    ];
    tag!("nav", "class" = "skips", "aria-label" = "On this page").children(skips)
}

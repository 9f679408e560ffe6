//! The playhead's slider: it moves over the elastic axis, between events too.

use std::rc::Rc;

use playground::action::{Action, Direction, Step};
use playground::elastic::Stretched;
use playground::snapshot::{Bookmark, Snapshot};
use yew::prelude::*;

use super::events::{fill, number, sends};
use super::part::{Link, View, part};
use super::tag::{Tag, tag};

/// The playhead's slider, and above it the points of the notes. `text` says what the position means,
/// for a screen reader.
pub fn scrubber(snapshot: &Snapshot, text: String, dispatch: &Callback<Action>) -> Tag {
    let (playhead, end) = (snapshot.playhead, snapshot.end());
    let marks = Marks {
        bookmarks: snapshot.bookmarks.clone(),
        end,
        position: snapshot.position(),
        dispatch: dispatch.clone(),
    };
    tag!("div", "class" = "scrub")
        .child((!marks.bookmarks.is_empty()).then(|| part(marks)))
        .child(slider(playhead, end, text, dispatch))
}

/// The points of the notes.
struct Marks {
    bookmarks: Rc<[Bookmark]>,
    end: Stretched,
    position: usize,
    dispatch: Callback<Action>,
}

impl Marks {
    /// How many of them have been reached, and whether the playhead stands on one.
    fn reached(&self) -> (usize, bool) {
        let reached = self.bookmarks.partition_point(|bookmark| bookmark.position <= self.position);
        let last = self.bookmarks[..reached].last();
        (reached, last.is_some_and(|last| last.position == self.position))
    }
}

/// They are rendered again only when the playhead passes one.
impl PartialEq for Marks {
    fn eq(&self, other: &Self) -> bool {
        self.end == other.end
            && self.bookmarks == other.bookmarks
            && self.reached() == other.reached()
            && self.dispatch == other.dispatch
    }
}

impl View for Marks {
    type State = ();

    fn html(&self, _: &(), _: &Link<()>) -> Html {
        let (reached, is_on) = self.reached();
        let mark = |(at, bookmark): (usize, &Bookmark)| {
            let class = match at + 1 {
                next if next == reached && is_on => "point here",
                next if next <= reached => "point passed",
                _ => "point",
            };
            // For the pointer; the keys `b` and `B` and the notes lead there too.
            tag!(
                "button",
                "type" = "button",
                "tabindex" = "-1",
                "class" = class,
                "style" = fill(bookmark.place, self.end),
                "title" = bookmark.text,
            )
            .key(at)
            .on_click(sends(&self.dispatch, Action::Seek(bookmark.position)))
        };
        tag!("div", "class" = "points", "aria-hidden" = "true")
            .children(self.bookmarks.iter().enumerate().map(mark))
            .html()
    }
}

fn slider(playhead: Stretched, end: Stretched, text: String, dispatch: &Callback<Action>) -> Tag {
    let (moves, steps) = (dispatch.clone(), dispatch.clone());
    let dragged = move |event: InputEvent| {
        if let Some(value) = number(&event) {
            moves.emit(Action::SeekPlace(value.max(0.0) as Stretched));
        }
    };
    let keyed = move |event: KeyboardEvent| {
        if let Some((step, direction)) = step(&event.key()) {
            event.prevent_default();
            steps.emit(Action::Step(step, direction));
        }
    };
    tag!(
        "input",
        "type" = "range",
        "class" = "scrubber",
        "aria-label" = "Position",
        "aria-valuetext" = text,
        "min" = "0",
        "max" = end.to_string(),
        "step" = "1",
        "disabled" = end == 0,
        "style" = fill(playhead, end),
    )
    .on_input(dragged.into())
    .on_key(keyed.into())
    .holding(playhead.to_string())
}

/// The slider's own step would be a microsecond; an event is what a reader wants.
fn step(key: &str) -> Option<(Step, Direction)> {
    match key {
        "ArrowRight" | "ArrowUp" => Some((Step::Event, Direction::Forward)),
        "ArrowLeft" | "ArrowDown" => Some((Step::Event, Direction::Back)),
        "PageUp" => Some((Step::Poll, Direction::Forward)),
        "PageDown" => Some((Step::Poll, Direction::Back)),
        "End" => Some((Step::Edge, Direction::Forward)),
        "Home" => Some((Step::Edge, Direction::Back)),
        _ => None,
    }
}

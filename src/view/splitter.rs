//! A line between two panes: dragged, or moved with the keys that a separator has.

use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use super::arrangement::Arrangement;
use super::events::element;
use super::part::Link;
use super::sizes::{Rule, Sizes, Split};
use super::tag::{Tag, tag};

/// How far a key moves a line.
const STEP: u16 = 20;

/// Changes the sizes, and has them stored.
pub fn resize(link: &Link<Arrangement>, change: impl FnOnce(&mut Sizes) + 'static) {
    link.change(move |page| {
        change(&mut page.sizes);
        page.unstored.sizes = true;
    });
}

/// Draws a line.
pub fn splitter(split: Split, sizes: Sizes, link: &Link<Arrangement>) -> Tag {
    let Rule { label, pane, upright, bounds, .. } = split.rule();
    let share = sizes.share(split) / 10;
    let said = match share {
        0 => "closed".to_owned(),
        _ => format!("{share} percent"),
    };
    let (drags, drops, moves, again) = (link.clone(), link.clone(), link.clone(), link.clone());
    tag!(
        "div",
        "class" = if upright { "split upright" } else { "split" },
        "role" = "separator",
        "tabindex" = "0",
        "aria-label" = label,
        "aria-controls" = pane,
        "data-of" = pane,
        "aria-orientation" = if upright { "vertical" } else { "horizontal" },
        "aria-valuenow" = share.to_string(),
        "aria-valuemin" = "0",
        "aria-valuemax" = (bounds.1 / 10).to_string(),
        "aria-valuetext" = said,
        "title" = "Drag to resize; double-click for the usual size; Enter closes and opens",
    )
    .on_pointer_down(Callback::from(holds))
    .on_pointer_move(Callback::from(move |event: PointerEvent| {
        if let Some(share) = dragged(split, &event) {
            drags.change(move |page| page.sizes.pull(split, share));
        }
    }))
    .on_pointer_up(Callback::from(move |_| resize(&drops, |_| ())))
    .on_double_click(Callback::from(move |_| resize(&again, move |sizes| sizes.reset(split))))
    .on_key(Callback::from(move |event: KeyboardEvent| {
        let Some(change) = keyed(split, sizes, &event.key()) else { return };
        event.prevent_default();
        event.stop_propagation();
        resize(&moves, change);
    }))
}

/// The pointer belongs to the line until it is let go.
fn holds(event: PointerEvent) {
    if let Some(line) = element(&event).filter(|_| event.button() == 0) {
        let _ = line.set_pointer_capture(event.pointer_id());
    }
}

/// The share that the pane would have if its edge were under the pointer, while the line is held.
fn dragged(split: Split, event: &PointerEvent) -> Option<u16> {
    let line = element(event)?;
    if !line.has_pointer_capture(event.pointer_id()) {
        return None;
    }
    let Rule { pane, upright, before, size, .. } = split.rule();
    let pane = line.owner_document()?.get_element_by_id(pane)?;
    let whole: Element = match size.1 {
        "%" => line.parent_element()?,
        _ => line.closest(".page").ok()??,
    };
    let (pane, whole) = (pane.get_bounding_client_rect(), whole.get_bounding_client_rect());
    let (at, from, to, whole) = match upright {
        true => (f64::from(event.client_x()), pane.left(), pane.right(), whole.width()),
        false => (f64::from(event.client_y()), pane.top(), pane.bottom(), whole.height()),
    };
    let long = if before { at - from } else { to - at };
    Some((long.max(0.0) * 1000.0 / whole.max(1.0)) as u16)
}

type Change = Box<dyn FnOnce(&mut Sizes)>;

/// What a key does to the sizes.
fn keyed(split: Split, sizes: Sizes, key: &str) -> Option<Change> {
    let Rule { upright, before, bounds: (least, most), .. } = split.rule();
    let share = sizes.share(split);
    let on = match (upright, key) {
        (true, "ArrowRight") | (false, "ArrowDown") => before,
        (true, "ArrowLeft") | (false, "ArrowUp") => !before,
        (_, "Enter") => return Some(Box::new(move |sizes| sizes.toggle(split))),
        (_, "Home") => return Some(Box::new(move |sizes| sizes.pull(split, least))),
        (_, "End") => return Some(Box::new(move |sizes| sizes.pull(split, most))),
        _ => return None,
    };
    let to = match on {
        true => (share + STEP).max(least),
        // Below the least there is only closed.
        false if share <= least => 0,
        false => share.saturating_sub(STEP).max(least),
    };
    Some(Box::new(move |sizes| sizes.pull(split, to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(split: Split, mut sizes: Sizes, key: &str) -> u16 {
        if let Some(change) = keyed(split, sizes, key) {
            change(&mut sizes);
        }
        sizes.share(split)
    }

    #[test]
    fn arrows_move_the_line_not_the_pane() {
        let usual = Sizes::default();
        for (split, key, longer) in [
            (Split::Rail, "ArrowRight", true),
            (Split::Rail, "ArrowLeft", false),
            (Split::Side, "ArrowRight", false),
            (Split::Side, "ArrowLeft", true),
            (Split::Runtime, "ArrowDown", true),
            (Split::Timeline, "ArrowUp", true),
            (Split::Timeline, "ArrowDown", false),
        ] {
            let is = press(split, usual, key);
            let usual = split.rule().usual;
            assert_eq!(is, if longer { usual + STEP } else { usual - STEP }, "{split:?} {key}");
        }
        assert_eq!(press(Split::Rail, usual, "ArrowUp"), Split::Rail.rule().usual);
    }

    #[test]
    fn past_its_least_size_a_pane_is_closed_and_opens_at_it() {
        let (least, most) = Split::Side.rule().bounds;
        let mut sizes = Sizes::default();
        sizes.pull(Split::Side, least);
        assert_eq!(press(Split::Side, sizes, "ArrowRight"), 0);
        sizes.pull(Split::Side, 0);
        assert_eq!(press(Split::Side, sizes, "ArrowRight"), 0);
        assert_eq!(press(Split::Side, sizes, "ArrowLeft"), least);
        assert_eq!(press(Split::Side, sizes, "End"), most);
        assert_eq!(press(Split::Side, sizes, "Home"), least);
        assert_eq!(press(Split::Side, sizes, "Enter"), least);
    }
}

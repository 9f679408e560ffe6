//! Visits what is visible without drawing a pixel twice.

use crate::timeline::lanes::Index;
use crate::timeline::picture::Rect;
use crate::timeline::scene::Scene;

/// The first part of a bar that no poll covers and that is wide enough for a text; else what remains after
/// the last poll.
pub fn free(room: Rect, polled: &[(f64, f64)]) -> Rect {
    let end = room.x + room.w;
    let mut from = room.x;
    for (start, stop) in polled.iter().filter(|(start, stop)| *stop > room.x && *start < end) {
        if start - from > 60.0 {
            return Rect { x: from, w: start - from, ..room };
        }
        from = from.max(*stop);
    }
    Rect { x: from, w: (end - from).max(0.0), ..room }
}

/// Calls `each` for the visible items that pass `keep`, with left edge and width. Items within pixels that
/// have just been drawn are skipped, so a million polls cost no more than the width has pixels.
pub fn sweep<T>(
    scene: &Scene,
    items: &[T],
    ends: impl Fn(&T) -> (Index, Index),
    keep: impl Fn(&T) -> bool,
    least: f64,
    mut each: impl FnMut(&T, f64, f64),
) {
    let window = &scene.window;
    let items = scene.in_sight(items, &ends);
    let mut drawn = f64::NEG_INFINITY;
    let mut next = 0;
    while let Some(item) = items.get(next) {
        next += 1;
        if !keep(item) {
            continue;
        }
        let (start, end) = ends(item);
        let from = scene.x(start).max(window.left - 8.0);
        let to = scene.x(end).min(window.right + 8.0).max(from + least);
        if to <= drawn + 0.5 {
            let unit = window.unit(drawn + 0.5);
            next += items[next..].partition_point(|item| scene.scale.of_event(ends(item).1) < unit);
            continue;
        }
        each(item, from, to - from);
        drawn = to;
    }
}

/// Calls `each` for the visible events, but for one only of those on the same pixel.
pub fn points(scene: &Scene, events: &[Index], mut each: impl FnMut(Index, f64)) {
    let in_sight = scene.in_sight(events, |event| (*event, *event));
    let mut drawn = f64::NEG_INFINITY;
    let mut next = 0;
    while let Some(event) = in_sight.get(next) {
        next += 1;
        let x = scene.x(*event);
        if x < drawn + 1.0 {
            let unit = scene.window.unit(drawn + 1.0);
            next += in_sight[next..].partition_point(|event| scene.scale.of_event(*event) < unit);
            continue;
        }
        each(*event, x);
        drawn = x;
    }
}

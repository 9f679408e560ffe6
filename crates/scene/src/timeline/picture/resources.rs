//! What is drawn in the lanes of resources: who holds a lock, how full a channel is, how many tasks wait.

use std::borrow::Cow;

use crate::timeline::lanes::OPEN;
use crate::timeline::lanes::ends::{End, How};
use crate::timeline::lanes::resources::{ResourceLane, Standing};
use crate::timeline::picture::sweep::sweep;
use crate::timeline::picture::{NEUTRAL, Picture, Rect, Text, colour};
use crate::timeline::scene::Scene;
use crate::timeline::words;

/// A bar has to be this many pixels wide for a text.
const ROOM_FOR_TEXT: f64 = 20.0;

/// About how many pixels a text takes. A number alone is better than the beginning of a longer text.
fn room_for(text: &str) -> f64 {
    16.0 + 6.8 * text.len() as f64
}

impl<'a> Picture<'a> {
    pub(crate) fn resource(&mut self, scene: &Scene<'a>, row: usize, lane: &'a ResourceLane) {
        let (y, h) = (scene.layout.bar(row), scene.layout.density.bar);
        self.life(scene, lane, y + h);
        let full = f64::from(lane.full());
        let used = |step: &Standing| step.level > 0 || step.holder.is_some();
        let same = |a: &Standing, b: &Standing| (a.holder, a.level) == (b.holder, b.level);
        for (step, x, w) in runs(scene, &lane.steps, used, same) {
            let share = (f64::from(step.level) / full).clamp(0.0, 1.0);
            // A lock that is held fills the bar.
            let high = if step.holder.is_some() { h } else { (h * share).max(3.0) };
            let room = Rect { x, y: y + h - high, w, h: high };
            let colour = step.holder.map_or(NEUTRAL, |holder| colour(Some(holder)));
            self.used[colour].push(room);
            if w >= ROOM_FOR_TEXT {
                let said = words::standing(scene, lane, &step);
                let (text, short): (Cow<str>, &str) = match step.holder {
                    Some(holder) => (said.into(), words::name(scene, holder)),
                    None if w < room_for(&said) => (step.level.to_string().into(), ""),
                    None => (said.into(), ""),
                };
                let (room, after) = (Rect { x, y, w, h }, String::new());
                let (slim, plain) = (false, true);
                self.texts.push(Text { room, text, short, after, colour, slim, plain });
            }
        }
        if lane.waited {
            let (y, h) = (scene.layout.slim(row, 0), scene.layout.density.slim);
            let waits = |step: &Standing| step.waiters > 0;
            let same = |a: &Standing, b: &Standing| a.waiters == b.waiters;
            for (step, x, w) in runs(scene, &lane.steps, waits, same) {
                let room = Rect { x, y, w, h };
                self.pale[NEUTRAL].push(room);
                self.hatched[NEUTRAL].push(room);
                if w >= ROOM_FOR_TEXT {
                    let said = words::waiters(step.waiters);
                    let fits = w >= room_for(&said);
                    let text = if fits { said } else { step.waiters.to_string() }.into();
                    let (short, after, colour) = ("", String::new(), NEUTRAL);
                    let (slim, plain) = (true, false);
                    self.texts.push(Text { room, text, short, after, colour, slim, plain });
                }
            }
        }
        if lane.ended != OPEN {
            let x = scene.x(lane.ended);
            if x > scene.window.left - 14.0 && x < scene.window.right {
                let (colour, how) = (NEUTRAL, How::Cancelled);
                self.ends.push(End { x, y: y + h / 4.0, h: h / 2.0, colour, how });
            }
        }
    }

    /// A line from the making of the resource to its drop.
    fn life(&mut self, scene: &Scene, lane: &ResourceLane, bottom: f64) {
        let life = [(lane.born, lane.ended)];
        sweep(
            scene,
            &life,
            |life| *life,
            |_| true,
            1.0,
            |_, x, w| {
                self.thin[NEUTRAL].push(Rect { x, y: bottom - 1.0, w, h: 1.0 });
            },
        );
    }
}

/// The visible steps that pass `keep`, each with its left edge and width. Successive steps that are the
/// `same` are joined.
fn runs(
    scene: &Scene,
    steps: &[Standing],
    keep: impl Fn(&Standing) -> bool,
    same: impl Fn(&Standing, &Standing) -> bool,
) -> Vec<(Standing, f64, f64)> {
    let mut runs: Vec<(Standing, f64, f64)> = Vec::new();
    let ends = |step: &Standing| (step.start, step.end);
    sweep(scene, steps, ends, keep, 1.0, |step, x, w| match runs.last_mut() {
        Some((last, from, wide)) if last.end == step.start && same(last, step) => {
            last.end = step.end;
            *wide = x + w - *from;
        }
        _ => runs.push((*step, x, w)),
    });
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::picture::lanes;
    use crate::timeline::scene::drawn;
    use playground::action::Axis;

    fn row(scene: &Scene, resource: usize) -> usize {
        let resource = trace::ResourceId::from_index(resource);
        scene.lanes.row_of_resource(resource).expect("a row")
    }

    #[test]
    fn a_lock_is_drawn_in_the_colour_of_who_holds_it() {
        for axis in [Axis::Elastic, Axis::Time, Axis::Steps] {
            drawn(&sample::shared(), axis, 0, |scene| {
                let picture = lanes(scene);
                let row = row(scene, 0);
                let bar = scene.layout.bar(row);
                let held = |colour: usize| {
                    picture.used[colour].iter().filter(|rect| (rect.y - bar).abs() < 0.1).count()
                };
                assert!(held(1) > 0 && held(2) > 0, "{axis:?}");
                assert_eq!(held(0), 0);
                let said: Vec<_> = picture.texts.iter().map(|text| text.text.to_string()).collect();
                assert!(said.iter().any(|said| said == "held by reader #2"), "{said:?}");
            });
        }
    }

    #[test]
    fn a_lock_that_is_held_on_is_one_bar() {
        drawn(&sample::shared(), Axis::Steps, 0, |scene| {
            let picture = lanes(scene);
            // It is held while nobody waits, and still is while another task waits.
            let said = picture.texts.iter().filter(|text| text.text == "held by reader #1");
            assert_eq!(said.count(), 1);
            assert_eq!(picture.used[1].len(), 1);
        });
    }

    #[test]
    fn a_channel_is_as_high_as_it_is_full() {
        drawn(&sample::shared(), Axis::Time, 0, |scene| {
            let picture = lanes(scene);
            let row = row(scene, 1);
            let bottom = scene.layout.bar(row) + scene.layout.density.bar;
            let bar = scene.layout.density.bar;
            let highs: Vec<_> = picture.used[NEUTRAL]
                .iter()
                .filter(|rect| (rect.y + rect.h - bottom).abs() < 0.1)
                .map(|rect| (rect.h / bar * 4.0).round())
                .collect();
            assert_eq!(highs, [3.0, 1.0]);
        });
    }
}

//! What is drawn: shapes and texts of one frame, grouped by kind and colour.
//!
//! The picture consists of plain values, so tests need no canvas.

pub mod arrows;
pub mod colour;
pub mod host;
pub mod overview;
pub mod resources;
pub mod sweep;

use trace::{EventKind, Stream, TaskId};

use crate::TASK_COLOURS;
use crate::timeline::lanes::ends::{End, How};
use crate::timeline::lanes::{Bar, BarKind, Form, Lane, OPEN, Stretch};
use crate::timeline::picture::arrows::{Arrow, arrows};
use crate::timeline::picture::sweep::{free, points, sweep};
use crate::timeline::scene::Scene;
use crate::timeline::search::task_of;
use crate::timeline::words;

/// The colour of things that belong to no task.
pub const NEUTRAL: usize = TASK_COLOURS;

/// The colour of a task.
pub fn colour(task: Option<TaskId>) -> usize {
    task.map_or(NEUTRAL, |task| task.index() % TASK_COLOURS)
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// Rectangles by colour: the eight of the tasks and [`NEUTRAL`].
pub type Layer = [Vec<Rect>; TASK_COLOURS + 1];

/// A text within a bar, cut to the room that there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Text<'a> {
    /// The bar, or the part of it that is free.
    pub room: Rect,
    /// The text.
    pub text: std::borrow::Cow<'a, str>,
    /// The text if there is no room for the longer one.
    pub short: &'a str,
    /// A second text at the right end, drawn if there is room for it.
    pub after: String,
    /// The colour of the bar.
    pub colour: usize,
    /// Whether the bar is a slim one.
    pub slim: bool,
    /// Whether the background is plain, so that the text is readable without help.
    pub plain: bool,
}

/// All shapes between the axis and the lower edge. Positions are pixels; colours are indexes into a [`Layer`].
#[derive(Debug, Default)]
pub struct Picture<'a> {
    /// The areas behind a task's awaits.
    pub within: Layer,
    /// Waits and awaits.
    pub pale: Layer,
    /// The parts of `pale` in which nothing happens.
    pub hatched: Layer,
    /// Scheduled tasks, and the lines of timers.
    pub thin: Layer,
    /// Polls.
    pub solid: Layer,
    /// Polled parts of awaits.
    pub soft: Layer,
    /// How much of a resource is used, in the colour of the task that holds it, if there is one.
    pub used: Layer,
    /// Computations and calls that block their thread.
    pub busy: Layer,
    /// Thin dashed lines, for kept futures and deadlines that no event has reached: left, right, y of the middle,
    /// colour.
    pub dashed: Vec<(f64, f64, f64, usize)>,
    /// Texts about kept futures: the left end of the future's line, the x coordinate after its right end, y of its
    /// middle, text, colour.
    pub remarks: Vec<(f64, f64, f64, String, usize)>,
    /// The numbers of polls that are wide enough for it: x and y of the middle, number, colour.
    pub numbers: Vec<(f64, f64, u32, usize)>,
    /// Texts in bars.
    pub texts: Vec<Text<'a>>,
    /// Marks at the ends of bars.
    pub ends: Vec<End>,
    /// Prints: x, y, and whether they went to standard error.
    pub prints: Vec<(f64, f64, bool)>,
    /// Wakes: x, y, and the colour of the waker.
    pub wakes: Vec<(f64, f64, usize)>,
    /// Spawns: x, y of the parent's bar, y of the child's bar, and the child's colour.
    pub spawns: Vec<(f64, f64, f64, usize)>,
    /// What is highlighted.
    pub lit: Vec<Rect>,
    /// Hits of the search: x, y, and whether the hit is the one that is shown.
    pub found: Vec<(f64, f64, bool)>,
    /// Wakes, drawn as arrows.
    pub arrows: Vec<Arrow>,
    /// The size of the marks above bars.
    pub mark: f64,
}

/// A bar has to be this many pixels wide for a text.
const ROOM_FOR_TEXT: f64 = 26.0;

/// The most visible hits that are marked.
const MOST_FOUND: usize = 20_000;

/// A poll has to be this many pixels wide for its number.
const ROOM_FOR_NUMBER: f64 = 48.0;

/// The picture of the visible lanes.
pub fn lanes<'a>(scene: &Scene<'a>) -> Picture<'a> {
    // Smaller marks would be mere specks.
    let mark = (scene.layout.density.pad - 1.5).clamp(4.0, 6.0);
    let mut picture = Picture { mark, ..Picture::default() };
    for row in scene.layout.visible() {
        if let Some(lane) = scene.lane(row) {
            picture.lane(scene, row, lane);
        } else if let Some(lane) = scene.resource(row) {
            picture.resource(scene, row, lane);
        }
    }
    picture.search(scene);
    picture.arrows = arrows(scene);
    picture
}

impl<'a> Picture<'a> {
    fn lane(&mut self, scene: &Scene<'a>, row: usize, lane: &'a Lane) {
        let (y, density) = (scene.layout.bar(row), scene.layout.density);
        let colour = colour(Some(lane.task));
        let h = density.bar;
        let ends = |stretch: &Stretch| (stretch.start, stretch.end);
        let waits = |stretch: &Stretch| matches!(stretch.form, Form::Waiting { .. });
        sweep(scene, &lane.stretches, ends, waits, 1.0, |stretch, x, w| {
            let room = Rect { x, y: y + 2.0, w, h: h - 4.0 };
            self.pale[colour].push(room);
            self.hatched[colour].push(room);
            let Form::Waiting { site } = stretch.form else { return };
            if let Some(site) = site {
                if is_lit(scene, lane.task, Some(site)) {
                    self.lit.push(room);
                }
                if w >= ROOM_FOR_TEXT {
                    let (text, short) = (scene.text(site).into(), scene.short(site));
                    let long = scene.at(stretch.end).saturating_sub(scene.at(stretch.start));
                    let after = trace::show_micros(long);
                    self.texts.push(Text {
                        room,
                        text,
                        short,
                        after,
                        colour,
                        slim: false,
                        plain: false,
                    });
                }
            }
        });
        let thin = |stretch: &Stretch| matches!(stretch.form, Form::Scheduled { .. });
        sweep(scene, &lane.stretches, ends, thin, 1.0, |_, x, w| {
            self.thin[colour].push(Rect { x, y: y + h / 2.0 - 2.0, w, h: 4.0 });
        });
        let polled = |stretch: &Stretch| matches!(stretch.form, Form::Polled { .. });
        sweep(scene, &lane.stretches, ends, polled, 2.0, |stretch, x, w| {
            self.solid[colour].push(Rect { x, y, w, h });
            if let (Form::Polled { number }, true) = (stretch.form, w >= ROOM_FOR_NUMBER) {
                self.numbers.push((x + w / 2.0, y + h / 2.0, number, colour));
            }
        });
        sweep(
            scene,
            &lane.busy,
            |busy| *busy,
            |_| true,
            2.0,
            |_, x, w| {
                self.busy[colour].push(Rect { x, y, w, h });
            },
        );
        self.tracks(scene, row, lane, colour);
        self.folded(scene, row, lane, colour);
        self.marks(scene, row, lane, colour);
    }

    /// The polls of all tasks that a folded lane includes, in one slim row.
    fn folded(&mut self, scene: &Scene, row: usize, lane: &Lane, own: usize) {
        let Some(fold) = scene.lanes.folded(lane.task) else { return };
        let (y, h) = (scene.layout.slim(row, lane.tracks.len()), scene.layout.density.slim);
        let life = [(lane.born, lane.end())];
        let all = |life: &(crate::timeline::lanes::Index, crate::timeline::lanes::Index)| *life;
        sweep(
            scene,
            &life,
            all,
            |_| true,
            1.0,
            |_, x, w| {
                self.pale[own].push(Rect { x, y, w, h });
            },
        );
        let ends = |(start, end, _): &(_, _, Option<TaskId>)| (*start, *end);
        sweep(
            scene,
            &fold.polled,
            ends,
            |_| true,
            2.0,
            |(.., task), x, w| {
                self.soft[colour(*task)].push(Rect { x, y, w, h });
            },
        );
    }

    /// The hits of the search in the visible lanes.
    fn search(&mut self, scene: &Scene) {
        let (hits, shown) = scene.found;
        let in_sight = scene.in_sight(hits, |hit| (*hit, *hit));
        let rows = scene.layout.visible();
        for hit in in_sight.iter().take(MOST_FOUND) {
            let Some(event) = scene.event(*hit) else { continue };
            let row = match event.kind {
                EventKind::ResourceNew { resource, .. } => scene.lanes.row_of_resource(resource),
                _ => task_of(event).and_then(|task| scene.lanes.row(task)),
            };
            if let Some(row) = row.filter(|row| rows.contains(row)) {
                self.found.push((scene.x(*hit), scene.layout.bar(row), shown == Some(*hit)));
            }
        }
    }

    fn tracks(&mut self, scene: &Scene<'a>, row: usize, lane: &'a Lane, colour: usize) {
        if lane.tracks.is_empty() {
            return;
        }
        let life = [(lane.born, lane.end())];
        let bar = scene.layout.bar(row) + scene.layout.density.bar;
        let below = scene.layout.slim(row, lane.tracks.len()) - bar;
        sweep(
            scene,
            &life,
            |life| *life,
            |_| true,
            1.0,
            |_, x, w| {
                self.within[colour].push(Rect { x, y: bar - 2.0, w, h: below + 2.0 });
            },
        );
        let h = scene.layout.density.slim;
        for (number, track) in lane.tracks.iter().enumerate() {
            let y = scene.layout.slim(row, number);
            let mut shown = Vec::new();
            sweep(
                scene,
                &track.bars,
                |bar| (bar.start, bar.end),
                |_| true,
                2.0,
                |bar, x, w| {
                    self.bar(scene, lane.task, bar, Rect { x, y, w, h }, colour);
                    shown.push((*bar, Rect { x, y, w, h }));
                },
            );
            let mut polled = Vec::new();
            sweep(
                scene,
                &track.polled,
                |polled| *polled,
                |_| true,
                2.0,
                |_, x, w| {
                    self.soft[colour].push(Rect { x, y, w, h });
                    polled.push((x, x + w));
                },
            );
            for (bar, room) in shown {
                self.bar_text(scene, &bar, free(room, &polled), colour);
            }
        }
    }

    fn bar(&mut self, scene: &Scene, task: TaskId, bar: &Bar, room: Rect, colour: usize) {
        match bar.kind {
            BarKind::Await { site, leaf, dropped, .. } => {
                self.pale[colour].push(room);
                if leaf {
                    self.hatched[colour].push(room);
                }
                if dropped {
                    let (x, y, h) = (room.x + room.w, room.y, room.h);
                    self.ends.push(End { x, y, h, colour, how: How::Cancelled });
                }
                if is_lit(scene, task, Some(site)) {
                    self.lit.push(room);
                }
            }
            BarKind::Kept { site, polls, .. } => {
                let (right, middle) = (room.x + room.w.max(14.0), room.y + room.h / 2.0);
                self.dashed.push((room.x, right, middle, colour));
                let (h, y, how) = (12.0, middle - 6.0, How::Cancelled);
                let never = polls == 0 && bar.end != OPEN;
                if never {
                    self.ends.push(End { x: right, y, h, colour, how });
                }
                let words = words::kept(scene, bar.kind);
                let after = right + if never { 14.0 } else { 5.0 };
                self.remarks.push((room.x, after, middle, words, colour));
                if is_lit(scene, task, site) {
                    self.lit.push(room);
                }
            }
        }
    }

    fn bar_text(&mut self, scene: &Scene<'a>, bar: &Bar, room: Rect, colour: usize) {
        let BarKind::Await { site, .. } = bar.kind else { return };
        if room.w >= ROOM_FOR_TEXT {
            let (text, short) = (scene.text(site).into(), scene.short(site));
            self.texts.push(Text {
                room,
                text,
                short,
                after: String::new(),
                colour,
                slim: true,
                plain: false,
            });
        }
    }

    fn marks(&mut self, scene: &Scene, row: usize, lane: &Lane, colour: usize) {
        let (y, density) = (scene.layout.bar(row), scene.layout.density);
        if let Some(how) = How::of(lane) {
            let last = lane.stretches.last().map_or(OPEN, |last| last.end);
            let (x, h) = (scene.x(last), density.bar);
            if x > scene.window.left - 14.0 && x < scene.window.right {
                self.ends.push(End { x, y, h, colour, how });
            }
        }
        points(scene, &lane.prints, |event, x| {
            if let Some(EventKind::Print { stream, .. }) = scene.event(event).map(|e| e.kind) {
                self.prints.push((x, y - (density.pad * 0.45).min(4.0), stream == Stream::Stderr));
            }
        });
        points(scene, &lane.wakes, |event, x| {
            if let Some(EventKind::Wake { by, .. }) = scene.event(event).map(|e| e.kind) {
                let by = match by {
                    trace::WokenBy::Task(by) => Some(by),
                    _ => None,
                };
                self.wakes.push((x, y, self::colour(by)));
            }
        });
        if let Some(parent) = lane.parent.and_then(|parent| scene.lanes.row(parent)) {
            let x = scene.x(lane.born);
            if x >= scene.window.left && x <= scene.window.right {
                let from = scene.layout.bar(parent) + density.bar;
                self.spawns.push((
                    x,
                    from.max(scene.layout.lanes_top()),
                    y + density.bar / 2.0,
                    colour,
                ));
            }
        }
    }
}

/// Whether this task or site is highlighted because the reader points at it elsewhere.
fn is_lit(scene: &Scene, task: TaskId, site: Option<trace::SiteId>) -> bool {
    let hover = scene.hover;
    hover.site.is_some() && hover.site == site && hover.task.is_none_or(|lit| lit == task)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::timeline::scene::drawn;
    use playground::action::Axis;

    fn draw(trace: &trace::Trace, axis: Axis, position: usize, each: impl Fn(&Scene, &Picture)) {
        drawn(trace, axis, position, |scene| each(scene, &lanes(scene)));
    }

    #[test]
    fn a_task_is_drawn_by_the_form_of_what_it_does() {
        draw(&sample::joined(), Axis::Elastic, 0, |scene, picture| {
            let colour = colour(scene.lanes.lanes.first().map(|lane| lane.task));
            assert_eq!(picture.solid[colour].len(), 3);
            assert_eq!(picture.thin[colour].len(), 3);
            // The two waits of `main` and the two sleeps.
            assert_eq!(picture.hatched[colour].len(), 4);
            assert_eq!(picture.ends.len(), 1);
        });
    }

    #[test]
    fn of_a_deadlock_the_circle_has_an_end_mark_of_its_own() {
        draw(&sample::deadlocked(), Axis::Elastic, 0, |scene, picture| {
            let ends: Vec<_> = picture.ends.iter().map(|end| end.how).collect();
            assert_eq!(ends, [How::Open, How::Circle, How::Circle, How::Ready]);
            let (circle, edge) = (picture.ends[1], scene.x(OPEN));
            assert_eq!(circle.x, edge);
            assert!(edge + crate::timeline::lanes::ends::REACH <= scene.layout.width, "{edge}");
        });
    }

    #[test]
    fn a_poll_in_an_instant_has_a_width_on_every_axis() {
        for axis in [Axis::Elastic, Axis::Time, Axis::Steps] {
            draw(&sample::spawned(3), axis, 0, |_, picture| {
                for rect in picture.solid.iter().flatten() {
                    assert!(rect.w >= 2.0, "{rect:?}");
                }
            });
        }
    }

    #[test]
    fn a_wake_in_effect_has_an_arrow() {
        let trace = sample::joined();
        let wake = |event: &trace::Event| matches!(event.kind, EventKind::Wake { .. });
        let woken = trace.events().iter().position(wake).expect("a wake") + 1;
        let arrows = RefCell::new(Vec::new());
        for position in [woken - 1, woken, woken + 1] {
            draw(&trace, Axis::Elastic, position, |_, picture| {
                arrows.borrow_mut().push(picture.arrows.len());
            });
        }
        assert_eq!(*arrows.borrow(), [0, 1, 0]);
    }

    #[test]
    fn the_wake_of_who_has_ended_starts_at_the_mark_of_its_end() {
        let mut sample = sample::Sample::new();
        let main = sample.spawn(None, "main");
        let child = sample.spawn(Some(main), "child");
        sample.start(main);
        sample.pending(main);
        sample.start(child);
        sample.done(child);
        sample.wake(main, trace::WokenBy::Task(child));
        let position = sample.trace.len();
        draw(&sample.trace, Axis::Elastic, position, |scene, picture| {
            let ([arrow], [end]) = (&picture.arrows[..], &picture.ends[..]) else {
                panic!("{:?} {:?}", picture.arrows, picture.ends)
            };
            assert!((end.x..end.x + 12.0).contains(&arrow.from.0), "{arrow:?} {end:?}");
            assert_eq!(arrow.from.1, end.y + end.h / 2.0);
            assert!(arrow.to.0 > arrow.from.0 && scene.window.right > arrow.to.0);
        });
    }

    #[test]
    fn what_shares_a_pixel_is_drawn_once() {
        let trace = sample::crowd(4, 20_000);
        draw(&trace, Axis::Time, 0, |scene, picture| {
            let most = scene.window.right - scene.window.left;
            for rects in &picture.solid {
                assert!(rects.len() as f64 <= most, "{}", rects.len());
            }
        });
    }
}

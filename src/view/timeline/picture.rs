//! What is to be drawn: shapes and texts of one frame, grouped by kind and colour.
//!
//! Plain values, so that what is drawn can be tested without a canvas.

use trace::{EventKind, Stream, TaskEnd, TaskId};

use super::arrows::{Arrow, arrows};
use super::lanes::{Bar, BarKind, Form, Index, Lane, Stretch, TimerBar, TimerEnd, Turn};
use super::layout::AXIS;
use super::scene::Scene;
use super::words;
use crate::view::colours::TASK_COLOURS;

/// The colour of what belongs to no task.
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

/// A text within a bar, shown as far as there is room.
#[derive(Clone, Debug, PartialEq)]
pub struct Text<'a> {
    /// The bar, or the part of it that is free.
    pub room: Rect,
    /// What to say.
    pub text: std::borrow::Cow<'a, str>,
    /// What to say if that is too long.
    pub short: &'a str,
    /// What to say at the far end, if there is room for that too.
    pub after: String,
    /// The colour of the bar.
    pub colour: usize,
    /// In a slim bar.
    pub slim: bool,
}

/// How a bar ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// Where.
    pub x: f64,
    /// Upper edge of the bar.
    pub y: f64,
    /// Height of the bar.
    pub h: f64,
    /// The colour of the bar.
    pub colour: usize,
    /// How.
    pub how: TaskEnd,
}

/// Everything between the axis and the lower edge.
#[derive(Debug, Default)]
pub struct Picture<'a> {
    /// Behind the awaits of a task: what is within it.
    pub within: Layer,
    /// Waits and awaits.
    pub pale: Layer,
    /// Of these, what nothing happens in.
    pub hatched: Layer,
    /// Scheduled, and the lines of timers.
    pub thin: Layer,
    /// Polls.
    pub solid: Layer,
    /// Polls of an await.
    pub soft: Layer,
    /// Computations that block their worker.
    pub busy: Layer,
    /// Futures that are kept: left, right, middle.
    pub kept: Vec<(f64, f64, f64, usize)>,
    /// Texts in bars.
    pub texts: Vec<Text<'a>>,
    /// Ends of bars.
    pub ends: Vec<End>,
    /// Prints: where, and whether to stderr.
    pub prints: Vec<(f64, f64, bool)>,
    /// Wakes: where, and the colour of the waker.
    pub wakes: Vec<(f64, f64, usize)>,
    /// Spawns: where, from the parent's bar to the child's, and the child's colour.
    pub spawns: Vec<(f64, f64, f64, usize)>,
    /// What is lit.
    pub lit: Vec<Rect>,
    /// Wakes drawn from the waker to the woken.
    pub arrows: Vec<Arrow>,
}

/// Below this a bar gets no text.
const ROOM_FOR_TEXT: f64 = 26.0;

/// The tasks' lanes that can be seen.
pub fn lanes<'a>(scene: &Scene<'a>) -> Picture<'a> {
    let mut picture = Picture::default();
    for row in scene.layout.visible() {
        if let Some(lane) = scene.lane(row) {
            picture.lane(scene, row, lane);
        }
    }
    picture.arrows = arrows(scene);
    picture
}

/// The lane of timers and turns.
pub fn host<'a>(scene: &Scene<'a>) -> Picture<'a> {
    let mut picture = Picture::default();
    picture.host(scene);
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
                    self.texts.push(Text { room, text, short, after, colour, slim: false });
                }
            }
        });
        let thin = |stretch: &Stretch| matches!(stretch.form, Form::Scheduled { .. });
        sweep(scene, &lane.stretches, ends, thin, 1.0, |_, x, w| {
            self.thin[colour].push(Rect { x, y: y + h / 2.0 - 2.0, w, h: 4.0 });
        });
        let polled = |stretch: &Stretch| matches!(stretch.form, Form::Polled { .. });
        sweep(scene, &lane.stretches, ends, polled, 2.0, |_, x, w| {
            self.solid[colour].push(Rect { x, y, w, h });
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
        self.marks(scene, row, lane, colour);
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
                    self.ends.push(End { x, y, h, colour, how: TaskEnd::Cancelled });
                }
                if is_lit(scene, task, Some(site)) {
                    self.lit.push(room);
                }
            }
            BarKind::Kept { site, .. } => {
                self.kept.push((room.x, room.x + room.w, room.y + room.h / 2.0, colour));
                if is_lit(scene, task, site) {
                    self.lit.push(room);
                }
            }
        }
    }

    fn bar_text(&mut self, scene: &Scene<'a>, bar: &Bar, room: Rect, colour: usize) {
        let (text, short) = match bar.kind {
            BarKind::Await { site, .. } => (scene.text(site).into(), scene.short(site)),
            // What is never polled is over at once: its text may be wider than its line.
            BarKind::Kept { .. } => (words::kept(scene, bar.kind).into(), ""),
        };
        let wide = matches!(bar.kind, BarKind::Kept { .. });
        let room = if wide { Rect { w: room.w.max(170.0), ..room } } else { room };
        if room.w >= ROOM_FOR_TEXT {
            self.texts.push(Text { room, text, short, after: String::new(), colour, slim: true });
        }
    }

    fn marks(&mut self, scene: &Scene, row: usize, lane: &Lane, colour: usize) {
        let (y, density) = (scene.layout.bar(row), scene.layout.density);
        if let Some((end, how)) = lane.ended {
            let (x, h) = (scene.x(end), density.bar);
            if x > scene.window.left - 14.0 && x < scene.window.right {
                self.ends.push(End { x, y, h, colour, how });
            }
        }
        points(scene, &lane.prints, |event, x| {
            if let Some(EventKind::Print { stream, .. }) = scene.event(event).map(|e| e.kind) {
                self.prints.push((x, y - 4.0, stream == Stream::Stderr));
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
                self.spawns.push((x, from.max(AXIS), y + density.bar / 2.0, colour));
            }
        }
    }

    fn host(&mut self, scene: &Scene<'a>) {
        let host = &scene.lanes.host;
        let y = scene.layout.lanes_bottom() + 5.0;
        let turns = |turn: &Turn| (turn.start, turn.end);
        sweep(
            scene,
            &host.turns,
            turns,
            |_| true,
            2.0,
            |_, x, w| {
                self.pale[NEUTRAL].push(Rect { x, y, w, h: 8.0 });
            },
        );
        for (row, timers) in host.timers.iter().enumerate() {
            let y = scene.layout.timer(row);
            let ends = |timer: &TimerBar| (timer.start, timer.end);
            sweep(
                scene,
                timers,
                ends,
                |_| true,
                1.0,
                |timer, x, w| {
                    let colour = colour(timer.task);
                    let middle = y + 3.5;
                    self.thin[colour].push(Rect { x, y: middle, w, h: 1.5 });
                    self.solid[colour].push(Rect { x, y: y + 2.0, w: 1.5, h: 4.5 });
                    match timer.how {
                        TimerEnd::Fired => {
                            self.solid[colour].push(Rect { x: x + w - 2.0, y, w: 2.5, h: 8.5 });
                        }
                        TimerEnd::Cancelled => {
                            let how = TaskEnd::Cancelled;
                            self.ends.push(End { x: x + w, y, h: 8.0, colour, how });
                        }
                        // It runs on to its deadline, which nobody has seen yet.
                        TimerEnd::Open => {
                            let due = scene.window.x(scene.scale.of_deadline(timer.deadline));
                            self.kept.push((x + w, due.min(scene.window.right), middle, colour));
                        }
                    }
                },
            );
        }
    }
}

/// Whether the reader points at this somewhere else.
fn is_lit(scene: &Scene, task: TaskId, site: Option<trace::SiteId>) -> bool {
    let hover = scene.hover;
    hover.site.is_some() && hover.site == site && hover.task.is_none_or(|lit| lit == task)
}

/// The first part of a bar wide enough for a text that no poll covers.
fn free(room: Rect, polled: &[(f64, f64)]) -> Rect {
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

/// Calls `each` for the items in sight that pass `keep`, with left edge and width. What falls into
/// pixels that were just drawn is skipped, so a million polls cost as much as the width has pixels.
fn sweep<T>(
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

/// Calls `each` for the events in sight that are not on the pixel of the one before.
fn points(scene: &Scene, events: &[Index], mut each: impl FnMut(Index, f64)) {
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

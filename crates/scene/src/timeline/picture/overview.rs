//! A strip that shows the whole run, with the visible part marked in it: geometry, and a small picture.

use crate::TASK_COLOURS;
use crate::timeline::axis::Scale;
use crate::timeline::axis::window::{Window, Zoom};
use crate::timeline::lanes::{Form, Lanes, Row};
use crate::timeline::picture::colour;

/// How near the pointer has to be to an end of the visible part to take hold of it, in pixels.
const NEAR: f64 = 7.0;

/// What a press on the strip takes hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// The beginning of the visible part.
    From,
    /// The end of the visible part.
    To,
    /// The visible part as a whole.
    Whole,
}

/// The strip: the whole axis, and the part of it that is visible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strip {
    /// The window that shows the whole axis.
    pub all: Window,
    /// The first and the last visible unit.
    pub part: (f64, f64),
    /// Whether the whole axis is visible.
    pub is_fit: bool,
}

impl Strip {
    /// The strip of an axis of `extent` units, as wide as the timeline's window.
    pub fn new(window: &Window, extent: f64, is_fit: bool) -> Self {
        let all = Zoom::default().window(window.left, window.right, extent);
        Self { all, part: (window.from, window.to()), is_fit }
    }

    /// The x coordinates between which the visible part is.
    pub fn frame(&self) -> (f64, f64) {
        let pixel = |unit: f64| self.all.x(unit).clamp(self.all.left, self.all.right);
        (pixel(self.part.0), pixel(self.part.1))
    }

    /// What a press at `x` takes hold of, and the part that becomes visible at once. A press outside of the visible
    /// part moves that part there; if the whole axis is visible, it begins a new part there.
    pub fn press(&self, x: f64) -> (Grip, (f64, f64)) {
        let (from, to) = self.frame();
        let (to_from, to_to) = ((x - from).abs(), (x - to).abs());
        if to_from.min(to_to) <= NEAR {
            return (if to_from < to_to { Grip::From } else { Grip::To }, self.part);
        }
        let unit = self.all.unit(x);
        if self.is_fit {
            return (Grip::To, (unit, unit));
        }
        let half = (self.part.1 - self.part.0) / 2.0;
        match (from..to).contains(&x) {
            true => (Grip::Whole, self.part),
            false => (Grip::Whole, (unit - half, unit + half)),
        }
    }

    /// The visible part after what is held has moved by this many pixels.
    pub fn drag(&self, grip: Grip, by: f64) -> (f64, f64) {
        let by = by / self.all.scale;
        let (from, to) = self.part;
        match grip {
            Grip::From => (from + by, to),
            Grip::To => (from, to + by),
            Grip::Whole => (from + by, to + by),
        }
    }
}

/// A cell of the small picture: 0 for nothing, else a task's colour and whether the task is polled there. See
/// [`shade`].
pub type Cell = u8;

/// The number of colours: those of the tasks, and [`NEUTRAL`](super::NEUTRAL).
const COLOURS: u8 = TASK_COLOURS as u8 + 1;

/// The colour of a cell and whether a task is polled there; `None` for an empty cell.
pub fn shade(cell: Cell) -> Option<(usize, bool)> {
    let number = cell.checked_sub(1)?;
    Some((usize::from(number % COLOURS), number >= COLOURS))
}

/// The small picture, row by row. If several lanes share a row, polls are drawn over everything else.
pub fn cells(lanes: &Lanes, scale: &Scale, all: &Window, columns: usize, rows: usize) -> Vec<Cell> {
    let mut cells = vec![0; columns * rows];
    let count = lanes.lanes.len();
    if cells.is_empty() || count == 0 {
        return cells;
    }
    // Columns are pixels of the screen, whatever its ratio is.
    let to_column = columns as f64 / (all.right - all.left);
    let column = |event| {
        let x = (all.x(scale.of_event(event)) - all.left) * to_column;
        (x.max(0.0) as usize).min(columns - 1)
    };
    let tasks = || {
        lanes.order.iter().filter_map(|row| match row {
            Row::Task(lane) => lanes.lanes.get(*lane as usize),
            Row::Resource(_) => None,
        })
    };
    let shown = tasks().count();
    // For each row a range of columns that are all filled. Where thousands of lanes share a row, nearly all of them
    // wait there, and most need not be drawn again.
    let mut taken: Vec<Option<(usize, usize)>> = vec![None; rows];
    for (place, lane) in tasks().enumerate() {
        let top = place * rows / shown;
        // High lanes are separated by a gap.
        let bottom = (place + 1) * rows / shown;
        let bottom = if bottom > top + 3 { bottom - 1 } else { bottom.max(top + 1) };
        let colour = colour(Some(lane.task)) as u8 + 1;
        let mut fill = |from: usize, to: usize, cell: Cell, over: bool| {
            for (row, taken) in taken.iter_mut().enumerate().take(bottom).skip(top) {
                let inside = |(first, last): (usize, usize)| first <= from && to <= last;
                if !over && taken.is_some_and(inside) {
                    continue;
                }
                *taken = Some(match *taken {
                    Some((first, last)) if from <= last + 1 && first <= to + 1 => {
                        (first.min(from), last.max(to))
                    }
                    Some((first, last)) if last - first > to.saturating_sub(from) => (first, last),
                    _ => (from, to),
                });
                for old in &mut cells[row * columns + from..=row * columns + to] {
                    if *old == 0 || over {
                        *old = cell;
                    }
                }
            }
        };
        let mut next = 0;
        while let Some(stretch) = lane.stretches.get(next) {
            next += 1;
            let polled = matches!(stretch.form, Form::Polled { .. });
            let (from, to) = (column(stretch.start), column(stretch.end));
            match polled {
                true => fill(from, to, colour + COLOURS, true),
                false => fill(from, to, colour, false),
            }
            // Further stretches that end in this column would not be visible.
            if polled && next + 8 < lane.stretches.len() {
                let rest = &lane.stretches[next..];
                next += rest.partition_point(|stretch| column(stretch.end) <= to);
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use playground::action::Axis;
    use playground::elastic::Elastic;

    fn strip(zoom: Zoom) -> Strip {
        Strip::new(&zoom.window(100.0, 900.0, 1_000.0), 1_000.0, zoom.is_fit())
    }

    fn zoomed(from: f64, to: f64) -> Zoom {
        let mut zoom = Zoom::default();
        zoom.show(from, to);
        zoom
    }

    #[test]
    fn all_is_framed_while_all_is_seen() {
        let (from, to) = strip(Zoom::default()).frame();
        assert!((from - 100.0).abs() < 1e-6 && (to - 900.0).abs() < 1e-6);
    }

    #[test]
    fn a_part_is_framed_where_it_lies() {
        let strip = strip(zoomed(250.0, 500.0));
        let (from, to) = strip.frame();
        assert!((strip.all.unit(from) - 250.0).abs() < 1e-6);
        assert!((strip.all.unit(to) - 500.0).abs() < 1e-6);
    }

    #[test]
    fn the_frame_is_moved_by_its_middle_and_resized_by_its_edges() {
        let strip = strip(zoomed(250.0, 500.0));
        let (from, to) = strip.frame();
        let ten = 10.0 / strip.all.scale;
        for (x, grip, part) in [
            (from + 2.0, Grip::From, (250.0 + ten, 500.0)),
            (to - 2.0, Grip::To, (250.0, 500.0 + ten)),
            ((from + to) / 2.0, Grip::Whole, (250.0 + ten, 500.0 + ten)),
        ] {
            let (held, shown) = strip.press(x);
            assert_eq!((held, shown), (grip, (250.0, 500.0)));
            let moved = strip.drag(held, 10.0);
            assert!((moved.0 - part.0).abs() < 1e-6 && (moved.1 - part.1).abs() < 1e-6);
        }
    }

    #[test]
    fn a_press_beside_the_frame_goes_there() {
        let strip = strip(zoomed(0.0, 100.0));
        let (grip, (from, to)) = strip.press(strip.all.x(800.0));
        assert_eq!(grip, Grip::Whole);
        assert!((from - 750.0).abs() < 1e-6 && (to - 850.0).abs() < 1e-6);
    }

    #[test]
    fn where_all_is_seen_a_part_is_drawn_up() {
        let strip = strip(Zoom::default());
        let (grip, (from, to)) = strip.press(500.0);
        assert_eq!((grip, from), (Grip::To, to));
    }

    #[test]
    fn every_lane_is_in_the_small_picture() {
        let trace = sample::spawned(3);
        let mut lanes = Lanes::default();
        lanes.extend(&trace, trace.len());
        let elastic = Elastic::new(&trace);
        let scale = Scale::new(Axis::Elastic, trace.events(), &elastic, 0);
        let all = Zoom::default().window(0.0, 100.0, scale.now());
        let cells = cells(&lanes, &scale, &all, 100, 20);
        for (number, row) in cells.chunks(500).enumerate() {
            let colours = row.iter().filter_map(|cell| shade(*cell));
            assert!(colours.clone().all(|(colour, _)| colour == number));
            assert!(colours.clone().any(|(_, polled)| polled));
            assert!(colours.clone().any(|(_, polled)| !polled));
        }
    }

    #[test]
    fn ten_thousand_lanes_fit_into_a_few_rows() {
        let trace = sample::crowd(10_000, 2);
        let mut lanes = Lanes::default();
        lanes.extend(&trace, trace.len());
        let elastic = Elastic::new(&trace);
        let scale = Scale::new(Axis::Time, trace.events(), &elastic, 0);
        let all = Zoom::default().window(0.0, 300.0, scale.now());
        let cells = cells(&lanes, &scale, &all, 300, 18);
        assert!(cells.chunks(300).all(|row| row.iter().any(|cell| *cell > 0)));
    }
}

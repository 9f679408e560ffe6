//! The vertical positions of lanes, timers and turns.

use std::ops::Range;

use crate::timeline::lanes::{HostLane, Lane, Lanes, Row};

/// Height of the axis if it is above this timeline.
pub const AXIS: f64 = 32.0;
/// Height of a run's title if two runs are compared.
pub const TITLE: f64 = 26.0;
/// Width of the scroll bar if there is one.
pub const SCROLL_BAR: f64 = 8.0;
const TIMER_ROW: f64 = 9.0;
const TURN_ROW: f64 = 16.0;
const TIMERS_SHARE: f64 = 0.32;

/// The heights in a lane, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Density {
    /// Height of a lane's bar.
    pub bar: f64,
    /// The space above the bar, for wakes and prints, and below the last row.
    pub pad: f64,
    /// Distance from one slim bar to the next.
    pub track: f64,
    /// Height of a slim bar.
    pub slim: f64,
}

impl Density {
    /// Height of a row.
    fn row(self, row: &Row, lanes: &Lanes) -> f64 {
        let tracks = match row {
            Row::Task(lane) => rows_under(&lanes.lanes[*lane as usize], lanes),
            Row::Resource(place) => usize::from(lanes.resources[*place as usize].waited),
        };
        let Self { bar, pad, track, .. } = self;
        pad + bar + tracks as f64 * track + pad * if tracks > 0 { 0.8 } else { 0.5 }
    }
}

/// From generous to tight; the first density with which all lanes are visible at once is used.
const DENSITIES: [Density; 4] = [
    Density { bar: 26.0, pad: 11.0, track: 21.0, slim: 18.0 },
    Density { bar: 22.0, pad: 9.0, track: 18.0, slim: 15.0 },
    Density { bar: 18.0, pad: 6.0, track: 15.0, slim: 13.0 },
    Density { bar: 16.0, pad: 4.0, track: 13.0, slim: 12.0 },
];

/// The positions of lanes, in pixels.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Width of the timeline.
    pub width: f64,
    /// Height of the timeline.
    pub height: f64,
    /// Width of the labels to the left of the lanes.
    pub labels: f64,
    /// Height of the axis; 0 for a run below another on the same axis.
    pub axis: f64,
    /// Height of the run's title, between the axis and the lanes; 0 if the run is alone.
    pub title: f64,
    /// The density of the lanes.
    pub density: Density,
    /// How far the lanes are scrolled.
    pub scroll: f64,
    /// Height of the lane of timers and turns.
    pub host: f64,
    /// How many rows of timers are shown.
    pub timers: usize,
    /// The height at which all lanes would be visible at once with the second tightest density.
    pub wanted: f64,
    /// For each row its distance from the first one; at the end the distance of the lower edge.
    tops: Vec<f64>,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            width: 0.0,
            height: 0.0,
            labels: 90.0,
            axis: AXIS,
            title: 0.0,
            density: DENSITIES[2],
            scroll: 0.0,
            host: 0.0,
            timers: 0,
            wanted: 0.0,
            tops: vec![0.0],
        }
    }
}

impl Layout {
    /// Places the lanes. Has to be called when lanes or the size have changed.
    pub fn arrange(&mut self, lanes: &Lanes) {
        self.timers = timer_rows(&lanes.host, self.height);
        self.host = match (lanes.host.turns.is_empty(), self.timers) {
            (true, 0) => 0.0,
            (_, rows) => TURN_ROW + rows as f64 * TIMER_ROW + 4.0,
        };
        let rows = lanes.order.iter().map(|row| DENSITIES[2].row(row, lanes));
        self.wanted = self.lanes_top() + rows.sum::<f64>() + self.host;
        let fits = self.place(lanes);
        // Two compared runs need the height for their tasks.
        if self.timers > 0 && (self.title > 0.0 || !fits) {
            self.timers = 0;
            self.host = TURN_ROW;
            self.place(lanes);
        }
        self.scroll_to(self.scroll);
    }

    /// Places the rows with the first density that fits. Returns whether all rows are visible at once.
    fn place(&mut self, lanes: &Lanes) -> bool {
        let room = self.lanes_bottom() - self.lanes_top();
        for density in DENSITIES {
            self.density = density;
            self.tops.clear();
            let mut top = 0.0;
            for row in &lanes.order {
                self.tops.push(top);
                top += density.row(row, lanes);
            }
            self.tops.push(top);
            if top <= room {
                return true;
            }
        }
        false
    }

    /// The pixel at which the lanes begin.
    pub fn lanes_top(&self) -> f64 {
        self.axis + self.title
    }

    /// The pixel at which the lanes end and the lane of timers and turns begins.
    pub fn lanes_bottom(&self) -> f64 {
        (self.height - self.host).max(self.lanes_top())
    }

    /// Height of all lanes, visible or not.
    pub fn content(&self) -> f64 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// How far the lanes can be scrolled.
    pub fn overflow(&self) -> f64 {
        (self.content() - (self.lanes_bottom() - self.lanes_top())).max(0.0)
    }

    /// Scrolls the lanes to a distance from their top, as far as possible.
    pub fn scroll_to(&mut self, scroll: f64) {
        self.scroll = scroll.clamp(0.0, self.overflow());
    }

    /// The pixel at which a row begins.
    pub fn top(&self, row: usize) -> f64 {
        self.lanes_top() + self.tops[row.min(self.tops.len() - 1)] - self.scroll
    }

    /// The pixel at which a row ends.
    pub fn bottom(&self, row: usize) -> f64 {
        self.top(row + 1)
    }

    /// The top of the bar in a row.
    pub fn bar(&self, row: usize) -> f64 {
        self.top(row) + self.density.pad
    }

    /// The top of a slim bar in a row.
    pub fn slim(&self, row: usize, track: usize) -> f64 {
        let Density { bar, track: apart, slim, .. } = self.density;
        self.bar(row) + bar + (apart - slim) + track as f64 * apart
    }

    /// The rows that are visible, at least in part.
    pub fn visible(&self) -> Range<usize> {
        let rows = self.tops.len() - 1;
        let (from, to) = (self.scroll, self.scroll + self.lanes_bottom() - self.lanes_top());
        let first = self.tops.partition_point(|top| *top <= from).saturating_sub(1);
        let last = self.tops.partition_point(|top| *top < to);
        first.min(rows)..last.min(rows)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.tops.len() - 1
    }

    /// Scrolls as little as necessary to make a row visible, or the top of one that is too high.
    pub fn scroll_into_sight(&mut self, row: usize) {
        let room = self.lanes_bottom() - self.lanes_top();
        let (top, bottom) =
            (self.tops[row.min(self.rows())], self.tops[(row + 1).min(self.rows())]);
        let scroll = self.scroll.max(bottom - room).min(top);
        self.scroll_to(scroll);
    }

    /// The row at a pixel, if there is one.
    pub fn row_at(&self, y: f64) -> Option<usize> {
        if y < self.lanes_top() || y >= self.lanes_bottom() {
            return None;
        }
        let y = y - self.lanes_top() + self.scroll;
        let row = self.tops.partition_point(|top| *top <= y).checked_sub(1)?;
        (row + 1 < self.tops.len()).then_some(row)
    }

    /// The top of a row of timers.
    pub fn timer(&self, row: usize) -> f64 {
        self.lanes_bottom() + TURN_ROW + row as f64 * TIMER_ROW
    }

    /// The row of timers at a pixel.
    pub fn timer_at(&self, y: f64) -> Option<usize> {
        let row = (y - self.lanes_bottom() - TURN_ROW) / TIMER_ROW;
        (row >= 0.0 && (row as usize) < self.timers).then_some(row as usize)
    }

    /// The top and the height of the scroll bar's handle; `None` if all lanes are visible.
    pub fn handle(&self) -> Option<(f64, f64)> {
        let (overflow, room) = (self.overflow(), self.lanes_bottom() - self.lanes_top());
        if overflow <= 0.5 || room <= 0.0 {
            return None;
        }
        let height = (room * room / self.content()).max(24.0).min(room);
        Some((self.lanes_top() + (room - height) * self.scroll / overflow, height))
    }
}

/// How many slim rows a lane has under its bar: those of its awaits, and one for the tasks of a folded lane.
pub fn rows_under(lane: &Lane, lanes: &Lanes) -> usize {
    lane.tracks.len() + usize::from(lanes.folded(lane.task).is_some())
}

/// The number of rows of timers, so that most of the height is left to the tasks.
fn timer_rows(host: &HostLane, height: f64) -> usize {
    let fit = (height * TIMERS_SHARE - TURN_ROW) / TIMER_ROW;
    host.timers.len().min((fit as usize).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sample::Sample;

    fn layout(lanes: &Lanes, height: f64) -> Layout {
        let mut layout = Layout { width: 800.0, height, ..Layout::default() };
        layout.arrange(lanes);
        layout
    }

    fn many(count: usize) -> Lanes {
        let mut sample = Sample::new();
        let main = sample.spawn(None, "main");
        for _ in 1..count {
            sample.spawn(Some(main), "task");
        }
        let mut lanes = Lanes::default();
        lanes.extend(&sample.trace, sample.trace.len());
        lanes
    }

    #[test]
    fn lanes_get_tighter_before_they_scroll() {
        let lanes = many(8);
        assert_eq!(layout(&lanes, 600.0).density, DENSITIES[0]);
        assert_eq!(layout(&lanes, 280.0).density, DENSITIES[2]);
        let tight = layout(&lanes, 100.0);
        assert_eq!(tight.density, DENSITIES[3]);
        assert!(tight.overflow() > 0.0);
        assert!(tight.handle().is_some());
    }

    #[test]
    fn timers_give_way_to_lanes_that_would_be_cut() {
        let trace = sample::spawned(5);
        let mut lanes = Lanes::default();
        lanes.extend(&trace, trace.len());
        let roomy = layout(&lanes, 400.0);
        assert!(roomy.timers > 0 && roomy.overflow() == 0.0);
        let lower = (0..400).rev().map(|height| layout(&lanes, f64::from(height)));
        let tight = lower.take_while(|layout| layout.overflow() == 0.0).last().expect("one");
        assert_eq!((tight.timers, tight.host), (0, TURN_ROW));
        let mut beside = Layout { width: 800.0, height: 400.0, title: TITLE, ..Layout::default() };
        beside.arrange(&lanes);
        assert_eq!((beside.timers, beside.host), (0, TURN_ROW));
    }

    #[test]
    fn what_has_the_height_that_it_wants_does_not_scroll() {
        for lanes in [many(1), many(8), many(60)] {
            let wanted = layout(&lanes, 100.0).wanted;
            let layout = layout(&lanes, wanted);
            assert_eq!(layout.overflow(), 0.0);
            assert_eq!(layout.density, DENSITIES[2]);
        }
    }

    #[test]
    fn ten_thousand_lanes_show_only_some() {
        let lanes = many(10_000);
        let mut layout = layout(&lanes, 300.0);
        assert_eq!(layout.visible().start, 0);
        layout.scroll_to(f64::INFINITY);
        assert_eq!(layout.visible().end, 10_000);
        assert!(layout.visible().len() < 20);
        for row in layout.visible() {
            let middle = (layout.top(row) + layout.bottom(row)) / 2.0;
            if (AXIS..layout.lanes_bottom()).contains(&middle) {
                assert_eq!(layout.row_at(middle), Some(row));
            }
        }
    }

    #[test]
    fn awaits_and_timers_have_rows_of_their_own() {
        let trace = sample::joined();
        let mut lanes = Lanes::default();
        lanes.extend(&trace, trace.len());
        let layout = layout(&lanes, 300.0);
        assert_eq!(lanes.lanes[0].tracks.len(), 4);
        assert!(layout.slim(0, 3) + layout.density.slim <= layout.bottom(0));
        assert_eq!(layout.timers, 2);
        assert!(layout.timer(2) <= 300.0);
        assert_eq!(layout.row_at(layout.timer(0)), None);
        assert_eq!(layout.timer_at(layout.timer(1) + 1.0), Some(1));
    }
}

//! The facts about one frame, which painting, hit testing and words share.

use playground::action::{Hover, Range};
use trace::{Event, EventKind, Micros, SiteId, TaskId, Trace};

use crate::timeline::axis::Scale;
use crate::timeline::axis::window::Window;
use crate::timeline::lanes::resources::ResourceLane;
use crate::timeline::lanes::{Index, Lane, Lanes, OPEN, Row};
use crate::timeline::layout::Layout;

/// The timeline at one moment.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The run.
    pub trace: &'a Trace,
    /// The lanes of the run.
    pub lanes: &'a Lanes,
    /// The positions of the lanes.
    pub layout: &'a Layout,
    /// The axis.
    pub scale: Scale<'a>,
    /// The visible part of the axis.
    pub window: Window,
    /// The pixel of the playhead.
    pub playhead: f64,
    /// How many events have happened.
    pub position: usize,
    /// The time on the program's clock, which may be later than the last event.
    pub now: Micros,
    /// What is highlighted.
    pub hover: Hover,
    /// The task that is selected.
    pub chosen: Option<TaskId>,
    /// The wake under the pointer.
    pub pointed: Option<Index>,
    /// The stretch of time that is selected.
    pub range: Option<Range>,
    /// The row that has the keyboard's focus.
    pub stands: Option<usize>,
    /// The hits of the search, and the one that is shown.
    pub found: (&'a [Index], Option<Index>),
    /// The x coordinate at which the run is over, if a longer one is on the same axis.
    pub over: Option<f64>,
}

impl<'a> Scene<'a> {
    /// The x coordinate of an event.
    pub fn x(&self, event: Index) -> f64 {
        self.window.x(self.scale.of_event(event))
    }

    /// An event.
    pub fn event(&self, index: Index) -> Option<&'a Event> {
        self.scale.events().get(index as usize)
    }

    /// The time of an event; the present time for [`OPEN`].
    pub fn at(&self, index: Index) -> Micros {
        match self.event(index) {
            Some(event) => event.at,
            None if index == OPEN => open_until(self.scale.events(), self.now),
            None => self.scale.events().last().map_or(0, |event| event.at),
        }
    }

    /// The lane in a row.
    pub fn lane(&self, row: usize) -> Option<&'a Lane> {
        match self.lanes.order.get(row)? {
            Row::Task(lane) => self.lanes.lanes.get(*lane as usize),
            Row::Resource(_) => None,
        }
    }

    /// The resource in a row.
    pub fn resource(&self, row: usize) -> Option<&'a ResourceLane> {
        match self.lanes.order.get(row)? {
            Row::Resource(place) => self.lanes.resources.get(*place as usize),
            Row::Task(_) => None,
        }
    }

    /// The task in a row.
    pub fn task(&self, row: usize) -> Option<TaskId> {
        self.lane(row).map(|lane| lane.task)
    }

    /// The x coordinates between which the selection is.
    pub fn selected(&self) -> Option<(f64, f64)> {
        let (from, to) = self.scale.of_range(self.range?);
        Some((self.window.x(from), self.window.x(to)))
    }

    /// The text at a site.
    pub fn text(&self, site: SiteId) -> &'a str {
        self.trace.site(site).map_or("a future", |site| &site.text)
    }

    /// The short name of a site.
    pub fn short(&self, site: SiteId) -> &'a str {
        self.trace.site(site).map_or("", |site| &site.name)
    }

    /// The items of a sorted list that are visible, at least in part. `ends` returns the first and the last event of
    /// an item.
    pub fn in_sight<'b, T>(&self, items: &'b [T], ends: impl Fn(&T) -> (Index, Index)) -> &'b [T] {
        // The margin is for marks, which are wider than their events.
        let margin = 12.0 / self.window.scale;
        let (from, to) = (self.window.from - margin, self.window.to() + margin);
        let first = items.partition_point(|item| self.scale.of_event(ends(item).1) < from);
        let rest = &items[first..];
        &rest[..rest.partition_point(|item| self.scale.of_event(ends(item).0) <= to)]
    }

    /// The event of a sorted list that is nearest to an x coordinate, if it is within a few pixels.
    pub fn nearest(&self, events: &[Index], x: f64) -> Option<Index> {
        let unit = self.window.unit(x);
        let after = events.partition_point(|event| self.scale.of_event(*event) < unit);
        let near = |event: &Index| (self.x(*event) - x).abs();
        let found = events[after.saturating_sub(1)..(after + 1).min(events.len())]
            .iter()
            .min_by(|a, b| near(a).total_cmp(&near(b)))?;
        (near(found) <= 5.0).then_some(*found)
    }
}

/// The time at which something that has not ended is drawn to end: the present, or the end of its run if that
/// is earlier, since another run on the same axis may be longer.
pub fn open_until(events: &[Event], now: Micros) -> Micros {
    match events.last() {
        Some(Event { kind: EventKind::RunEnd { .. }, at }) => *at,
        Some(event) => event.at.max(now),
        None => now,
    }
}

/// Calls with a scene of the whole trace, 1,000 by 400 pixels.
#[cfg(test)]
pub(crate) fn drawn(
    trace: &Trace,
    axis: playground::action::Axis,
    position: usize,
    each: impl FnOnce(&Scene),
) {
    let elastic = playground::elastic::Elastic::new(trace);
    let mut lanes = Lanes::default();
    lanes.extend(trace, trace.len());
    let mut layout = Layout::default();
    (layout.width, layout.height) = (1_000.0, 400.0);
    layout.arrange(&lanes);
    let scale = Scale::new(axis, trace.events(), &elastic, 0);
    let window = crate::timeline::axis::window::Zoom::default().window(
        layout.labels,
        layout.width,
        scale.now(),
    );
    each(&Scene {
        trace,
        lanes: &lanes,
        layout: &layout,
        scale,
        window,
        playhead: window.left,
        position,
        now: 0,
        hover: Hover::default(),
        chosen: None,
        pointed: None,
        range: None,
        stands: None,
        found: (&[], None),
        over: None,
    });
}

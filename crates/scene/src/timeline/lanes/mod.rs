//! What stands in the lanes: a trace, cut into one lane a task.
//!
//! Places are event numbers, never times, so that one and the same cut serves every axis. It is
//! extended as a trace grows; nothing that was cut before changes, but for ends that were open.

pub mod awaits;
pub mod cut;
pub mod ends;
pub mod fold;
pub mod host;
pub mod resources;

use trace::{Label, Micros, ResourceId, SiteId, SpanId, TaskEnd, TaskId, TaskKind, TurnCause};

use crate::timeline::lanes::fold::Folds;
use crate::timeline::lanes::resources::ResourceLane;

/// The number of an event in the log.
pub type Index = u32;

/// The end of what has not ended yet.
pub const OPEN: Index = Index::MAX;

/// How deep awaits are drawn under their lane's bar.
pub const MAX_DEPTH: u8 = 3;

/// How many rows of awaits a lane can have; a `join_all` of a hundred says how many more there are.
pub const MAX_TRACKS: usize = 12;

/// Rows of timers.
pub const MAX_TIMER_TRACKS: usize = 6;

/// What a task did over a stretch of the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Spawned or woken, and not yet polled.
    Scheduled {
        /// The wake, or the spawn.
        cause: Index,
    },
    /// Being polled.
    Polled {
        /// Which poll, from 1.
        number: u32,
    },
    /// Waiting to be woken.
    Waiting {
        /// What it awaits.
        site: Option<SiteId>,
    },
}

/// From one event to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The event it begins with.
    pub start: Index,
    /// The event it ends with, [`OPEN`] if none has.
    pub end: Index,
    /// What the task did.
    pub form: Form,
}

/// A slim bar under a lane's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The event it begins with.
    pub start: Index,
    /// The event it ends with, [`OPEN`] if none has.
    pub end: Index,
    /// What it stands for.
    pub kind: BarKind,
}

/// What a slim bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarKind {
    /// An await.
    Await {
        /// Which.
        span: SpanId,
        /// Where in the text.
        site: SiteId,
        /// Nothing is awaited within it: this is what the task waits for.
        leaf: bool,
        /// It was dropped before it was ready.
        dropped: bool,
    },
    /// A future that is kept in a variable.
    Kept {
        /// Which.
        resource: ResourceId,
        /// Its name.
        name: Label,
        /// Where it was made.
        site: Option<SiteId>,
        /// How often it was polled.
        polls: u32,
    },
}

/// Bars that follow one another, with the parts of them in which they were polled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// It is for futures that are kept: their words need more room than they do.
    pub keeps: bool,
    /// In order; they do not overlap.
    pub bars: Vec<Bar>,
    /// In order; they do not overlap.
    pub polled: Vec<(Index, Index)>,
}

/// What a task was left in that had no end when its run was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It would have gone on.
    Open,
    /// It stands in a circle of tasks that wait for each other, and for this lock itself.
    Circle(ResourceId),
}

/// One task's lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The task.
    pub task: TaskId,
    /// Who spawned it.
    pub parent: Option<TaskId>,
    /// Its name.
    pub name: Label,
    /// How it is run.
    pub kind: TaskKind,
    /// The spawning call.
    pub site: Option<SiteId>,
    /// How many ancestors it has.
    pub depth: u8,
    /// It has spawned others.
    pub has_children: bool,
    /// Its spawn.
    pub born: Index,
    /// Its end.
    pub ended: Option<(Index, TaskEnd)>,
    /// What it was left in when the run was over before it.
    pub left: Option<Left>,
    /// What it did, in order and without gaps.
    pub stretches: Vec<Stretch>,
    /// Its awaits, and the futures that it keeps.
    pub tracks: Vec<Track>,
    /// Awaits that found no row.
    pub crowded_out: u32,
    /// Its prints.
    pub prints: Vec<Index>,
    /// The wakes it got.
    pub wakes: Vec<Index>,
    /// The wakes it gave to others.
    pub gives: Vec<Index>,
    /// Where it computed.
    pub busy: Vec<(Index, Index)>,
}

impl Lane {
    /// Where the lane's bar ends.
    pub fn end(&self) -> Index {
        self.ended.map_or(OPEN, |(end, _)| end)
    }

    /// The stretch that an event lies in; of two that meet there, the later.
    pub fn stretch_at(&self, event: Index) -> Option<&Stretch> {
        let after = self.stretches.partition_point(|stretch| stretch.start <= event);
        self.stretches[..after].last().filter(|stretch| event <= stretch.end)
    }
}

/// What became of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerEnd {
    /// It is set.
    Open,
    /// It came due.
    Fired,
    /// It was taken back.
    Cancelled,
}

/// A deadline, from its registration on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimerBar {
    /// Its registration.
    pub start: Index,
    /// Its end, [`OPEN`] if there is none yet.
    pub end: Index,
    /// The task it wakes.
    pub task: Option<TaskId>,
    /// When it is due.
    pub deadline: Micros,
    /// What became of it.
    pub how: TimerEnd,
}

/// A turn of the event loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The engine got the loop.
    pub start: Index,
    /// It gave it back.
    pub end: Index,
    /// What gave it the loop.
    pub cause: TurnCause,
}

/// The lane of timers and turns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostLane {
    /// The turns, in order.
    pub turns: Vec<Turn>,
    /// Rows of timers that follow one another.
    pub timers: Vec<Vec<TimerBar>>,
    /// Timers that found no row.
    pub crowded_out: u32,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A task's lane, by its index.
    Task(u32),
    /// A resource's, by its index.
    Resource(u32),
}

/// All lanes of a trace.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    /// One a task; [`TaskId::index`] is the index.
    pub lanes: Vec<Lane>,
    /// The order in which they are shown: under a task what it made, and its children.
    pub order: Vec<Row>,
    /// For each lane its place in that order.
    rows: Vec<u32>,
    /// And for each resource.
    resource_rows: Vec<u32>,
    /// Locks, channels and their like.
    pub resources: Vec<ResourceLane>,
    /// Timers and turns.
    pub host: HostLane,
    /// Lanes under which those of their children are not shown.
    pub(crate) folds: Folds,
    /// Number of polls begun.
    pub polls: usize,
    pub(crate) cutting: crate::timeline::lanes::cut::Cutting,
}

impl Lanes {
    /// A task's lane.
    pub fn lane(&self, task: TaskId) -> Option<&Lane> {
        self.lanes.get(task.index())
    }

    /// Where a task's lane is shown, counted from the top; for one that is folded away, that of the
    /// lane that stands for it.
    pub fn row(&self, task: TaskId) -> Option<usize> {
        self.rows.get(task.index()).map(|row| *row as usize)
    }

    /// Where a resource's lane is shown, if it has one.
    pub fn row_of_resource(&self, resource: ResourceId) -> Option<usize> {
        self.resource_rows.get(self.resource_place(resource)?).map(|row| *row as usize)
    }

    /// Whether every lane is in its row.
    pub(crate) fn is_sorted(&self) -> bool {
        (self.rows.len(), self.resource_rows.len()) == (self.lanes.len(), self.resources.len())
    }

    /// Under each task what it made, then its children, in the order in which it made them.
    pub(crate) fn sort(&mut self) {
        let count = self.lanes.len();
        let (mut children, mut made) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        let (mut stack, mut ownerless) = (Vec::new(), Vec::new());
        for (index, lane) in self.lanes.iter().enumerate() {
            // A parent that comes later can only stand in a damaged file; it is no parent.
            match lane.parent.map(TaskId::index).filter(|parent| *parent < index) {
                Some(parent) => children[parent].push(index as u32),
                None => stack.push(index as u32),
            }
        }
        for (index, resource) in self.resources.iter().enumerate() {
            match resource.task.map(TaskId::index).filter(|task| *task < count) {
                Some(task) => made[task].push(index as u32),
                None => ownerless.push(index as u32),
            }
        }
        stack.reverse();
        self.order.clear();
        self.rows.resize(count, 0);
        self.resource_rows.resize(self.resources.len(), 0);
        let mut within = Vec::new();
        while let Some(lane) = stack.pop() {
            let row = self.order.len() as u32;
            self.rows[lane as usize] = row;
            self.order.push(Row::Task(lane));
            if !self.folds.holds(lane) {
                self.order_resources(&made[lane as usize]);
                stack.extend(children[lane as usize].iter().rev());
                continue;
            }
            // Who is not shown is looked for where the others of its family are.
            within.push(lane);
            while let Some(lane) = within.pop() {
                self.rows[lane as usize] = row;
                for resource in &made[lane as usize] {
                    self.resource_rows[*resource as usize] = row;
                }
                within.extend(&children[lane as usize]);
            }
        }
        self.order_resources(&ownerless);
    }

    fn order_resources(&mut self, resources: &[u32]) {
        for resource in resources {
            self.resource_rows[*resource as usize] = self.order.len() as u32;
            self.order.push(Row::Resource(*resource));
        }
    }
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn children_stand_under_their_parent() {
        let mut sample = sample::Sample::new();
        let main = sample.spawn(None, "main");
        let first = sample.spawn(Some(main), "first");
        sample.spawn(Some(main), "second");
        sample.spawn(Some(first), "grandchild");
        let mut lanes = Lanes::default();
        assert!(lanes.extend(&sample.trace, sample.trace.len()));
        let names: Vec<_> = lanes
            .order
            .iter()
            .filter_map(|row| match row {
                Row::Task(lane) => lanes.lanes.get(*lane as usize),
                Row::Resource(_) => None,
            })
            .map(|lane| (sample.trace.label(lane.name), lane.depth))
            .collect();
        assert_eq!(names, [("main", 0), ("first", 1), ("grandchild", 2), ("second", 1)]);
        assert_eq!(lanes.row(first), Some(1));
    }

    #[test]
    fn what_a_task_made_stands_under_it() {
        let mut sample = sample::Sample::new();
        let main = sample.spawn(None, "main");
        let lock = sample.made(main, trace::ResourceKind::Mutex, "cache");
        let child = sample.spawn(Some(main), "child");
        let inner = sample.made(child, trace::ResourceKind::Notify, "bell");
        let mut lanes = Lanes::default();
        lanes.extend(&sample.trace, sample.trace.len());
        assert_eq!(lanes.order, [Row::Task(0), Row::Resource(0), Row::Task(1), Row::Resource(1)]);
        assert_eq!(lanes.row_of_resource(lock), Some(1));
        lanes.fold(main, true, sample.trace.events());
        assert_eq!(lanes.order, [Row::Task(0)]);
        assert_eq!((lanes.row(child), lanes.row_of_resource(inner)), (Some(0), Some(0)));
    }
}

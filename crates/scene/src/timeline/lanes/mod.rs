//! The content of the lanes: a trace, divided into one lane for each task and one for each resource.
//!
//! Positions are event numbers, never times, so the same lanes serve every axis. Lanes grow with the trace;
//! what they have does not change, except for ends that were open.

pub mod awaits;
pub mod cut;
pub mod ends;
pub mod fold;
pub mod host;
pub mod resources;

use trace::{Label, Micros, ResourceId, SiteId, SpanId, TaskEnd, TaskId, TaskKind, TurnCause};

use crate::timeline::lanes::fold::Folds;
use crate::timeline::lanes::resources::ResourceLane;

/// The index of an event in the log.
pub type Index = u32;

/// The end of something that has not ended yet.
pub const OPEN: Index = Index::MAX;

/// The most levels of nested awaits under a lane's bar.
pub const MAX_DEPTH: u8 = 3;

/// The most rows of awaits in a lane. Of more, as in a `join_all` of a hundred, only the number is shown.
pub const MAX_TRACKS: usize = 12;

/// The most rows of timers.
pub const MAX_TIMER_TRACKS: usize = 6;

/// What a task did over a stretch of the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Spawned or woken, and not yet polled.
    Scheduled {
        /// The event of the wake or the spawn.
        cause: Index,
    },
    /// Being polled.
    Polled {
        /// Which poll, from 1.
        number: u32,
    },
    /// Waiting to be woken.
    Waiting {
        /// The site of what the task awaits.
        site: Option<SiteId>,
    },
}

/// What a task did between two events.
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
    /// What the bar shows.
    pub kind: BarKind,
}

/// What a slim bar shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarKind {
    /// An await.
    Await {
        /// The await.
        span: SpanId,
        /// The site of the await.
        site: SiteId,
        /// Whether no other await has been nested in it.
        leaf: bool,
        /// Whether the future was dropped before it was ready.
        dropped: bool,
    },
    /// A future that is kept in a variable.
    Kept {
        /// The future.
        resource: ResourceId,
        /// The future's name.
        name: Label,
        /// The site at which the future was made.
        site: Option<SiteId>,
        /// How often the future was polled.
        polls: u32,
    },
}

/// A row of bars, with the parts of them in which they were polled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// Whether the row is for kept futures, whose descriptions need more room than their bars have.
    pub keeps: bool,
    /// The bars, in order and without overlaps.
    pub bars: Vec<Bar>,
    /// The first and the last event of each polled part, in order and without overlaps.
    pub polled: Vec<(Index, Index)>,
}

/// Why a task had not ended when its run was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The run ended before the task did.
    Open,
    /// The task waits for this lock, in a cycle of tasks that wait for each other.
    Circle(ResourceId),
}

/// One task's lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The task.
    pub task: TaskId,
    /// The task that spawned it.
    pub parent: Option<TaskId>,
    /// Its name.
    pub name: Label,
    /// How it is run.
    pub kind: TaskKind,
    /// The spawning call.
    pub site: Option<SiteId>,
    /// How many ancestors the task has.
    pub depth: u8,
    /// Whether the task has spawned others.
    pub has_children: bool,
    /// The event of the spawn.
    pub born: Index,
    /// The event of the end, and how the task ended.
    pub ended: Option<(Index, TaskEnd)>,
    /// Why the task has not ended although its run is over.
    pub left: Option<Left>,
    /// What the task did, in order and without gaps.
    pub stretches: Vec<Stretch>,
    /// The rows of its awaits and kept futures.
    pub tracks: Vec<Track>,
    /// How many awaits and kept futures have found no row.
    pub crowded_out: u32,
    /// The events of its prints.
    pub prints: Vec<Index>,
    /// The events of the wakes of this task.
    pub wakes: Vec<Index>,
    /// The events of the wakes of other tasks by this one.
    pub gives: Vec<Index>,
    /// The first and the last event of each computation or blocking call.
    pub busy: Vec<(Index, Index)>,
}

impl Lane {
    /// Where the lane's bar ends.
    pub fn end(&self) -> Index {
        self.ended.map_or(OPEN, |(end, _)| end)
    }

    /// The stretch that contains an event; if two meet at the event, the later one.
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
    /// The event that set it.
    pub start: Index,
    /// The event that ended it, [`OPEN`] if there is none yet.
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
    /// The event by which the engine got the event loop.
    pub start: Index,
    /// The event by which the engine gave it back, [`OPEN`] if it has not.
    pub end: Index,
    /// What gave the engine the event loop.
    pub cause: TurnCause,
}

/// The lane of timers and turns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostLane {
    /// The turns, in order.
    pub turns: Vec<Turn>,
    /// Rows of timers that do not overlap.
    pub timers: Vec<Vec<TimerBar>>,
    /// How many timers have found no row.
    pub crowded_out: u32,
}

/// What a row shows.
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
    /// The tasks' lanes, by [`TaskId::index`].
    pub lanes: Vec<Lane>,
    /// The rows from top to bottom: after each task the resources that it made, then its children.
    pub order: Vec<Row>,
    /// For each task its row.
    rows: Vec<u32>,
    /// For each resource its row.
    resource_rows: Vec<u32>,
    /// The lanes of locks, channels and the like.
    pub resources: Vec<ResourceLane>,
    /// The lane of timers and turns.
    pub host: HostLane,
    /// The folded lanes.
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

    /// The row of a task's lane, from 0 at the top; for a hidden lane the row of the folded one that includes it.
    pub fn row(&self, task: TaskId) -> Option<usize> {
        self.rows.get(task.index()).map(|row| *row as usize)
    }

    /// The row of a resource's lane, if it has one.
    pub fn row_of_resource(&self, resource: ResourceId) -> Option<usize> {
        self.resource_rows.get(self.resource_place(resource)?).map(|row| *row as usize)
    }

    /// Whether every lane has its row.
    pub(crate) fn is_sorted(&self) -> bool {
        (self.rows.len(), self.resource_rows.len()) == (self.lanes.len(), self.resources.len())
    }

    /// Assigns the rows: after each task the resources that it made, then its children, in the order in which it made
    /// them.
    pub(crate) fn sort(&mut self) {
        let count = self.lanes.len();
        let (mut children, mut made) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        let (mut stack, mut ownerless) = (Vec::new(), Vec::new());
        for (index, lane) in self.lanes.iter().enumerate() {
            // Only in a damaged file is a task spawned before its parent; such a parent is ignored.
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
            // Hidden lanes have the row of the folded lane that includes them.
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

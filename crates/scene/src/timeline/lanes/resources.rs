//! Lanes of locks, channels and the like: who holds a resource, how many tasks wait for it, how full it is.

use trace::{EventKind, Label, ResourceId, ResourceKind, SiteId, TaskId};

use crate::timeline::lanes::{Index, Lanes, OPEN};

/// The most lanes of resources; in a program with more, no few of them matter.
pub const MOST_RESOURCES: usize = 200;

/// One resource's lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceLane {
    /// The resource.
    pub resource: ResourceId,
    /// What kind of resource it is.
    pub kind: ResourceKind,
    /// Its name.
    pub name: Label,
    /// Capacity or permits; 0 if it has none.
    pub capacity: u32,
    /// The task that made it.
    pub task: Option<TaskId>,
    /// Where it was made.
    pub site: Option<SiteId>,
    /// The event that made it.
    pub born: Index,
    /// The event that dropped it, [`OPEN`] if there is none.
    pub ended: Index,
    /// Its states, in order and without gaps.
    pub steps: Vec<Standing>,
    /// The highest level so far.
    pub most: u32,
    /// Whether a task has ever waited for it.
    pub waited: bool,
}

/// The state of a resource between two events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The event that it begins with.
    pub start: Index,
    /// The event that it ends with, [`OPEN`] if none has.
    pub end: Index,
    /// The task that holds the lock.
    pub holder: Option<TaskId>,
    /// How many tasks wait for it.
    pub waiters: u32,
    /// The level: messages in a channel, permits taken of a semaphore.
    pub level: u32,
}

impl ResourceLane {
    /// The level that fills the bar.
    pub fn full(&self) -> u32 {
        let bounded = matches!(
            self.kind,
            ResourceKind::Semaphore | ResourceKind::Mpsc | ResourceKind::Barrier
        );
        let capacity = if bounded { self.capacity } else { 0 };
        capacity.max(self.most).max(1)
    }

    /// What the level counts; `None` if the resource has no level.
    pub fn unit(&self) -> Option<&'static str> {
        match self.kind {
            ResourceKind::Semaphore => Some("taken"),
            ResourceKind::RwLock => Some("reading"),
            ResourceKind::Barrier => Some("arrived"),
            ResourceKind::Mpsc
            | ResourceKind::Oneshot
            | ResourceKind::Broadcast
            | ResourceKind::Watch => Some("queued"),
            _ => None,
        }
    }
}

/// The level of a resource: messages in a channel, permits taken of a semaphore, tasks that read a lock.
fn level(kind: ResourceKind, capacity: u32, holder: bool, len: u32, permits: u32) -> u32 {
    match kind {
        // A semaphore may have more permits than at its start.
        ResourceKind::Semaphore => capacity.saturating_sub(permits),
        ResourceKind::Mpsc
        | ResourceKind::Oneshot
        | ResourceKind::Broadcast
        | ResourceKind::Watch => len,
        ResourceKind::RwLock | ResourceKind::Barrier | ResourceKind::Once => {
            len.max(u32::from(holder))
        }
        _ => u32::from(holder),
    }
}

impl Lanes {
    /// A resource's lane, if it has one.
    pub fn resource(&self, resource: ResourceId) -> Option<&ResourceLane> {
        self.resources.get(self.resource_place(resource)?)
    }

    pub(crate) fn resource_place(&self, resource: ResourceId) -> Option<usize> {
        let place = self.cutting.resources.get(resource.index()).copied().flatten()?;
        Some(place as usize)
    }

    /// Adds a lane. Returns whether there is a new one.
    pub(crate) fn make_resource(&mut self, at: Index, event: EventKind) -> bool {
        let EventKind::ResourceNew { resource, kind, name, capacity, task, site } = event else {
            return false;
        };
        if self.resources.len() >= MOST_RESOURCES {
            return false;
        }
        let known = &mut self.cutting.resources;
        // Each id below this one was made by an event before this one, but in a damaged file.
        if resource.index() > at as usize {
            return false;
        }
        known.resize(known.len().max(resource.index() + 1), None);
        known[resource.index()] = Some(self.resources.len() as u32);
        let nothing = Standing { start: at, end: OPEN, holder: None, waiters: 0, level: 0 };
        self.resources.push(ResourceLane {
            resource,
            kind,
            name,
            capacity,
            task,
            site,
            born: at,
            ended: OPEN,
            steps: vec![nothing],
            most: 0,
            waited: false,
        });
        true
    }

    /// Adds a state. Returns whether the lane needs more room, which it does from the first wait on.
    pub(crate) fn change_resource(&mut self, at: Index, event: EventKind) -> bool {
        let EventKind::ResourceState { resource, holder, waiters, len, permits } = event else {
            return false;
        };
        let Some(lane) = self.resource_mut(resource) else { return false };
        let level = level(lane.kind, lane.capacity, holder.is_some(), len, permits);
        lane.most = lane.most.max(level);
        if let Some(last) = lane.steps.last_mut() {
            if (last.holder, last.waiters, last.level) == (holder, waiters, level) {
                return false;
            }
            last.end = at;
        }
        lane.steps.push(Standing { start: at, end: OPEN, holder, waiters, level });
        let first = waiters > 0 && !lane.waited;
        lane.waited |= first;
        first
    }

    pub(crate) fn drop_resource(&mut self, at: Index, resource: ResourceId) {
        let Some(lane) = self.resource_mut(resource) else { return };
        lane.ended = lane.ended.min(at);
        if let Some(last) = lane.steps.last_mut() {
            last.end = last.end.min(at);
        }
    }

    fn resource_mut(&mut self, resource: ResourceId) -> Option<&mut ResourceLane> {
        let place = self.resource_place(resource)?;
        self.resources.get_mut(place)
    }
}

#[cfg(test)]
mod tests {
    use sample::Sample;

    use super::*;

    fn lanes(trace: &trace::Trace) -> Lanes {
        let mut lanes = Lanes::default();
        lanes.extend(trace, trace.len());
        lanes
    }

    #[test]
    fn a_lock_says_who_holds_it_and_how_many_wait() {
        let trace = sample::shared();
        let lanes = lanes(&trace);
        let lock = &lanes.resources[0];
        let held: Vec<_> =
            lock.steps.iter().map(|step| (step.holder.map(TaskId::index), step.waiters)).collect();
        let expected = [(None, 0), (Some(1), 0), (Some(1), 1), (Some(2), 0), (None, 0)];
        assert_eq!(held, expected);
        assert!(lock.steps.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(lock.steps.last().map(|step| step.end), Some(lock.ended));
        assert!(lock.waited && lock.ended != OPEN);
    }

    #[test]
    fn a_lock_has_a_lane_however_many_futures_were_kept_before_it() {
        let mut sample = Sample::new();
        let main = sample.spawn(None, "main");
        for _ in 0..20_000 {
            sample.keep(main, "kept");
        }
        let lock = sample.made(main, ResourceKind::Mutex, "lock");
        assert!(lanes(&sample.finish(trace::RunEnd::Done)).resource(lock).is_some());
    }

    #[test]
    fn a_channel_says_how_full_it_is() {
        let trace = sample::shared();
        let lanes = lanes(&trace);
        let channel = &lanes.resources[1];
        let levels: Vec<_> = channel.steps.iter().map(|step| step.level).collect();
        assert_eq!(levels, [0, 3, 1]);
        assert_eq!((channel.full(), channel.most), (4, 3));
        assert!(!channel.waited);
    }

    #[test]
    fn taken_permits_are_what_a_semaphore_is_filled_with() {
        let mut s = sample::Sample::new();
        let semaphore = s.resource(ResourceKind::Semaphore, "limit", 3);
        s.stands(semaphore, None, 0, (0, 1));
        s.stands(semaphore, None, 0, (0, 5));
        let lanes = lanes(&s.trace);
        let levels: Vec<_> = lanes.resources[0].steps.iter().map(|step| step.level).collect();
        assert_eq!(levels, [0, 2, 0]);
    }

    #[test]
    fn a_resource_that_was_never_made_has_no_lane() {
        let mut s = sample::Sample::new();
        let ghost = ResourceId::from_index(7);
        s.stands(ghost, None, 3, (1, 0));
        s.release(ghost);
        assert!(lanes(&s.trace).resources.is_empty());
    }
}

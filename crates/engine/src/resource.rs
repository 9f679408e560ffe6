//! Locks, channels and kept futures, as the trace sees them.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

use trace::{EventKind, Op, OpPhase, ResourceId, ResourceKind, SiteId, TaskId};

use crate::current;

/// The record of one resource. The facade's types own one each; it does nothing outside a run.
///
/// Its counters are atomics only so that the types which hold it stay `Send` and `Sync`.
#[derive(Debug)]
pub struct Resource {
    id: Identity,
    waiters: AtomicU32,
    holder: AtomicU32,
    len: AtomicU32,
    permits: AtomicU32,
}

/// How a resource is known to the trace.
#[derive(Debug)]
enum Identity {
    /// It was recorded when it was made, unless that was outside a run.
    Known(Option<(u64, ResourceId)>),
    /// It is recorded by its first use in a run: the kind, name and capacity to record, and the run
    /// and the id that it has in it; 0 while it has not been used.
    Late { kind: ResourceKind, name: &'static str, capacity: u32, run: AtomicU64, id: AtomicU32 },
}

/// What a resource holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Messages queued, polls of a kept future.
    pub len: usize,
    /// Free permits or places.
    pub permits: usize,
}

impl Resource {
    /// Records a new resource. `name` is made unique in the run.
    pub fn new(kind: ResourceKind, name: &str, capacity: usize, site: Option<SiteId>) -> Self {
        let id = current::with(|core| {
            let recorder = &core.recorder;
            let resource = recorder.new_resource();
            let name = recorder.unique_name(name, false);
            let capacity = u32::try_from(capacity).unwrap_or(u32::MAX);
            let task = core.executing.task();
            recorder.push(EventKind::ResourceNew { resource, kind, name, capacity, task, site });
            (core.id, resource)
        });
        Self::counting(Identity::Known(id), capacity)
    }

    /// A resource for which the program has no name.
    pub fn unnamed(kind: ResourceKind, capacity: usize) -> Self {
        Self::new(kind, kind.unnamed(), capacity, None)
    }

    /// A resource of a `static` for which the program has no name.
    pub const fn late_unnamed(kind: ResourceKind, capacity: usize) -> Self {
        Self::late(kind, kind.unnamed(), capacity)
    }

    /// A resource of a `static`, which is there before any run: each run that uses it records it.
    pub const fn late(kind: ResourceKind, name: &'static str, capacity: usize) -> Self {
        let (run, id) = (AtomicU64::new(0), AtomicU32::new(0));
        let identity = Identity::Late { kind, name, capacity: capacity as u32, run, id };
        Self::counting(identity, capacity)
    }

    /// A resource that is not recorded: one made outside a run.
    pub const fn unrecorded() -> Self {
        Self::counting(Identity::Known(None), 0)
    }

    const fn counting(id: Identity, permits: usize) -> Self {
        Self {
            id,
            waiters: AtomicU32::new(0),
            holder: AtomicU32::new(0),
            len: AtomicU32::new(0),
            permits: AtomicU32::new(permits as u32),
        }
    }

    /// Runs `body`; wakes within it happen on behalf of this resource.
    pub fn within<R>(&self, body: impl FnOnce() -> R) -> R {
        let before = self.record(|core, resource| core.executing.via.replace(Some(resource)));
        let result = body();
        if let Some(before) = before {
            current::with(|core| core.executing.via.set(before));
        }
        result
    }

    /// Records what the current task does with it.
    pub fn op(&self, op: Op, phase: OpPhase) {
        self.record(|core, resource| {
            let task = core.executing.task();
            core.recorder.push(EventKind::ResourceOp { resource, task, op, phase });
        });
    }

    /// The current task holds it, or nobody does.
    pub fn hold(&self, held: bool) {
        let holder = current::with(|core| core.executing.task()).flatten().filter(|_| held);
        self.holder.store(holder.map_or(0, |task| task.index() as u32 + 1), Relaxed);
    }

    /// One waiter more.
    pub fn wait(&self) {
        self.waiters.fetch_add(1, Relaxed);
    }

    /// One waiter less.
    pub fn waited(&self) {
        self.waiters.fetch_sub(1, Relaxed);
    }

    /// How many wait.
    pub fn waiters(&self) -> u32 {
        self.waiters.load(Relaxed)
    }

    /// Sets what it holds.
    pub fn set(&self, figures: Figures) {
        let small = |figure: usize| u32::try_from(figure).unwrap_or(u32::MAX);
        self.len.store(small(figures.len), Relaxed);
        self.permits.store(small(figures.permits), Relaxed);
    }

    /// Records its state.
    pub fn state(&self) {
        self.record(|core, resource| {
            let holder = match self.holder.load(Relaxed) {
                0 => None,
                holder => Some(TaskId::from_index(holder as usize - 1)),
            };
            core.recorder.push(EventKind::ResourceState {
                resource,
                holder,
                waiters: self.waiters.load(Relaxed),
                len: self.len.load(Relaxed),
                permits: self.permits.load(Relaxed),
            });
        });
    }

    fn record<R>(&self, body: impl FnOnce(&crate::core::Core, ResourceId) -> R) -> Option<R> {
        current::with(|core| Some(body(core, self.id_in(core)?))).flatten()
    }

    fn id_in(&self, core: &crate::core::Core) -> Option<ResourceId> {
        let (kind, name, capacity, run, id) = match &self.id {
            Identity::Known(known) => {
                return known.and_then(|(run, id)| (core.id == run).then_some(id));
            }
            Identity::Late { kind, name, capacity, run, id } => (*kind, *name, *capacity, run, id),
        };
        if run.swap(core.id, Relaxed) == core.id {
            return Some(ResourceId::from_index(id.load(Relaxed) as usize));
        }
        let (resource, name) =
            (core.recorder.new_resource(), core.recorder.unique_name(name, false));
        id.store(resource.index() as u32, Relaxed);
        let task = core.executing.task();
        core.recorder.push(EventKind::ResourceNew {
            resource,
            kind,
            name,
            capacity,
            task,
            site: None,
        });
        Some(resource)
    }

    fn was_used(&self) -> bool {
        match &self.id {
            Identity::Known(_) => true,
            Identity::Late { run, .. } => run.load(Relaxed) != 0,
        }
    }
}

impl Drop for Resource {
    fn drop(&mut self) {
        if !self.was_used() {
            return;
        }
        self.record(|core, resource| core.recorder.push(EventKind::ResourceDrop { resource }));
    }
}

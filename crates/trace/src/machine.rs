//! A future as the state machine that the compiler makes of an async function: its states, and which of them
//! it is in.

use crate::{
    EventKind, Phase, Site, SiteId, SiteKind, Span, SpanId, State, TaskEnd, TaskId, TaskKind, Trace,
};

/// The most awaits of one task that are considered.
const MOST_AWAITS: usize = 200;
/// The most nested futures that are shown.
const MOST_MACHINES: usize = 8;

/// A future as a state machine. Its states are `Unresumed`, one for each await of its function, `Returned`
/// and `Panicked`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// The await that polls it; none for the task's own future.
    pub of: Option<SpanId>,
    /// Its function, or the function that contains its async block.
    pub function: String,
    /// Whether it is an async block.
    pub is_block: bool,
    /// The awaits at which it can be suspended, in the order of the text.
    pub stops: Vec<SiteId>,
    /// The state that it is in.
    pub at: At,
}

/// The state that a future is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The future was never polled.
    Unresumed,
    /// The future is suspended at the await with this index in [`Machine::stops`], or is polling what is awaited
    /// there.
    Stop(usize),
    /// The future's own code is running, between two awaits.
    Between,
    /// The future returned `Ready`.
    Returned,
    /// The future panicked.
    Panicked,
    /// The future was dropped unfinished.
    Dropped,
}

/// Which awaits belong to which future, as a trace shows it. It grows with its trace; a different trace needs
/// a new value.
#[derive(Clone, Debug, Default)]
pub struct Machines {
    seen: usize,
    /// For each task, the call that spawned it.
    spawned: Vec<Option<SiteId>>,
    /// For each span, its site.
    spans: Vec<Option<SiteId>>,
    /// The sites of the awaits that belong to a future: for a task's own future by the call that spawned the task,
    /// for a nested future by the site that awaits it.
    of_tasks: Vec<(Option<SiteId>, Vec<SiteId>)>,
    of_awaits: Vec<(SiteId, Vec<SiteId>)>,
}

impl Machines {
    /// Reads the events that have been added to the trace.
    pub fn grow(&mut self, trace: &Trace) {
        for event in trace.events().get(self.seen..).unwrap_or_default() {
            match event.kind {
                EventKind::TaskSpawn { site, .. } => self.spawned.push(site),
                EventKind::AwaitEnter { span, parent, task, site } => {
                    self.entered(trace, span, parent, task, site);
                }
                _ => {}
            }
        }
        self.seen = trace.len();
    }

    fn entered(
        &mut self,
        trace: &Trace,
        span: SpanId,
        parent: Option<SpanId>,
        task: TaskId,
        site: SiteId,
    ) {
        // A trace has no more awaits than events; an id from a file may be larger.
        if span.index() < trace.len() {
            if self.spans.len() <= span.index() {
                self.spans.resize(span.index() + 1, None);
            }
            self.spans[span.index()] = Some(site);
        }
        let around = parent.and_then(|parent| *self.spans.get(parent.index())?);
        match (parent, around) {
            (Some(_), Some(around)) => add(&mut self.of_awaits, around, site),
            (Some(_), None) => {}
            (None, _) => {
                let spawned = self.spawned.get(task.index()).copied().flatten();
                add(&mut self.of_tasks, spawned, site);
            }
        }
    }

    /// The futures that a task consists of at a position: first its own, then those that its awaits poll, from the
    /// outside in. Empty for a thread and for a blocking closure, which are no futures.
    pub fn of(&self, trace: &Trace, state: &State, task: TaskId) -> Vec<Machine> {
        let Some(found) = state.task(task) else { return Vec::new() };
        if matches!(found.kind, TaskKind::Thread | TaskKind::Blocking) {
            return Vec::new();
        }
        let own = state.spans.iter().filter(|(_, span)| span.task == task);
        let open: Vec<(SpanId, Span)> =
            own.take(MOST_AWAITS).map(|(id, span)| (id, *span)).collect();
        let known = find(&self.of_tasks, found.site);
        let scope = Scope { trace, container: found.site.and_then(|site| trace.site(site)) };
        let (function, is_block) = match known.first().and_then(|site| trace.site(*site)) {
            Some(first) => (&*first.function, scope.holds(first)),
            None => scope.guess(),
        };
        let stops = scope.stops(function, is_block, known);
        let at = match found.phase {
            Phase::Done(TaskEnd::Ready) => At::Returned,
            Phase::Done(TaskEnd::Panicked) => At::Panicked,
            Phase::Done(TaskEnd::Cancelled) => At::Dropped,
            _ if found.polls == 0 => At::Unresumed,
            _ => at(trace, &stops, &open, None),
        };
        let function = function.to_owned();
        let mut machines = vec![Machine { of: None, function, is_block, stops, at }];
        self.within(trace, &open, None, &mut machines);
        machines
    }

    /// Adds the futures that are polled by the awaits nested in `around`.
    fn within(
        &self,
        trace: &Trace,
        open: &[(SpanId, Span)],
        around: Option<SpanId>,
        machines: &mut Vec<Machine>,
    ) {
        for (id, span) in open.iter().filter(|(_, span)| span.parent == around) {
            let Some(site) = trace.site(span.site) else { continue };
            let known = find(&self.of_awaits, span.site);
            let inside = open.iter().filter(|(_, inner)| inner.parent == Some(*id)).count();
            // A macro polls its branches instead of one future, and so does any other await with several awaits in
            // it.
            if site.kind != SiteKind::Group
                && inside <= 1
                && let Some(first) = known.first().and_then(|site| trace.site(*site))
                && machines.len() < MOST_MACHINES
            {
                let scope = Scope { trace, container: Some(site) };
                let is_block = scope.holds(first);
                let stops = scope.stops(&first.function, is_block, known);
                let at = at(trace, &stops, open, Some(*id));
                let function = first.function.to_string();
                machines.push(Machine { of: Some(*id), function, is_block, stops, at });
            }
            self.within(trace, open, Some(*id), machines);
        }
    }
}

/// The state of the future whose awaits are nested in `around`: it is at the await that it entered last.
fn at(trace: &Trace, stops: &[SiteId], open: &[(SpanId, Span)], around: Option<SpanId>) -> At {
    let latest = open.iter().rev().find(|(_, span)| span.parent == around);
    let latest = latest.map(|(_, span)| (span.site, group(trace, span.site)));
    let is =
        |stop: &SiteId| latest.is_some_and(|(site, group)| *stop == site || Some(*stop) == group);
    stops.iter().position(is).map_or(At::Between, At::Stop)
}

/// The site of the macro that a branch belongs to; the macro is what the function awaits.
fn group(trace: &Trace, site: SiteId) -> Option<SiteId> {
    let group = trace.site(site)?.group?;
    Some(SiteId::from_index(group as usize))
}

fn add<K: PartialEq>(lists: &mut Vec<(K, Vec<SiteId>)>, key: K, site: SiteId) {
    match lists.iter_mut().find(|(known, _)| *known == key) {
        Some((_, sites)) if sites.contains(&site) => {}
        Some((_, sites)) => sites.push(site),
        None => lists.push((key, vec![site])),
    }
}

fn find<K: PartialEq>(lists: &[(K, Vec<SiteId>)], key: K) -> &[SiteId] {
    lists.iter().find(|(known, _)| *known == key).map_or(&[], |(_, sites)| sites)
}

/// Where the text of a future is: an async block is inside the call that spawned it or the expression that
/// awaits it; anything else is a function.
#[derive(Clone, Copy)]
struct Scope<'a> {
    trace: &'a Trace,
    container: Option<&'a Site>,
}

impl<'a> Scope<'a> {
    fn holds(&self, site: &Site) -> bool {
        let own = |around: &Site| around.function == site.function && contains(around, site);
        self.container.is_some_and(own)
    }

    /// The function of a task that never awaited: the one that the spawning call names, or the one around that call
    /// if the call contains an async block.
    fn guess(&self) -> (&'a str, bool) {
        let Some(spawn) = self.container else { return ("main", false) };
        let mut stops = self.trace.sites().iter().filter(|site| is_stop(site.kind));
        match stops.any(|site| self.holds(site)) {
            true => (&*spawn.function, true),
            false => (&*spawn.name, false),
        }
    }

    /// The awaits of the function or block itself, without those of futures that are made in it; and those that were
    /// seen in the trace.
    fn stops(&self, function: &str, is_block: bool, seen: &[SiteId]) -> Vec<SiteId> {
        let sites = self.trace.sites();
        let own = |site: &&Site| *site.function == *function && (!is_block || self.holds(site));
        let made_elsewhere = |stop: &Site| {
            sites.iter().filter(own).any(|around| {
                let is_self = std::ptr::eq(around, stop)
                    || self.container.is_some_and(|it| std::ptr::eq(around, it));
                !is_self && makes_a_future(around.kind) && contains(around, stop)
            })
        };
        let mut stops: Vec<SiteId> = Vec::new();
        for (index, site) in sites.iter().enumerate().filter(|(_, site)| is_stop(site.kind)) {
            let id = SiteId::from_index(index);
            let is_seen = |seen: &SiteId| *seen == id || group(self.trace, *seen) == Some(id);
            if seen.iter().any(is_seen) || own(&site) && !made_elsewhere(site) {
                let start = |site: &Site| (site.line, site.column);
                let before = |stop: &SiteId| self.trace.site(*stop).map(start) <= Some(start(site));
                stops.insert(stops.partition_point(before), id);
            }
        }
        stops
    }
}

fn is_stop(kind: SiteKind) -> bool {
    matches!(kind, SiteKind::Await | SiteKind::Group)
}

fn makes_a_future(kind: SiteKind) -> bool {
    matches!(kind, SiteKind::Await | SiteKind::Branch | SiteKind::Spawn | SiteKind::Future)
}

fn contains(outer: &Site, inner: &Site) -> bool {
    (outer.line, outer.column) <= (inner.line, inner.column)
        && (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
}

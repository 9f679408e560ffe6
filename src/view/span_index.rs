//! Where each await of a trace stands in the text, and when it was polled.

use trace::{EventKind, SiteId, SpanId, State, TaskId, Trace};

/// Grows with its trace; looked up at any position. A different trace needs a new index.
#[derive(Default)]
pub struct SpanIndex {
    seen: usize,
    spans: Vec<Option<Seen>>,
    /// By site: the events that tell of a poll there, in order.
    polls: Vec<Vec<u32>>,
}

#[derive(Clone, Copy)]
struct Seen {
    site: SiteId,
    /// A poll of it has returned.
    returned: bool,
}

impl SpanIndex {
    /// Takes in what the trace has grown by.
    pub fn grow(&mut self, trace: &Trace) {
        self.polls.resize_with(trace.sites().len().max(self.polls.len()), Vec::new);
        let new = trace.events().get(self.seen..).unwrap_or_default();
        for (index, event) in (self.seen..).zip(new) {
            match event.kind {
                EventKind::AwaitEnter { span, site, .. } => {
                    if self.spans.len() <= span.index() {
                        self.spans.resize(span.index() + 1, None);
                    }
                    self.spans[span.index()] = Some(Seen { site, returned: false });
                    self.polled(site, index);
                }
                EventKind::AwaitPending { span } | EventKind::AwaitReady { span } => {
                    self.returned(span, index);
                }
                _ => {}
            }
        }
        self.seen = trace.len();
    }

    /// The first poll is told of by `await.enter`, each later one by its result.
    fn returned(&mut self, span: SpanId, index: usize) {
        let Some(Some(seen)) = self.spans.get_mut(span.index()) else { return };
        let Seen { site, returned } = *seen;
        seen.returned = true;
        if returned {
            self.polled(site, index);
        }
    }

    fn polled(&mut self, site: SiteId, index: usize) {
        if let Some(polls) = self.polls.get_mut(site.index()) {
            polls.push(index as u32);
        }
    }

    /// How often the awaits at a site have been polled in the first `position` events.
    pub fn polls(&self, site: SiteId, position: usize) -> usize {
        self.polls
            .get(site.index())
            .map_or(0, |polls| polls.partition_point(|at| (*at as usize) < position))
    }

    /// Where in the text a span awaits, ended or not.
    pub fn site(&self, span: SpanId) -> Option<SiteId> {
        self.spans.get(span.index()).copied().flatten().map(|seen| seen.site)
    }

    /// Where a task that is being polled is now: the place of its latest event in this poll.
    pub fn running_at(&self, trace: &Trace, state: &State, running: TaskId) -> Option<SiteId> {
        for event in trace.events()[..state.position.min(trace.len())].iter().rev() {
            let (task, site) = match event.kind {
                EventKind::PollStart { task, .. } if task == running => return None,
                EventKind::Print { task, site, .. }
                | EventKind::Busy { task, site, .. }
                | EventKind::ResourceNew { task, site, .. } => (task, site),
                EventKind::TaskSpawn { parent, site, .. } => (parent, site),
                EventKind::AwaitEnter { task, site, .. } => (Some(task), Some(site)),
                // Only one task can be polled between its own poll's events on one worker; with
                // several workers the span tells whose it is while it lasts.
                EventKind::AwaitPending { span } | EventKind::AwaitReady { span } => {
                    let task = state.spans.get(&span).map_or(running, |span| span.task);
                    let alone = state.running.len() == 1 || state.spans.get(&span).is_some();
                    (alone.then_some(task), self.site(span))
                }
                _ => continue,
            };
            if task == Some(running) && site.is_some() {
                return site;
            }
        }
        None
    }
}

//! Searches a trace for tasks, awaits, prints and resources whose name or text contains a text.

use trace::{Event, EventKind, TaskId, Trace};

use crate::timeline::lanes::Index;

/// A search and its hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The text that is searched for.
    text: String,
    /// The events with a hit, in order.
    hits: Vec<Index>,
    /// The index of the hit that is shown.
    at: Option<usize>,
    /// How many events have been searched.
    read: usize,
}

impl Search {
    /// The text that is searched for.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The events with a hit, in order.
    pub fn hits(&self) -> &[Index] {
        &self.hits
    }

    /// The hit that is shown: its index and its event.
    pub fn shown(&self) -> Option<(usize, Index)> {
        let at = self.at?;
        self.hits.get(at).map(|hit| (at, *hit))
    }

    /// Starts another search in the first `len` events. An empty text has no hits.
    pub fn find(&mut self, trace: &Trace, len: usize, text: &str) {
        *self = Self { text: text.trim().to_owned(), ..Self::default() };
        self.extend(trace, len);
    }

    /// Searches the events that have been added to the trace.
    pub fn extend(&mut self, trace: &Trace, len: usize) {
        let events = &trace.events()[..len.min(trace.len())];
        if self.text.is_empty() || events.len() <= self.read {
            return;
        }
        let has = |text: &str| contains(text, &self.text);
        // Each text is compared once, however many events name it.
        let labels: Vec<bool> = trace.labels().iter().map(|label| has(label)).collect();
        let sites: Vec<bool> = trace.sites().iter().map(|site| has(&site.text)).collect();
        let found = |event: &Event| match event.kind {
            EventKind::TaskSpawn { name, .. }
            | EventKind::ResourceNew { name, .. }
            | EventKind::Print { text: name, .. } => labels.get(name.index()) == Some(&true),
            EventKind::AwaitEnter { site, .. } => sites.get(site.index()) == Some(&true),
            _ => false,
        };
        let new = events.iter().enumerate().skip(self.read).filter(|(_, event)| found(event));
        self.hits.extend(new.map(|(at, _)| at as Index));
        self.read = events.len();
    }

    /// Moves to the next or previous hit, cyclically. The first call moves to the nearest hit after or before the
    /// first `position` events.
    pub fn step(&mut self, forward: bool, position: usize) -> Option<Index> {
        let count = self.hits.len();
        if count == 0 {
            return None;
        }
        let at = match (self.at, forward) {
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
            (None, true) => self.hits.partition_point(|hit| (*hit as usize) < position) % count,
            (None, false) => {
                let before = self.hits.partition_point(|hit| (*hit as usize) < position);
                (before + count - 1) % count
            }
        };
        self.at = Some(at);
        Some(self.hits[at])
    }
}

/// The task to which the event of a hit belongs.
pub fn task_of(event: &Event) -> Option<TaskId> {
    match event.kind {
        EventKind::TaskSpawn { task, .. } | EventKind::AwaitEnter { task, .. } => Some(task),
        EventKind::Print { task, .. } => task,
        _ => None,
    }
}

/// Whether `text` contains `part`; the case of ASCII letters does not matter.
fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    !part.is_empty() && text.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(trace: &Trace, text: &str) -> Search {
        let mut search = Search::default();
        search.find(trace, trace.len(), text);
        search
    }

    #[test]
    fn tasks_awaits_prints_and_resources_are_found() {
        let trace = sample::spawned(3);
        assert_eq!(search(&trace, "FETCH #").hits().len(), 3);
        assert_eq!(search(&trace, "sleep").hits().len(), 3);
        assert_eq!(search(&trace, "got data").hits().len(), 3);
        assert_eq!(search(&sample::shared(), "cache").hits().len(), 1);
        assert!(search(&trace, "nowhere").hits().is_empty());
        assert!(search(&trace, "  ").hits().is_empty());
    }

    #[test]
    fn hits_are_stepped_through_in_a_circle() {
        let trace = sample::spawned(3);
        let mut search = search(&trace, "got data");
        let hits = search.hits().to_vec();
        assert_eq!(search.step(true, 0), Some(hits[0]));
        assert_eq!(search.step(true, 0), Some(hits[1]));
        assert_eq!(search.step(false, 0), Some(hits[0]));
        assert_eq!(search.step(false, 0), Some(hits[2]));
        assert_eq!(search.step(true, 0), Some(hits[0]));
        assert_eq!(search.shown(), Some((0, hits[0])));
    }

    #[test]
    fn the_first_step_goes_on_from_the_playhead() {
        let trace = sample::spawned(3);
        let found = search(&trace, "got data");
        let middle = found.hits()[1] as usize;
        assert_eq!(found.clone().step(true, middle), Some(middle as Index));
        assert_eq!(found.clone().step(false, middle), Some(found.hits()[0]));
        assert_eq!(found.clone().step(true, trace.len()), Some(found.hits()[0]));
    }

    #[test]
    fn a_trace_that_grows_is_searched_on() {
        let trace = sample::spawned(3);
        let whole = search(&trace, "fetch");
        let mut grown = Search::default();
        grown.find(&trace, 5, "fetch");
        for len in 5..=trace.len() {
            grown.extend(&trace, len);
        }
        assert_eq!(grown, whole);
    }
}

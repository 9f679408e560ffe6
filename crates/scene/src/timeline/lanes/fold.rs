//! Folding: one lane for a task and all its descendants.

use trace::{Event, EventKind, TaskId};

use crate::timeline::lanes::{Index, Lanes, OPEN, Row};

/// The folded lanes, sorted by lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folds(Vec<Fold>);

/// A folded lane: the lanes of its task's descendants are hidden.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fold {
    lane: u32,
    /// How many hidden tasks the lane includes.
    pub tasks: u32,
    /// When hidden tasks were polled, and which task; `None` if several were at once.
    pub polled: Vec<(Index, Index, Option<TaskId>)>,
    /// How many hidden tasks are being polled after the last event that was read.
    open: u32,
    /// How many events have been read.
    read: usize,
}

impl Folds {
    /// Whether a lane is folded.
    pub fn holds(&self, lane: u32) -> bool {
        self.0.binary_search_by_key(&lane, |fold| fold.lane).is_ok()
    }

    /// The fold of a lane, if the lane is folded.
    pub fn under(&self, lane: u32) -> Option<&Fold> {
        let place = self.0.binary_search_by_key(&lane, |fold| fold.lane).ok()?;
        self.0.get(place)
    }

    /// Whether no lane is folded.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Lanes {
    /// Folds or unfolds a task's lane. Returns whether that changed anything; a lane without children cannot be
    /// folded.
    pub fn fold(&mut self, task: TaskId, folded: bool, events: &[Event]) -> bool {
        let lane = task.index() as u32;
        let can = self.lane(task).is_some_and(|lane| lane.has_children);
        let place = self.folds.0.binary_search_by_key(&lane, |fold| fold.lane);
        match (place, folded && can) {
            (Ok(place), false) => {
                self.folds.0.remove(place);
            }
            (Err(place), true) => self.folds.0.insert(place, Fold { lane, ..Fold::default() }),
            _ => return false,
        }
        // The other folds are recomputed, since they may include other tasks now.
        for fold in &mut self.folds.0 {
            *fold = Fold { lane: fold.lane, ..Fold::default() };
        }
        self.sort();
        self.fold_more(&events[..events.len().min(self.read())]);
        true
    }

    /// Whether a task's lane is folded.
    pub fn is_folded(&self, task: TaskId) -> bool {
        self.folds.holds(task.index() as u32)
    }

    /// The fold of a task's lane, if the lane is folded.
    pub fn folded(&self, task: TaskId) -> Option<&Fold> {
        self.folds.under(task.index() as u32)
    }

    /// Unfolds all lanes that hide a task's lane. Returns whether there were any.
    pub fn unfold_to(&mut self, task: TaskId, events: &[Event]) -> bool {
        let mut changed = false;
        while let Some(shown) = self.stands_for(task).filter(|shown| *shown != task) {
            if !self.fold(shown, false, events) {
                break;
            }
            changed = true;
        }
        changed
    }

    /// The task in whose row a task is shown: its own, or a folded ancestor.
    fn stands_for(&self, task: TaskId) -> Option<TaskId> {
        match self.order.get(self.row(task)?)? {
            Row::Task(lane) => self.lanes.get(*lane as usize).map(|lane| lane.task),
            Row::Resource(_) => None,
        }
    }

    /// Reads the events that have been added into the folds.
    pub(crate) fn fold_more(&mut self, events: &[Event]) {
        if self.folds.is_empty() {
            return;
        }
        let mut folds = std::mem::take(&mut self.folds);
        let read = folds.0.iter().map(|fold| fold.read).min().unwrap_or(0);
        for (at, event) in events.iter().enumerate().skip(read) {
            let (task, begins) = match event.kind {
                EventKind::PollStart { task, .. } => (task, Some(true)),
                EventKind::PollEnd { task, .. } => (task, Some(false)),
                EventKind::TaskSpawn { task, .. } => (task, None),
                _ => continue,
            };
            let Some(shown) = self.stands_for(task).filter(|shown| *shown != task) else {
                continue;
            };
            let key = shown.index() as u32;
            let Ok(place) = folds.0.binary_search_by_key(&key, |fold| fold.lane) else { continue };
            let fold = &mut folds.0[place];
            match begins {
                None => fold.tasks += 1,
                Some(begins) => fold.poll(task, at as Index, begins),
            }
        }
        folds.0.iter_mut().for_each(|fold| fold.read = events.len());
        self.folds = folds;
    }
}

impl Fold {
    fn poll(&mut self, task: TaskId, at: Index, begins: bool) {
        match (begins, self.open) {
            (true, 0) => {
                self.polled.push((at, OPEN, Some(task)));
                self.open = 1;
            }
            (true, _) => {
                self.open += 1;
                if let Some(last) = self.polled.last_mut() {
                    last.2 = None;
                }
            }
            (false, 1) => {
                if let Some(last) = self.polled.last_mut() {
                    last.1 = at;
                }
                self.open = 0;
            }
            (false, open) => self.open = open.saturating_sub(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(trace: &trace::Trace, len: usize) -> Lanes {
        let mut lanes = Lanes::default();
        lanes.extend(trace, len);
        lanes
    }

    fn task(index: usize) -> TaskId {
        TaskId::from_index(index)
    }

    #[test]
    fn a_folded_lane_stands_for_its_children() {
        let trace = sample::spawned(3);
        let mut lanes = cut(&trace, trace.len());
        assert!(lanes.fold(task(0), true, trace.events()));
        assert_eq!(lanes.order, [Row::Task(0)]);
        assert_eq!(lanes.row(task(3)), Some(0));
        let fold = lanes.folded(task(0)).expect("a fold");
        assert_eq!(fold.tasks, 3);
        // Each of the three is polled twice; no two at once.
        assert_eq!(fold.polled.len(), 6);
        assert!(fold.polled.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(lanes.fold(task(0), false, trace.events()));
        assert_eq!(lanes.order.len(), 4);
    }

    #[test]
    fn several_that_are_polled_at_once_are_told_as_one() {
        let mut s = sample::Sample::new();
        let main = s.spawn(None, "main");
        let (first, second) = (s.spawn(Some(main), "first"), s.spawn(Some(main), "second"));
        s.start_on(first, 1);
        s.start_on(second, 2);
        s.pending(first);
        s.pending(second);
        s.start_on(second, 1);
        s.pending(second);
        let mut lanes = cut(&s.trace, s.trace.len());
        lanes.fold(main, true, s.trace.events());
        let polled = &lanes.folded(main).expect("a fold").polled;
        assert_eq!(polled.iter().map(|polled| polled.2).collect::<Vec<_>>(), [None, Some(second)]);
    }

    #[test]
    fn a_lane_without_children_is_not_folded() {
        let trace = sample::spawned(2);
        let mut lanes = cut(&trace, trace.len());
        assert!(!lanes.fold(task(1), true, trace.events()));
        assert!(!lanes.is_folded(task(1)));
    }

    #[test]
    fn folds_grow_with_the_trace() {
        let trace = sample::spawned(3);
        let mut whole = cut(&trace, trace.len());
        whole.fold(task(0), true, trace.events());
        let start = trace.len() / 2;
        let mut grown = cut(&trace, start);
        grown.fold(task(0), true, trace.events());
        for len in start..=trace.len() {
            grown.extend(&trace, len);
        }
        assert_eq!(grown.folds, whole.folds);
    }

    #[test]
    fn what_is_folded_away_can_be_brought_to_light() {
        let mut s = sample::Sample::new();
        let main = s.spawn(None, "main");
        let first = s.spawn(Some(main), "first");
        let inner = s.spawn(Some(first), "inner");
        let mut lanes = cut(&s.trace, s.trace.len());
        lanes.fold(first, true, s.trace.events());
        lanes.fold(main, true, s.trace.events());
        assert_eq!(lanes.order, [Row::Task(0)]);
        assert!(lanes.unfold_to(inner, s.trace.events()));
        assert_eq!(lanes.order, [0, 1, 2].map(Row::Task));
        assert!(!lanes.unfold_to(inner, s.trace.events()));
    }
}

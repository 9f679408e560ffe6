//! The points that the notes mark, where a presenter stops.

use scenarios::Watch;
use trace::EventKind;

use super::Playground;
use crate::action::Direction;

impl Playground {
    /// The position of the next stop in a direction; the end or the start of the run if there is none.
    pub(super) fn next_stop(&self, direction: Direction) -> usize {
        let here = self.state.position;
        let (mut before, mut after) = (0, self.trace.borrow().len());
        for stop in self.stops() {
            match stop {
                _ if stop < here => before = before.max(stop),
                _ if stop > here => after = after.min(stop),
                _ => {}
            }
        }
        match direction {
            Direction::Forward => after,
            Direction::Back => before,
        }
    }

    /// The positions of the stops, unordered: the points that the notes mark in this run, or its prints if there are
    /// none.
    fn stops(&self) -> Vec<usize> {
        let marked: Vec<_> = self.points().into_iter().map(|(position, _)| position).collect();
        if !marked.is_empty() {
            return marked;
        }
        let trace = self.trace.borrow();
        let events = trace.events().iter().enumerate();
        let prints = events.filter(|(_, event)| matches!(event.kind, EventKind::Print { .. }));
        prints.map(|(index, _)| index + 1).collect()
    }

    /// The points of the notes that the run has reached, unordered: the position, and what can be seen there.
    pub(super) fn points(&self) -> Vec<(usize, &'static str)> {
        let (id, first) = (&self.variant().id, &self.exhibit.variants[0].id);
        let trace = self.trace.borrow();
        let own = |watch: &&Watch| match watch.variant {
            "" => first == id,
            named => *id == *named,
        };
        let own = self.exhibit.watch.iter().filter(own);
        own.filter_map(|watch| Some((trace::bookmark(&trace, watch.bookmark)?, watch.text)))
            .collect()
    }
}

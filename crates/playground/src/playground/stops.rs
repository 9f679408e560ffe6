//! The places that the notes point to, where a presenter stops.

use scenarios::Watch;
use trace::EventKind;

use super::Playground;
use crate::action::Direction;

impl Playground {
    /// The position of the next stop that way; the run's end or start if there is none.
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

    /// The points of the notes; the prints of a run that has none. In no order.
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

    /// The points of the notes that the run has come to, in no order: how many events have happened
    /// there, and what is to be seen.
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

//! Where a presenter stops: the places that the notes point to.

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

    /// The bookmarks of the variant that is shown, in no order; its prints if it has none.
    fn stops(&self) -> Vec<usize> {
        let trace = self.trace.borrow();
        let own = |watch: &&Watch| {
            let named = self.scenario.variants.iter().position(|known| known.id == watch.variant);
            named.unwrap_or(0) == self.variant
        };
        let marked = self.scenario.watch.iter().filter(own);
        let marked: Vec<_> =
            marked.filter_map(|watch| trace::bookmark(&trace, watch.bookmark)).collect();
        if !marked.is_empty() {
            return marked;
        }
        let events = trace.events().iter().enumerate();
        let prints = events.filter(|(_, event)| matches!(event.kind, EventKind::Print { .. }));
        prints.map(|(index, _)| index + 1).collect()
    }
}

//! The learning path: every scenario once, in the order of the catalog.

use scenarios::{Scenario, scenarios};

use crate::action::Direction;

/// The scenario after or before another one on the path; `None` at the ends of the path.
pub fn neighbour(scenario: &Scenario, direction: Direction) -> Option<&'static Scenario> {
    let here = place(scenario)?;
    match direction {
        Direction::Forward => scenarios().get(here + 1),
        Direction::Back => here.checked_sub(1).map(|before| &scenarios()[before]),
    }
}

/// How many scenarios precede this one on the path; `None` if it is not in the catalog.
pub fn place(scenario: &Scenario) -> Option<usize> {
    scenarios().iter().position(|known| known == scenario)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{Back, Forward};

    #[test]
    fn it_leads_through_every_scenario_and_back() {
        let mut scenario = &scenarios()[0];
        assert_eq!(neighbour(scenario, Back), None);
        let mut visited = 1;
        while let Some(next) = neighbour(scenario, Forward) {
            assert_eq!(neighbour(next, Back), Some(scenario));
            assert!(next.group >= scenario.group, "{} is in an earlier group", next.id);
            scenario = next;
            visited += 1;
        }
        assert_eq!(visited, scenarios().len());
    }
}

//! Which awaits are around a place in a program's text, as the place moves on.

use trace::{Site, SiteId, SiteKind, order};

/// Awaits around a place that are told, the innermost first. No program nests them this deep.
const DEEPEST: usize = 16;

/// A line and a column, each from 1.
type Place = (u32, u32);

/// A place, and the awaits around it.
pub struct Around<'a> {
    sites: &'a [Site],
    /// Where awaits begin and end, in the order of the text, and which.
    edges: Vec<(Place, usize)>,
    /// How many edges lie at or before the place.
    passed: usize,
    /// The awaits around it, the innermost first.
    open: Vec<SiteId>,
}

impl<'a> Around<'a> {
    /// The beginning of the text.
    pub fn new(sites: &'a [Site]) -> Self {
        let mut edges = Vec::new();
        for (index, site) in sites.iter().enumerate() {
            if is_shown(site) && begin(site) < end(site) {
                edges.extend([(begin(site), index), (end(site), index)]);
            }
        }
        let sorted = order(edges.len(), &mut |a, b| edges[a].0 < edges[b].0);
        let edges = sorted.into_iter().map(|at| edges[at as usize]).collect();
        Self { sites, edges, passed: 0, open: Vec::new() }
    }

    /// Moves on to a place.
    pub fn go_to(&mut self, place: Place) {
        while let Some((edge, index)) =
            self.edges.get(self.passed).filter(|(edge, _)| *edge <= place)
        {
            let (site, id) = (&self.sites[*index], SiteId::from_index(*index));
            if *edge == begin(site) {
                let inner = |other: &SiteId| size(&self.sites[other.index()]) <= size(site);
                let after = self.open.partition_point(inner);
                self.open.insert(after, id);
            } else if let Some(at) = self.open.iter().position(|other| *other == id) {
                self.open.remove(at);
            }
            self.passed += 1;
        }
    }

    /// The column after the place at which the awaits around it change, if they do so in this line.
    pub fn changes_in(&self, line: u32) -> Option<u32> {
        let ((edge, column), _) = self.edges.get(self.passed)?;
        (*edge == line).then_some(*column)
    }

    /// The awaits around the place, the innermost first.
    pub fn innermost(&self) -> impl Iterator<Item = &SiteId> + Clone {
        self.open.iter().take(DEEPEST)
    }
}

fn is_shown(site: &Site) -> bool {
    matches!(site.kind, SiteKind::Await | SiteKind::Branch | SiteKind::Group)
}

fn begin(site: &Site) -> Place {
    (site.line, site.column)
}

fn end(site: &Site) -> Place {
    (site.end_line, site.end_column)
}

/// What is within another is smaller.
fn size(site: &Site) -> (u32, i64) {
    (site.end_line - site.line, i64::from(site.end_column) - i64::from(site.column))
}

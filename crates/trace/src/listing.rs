//! A program as the page shows it.

mod packed;

use std::rc::Rc;

use crate::{Knob, Site};

pub use packed::pack;

/// A program as the page shows it: its text, with its sites and knobs. A listing does not know who can run
/// it.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Its id: the name of its file, without the ending.
    pub id: Rc<str>,
    /// Its text.
    pub source: Rc<str>,
    /// The places in the text that events name, indexed by [`crate::SiteId`].
    pub sites: Rc<[Site]>,
    /// The constants that a reader can change.
    pub knobs: Rc<[Knob]>,
}

/// Two listings are equal if their ids, texts and knobs are: where its sites are follows from a text.
impl PartialEq for Listing {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.source == other.source && self.knobs == other.knobs
    }
}

impl Eq for Listing {}

impl Listing {
    /// A program whose sites and knobs were written by [`pack`].
    pub fn unpack(id: &str, source: &str, packed: &str) -> Self {
        let (sites, knobs) = packed::unpack(source, packed);
        Self { id: id.into(), source: source.into(), sites: sites.into(), knobs: knobs.into() }
    }

    /// A text without sites and knobs.
    pub fn plain(id: &str, source: &str) -> Self {
        Self::unpack(id, source, "")
    }

    /// The values that its knobs have in the text, in the order of [`knobs`](Self::knobs).
    pub fn defaults(&self) -> Vec<i64> {
        self.knobs.iter().map(|knob| knob.default).collect()
    }
}

//! A program as it is shown.

mod packed;

use std::rc::Rc;

use crate::{Knob, Site};

pub use packed::pack;

/// A program as it is shown: its text, and what stands where in it. Whoever can run it is not known here.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Its id: the name of its file, without the ending.
    pub id: Rc<str>,
    /// Its text.
    pub source: Rc<str>,
    /// The places in its text that events name; [`crate::SiteId`]s are indexes into it.
    pub sites: Rc<[Site]>,
    /// Its constants that can be turned.
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
    /// A program whose places and constants were written by [`pack`].
    pub fn unpack(id: &str, source: &str, packed: &str) -> Self {
        let (sites, knobs) = packed::unpack(source, packed);
        Self { id: id.into(), source: source.into(), sites: sites.into(), knobs: knobs.into() }
    }

    /// A text in which no places are known.
    pub fn plain(id: &str, source: &str) -> Self {
        Self::unpack(id, source, "")
    }
}

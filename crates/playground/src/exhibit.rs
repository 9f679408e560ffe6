//! What an address shows: a scenario of the catalog, or an opened trace.

use std::rc::Rc;

use implicit_clone::unsync::IString;
use scenarios::{Scenario, Watch};
use trace::Listing;

/// What an address shows: texts, notes and programs. An exhibit does not know who can run its programs.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// Its name in addresses.
    pub id: IString,
    /// A few words.
    pub title: IString,
    /// The heading under which the catalog lists the exhibit.
    pub group: IString,
    /// What the exhibit is about, in one sentence.
    pub idea: IString,
    /// The programs of the exhibit, at least one.
    pub variants: Vec<Variant>,
    /// The points of a run that the notes mark.
    pub watch: Vec<Watch>,
    /// The scenario whose notes are shown with the exhibit.
    pub notes: Option<&'static Scenario>,
    /// Whether the exhibit is this scenario, rather than a trace of one of its programs.
    pub in_catalog: bool,
}

/// One program of an exhibit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The variant's id, unique within the exhibit; empty if it is the only one.
    pub id: IString,
    /// The label of the variant's tab; empty if it is the only one.
    pub label: IString,
    /// The text of the program, with its sites and knobs.
    pub listing: Rc<Listing>,
}

/// Two exhibits are equal if their ids and programs are: an address is one exhibit's, whose notes do not change.
impl PartialEq for Exhibit {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.variants == other.variants
    }
}

impl Eq for Exhibit {}

impl Exhibit {
    /// A scenario of the catalog.
    pub fn of(scenario: &'static Scenario) -> Rc<Self> {
        Rc::new(Self {
            id: scenario.id.into(),
            title: scenario.title.into(),
            group: scenario.group.title().into(),
            idea: scenario.idea.into(),
            variants: scenario.variants.iter().map(Variant::of).collect(),
            watch: scenario.watch.to_vec(),
            notes: Some(scenario),
            in_catalog: true,
        })
    }

    /// The scenario that the exhibit is, if it is one of the catalog's.
    pub fn scenario(&self) -> Option<&'static Scenario> {
        self.notes.filter(|_| self.in_catalog)
    }

    /// The index of the variant with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.variants.iter().position(|variant| variant.id == id)
    }
}

impl Variant {
    fn of(variant: &'static scenarios::Variant) -> Self {
        let listing = Rc::new(variant.program.listing());
        Self { id: variant.id.into(), label: variant.label.into(), listing }
    }
}

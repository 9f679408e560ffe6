//! What is shown under an address: a scenario of the catalog, or a trace that was opened.

use std::rc::Rc;

use implicit_clone::unsync::IString;
use scenarios::{Scenario, Watch};
use trace::Listing;

/// What is shown under an address: texts and notes. Whoever can run its programs is not known here.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// Its name in addresses.
    pub id: IString,
    /// A few words.
    pub title: IString,
    /// The heading that it stands under.
    pub group: IString,
    /// The idea in one sentence.
    pub idea: IString,
    /// Its programs, at least one.
    pub variants: Vec<Variant>,
    /// What to watch.
    pub watch: Vec<Watch>,
    /// Whose notes go with it.
    pub notes: Option<&'static Scenario>,
    /// Whether it is that scenario itself, and not merely a run of one of its programs.
    pub in_catalog: bool,
}

/// One program of an exhibit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its id within the exhibit; empty if it is the only one.
    pub id: IString,
    /// The tab's label; the exhibit's title if it is the only one.
    pub label: IString,
    /// Its text, and what stands where in it.
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

    /// The scenario of the catalog that it is, if it is one.
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

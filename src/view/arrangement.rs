//! How the page is arranged: what is open, how large the panes are, where the tour is.

use std::cell::Cell;
use std::rc::Rc;

use gloo_events::EventListener;
use playground::snapshot::{Mode, Snapshot};
use yew::prelude::*;

use super::goal::Goal;
use super::keys::{Leaves, Now, Reach};
use super::print::Paper;
use super::progress::{Progress, Standing};
use super::sizes::{Sizes, Split};
use super::tour::Tour;

/// Panes that share a place on a wide screen.
pub(super) const SIDE: [&str; 3] = ["notes", "console", "inspector"];
/// Panes that share a place on a phone.
pub(super) const NARROW: [&str; 6] =
    ["timeline", "runtime", "console", "inspector", "notes", "knobs"];

/// How the page is arranged.
#[derive(Default)]
pub struct Arrangement {
    /// Which pane is shown beside the program, and which below it on a phone.
    pub(super) side: usize,
    pub(super) narrow: usize,
    /// Whether the catalog's drawer is open, where it is one.
    pub drawer: bool,
    /// Whether the list of keys is.
    pub keys: bool,
    /// Whether the dialog that explains the symbols is.
    pub legend: bool,
    /// Whether the dialog that makes files is.
    pub export: bool,
    /// How large the panes are.
    pub sizes: Sizes,
    pub(super) progress: Rc<Progress>,
    /// Where the tour is.
    pub tour: Tour,
    /// What of these differs from what is stored, and is to be stored.
    pub unstored: Unstored,
    /// The pane that the tour was about in the snapshot before.
    toured: Option<&'static str>,
    pub(super) search: NodeRef,
    /// A drawer that opens for a search can take the focus only when it is there.
    pub seeks: bool,
    /// What is to get the focus once it is there.
    pub(super) goal: Option<Goal>,
    /// Whether a run was live, and one compared with it, in the snapshot before.
    was: (bool, bool),
    /// Whether the run was hidden in that snapshot; none if there was none.
    hid: Option<bool>,
    pub(super) now: Rc<Cell<Now>>,
    pub(super) listener: Option<EventListener>,
    pub(super) paper: Paper,
}

/// What of an arrangement outlives the page and is still to be stored.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unstored {
    /// The sizes. They are not stored while a line is being dragged.
    pub sizes: bool,
    /// The progress.
    progress: bool,
    /// That the tour is over.
    tour: bool,
}

impl Arrangement {
    /// As it was when the page was left.
    pub fn stored() -> Self {
        Self {
            sizes: Sizes::stored(),
            progress: Rc::new(Progress::stored()),
            tour: Tour::stored(),
            ..Self::default()
        }
    }

    /// Stores what is still to be stored.
    pub fn store(&mut self) {
        let Unstored { sizes, progress, tour } = std::mem::take(&mut self.unstored);
        if sizes {
            self.sizes.store();
        }
        if progress {
            self.progress.store();
        }
        if tour {
            Tour::store_over();
        }
    }

    /// Ends the tour for good.
    pub fn end_tour(&mut self) {
        if self.tour != Tour::Over {
            self.tour = Tour::Over;
            self.unstored.tour = true;
        }
    }

    /// Goes to a pane, which opens if it is closed.
    pub fn go(&mut self, goal: Goal) {
        self.goal = Some(goal);
        if goal == Goal::Timeline {
            self.narrow = 0;
            self.sizes.open(Split::Timeline);
            self.sizes.open(Split::Both);
        }
    }

    /// Shows the console when a live run begins: its lines are what one waits for. Shows the
    /// timeline on a phone when a comparison begins: that is where it is.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        let (live, compares) = (snapshot.mode.is_live(), snapshot.compared.is_some());
        let (was_live, compared) = std::mem::replace(&mut self.was, (live, compares));
        if live && !was_live {
            self.side = 1;
        }
        if compares && !compared {
            self.narrow = 0;
        }
        if snapshot.is_hidden() {
            // Neither is there, and neither is to open when the run is shown.
            self.export = false;
            self.drawer = false;
        }
        match (self.hid.replace(snapshot.is_hidden()), snapshot.is_hidden()) {
            (Some(false), true) => self.goal = Some(Goal::Answer),
            (Some(true), false) => {
                // What the run says to an answer stands in the notes.
                self.side = 0;
                self.narrow = NARROW.iter().position(|pane| *pane == SIDE[0]).unwrap_or(0);
                self.goal = Some(Goal::Verdict);
            }
            _ => {}
        }
        let over = snapshot.mode == Mode::Paused
            && snapshot.coming.is_none()
            && snapshot.position() == snapshot.trace.len();
        // What somebody sees in a slide is not what they have worked through here.
        if let Some(scenario) = snapshot.exhibit.scenario()
            && !snapshot.frame.embedded
        {
            let standing = Standing { scenario: scenario.id, fresh: snapshot.fresh, over };
            self.unstored.progress |= Rc::make_mut(&mut self.progress).follow(standing);
        }
        self.follow_tour(snapshot);
        let open = self.drawer || self.tour.is_on();
        let leaves = match (open, snapshot.selected) {
            (true, _) => Leaves::Nothing,
            (false, _) if snapshot.range.is_some() => Leaves::Range,
            (false, Some(_)) => Leaves::Task,
            (false, None) if compares => Leaves::Comparison,
            (false, None) => Leaves::Nothing,
        };
        let Snapshot { mode, speed, present, .. } = *snapshot;
        let embed = snapshot.frame.embedded.then(|| reach(snapshot));
        self.now.set(Now { mode, speed, leaves, presents: present, embed });
    }

    /// A lesson of the tour that begins shows the pane that it is about.
    fn follow_tour(&mut self, snapshot: &Snapshot) {
        let is_over = self.tour == Tour::Over;
        self.tour.follow(snapshot);
        self.unstored.tour |= !is_over && self.tour == Tour::Over;
        let pane = self.tour.pane();
        if std::mem::replace(&mut self.toured, pane) == pane {
            return;
        }
        let narrow = self.tour.narrow();
        if let Some(place) = NARROW.iter().position(|pane| Some(*pane) == narrow) {
            self.narrow = place;
        }
        match pane {
            Some("knobs") => self.sizes.open(Split::Rail),
            Some("runtime") => {
                self.sizes.open(Split::Side);
                self.sizes.open(Split::Runtime);
            }
            Some(_) => self.sizes.open(Split::Timeline),
            None => {}
        }
    }
}

/// Where the playhead can go.
fn reach(snapshot: &Snapshot) -> Reach {
    let shown = !snapshot.is_hidden();
    let back = snapshot.position() > 0 || snapshot.playhead > 0;
    let forward = snapshot.position() < snapshot.trace.len() || snapshot.playhead < snapshot.end();
    Reach { back: shown && back, forward: shown && (forward || snapshot.mode.moves()) }
}

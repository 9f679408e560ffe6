//! The whole screen.

use std::rc::Rc;

use playground::action::Action;
use playground::route::Route;
use playground::snapshot::Snapshot;
use yew::prelude::*;

use super::arrangement::{Arrangement, NARROW, SIDE};
use super::catalog::Catalog;
use super::chosen::{asking, chosen, embed};
use super::export_dialog::{self, ExportDialog};
use super::header::Header;
use super::keys_dialog::KeysDialog;
use super::legend::{self, Legend};
use super::listener::{self, keys};
use super::notices::notices;
use super::panes;
use super::part::{Link, View, part};
use super::player::player;
use super::present;
use super::share::Share;
use super::sizes::Split;
use super::skip_links::skips;
use super::splitter::splitter;
use super::tabs::{Tabs, tabs};
use super::tag::{Tag, classes, tag};
use super::tour::Tour;
use super::tour_card::Card;

/// The whole screen: where each pane stands is the style sheet's business.
#[derive(PartialEq)]
pub struct Page {
    /// What to show.
    pub snapshot: Rc<Snapshot>,
    /// Where actions go; always the same one.
    pub dispatch: Callback<Action>,
}

impl View for Page {
    type State = Arrangement;

    fn create(&self) -> Arrangement {
        Arrangement::stored()
    }

    fn changed(&self, state: &mut Arrangement) {
        state.follow(&self.snapshot);
    }

    fn html(&self, state: &Arrangement, link: &Link<Arrangement>) -> Html {
        page(self, state, link)
    }

    fn rendered(&self, state: &mut Arrangement, link: &Link<Arrangement>) {
        if state.listener.is_none() {
            state.listener = keys(&self.dispatch, &state.now, &state.search, link);
        }
        state.store();
        state.paper.rendered(&self.snapshot);
        if state.drawer && std::mem::take(&mut state.seeks) {
            listener::to(&state.search);
        }
        if let Some(goal) = state.goal.take() {
            goal.focus();
        }
        if state.tour == Tour::Asked {
            self.begin_tour(state, link);
        }
    }
}

impl Page {
    /// Shows the opening program, if it is not there, and then the tour's first step.
    fn begin_tour(&self, state: &mut Arrangement, link: &Link<Arrangement>) {
        let (opening, shown) = (Route::first(), &self.snapshot);
        let (exhibit, variant) = (&opening.exhibit, opening.variant().id.clone());
        if exhibit.id == shown.exhibit.id && opening.variant == shown.variant {
            state.tour.begin(shown);
            return link.change(|_| ());
        }
        self.dispatch.emit(Action::select(exhibit.id.clone(), variant));
    }
}

fn page(props: &Page, state: &Arrangement, link: &Link<Arrangement>) -> Html {
    let Page { snapshot, dispatch } = props;
    if snapshot.frame.embedded {
        return embed(snapshot, dispatch, state.paper.sheet());
    }
    let header = part(header(props, state, link));
    if snapshot.is_hidden() {
        let page = asking(header, snapshot, dispatch);
        return dialogs(page, props, state, link).html();
    }
    let page = match snapshot.frame.shown() {
        Some(shown) => chosen(header, snapshot, dispatch, shown, state.paper.sheet()),
        None => whole(header, props, state, link),
    };
    dialogs(page, props, state, link).child(files(snapshot, dispatch, state, link)).html()
}

/// Which of its two lines the timeline has above it.
fn over_timeline(snapshot: &Snapshot) -> Split {
    if snapshot.compared.is_some() { Split::Both } else { Split::Timeline }
}

fn header(props: &Page, state: &Arrangement, link: &Link<Arrangement>) -> Header {
    let Page { snapshot, dispatch } = props;
    Header {
        exhibit: Rc::clone(&snapshot.exhibit),
        origin: snapshot.origin.clone(),
        theme: snapshot.theme,
        drawer: state.drawer,
        sizes: state.sizes,
        over: over_timeline(snapshot),
        // An opened trace is not run here, and its header has to name its file.
        offers: state.tour == Tour::Offered && snapshot.origin.is_none(),
        runs: snapshot.needs.is_none(),
        page: link.clone(),
        dispatch: dispatch.clone(),
    }
}

/// The dialogs that every page but an embed has.
fn dialogs(page: Tag, props: &Page, state: &Arrangement, link: &Link<Arrangement>) -> Tag {
    let Page { snapshot, dispatch } = props;
    page.child(part(KeysDialog { open: state.keys, page: link.clone() }))
        .child(part(Legend { open: state.legend, page: link.clone() }))
        .child(part(Share { route: snapshot.shared.clone(), dispatch: dispatch.clone() }))
}

/// The page with all of its panes.
fn whole(header: Html, props: &Page, state: &Arrangement, link: &Link<Arrangement>) -> Tag {
    let Page { snapshot, dispatch } = props;
    // The constants are the last one, if there are any.
    let last_pane = NARROW.len() - 1 - usize::from(snapshot.variant().listing.knobs.is_empty());
    let (sizes, compares, over) =
        (state.sizes, snapshot.compared.is_some(), over_timeline(snapshot));
    let class = [
        (state.drawer, "drawer-open"),
        (compares, "comparing"),
        (snapshot.present, "presenting"),
        (snapshot.coming.is_some(), "computing"),
        (sizes.is_closed(Split::Rail), "no-rail"),
        (sizes.is_closed(Split::Side), "no-side"),
        (sizes.is_closed(Split::Runtime), "no-runtime"),
        (sizes.is_closed(over), "no-timeline"),
    ];
    let card = match &state.tour {
        Tour::At(lesson) => Some(part(Card { lesson: lesson.clone(), page: link.clone() })),
        Tour::Over | Tour::Offered | Tour::Asked => None,
    };
    let main = tag!("main")
        .child(splitter(Split::Rail, sizes, link))
        .child(panes::program(snapshot, dispatch))
        .child(aside(snapshot, dispatch, state, link))
        .child(splitter(Split::Side, sizes, link))
        .child(panes::narration(snapshot))
        .child(panes::timeline(snapshot, dispatch))
        .child(splitter(over, sizes, link));
    tag!(
        "div",
        "class" = classes("page", &class),
        "style" = sizes.style(compares),
        "data-side" = SIDE[state.side],
        "data-narrow" = NARROW[state.narrow.min(last_pane)],
        "data-tour" = state.tour.pane(),
    )
    .on_click(legend::opens(link))
    .child(skips(link))
    .child(header)
    .child(tag!("div", "class" = "shade").on_click(link.changes(|page| page.drawer = false)))
    .child(rail(props, state, link))
    .child(main)
    .child(state.paper.sheet())
    .child(player(snapshot, dispatch))
    .child(notices(&snapshot.notices, dispatch))
    .child(snapshot.present.then(|| present::foot(snapshot, dispatch)))
    .child(card)
}

/// The catalog, and the constants of the program under it.
fn rail(props: &Page, state: &Arrangement, link: &Link<Arrangement>) -> Tag {
    let Page { snapshot, dispatch } = props;
    let catalog = Catalog {
        all: scenarios::scenarios(),
        current: snapshot.exhibit.scenario(),
        progress: state.progress.clone(),
        search: state.search.clone(),
        page: link.clone(),
        dispatch: dispatch.clone(),
    };
    tag!("div", "class" = "rail", "id" = "rail")
        .child(part(catalog))
        .child(panes::knobs(snapshot, dispatch))
}

/// Where files are made and opened, and the one that is under way.
fn files(
    snapshot: &Snapshot,
    dispatch: &Callback<Action>,
    state: &Arrangement,
    link: &Link<Arrangement>,
) -> Tag {
    let dialog = ExportDialog {
        open: state.export,
        has_range: snapshot.range.is_some(),
        page: link.clone(),
        dispatch: dispatch.clone(),
    };
    export_dialog::work(snapshot.work.as_ref(), dispatch).child(part(dialog))
}

/// What stands beside the program, with the tabs that choose.
fn aside(
    snapshot: &Snapshot,
    dispatch: &Callback<Action>,
    state: &Arrangement,
    link: &Link<Arrangement>,
) -> Html {
    let printed = match snapshot.state.prints {
        0 => AttrValue::from("Console"),
        count => format!("Console {count}").into(),
    };
    let inspector = match snapshot.lints.found.len() {
        0 => AttrValue::from("Inspector"),
        count => format!("Inspector \u{26a0}\u{fe0e}{count}").into(),
    };
    let side = [AttrValue::from("Notes"), printed.clone(), inspector.clone()];
    let mut panes = vec!["Timeline".into(), "Runtime".into(), printed, inspector, "Notes".into()];
    if !snapshot.variant().listing.knobs.is_empty() {
        panes.push("Constants".into());
    }
    let narrow = state.narrow.min(panes.len() - 1);
    let shown = [SIDE[state.side], NARROW[narrow]];
    tag!("div", "class" = "side", "id" = "side")
        .child(panes::runtime(snapshot, dispatch))
        .child(splitter(Split::Runtime, state.sizes, link))
        .child(tabs(Tabs {
            label: "Beside the program",
            class: "tabs side-tabs",
            items: &side,
            selected: state.side,
            panels: &SIDE,
            on_select: picks(link, |page, tab| page.side = tab),
        }))
        .child(tabs(Tabs {
            label: "Below the program",
            class: "tabs narrow-tabs",
            selected: narrow,
            items: &panes,
            panels: &NARROW,
            on_select: picks(link, |page, tab| page.narrow = tab),
        }))
        .child(panel("console", shown, panes::console(snapshot, dispatch)))
        .child(panel("notes", shown, panes::notes(snapshot, dispatch)))
        .child(panel(
            "inspector",
            shown,
            panes::inspector(snapshot, shown.contains(&"inspector"), dispatch),
        ))
        .html()
}

/// A pane that is shown if its tab is chosen, in the row of tabs that is there.
fn panel(name: &str, shown: [&str; 2], pane: Html) -> Tag {
    let class = [(shown[0] == name, "beside"), (shown[1] == name, "below")];
    tag!("div", "class" = classes("panel", &class)).child(pane)
}

fn picks(link: &Link<Arrangement>, pick: fn(&mut Arrangement, usize)) -> Callback<usize> {
    let link = link.clone();
    Callback::from(move |tab| link.change(move |page| pick(page, tab)))
}

//! All scenarios, by group, and how far the reader has come.

use std::rc::Rc;

use playground::action::Action;
use scenarios::{Scenario, Variant};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::arrangement::Arrangement;
use super::events::{element, fill};
use super::part::{Link, View};
use super::path::visit;
use super::progress::Progress;
use super::search::{Found, search};
use super::tag::{Tag, tag};

/// The catalog with its search box.
#[derive(PartialEq)]
pub struct Catalog {
    /// All scenarios, by group and order.
    pub all: &'static [Scenario],
    /// The one that is shown.
    pub current: Option<&'static Scenario>,
    /// Which the reader has opened, and which followed to their end.
    pub progress: Rc<Progress>,
    /// The search box, for whoever has a key for it.
    pub search: NodeRef,
    /// How the page is arranged: the drawer closes when one was chosen.
    pub page: Link<Arrangement>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The state of the catalog.
#[derive(Default)]
pub struct State {
    /// What is typed into the search box.
    sought: String,
    list: NodeRef,
    /// The entry that was current when the list was scrolled to it.
    current: Option<&'static Scenario>,
}

impl View for Catalog {
    type State = State;

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        catalog(self, state, link)
    }

    fn rendered(&self, state: &mut State, _: &Link<State>) {
        if std::mem::replace(&mut state.current, self.current) != self.current {
            current_in_sight(&state.list);
        }
    }
}

fn catalog(props: &Catalog, state: &State, link: &Link<State>) -> Html {
    let sought = state.sought.as_str();
    let found = search(props.all, sought);
    let searching = !sought.trim().is_empty();
    let field = tag!(
        "input",
        "type" = "search",
        "class" = "search",
        "placeholder" = "Search  /",
        "aria-label" = "Search the programs",
    )
    .found(&props.search)
    .on_input(types(link))
    .on_key(presses(props, found.first().copied(), sought, link))
    .holding(sought.to_owned());
    let count = tag!("p", "class" = "found", "role" = "status");
    let count = match searching {
        true => count.child(summary(found.len(), sought.trim())).child(" ").child(
            tag!("button", "type" = "button", "class" = "link")
                .on_click(clears(&props.search, link))
                .child("Show all"),
        ),
        false => count,
    };
    let section = |found: &[Found]| {
        let title = found[0].scenario.group.title();
        let entries = found.iter().map(|found| entry(props, *found));
        let ended = found.iter().filter(|is| props.progress.of(is.scenario) == Some(true)).count();
        let share = (ended > 0).then(|| {
            let said = format!("{ended} of {} followed to the end", found.len());
            tag!("small", "title" = said).child(format!("{ended}/{}", found.len()))
        });
        tag!("section")
            .key(title)
            .child(tag!("h2").child(title).child(share))
            .child(tag!("ul").children(entries))
    };
    let listed = tag!("div");
    let listed = match searching {
        // The best first, whichever group it is in.
        true => listed.child(tag!("ul").children(found.iter().map(|found| entry(props, *found)))),
        false => {
            let groups = found.chunk_by(|a, b| a.scenario.group == b.scenario.group);
            listed.children(groups.map(section))
        }
    };
    let groups = tag!("div", "class" = "groups").found(&state.list).child(count).child(listed);
    let way = (!searching).then(|| way(props));
    tag!(
        "nav",
        "class" = if searching { "pane catalog searching" } else { "pane catalog" },
        "aria-label" = "Programs",
    )
    .on_key(walk.into())
    .child(field)
    .child(way)
    .child(groups)
    .html()
}

/// How far along the learning path the reader is, and where it goes on.
fn way(props: &Catalog) -> Tag {
    let (all, ended) = (props.all.len(), props.progress.finished());
    let head = tag!("p")
        .child(tag!("span").child("Learning path"))
        .child(tag!("small").child(format!("{ended} of {all}")));
    let bar = tag!(
        "div",
        "class" = "bar-of",
        "style" = fill(ended as u64, all as u64),
        "aria-hidden" = "true",
    );
    let next = props.progress.next().map(|next| {
        let verb = if ended == 0 { "Start: " } else { "Go on: " };
        link(props, next, None, false).child(tag!("span").child(verb)).child(next.title)
    });
    tag!("div", "class" = "way").child(head).child(bar).child(next)
}

/// What is typed is sought.
fn types(link: &Link<State>) -> Callback<InputEvent> {
    let link = link.clone();
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let typed = input.value();
            link.change(|state| state.sought = typed);
        }
    })
}

/// Enter shows what was found first, Escape seeks nothing any more.
fn presses(
    props: &Catalog,
    first: Option<Found>,
    sought: &str,
    link: &Link<State>,
) -> Callback<KeyboardEvent> {
    let (dispatch, page, link) = (props.dispatch.clone(), props.page.clone(), link.clone());
    let seeks = !sought.is_empty();
    Callback::from(move |event: KeyboardEvent| match (event.key().as_str(), first) {
        _ if !seeks => {}
        ("Enter", Some(found)) => {
            let variant = found.variant().map_or("", |variant| variant.id);
            dispatch.emit(Action::select(found.scenario.id, variant));
            page.change(|page| page.drawer = false);
            // The keys are the player's again.
            link.change(|state| state.sought.clear());
            if let Some(search) = event.target_dyn_into::<HtmlInputElement>() {
                let _ = search.blur();
            }
        }
        ("Escape", _) => {
            event.stop_propagation();
            link.change(|state| state.sought.clear());
        }
        _ => {}
    })
}

fn clears(search: &NodeRef, link: &Link<State>) -> Callback<MouseEvent> {
    let (search, link) = (search.clone(), link.clone());
    Callback::from(move |_| {
        link.change(|state| state.sought.clear());
        if let Some(search) = search.cast::<HtmlElement>() {
            let _ = search.focus();
        }
    })
}

fn entry(props: &Catalog, found: Found) -> Tag {
    let (scenario, variant) = (found.scenario, found.variant());
    let (class, said) = match props.progress.of(scenario) {
        None => ("dot", None),
        Some(false) => ("dot opened", Some("opened")),
        Some(true) => ("dot finished", Some("followed to the end")),
    };
    let dot = tag!("i", "class" = class, "title" = said)
        .child(said.map(|said| tag!("span", "class" = "said").child(said)));
    let link = link(props, scenario, variant, Some(scenario) == props.current)
        .child(dot)
        .child(scenario.title)
        .child(variant.map(|variant| tag!("small").child(variant.label)))
        .child(found.by.note().map(|note| tag!("small").child(note)));
    tag!("li").key(scenario.id).child(link)
}

/// A link to a program, which closes the drawer that it stands in.
fn link(
    props: &Catalog,
    scenario: &'static Scenario,
    variant: Option<&'static Variant>,
    current: bool,
) -> Tag {
    let id = variant.map_or("", |variant| variant.id);
    let (show, page) = (visit(scenario, id, &props.dispatch), props.page.clone());
    let onclick = move |event: MouseEvent| {
        show.emit(event.clone());
        if event.default_prevented() {
            page.change(|page| page.drawer = false);
        }
    };
    let query = variant.map(|variant| format!("?variant={}", variant.id)).unwrap_or_default();
    tag!(
        "a",
        "href" = format!("#/{}{query}", scenario.id),
        "title" = scenario.idea,
        "aria-current" = current.then_some("page"),
    )
    .on_click(onclick.into())
}

/// Arrows lead from the search box through what was found, and back.
fn walk(event: KeyboardEvent) {
    let Some(target) = element(&event) else { return };
    let Ok(Some(list)) = target.closest("nav") else { return };
    let Ok(links) = list.query_selector_all(".search, .groups a") else { return };
    let count = links.length();
    let node: &web_sys::Node = &target;
    let Some(here) = (0..count).find(|at| links.item(*at).as_ref() == Some(node)) else { return };
    let to = match event.key().as_str() {
        "ArrowDown" => (here + 1).min(count - 1),
        "ArrowUp" => here.saturating_sub(1),
        // In the search box these move the caret.
        "Home" if here > 0 => 1,
        "End" if here > 0 => count - 1,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(element) = links.item(to).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// How high a group's heading is, in pixels.
const HEADING: f64 = 28.0;

/// Scrolls to the current entry if it is out of sight, and no farther than that takes: at first the path's
/// beginning stays in sight.
fn current_in_sight(list: &NodeRef) {
    let Some(list) = list.cast::<HtmlElement>() else { return };
    let Ok(Some(entry)) = list.query_selector("[aria-current]") else { return };
    let (entry, list_box) = (entry.get_bounding_client_rect(), list.get_bounding_client_rect());
    if entry.top() < list_box.top() || entry.bottom() > list_box.bottom() {
        let below = entry.bottom() - list_box.bottom();
        // The heading of a group lies over the list's upper edge.
        let by = if below > 0.0 { below } else { entry.top() - list_box.top() - HEADING };
        list.set_scroll_top(list.scroll_top() + by.ceil() as i32);
    }
}

/// How many programs were found.
fn summary(count: usize, sought: &str) -> String {
    match count {
        0 => format!("No program matches “{sought}”."),
        1 => "1 program".to_owned(),
        _ => format!("{count} programs"),
    }
}

//! The bar at the top: where one is, the theme, the keys.

use std::rc::Rc;

use playground::action::{Action, Theme};
use playground::exhibit::Exhibit;
use playground::snapshot::Origin;
use yew::prelude::*;

use super::arrangement::Arrangement;
use super::events::sends;
use super::export_dialog::origin;
use super::icons::Icon;
use super::part::{Link, View};
use super::sizes::{Sizes, Split};
use super::splitter::resize;
use super::tag::{Tag, classes, tag, truth};
use super::tour_card::offer;

/// The bar at the top.
#[derive(PartialEq)]
pub struct Header {
    /// What is shown.
    pub exhibit: Rc<Exhibit>,
    /// Where the run comes from, if it was opened.
    pub origin: Option<Rc<Origin>>,
    /// The theme.
    pub theme: Theme,
    /// Whether the catalog's drawer is open, where it is one.
    pub drawer: bool,
    /// How large the panes are.
    pub sizes: Sizes,
    /// Which of its two lines the timeline has above it.
    pub over: Split,
    /// Whether the tour is offered.
    pub offers: bool,
    /// Whether the program can run live.
    pub runs: bool,
    /// How the page is arranged: the drawer, and the list of keys.
    pub page: Link<Arrangement>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

impl View for Header {
    type State = ();

    fn html(&self, _: &(), _: &Link<()>) -> Html {
        header(self)
    }
}

fn header(props: &Header) -> Html {
    let brand =
        tag!("div", "class" = "brand").child(mark()).child(tag!("span").child("Futurescope"));
    tag!("header", "class" = "bar")
        .child(menu(props))
        .child(pane(props, Split::Rail, Icon::Rail, "List of programs"))
        .child(brand)
        .child(crumbs(props))
        .child(props.offers.then(|| offer(props.runs, &props.page)))
        .child(controls(props))
        .html()
}

/// The button that opens the catalog's drawer.
fn menu(props: &Header) -> Tag {
    tag!(
        "button",
        "type" = "button",
        "class" = "quiet menu",
        "aria-label" = "Programs",
        "title" = "Programs",
        "aria-expanded" = truth(props.drawer),
        "aria-controls" = "rail",
    )
    .on_click(props.page.changes(|page| page.drawer = !page.drawer))
    .child(Icon::Menu.html())
}

/// What is shown, and from where.
fn crumbs(props: &Header) -> Tag {
    let group = match props.origin {
        Some(_) => AttrValue::Static("Opened trace"),
        None => props.exhibit.group.clone(),
    };
    tag!("div", "class" = "crumbs")
        .child(tag!("span", "class" = "group").child(group))
        .child(tag!("span", "class" = "sep", "aria-hidden" = "true").child("›"))
        .child(tag!("h1").child(props.exhibit.title.clone()))
        .child(props.origin.as_ref().map(|from| origin(from, &props.dispatch)))
}

fn controls(props: &Header) -> Tag {
    let (page, dispatch) = (&props.page, &props.dispatch);
    let share =
        tag!("button", "type" = "button", "class" = "quiet share-button", "title" = "Share (e)")
            .on_click(sends(dispatch, Action::Share(true)))
            .child(Icon::Share.html())
            .child(tag!("span").child("Share"));
    let export = button("quiet", "Export, or open a trace (x)", "Export")
        .on_click(page.changes(|page| page.export = true))
        .child(Icon::Export.html());
    let presents = "Present: program, runtime and timeline only (p)";
    let present = button("quiet present", presents, "Present")
        .on_click(sends(dispatch, Action::Present(true)))
        .child(Icon::Screen.html());
    let legend = button("quiet", "How to read this (h)", "How to read this")
        .on_click(page.changes(|page| page.legend = true))
        .child(Icon::Legend.html());
    let keys = button("quiet keys-button", "Keys (?)", "Keys")
        .on_click(page.changes(|page| page.keys = true))
        .child("?");
    tag!("div", "class" = "controls")
        .child(pane(props, Split::Side, Icon::Side, "Panes beside the program"))
        .child(pane(props, props.over, Icon::Below, "Timeline"))
        .child(props.origin.is_none().then_some(share))
        .child(export)
        .child(present)
        .child(theme(props))
        .child(legend)
        .child(keys)
}

/// A button without text of its own.
fn button(class: &'static str, title: &'static str, label: &'static str) -> Tag {
    tag!("button", "type" = "button", "class" = class, "title" = title, "aria-label" = label)
}

/// The button that changes the theme.
fn theme(props: &Header) -> Tag {
    let (icon, is) = match props.theme {
        Theme::System => (Icon::System, "as the system’s"),
        Theme::Light => (Icon::Light, "light"),
        Theme::Dark => (Icon::Dark, "dark"),
    };
    let label = format!("Theme: {is}");
    tag!(
        "button",
        "type" = "button",
        "class" = "quiet",
        "title" = label.clone(),
        "aria-label" = label,
    )
    .on_click(sends(&props.dispatch, Action::Theme(after(props.theme))))
    .child(icon.html())
}

/// The button that closes a pane and opens it.
fn pane(props: &Header, split: Split, icon: Icon, label: &'static str) -> Tag {
    let (open, page) = (!props.sizes.is_closed(split), props.page.clone());
    let title = if open { "Hide: " } else { "Show: " };
    tag!(
        "button",
        "type" = "button",
        "class" = classes("quiet pane-toggle", &[(split == Split::Rail, "of-rail")]),
        "title" = format!("{title}{label}"),
        "aria-label" = label,
        "aria-pressed" = truth(open),
    )
    .on_click(Callback::from(move |_| resize(&page, move |sizes| sizes.toggle(split))))
    .child(icon.html())
}

/// The one that the button leads to.
fn after(theme: Theme) -> Theme {
    match theme {
        Theme::System => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::System,
    }
}

/// The same as `static/favicon.svg`.
fn mark() -> Tag {
    let ring = tag!(
        "circle",
        "cx" = "16",
        "cy" = "16",
        "r" = "11",
        "fill" = "none",
        "stroke" = "currentColor",
        "stroke-width" = "3",
    );
    let dot = tag!("circle", "cx" = "16", "cy" = "16", "r" = "4.5", "fill" = "currentColor");
    tag!(
        "svg",
        "class" = "logo",
        "viewBox" = "0 0 32 32",
        "aria-hidden" = "true",
        "focusable" = "false",
    )
    .child(ring)
    .child(dot)
}

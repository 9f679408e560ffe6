//! The dialog with which what is shown gets into a slide, a book or a message.

pub mod snippets;

use std::rc::Rc;

use playground::action::Action;
use playground::route::{Frame, PANES, Pane, Route};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use self::snippets::{Kind, snippet};
use super::clipboard::copy;
use super::dialog::{self, Dialog};
use super::icons::Icon;
use super::part::{Link, View};
use super::tag::{Tag, list, tag, truth};

/// The dialog.
#[derive(PartialEq)]
pub struct Share {
    /// The address of what is shown, when the dialog was opened; `None` while it is closed.
    pub route: Option<Rc<Route>>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The state of the dialog: its elements, and what has been chosen in it.
pub struct State {
    dialog: NodeRef,
    /// Which snippet is shown.
    kind: usize,
    /// The views of the embed.
    views: Vec<Pane>,
    /// What was copied last: which snippet, and whether the browser let it.
    copied: Option<(usize, bool)>,
    text: NodeRef,
}

impl Default for State {
    fn default() -> Self {
        Self {
            dialog: NodeRef::default(),
            kind: 0,
            views: vec![Pane::Program, Pane::Timeline, Pane::Player],
            copied: None,
            text: NodeRef::default(),
        }
    }
}

impl View for Share {
    type State = State;

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        let inside = self.route.as_ref().map(|route| inside(route, state, link));
        let dispatch = self.dispatch.clone();
        let frame = Dialog {
            node: state.dialog.clone(),
            class: "share",
            id: "share-title",
            title: "Share",
            on_close: Callback::from(move |()| dispatch.emit(Action::Share(false))),
        };
        dialog::dialog(frame).child(inside).html()
    }

    fn rendered(&self, state: &mut State, _: &Link<State>) {
        dialog::show(&state.dialog, self.route.is_some());
    }
}

fn inside(route: &Route, state: &State, link: &Link<State>) -> Html {
    let kind = Kind::ALL[state.kind];
    let embed = Route {
        frame: Frame { embedded: true, views: state.views.as_slice().into() },
        ..Route::clone(route)
    };
    let text = snippet(kind, &snippets::page_address(), route, &embed);
    let kinds = tag!("div", "class" = "tabs share-kinds", "role" = "group", "aria-label" = "As")
        .children(Kind::ALL.iter().enumerate().map(|(index, known)| {
            let link = link.clone();
            tag!("button", "type" = "button", "aria-pressed" = truth(index == state.kind))
                .key(index)
                .on_click(Callback::from(move |_| {
                    link.change(move |state| {
                        state.kind = index;
                        state.copied = None;
                    });
                }))
                .child(known.label())
        }));
    let field = tag!("textarea", "readonly" = "", "rows" = "4", "aria-label" = kind.label())
        .key(state.kind)
        .found(&state.text)
        .holding(text.clone());
    let preview = (kind != Kind::Link).then(|| {
        let address = format!("{}{embed}", snippets::page_address());
        tag!("iframe", "class" = "share-preview", "title" = "Preview", "src" = address.clone())
            // Another address is another frame: the one that is there would only move within itself.
            .key(address)
    });
    let views = (kind != Kind::Link).then(|| views(state, link));
    let local = snippets::only_here(&snippets::page_address())
        .map(|said| tag!("p", "class" = "share-local", "role" = "note").child(said));
    list([
        kinds.key("kinds").html(),
        tag!("p", "class" = "share-why").key("why").child(kind.why()).html(),
        tag!("div").key("local").children(local).html(),
        tag!("div").key("views").child(views).html(),
        tag!("div", "class" = "share-text")
            .key("text")
            .child(field)
            .child(button(text, state, link))
            .html(),
        tag!("div").key("preview").children(preview).html(),
    ])
}

/// The views of the embed, to choose from.
fn views(state: &State, link: &Link<State>) -> Tag {
    tag!("div", "class" = "share-views", "role" = "group", "aria-label" = "Views").children(
        PANES.iter().map(|(name, pane)| {
            let (link, pane) = (link.clone(), *pane);
            let chosen = state.views.contains(&pane);
            tag!("button", "type" = "button", "class" = "quiet", "aria-pressed" = truth(chosen))
                .key(*name)
                .on_click(Callback::from(move |_| link.change(move |state| state.toggle(pane))))
                .child(*name)
        }),
    )
}

impl State {
    /// Adds a view or takes it away, in the order of the list; one stays.
    fn toggle(&mut self, pane: Pane) {
        self.copied = None;
        let chosen = |known: &Pane| self.views.contains(known) != (*known == pane);
        let views: Vec<_> = PANES.iter().map(|(_, pane)| *pane).filter(chosen).collect();
        if !views.is_empty() {
            self.views = views;
        }
    }
}

fn button(text: String, state: &State, link: &Link<State>) -> Tag {
    let (link, field, kind) = (link.clone(), state.text.clone(), state.kind);
    let copies = move |_| {
        let link = link.clone();
        let field = field.cast::<HtmlTextAreaElement>();
        let done = move |allowed| {
            if let (false, Some(field)) = (allowed, field) {
                field.select();
            }
            link.change(move |state: &mut State| state.copied = Some((kind, allowed)));
        };
        copy(text.clone(), Box::new(done));
    };
    let (icon, label) = match state.copied {
        Some((copied, true)) if copied == state.kind => (Icon::Done, "Copied"),
        Some((copied, false)) if copied == state.kind => {
            (Icon::Close, "Press Ctrl+C: it is marked")
        }
        _ => (Icon::Copy, "Copy"),
    };
    tag!("button", "type" = "button", "class" = "primary")
        .on_click(Callback::from(copies))
        .child(icon.html())
        .child(tag!("span", "aria-live" = "polite").child(label))
}

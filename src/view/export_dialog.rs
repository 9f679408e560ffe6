//! The dialog in which files are made of what is shown, and from which a trace is opened.

use std::rc::Rc;

use playground::action::{Action, Export, ExportKind, Speed, Theme};
use playground::snapshot::{Origin, Work};
use yew::prelude::*;

use super::arrangement::Arrangement;
use super::dialog::{self, Dialog};
use super::events::{chosen, sends};
use super::part::{Link, View};
use super::tag::{Tag, tag};
use crate::incoming::INPUT;

/// The dialog.
#[derive(PartialEq)]
pub struct ExportDialog {
    /// Whether it is shown.
    pub open: bool,
    /// Whether a range of the timeline is selected.
    pub has_range: bool,
    /// How the page is arranged, which knows whether it is shown.
    pub page: Link<Arrangement>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The state of the dialog: its element, and what has been chosen in it.
pub struct State {
    dialog: NodeRef,
    chosen: Export,
}

impl Default for State {
    fn default() -> Self {
        let chosen = Export {
            kind: ExportKind::Trace,
            theme: Theme::System,
            selected: true,
            width: 960,
            speed: Speed(0),
        };
        Self { dialog: NodeRef::default(), chosen }
    }
}

impl View for ExportDialog {
    type State = State;

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        dialog(self, state, link)
    }

    fn rendered(&self, state: &mut State, _: &Link<State>) {
        dialog::show(&state.dialog, self.open);
    }
}

fn close(page: &mut Arrangement) {
    page.export = false;
}

fn dialog(props: &ExportDialog, state: &State, link: &Link<State>) -> Html {
    let frame = Dialog {
        node: state.dialog.clone(),
        class: "export",
        id: "export-title",
        title: "Export and open",
        on_close: props.page.changes(close),
    };
    dialog::dialog(frame)
        .child(pictures(props, state, link))
        .child(traces(props, state))
        .child(opens(props))
        .html()
}

fn pictures(props: &ExportDialog, state: &State, link: &Link<State>) -> Tag {
    let Export { theme, selected, width, speed, .. } = state.chosen;
    let theme =
        choice(link, "Theme", theme as usize, &["As here", "Light", "Dark"], |state, place| {
            state.chosen.theme = [Theme::System, Theme::Light, Theme::Dark][place.min(2)];
        });
    let at = WIDTHS.iter().position(|known| *known == width).unwrap_or(0);
    let width = choice(link, "Width", at, &["640", "960", "1280", "1600"], |state, place| {
        state.chosen.width = WIDTHS[place.min(WIDTHS.len() - 1)];
    });
    let at = usize::from((speed.0 + 2).unsigned_abs());
    let speed = choice(
        link,
        "GIF’s speed",
        at,
        &["1/4×", "1/2×", "1×", "2×", "4×"],
        |state, place| {
            state.chosen.speed = Speed(place.min(4) as i8 - 2);
        },
    );
    let range = props.has_range.then(|| {
        let labels = ["Whole run", "Selected range"];
        choice(link, "Part", usize::from(selected), &labels, |state, place| {
            state.chosen.selected = place == 1;
        })
    });
    let choices =
        tag!("div", "class" = "export-choices").child(theme).child(width).child(speed).child(range);
    let buttons = tag!("div", "class" = "export-buttons")
        .child(button(props, state, ExportKind::Svg, "SVG"))
        .child(button(props, state, ExportKind::Png, "PNG"))
        .child(button(props, state, ExportKind::Gif, "Animated GIF"));
    tag!("section")
        .child(tag!("h3").child("The timeline, for slides and books"))
        .child(choices)
        .child(buttons)
}

const WIDTHS: [u32; 4] = [640, 960, 1280, 1600];

fn traces(props: &ExportDialog, state: &State) -> Tag {
    let buttons = tag!("div", "class" = "export-buttons")
        .child(button(props, state, ExportKind::Trace, "Trace (JSON)"))
        .child(button(props, state, ExportKind::Chrome, "Chrome trace"));
    tag!("section").child(tag!("h3").child("What happened")).child(buttons).child(tag!("p").child(
        "This page opens the first again, with its program. Perfetto and speedscope open the \
             second.",
    ))
}

fn opens(props: &ExportDialog) -> Tag {
    let input = tag!(
        "input",
        "type" = "file",
        "id" = INPUT,
        "accept" = ".json,application/json",
        "aria-describedby" = "open-ways",
    )
    .on_change(props.page.changes(close));
    tag!("section")
        .child(tag!("h3").child(tag!("label", "for" = INPUT).child("Open a trace")))
        .child(input)
        .child(tag!("p", "id" = "open-ways").child(
            "Or drop the file anywhere on the page, or paste what is in it. It stays on this machine.",
        ))
}

fn button(props: &ExportDialog, state: &State, kind: ExportKind, label: &'static str) -> Tag {
    let (page, dispatch) = (props.page.clone(), props.dispatch.clone());
    let export =
        Export { kind, selected: state.chosen.selected && props.has_range, ..state.chosen };
    tag!("button", "type" = "button", "class" = "export-button")
        .on_click(Callback::from(move |_| {
            page.change(close);
            dispatch.emit(Action::Export(export));
        }))
        .child(label)
}

/// A choice among some, by place.
fn choice(
    link: &Link<State>,
    label: &'static str,
    selected: usize,
    items: &[&'static str],
    choose: fn(&mut State, usize),
) -> Tag {
    let link = link.clone();
    let on_change = Callback::from(move |event: Event| {
        if let Some(place) = chosen(&event) {
            link.change(move |state| choose(state, place));
        }
    });
    let option = |(place, item): (usize, &&'static str)| {
        tag!("option", "value" = place.to_string(), "selected" = place == selected)
            .key(place)
            .child(*item)
    };
    let select = tag!("select", "aria-label" = label)
        .on_change(on_change)
        .children(items.iter().enumerate().map(option));
    tag!("label", "class" = "choice").child(tag!("span").child(label)).child(select)
}

/// What is being read or made, with a button that gives it up; and the place to drop a file on.
pub fn work(work: Option<&Work>, dispatch: &Callback<Action>) -> Tag {
    let under_way = work.map(|work| {
        let bar = tag!(
            "progress",
            "max" = "1000",
            "value" = work.done.to_string(),
            "aria-label" = work.label.clone(),
        );
        let cancel = tag!("button", "type" = "button", "class" = "export-button")
            .on_click(sends(dispatch, Action::Cancel))
            .child("Cancel");
        tag!("div", "class" = "work", "role" = "group", "aria-label" = "Under way")
            .child(tag!("span", "role" = "status").child(work.label.clone()))
            .child(bar)
            .child(cancel)
    });
    let target = tag!("div", "class" = "drop-target", "aria-hidden" = "true")
        .child(tag!("p").child("Drop the trace to open it"));
    tag!("div").child(under_way).child(target)
}

/// Where a trace comes from that was opened, and the way back.
pub fn origin(origin: &Rc<Origin>, dispatch: &Callback<Action>) -> Tag {
    let back = tag!("button", "type" = "button", "class" = "link leave")
        .on_click(sends(dispatch, Action::Leave))
        .child(format!("Back to {}", origin.before));
    let run = origin.is_known.then(|| {
        tag!(
            "button",
            "type" = "button",
            "class" = "link run-opened",
            "title" = "Show this program, run here with the constants of this trace",
        )
        .on_click(sends(dispatch, Action::RunOpened))
        .child("Run this program")
    });
    tag!("span", "class" = "origin")
        .child(tag!("span", "class" = "label").child(format!("from {}, not run here", origin.file)))
        .child(run)
        .child(back)
}

//! *How to read this*: the page's ten symbols, drawn as the views draw them, and the words of the glossary.

use web_sys::MouseEvent;
use yew::prelude::*;

use super::arrangement::Arrangement;
use super::dialog::{self, Dialog};
use super::events::element;
use super::glossary;
use super::icons::Icon;
use super::part::{Link, View};
use super::runtime::bell;
use super::tag::{Tag, list, tag};

/// The dialog.
#[derive(PartialEq)]
pub struct Legend {
    /// Whether it is shown.
    pub open: bool,
    /// How the page is arranged, which knows that.
    pub page: Link<Arrangement>,
}

impl View for Legend {
    /// The dialog's element.
    type State = NodeRef;

    fn html(&self, node: &NodeRef, _: &Link<NodeRef>) -> Html {
        legend(self, node)
    }

    fn rendered(&self, node: &mut NodeRef, _: &Link<NodeRef>) {
        dialog::show(node, self.open);
    }
}

/// What an element carries that opens the dialog when it is pressed, wherever it stands in the page.
const OPENS: &str = "[data-legend]";

/// The button that opens it, beside the symbols that it explains.
pub fn button() -> Tag {
    tag!(
        "button",
        "type" = "button",
        "class" = "quiet small legend-button",
        "title" = "How to read this (h)",
        "aria-label" = "How to read this",
        "data-legend" = "",
    )
    .child(Icon::Legend.html())
}

/// Opens the dialog when a button for it is pressed.
pub fn opens(page: &Link<Arrangement>) -> Callback<MouseEvent> {
    let page = page.clone();
    Callback::from(move |event: MouseEvent| {
        if element(&event).is_some_and(|on| matches!(on.closest(OPENS), Ok(Some(_)))) {
            page.change(|page| page.legend = true);
        }
    })
}

fn legend(props: &Legend, node: &NodeRef) -> Html {
    let frame = Dialog {
        node: node.clone(),
        class: "legend",
        id: "legend-title",
        title: "How to read this",
        on_close: props.page.changes(|page| page.legend = false),
    };
    dialog::dialog(frame)
        .child(tag!("dl", "class" = "symbols").children(symbols()))
        .child(tag!("h3").child("Words"))
        .child(glossary::listed())
        .html()
}

/// The ten symbols: how each is drawn, what it is called, what it means.
fn symbols() -> [Tag; 10] {
    let bar = |class: &'static str| tag!("i", "class" = class).html();
    let task = |stance: &'static str| {
        let class = format!("chip {stance} task-1");
        tag!("span", "class" = class).child(tag!("i", "class" = "mark")).child("main").html()
    };
    let state = |stance: &'static str, class| list([bar(class), task(stance)]);
    let ends = ["ends ready", "ends dropped"].map(|class| tag!("i", "class" = class));
    let dots = ["dot opened", "dot finished"].map(|class| tag!("i", "class" = class));
    [
        symbol(
            state("running", "stretch polled"),
            "Solid: polled",
            "The task’s own code is running. A dark edge: it keeps its thread from doing anything else.",
        ),
        symbol(
            state("scheduled", "stretch scheduled"),
            "Thin: scheduled",
            "The task was woken and is in the ready queue, waiting for its poll.",
        ),
        symbol(
            state("waiting", "stretch waiting"),
            "Hatched: waiting",
            "The task returned Pending and waits for a timer, a lock, a message or another task.",
        ),
        symbol(
            list(ends),
            "Square: finished",
            "The task or future returned. Struck through: it was dropped before that. A zigzag: it panicked.",
        ),
        symbol(
            bell().html(),
            "Bell: waker",
            "Kept by what the task waits for. When it rings, the task joins the ready queue.",
        ),
        symbol(
            bar("fold"),
            "Triangle: children",
            "The tasks that this one spawned are in lanes below it. Press it to fold them into one lane.",
        ),
        symbol(
            bar("playhead"),
            "Line: playhead",
            "The moment that the whole page shows. Drag it, or click anywhere in the lanes.",
        ),
        symbol(
            tag!("b").child("elastic").html(),
            "Elastic: room for every event",
            "Time to scale, but an instant in which much happens is stretched, so that each poll and wake in \
             it can be seen. The lowest lane shows when the executor ran.",
        ),
        symbol(
            Icon::Dice.html(),
            "Die: seed",
            "Decides whatever order is left to chance, such as the branch that select! polls first. The same \
             seed gives the same run.",
        ),
        symbol(
            list(dots),
            "Dots: your progress",
            "A ring beside a program: you have opened it. A full dot: you have followed it to its end.",
        ),
    ]
}

fn symbol(drawn: Html, name: &'static str, meaning: &'static str) -> Tag {
    tag!("div")
        .key(name)
        .child(tag!("dt").child(tag!("span", "aria-hidden" = "true").child(drawn)).child(name))
        .child(tag!("dd").child(meaning))
}

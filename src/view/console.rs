//! What the program has printed up to the position.

use trace::{EventKind, SiteId, Stream, TaskId, Trace, show_micros};
use web_sys::Element;
use yew::prelude::*;

use super::colours::chip;
use super::events::sends;
use super::hovering::{Last, hovering};
use super::of_run::OfRun;
use super::part::{Link, View};
use super::tag::{Tag, classes, tag};
use crate::action::Action;
use crate::snapshot::{StateHandle, TraceHandle};

/// Lines that are drawn; a program may print many more, and nobody reads those.
const SHOWN: usize = 300;

/// The console pane.
#[derive(PartialEq)]
pub struct Console {
    /// The run.
    pub trace: TraceHandle,
    /// The state at the position.
    pub state: StateHandle,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

impl View for Console {
    type Kept = Kept;

    fn html(&self, kept: &mut Kept, _: &Link<Kept>) -> Html {
        let (over, out) = hovering(&kept.last, &self.dispatch);
        let prints = kept.prints.of(&self.trace);
        prints.grow(&self.trace.borrow());
        let printed = &prints.at[..self.state.prints.min(prints.at.len())];
        console(self, printed, &kept.list, (over, out))
    }

    fn drawn(&self, kept: &mut Kept, _: &Link<Kept>) {
        kept.end_in_sight(self.state.prints);
    }
}

/// What the console keeps.
#[derive(Default)]
pub struct Kept {
    prints: OfRun<Prints>,
    last: Last,
    list: NodeRef,
    /// How many prints were shown, and how high the list was.
    shown: (usize, i32),
}

fn console(
    props: &Console,
    printed: &[usize],
    list: &NodeRef,
    (over, out): (Callback<MouseEvent>, Callback<MouseEvent>),
) -> Html {
    let trace = props.trace.borrow();
    let hidden = printed.len().saturating_sub(SHOWN);
    let empty = |said: String| tag!("p", "class" = "empty").child(said);
    let said = "Nothing printed yet. Run live or press play.";
    let rows = printed[hidden..].iter().map(|index| row(props, &trace, *index));
    // A list that is a log would be no list to a screen reader.
    let lines = tag!(
        "div",
        "class" = "log",
        "role" = "log",
        "aria-live" = "polite",
        "tabindex" = "0",
        "aria-label" = "What the program printed",
    )
    .found(list)
    .on_over(over)
    .on_leave(out)
    .child(tag!("ol").children(rows));
    tag!(
        "section",
        "class" = "pane console",
        "id" = "console",
        "role" = "tabpanel",
        "aria-label" = "Console",
    )
    .child(tag!("h2", "class" = "pane-title").child("Console"))
    .child(printed.is_empty().then(|| empty(said.to_owned())))
    .child((hidden > 0).then(|| empty(format!("{hidden} lines before these are not shown."))))
    .child(lines)
    .html()
}

fn row(props: &Console, trace: &Trace, index: usize) -> Html {
    let event = trace.events()[index];
    let EventKind::Print { task, site, text, stream } = event.kind else { return Html::default() };
    let (latest, error) = (index + 1 == props.state.position, stream == Stream::Stderr);
    let text = trace.label(text);
    let printed = tag!("span", "class" = "printed")
        .child(error.then(|| tag!("span", "class" = "stream").child("stderr")))
        .child(text.strip_suffix('\n').unwrap_or(text).to_owned());
    tag!(
        "li",
        "class" = classes("", &[(latest, "latest"), (error, "stderr")]),
        "data-site" = site.map(|site| site.to_string()),
    )
    .key(index)
    .child(tag!("time").child(show_micros(event.at)))
    .child(printed)
    .child(by(props, trace, task))
    .child(line(props, trace, site, index))
    .html()
}

fn by(props: &Console, trace: &Trace, task: Option<TaskId>) -> Html {
    match task.and_then(|task| props.state.task(task)) {
        Some(task) => chip(task.id, trace.label(task.name), "plain"),
        None => tag!("span").html(),
    }
}

/// The line it was printed at; it leads to the moment just after.
fn line(props: &Console, trace: &Trace, site: Option<SiteId>, index: usize) -> Tag {
    let onclick = sends(&props.dispatch, Action::Seek(index + 1));
    let label = match site.and_then(|site| trace.site(site)) {
        Some(site) => format!("line {}", site.line),
        None => "go".to_owned(),
    };
    tag!("button", "type" = "button", "class" = "link", "title" = "Go to this print")
        .on_click(onclick)
        .child(label)
}

impl Kept {
    /// Scrolls to the newest line, unless the reader has scrolled up.
    fn end_in_sight(&mut self, prints: usize) {
        let Some(list) = self.list.cast::<Element>() else { return };
        let (shown, height) = self.shown;
        if shown == prints {
            return;
        }
        self.shown = (prints, list.scroll_height());
        // Where the end was before this line came.
        if list.scroll_top() + list.client_height() + 8 >= height {
            list.set_scroll_top(list.scroll_height());
        }
    }
}

/// The prints of a trace, by index of their events.
#[derive(Default)]
struct Prints {
    seen: usize,
    at: Vec<usize>,
}

impl Prints {
    /// Takes in what the trace has grown by.
    fn grow(&mut self, trace: &Trace) {
        let new = trace.events().iter().enumerate().skip(self.seen);
        let prints = new.filter(|(_, event)| matches!(event.kind, EventKind::Print { .. }));
        self.at.extend(prints.map(|(index, _)| index));
        self.seen = trace.len();
    }
}

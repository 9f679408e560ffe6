//! What the program has printed up to the position.

use playground::action::Action;
use playground::snapshot::{StateHandle, TraceHandle};
use scene::of_run::OfRun;
use scene::runtime::words::grouped;
use trace::{EventKind, SiteId, Stream, TaskId, Trace, show_micros};
use web_sys::Element;
use yew::prelude::*;

use super::clipboard;
use super::colours::chip;
use super::events::sends;
use super::hovering::{Last, hovering, selecting};
use super::part::{Link, View};
use super::tag::{Tag, classes, tag};

/// Lines that are drawn; a program may print many more, and nobody reads those.
const SHOWN: usize = 300;
/// Characters of what one event printed that are shown, where the whole was not asked for.
const LONGEST: usize = 1_000;

/// The console pane.
#[derive(PartialEq)]
pub struct Console {
    /// The run.
    pub trace: TraceHandle,
    /// The state at the position.
    pub state: StateHandle,
    /// Lines come faster than they could be read out.
    pub is_quiet: bool,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

impl View for Console {
    type State = State;

    fn changed(&self, state: &mut State) {
        state.prints.of(&self.trace).grow(&self.trace.borrow());
    }

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        console(self, state, link)
    }

    fn rendered(&self, state: &mut State, _: &Link<State>) {
        state.end_in_sight(self.state.prints);
    }
}

/// The state of the console.
#[derive(Default)]
pub struct State {
    /// The prints of the run, whether they are shown or not.
    prints: OfRun<Prints>,
    last: Last,
    list: NodeRef,
    /// How many prints were shown, and how high the list was.
    shown: (usize, i32),
    /// So many prints were copied, or could not be.
    copied: Option<(usize, bool)>,
    /// The event whose text is shown to its end, however long it is.
    whole: Option<usize>,
}

fn console(props: &Console, state: &State, link: &Link<State>) -> Html {
    let trace = props.trace.borrow();
    let (over, out) = hovering(&state.last, &props.dispatch);
    let copy = copy_button(props, state.copied, link);
    let (whole, list) = (state.whole, state.list.clone());
    let prints = &state.prints.at;
    let printed = &prints[..props.state.prints.min(prints.len())];
    let hidden = printed.len().saturating_sub(SHOWN);
    let empty = |said: &'static str| tag!("p", "class" = "empty").child(said);
    let said = "Nothing printed yet. Run live or press play.";
    let lines_so_far = match (printed.len(), hidden) {
        (1, _) => "1 print".to_owned(),
        (count, 0) => format!("{count} prints"),
        (count, _) => format!("The last {SHOWN} of {count} prints"),
    };
    let head = (!printed.is_empty()).then(|| {
        tag!("div", "class" = "console-head")
            .child(tag!("span", "class" = "label").child(lines_so_far))
            .child(copy)
    });
    let rows = printed[hidden..].iter().map(|index| row(props, &trace, *index, whole, link));
    // A list that is a log would be no list to a screen reader.
    let lines = tag!(
        "div",
        "class" = "log",
        "role" = "log",
        "aria-live" = if props.is_quiet { "off" } else { "polite" },
        "tabindex" = "0",
        "aria-label" = "What the program printed",
    )
    .found(&list)
    .on_over(over)
    .on_leave(out)
    .on_click(selecting(&props.dispatch))
    .child(tag!("ol").children(rows));
    tag!(
        "section",
        "class" = "pane console",
        "id" = "console",
        "role" = "tabpanel",
        "aria-label" = "Console",
    )
    .child(tag!("h2", "class" = "pane-title").child("Console"))
    .child(printed.is_empty().then(|| empty(said)))
    .child(head)
    .child(lines)
    .html()
}

/// Copies all that was printed up to the position, those lines too that are not drawn.
fn copy_button(props: &Console, copied: Option<(usize, bool)>, link: &Link<State>) -> Tag {
    let (trace, prints, link) = (props.trace.clone(), props.state.prints, link.clone());
    let onclick = move |_| {
        let text = printed_text(&trace.borrow(), prints);
        let link = link.clone();
        let done = move |allowed| link.change(move |state| state.copied = Some((prints, allowed)));
        clipboard::copy(text, Box::new(done));
    };
    let copied = copied.filter(|(copied, _)| *copied == prints).map(|(_, allowed)| allowed);
    clipboard::button("Copy what was printed", copied, onclick.into())
}

/// The first so many prints as one text.
fn printed_text(trace: &Trace, prints: usize) -> String {
    let texts = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::Print { text, .. } => Some(trace.whole_label(text)),
        _ => None,
    });
    texts.take(prints).collect()
}

/// The beginning of what was printed, as much as is shown unasked, and the rest.
fn beginning(text: &str) -> (&str, &str) {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
    text.split_at(end)
}

/// Shows the rest of what one event printed, or no longer.
fn unroll(left: &str, index: usize, is_whole: bool, link: &Link<State>) -> Tag {
    let link = link.clone();
    let toggle = move |event: MouseEvent| {
        event.stop_propagation();
        link.change(move |state| state.whole = (!is_whole).then_some(index));
    };
    let label = match is_whole {
        true => "Show less".to_owned(),
        false => format!("… {} more characters", grouped(left.chars().count())),
    };
    tag!("button", "type" = "button", "class" = "link unroll").on_click(toggle.into()).child(label)
}

fn row(
    props: &Console,
    trace: &Trace,
    index: usize,
    whole: Option<usize>,
    link: &Link<State>,
) -> Html {
    let event = trace.events()[index];
    let EventKind::Print { task, site, text, stream } = event.kind else { return Html::default() };
    let (latest, error) = (index + 1 == props.state.position, stream == Stream::Stderr);
    let text = trace.whole_label(text);
    let (shown, left) = beginning(text.strip_suffix('\n').unwrap_or(text));
    let is_whole = whole == Some(index);
    let printed = tag!("span", "class" = "printed")
        .child(error.then(|| tag!("span", "class" = "stream").child("stderr")))
        .child(shown.to_owned())
        .child(is_whole.then(|| left.to_owned()))
        .child((!left.is_empty()).then(|| unroll(left, index, is_whole, link)));
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

impl State {
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

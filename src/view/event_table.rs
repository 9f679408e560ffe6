//! The events of a run as a table: the timeline for who reads rather than looks.

use playground::action::Action;
use playground::snapshot::TraceHandle;
use scene::of_run::OfRun;
use trace::{Cursor, Event, EventKind, SpanId, TaskId, Trace, sentence, show_micros};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::colours::chip;
use super::events::sends;
use super::icons::Icon;
use super::narration::kind;
use super::part::{Link, View};
use super::tag::{Tag, classes, tag};

/// Rows on a page. A table of a million rows is no help, and no browser holds it.
pub const ROWS: usize = 50;

/// The table of events.
#[derive(PartialEq)]
pub struct EventTable {
    /// The run.
    pub trace: TraceHandle,
    /// How many events have happened.
    pub position: usize,
    /// Where actions go.
    pub dispatch: Callback<Action>,
    /// The timeline is wanted again.
    pub on_close: Callback<()>,
}

/// The state of the table.
#[derive(Default)]
pub struct State {
    /// The page that the reader has turned to; that of the playhead if none.
    page: Option<usize>,
    rows: OfRun<Rows>,
    body: NodeRef,
    /// The row that was brought into sight.
    shown: Option<usize>,
    /// The page that stood there when it was drawn last.
    drawn: Option<usize>,
    /// It has had the focus, so that keys can read it.
    focused: bool,
}

/// One page's rows, worked out.
#[derive(Default)]
struct Rows {
    cursor: Cursor,
    first: usize,
    rows: Vec<Row>,
}

/// What the table says of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    at: String,
    kind: &'static str,
    task: Option<(TaskId, String)>,
    said: String,
}

impl View for EventTable {
    type State = State;

    fn changed(&self, state: &mut State) {
        let (page, _) = self.page(state);
        let rows = state.rows.of(&self.trace);
        rows.turn_to(&self.trace.borrow(), page * ROWS, self.trace.len());
    }

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        let (page, pages) = self.page(state);
        let rows = state.rows.rows.iter().enumerate();
        let rows = rows.map(|(row, said)| self.row(page * ROWS + row, said));
        let head = ["Event", "Time", "Task", "What", "In words"];
        let head =
            head.into_iter().map(|title| tag!("th", "scope" = "col").key(title).child(title));
        let table = tag!("table")
            .child(
                tag!("caption").child(format!("Events of the run, page {} of {pages}", page + 1)),
            )
            .child(tag!("thead").child(tag!("tr").children(head)))
            .child(tag!("tbody").children(rows).found(&state.body));
        let scrolled = tag!(
            "div",
            "class" = "event-rows",
            "role" = "region",
            "aria-label" = "Events",
            "tabindex" = "0",
        );
        let on_close = self.on_close.clone();
        let keyed = move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                on_close.emit(());
            }
        };
        tag!("section", "class" = "event-table", "aria-label" = "Events as a table")
            .on_key(Callback::from(keyed))
            .child(self.pager(page, pages, state.page.is_none(), link))
            .child(scrolled.child(table))
            .html()
    }

    fn rendered(&self, state: &mut State, _: &Link<State>) {
        let is_other = std::mem::replace(&mut state.drawn, state.page) != state.page;
        let pane =
            state.body.cast::<Element>().and_then(|body| body.closest(".event-rows").ok()?);
        if let Some(pane) = pane.and_then(|pane| pane.dyn_into::<HtmlElement>().ok()) {
            if !std::mem::replace(&mut state.focused, true) {
                let _ = pane.focus();
            }
            if is_other && state.page.is_some() {
                pane.set_scroll_top(0);
            }
        }
        let row = self.position.checked_sub(1).filter(|_| state.page.is_none());
        if std::mem::replace(&mut state.shown, row) == row {
            return;
        }
        let Some(body) = state.body.cast::<Element>() else { return };
        let current = body.query_selector("[aria-current]").ok().flatten();
        let (Some(current), Some(pane)) = (current, body.closest(".event-rows").ok().flatten())
        else {
            return;
        };
        let (row, pane_box) = (current.get_bounding_client_rect(), pane.get_bounding_client_rect());
        // The head of the table covers as much as a row.
        let top = pane_box.top() + 2.0 * row.height();
        let by = (row.top() - top).min(0.0) + (row.bottom() - pane_box.bottom()).max(0.0);
        pane.set_scroll_top(pane.scroll_top() + by.round() as i32);
    }
}

impl EventTable {
    /// The page that is shown, from 0, and how many there are.
    fn page(&self, state: &State) -> (usize, usize) {
        let pages = self.trace.len().div_ceil(ROWS).max(1);
        let here = self.position.saturating_sub(1) / ROWS;
        (state.page.unwrap_or(here).min(pages - 1), pages)
    }

    fn closes(&self) -> Callback<MouseEvent> {
        let on_close = self.on_close.clone();
        Callback::from(move |_| on_close.emit(()))
    }

    fn row(&self, event: usize, row: &Row) -> Tag {
        let current = event + 1 == self.position;
        let number = tag!(
            "button",
            "type" = "button",
            "class" = "link",
            "aria-label" = format!("Event {}: go to it", event + 1),
        )
        .on_click(sends(&self.dispatch, Action::Seek(event + 1)))
        .child((event + 1).to_string());
        let task = row.task.as_ref().map(|(task, name)| chip(*task, name, "plain"));
        tag!(
            "tr",
            "aria-current" = current.then_some("true"),
            "class" = classes("", &[(current, "latest"), (event >= self.position, "ahead")]),
        )
        .key(event)
        .child(tag!("th", "scope" = "row").child(number))
        .child(tag!("td").child(row.at.clone()))
        .child(tag!("td").child(task))
        .child(tag!("td").child(tag!("code").child(row.kind)))
        .child(tag!("td").child(row.said.clone()))
    }

    fn pager(&self, page: usize, pages: usize, follows: bool, link: &Link<State>) -> Tag {
        let last = pages - 1;
        let leads = |label: &'static str, to: Option<usize>, off: bool| {
            let link = link.clone();
            tag!("button", "type" = "button", "disabled" = off)
                .key(label)
                .on_click(Callback::from(move |_| link.change(move |state| state.page = to)))
                .child(label)
        };
        let len = self.trace.len();
        let first = (page * ROWS + 1).min(len);
        let shown = format!("{first} to {} of {len}", ((page + 1) * ROWS).min(len));
        let close =
            tag!("button", "type" = "button", "class" = "quiet", "aria-label" = "Close the table")
                .on_click(self.closes())
                .child(Icon::Close.html());
        let buttons = [
            leads("First", Some(0), page == 0),
            leads("Previous", Some(page.saturating_sub(1)), page == 0),
            leads("Next", Some(page + 1), page >= last),
            leads("Last", Some(last), page >= last),
            leads("At the playhead", None, follows),
        ];
        tag!("div", "class" = "event-pager", "role" = "group", "aria-label" = "Pages")
            .child(tag!("h2").child("Events"))
            .child(tag!("span", "role" = "status").child(shown))
            .child(tag!("span", "class" = "turns").children(buttons))
            .child(close)
    }
}

impl Rows {
    /// Works a page out, unless it is there already.
    fn turn_to(&mut self, trace: &Trace, first: usize, len: usize) {
        let count = len.min(trace.len()).saturating_sub(first).min(ROWS);
        if self.first == first && self.rows.len() == count {
            return;
        }
        let mut before = (*self.cursor.seek(trace, first)).clone();
        let mut after = before.clone();
        self.first = first;
        self.rows.clear();
        for (index, event) in trace.events().iter().enumerate().skip(first).take(count) {
            after.apply(event);
            self.rows.push(row(trace, index, event, &before, &after));
            before.apply(event);
        }
    }
}

fn row(
    trace: &Trace,
    index: usize,
    event: &Event,
    before: &trace::State,
    after: &trace::State,
) -> Row {
    let task = task_of(&event.kind, before).and_then(|task| after.task(task));
    Row {
        at: show_micros(event.at),
        kind: kind(&event.kind),
        task: task.map(|task| (task.id, trace.label(task.name).to_owned())),
        said: sentence(trace, index, before, after),
    }
}

/// The task that an event is about.
fn task_of(event: &EventKind, before: &trace::State) -> Option<TaskId> {
    let awaits = |span: SpanId| before.spans.get(&span).map(|span| span.task);
    match *event {
        EventKind::TaskSpawn { task, .. }
        | EventKind::PollStart { task, .. }
        | EventKind::PollEnd { task, .. }
        | EventKind::AwaitEnter { task, .. }
        | EventKind::Wake { task, .. }
        | EventKind::TaskEnd { task, .. } => Some(task),
        EventKind::AwaitPending { span }
        | EventKind::AwaitReady { span }
        | EventKind::AwaitDrop { span } => awaits(span),
        EventKind::ResourceNew { task, .. }
        | EventKind::ResourceOp { task, .. }
        | EventKind::TimerSet { task, .. }
        | EventKind::Busy { task, .. }
        | EventKind::Print { task, .. } => task,
        EventKind::ResourceState { holder, .. } => holder,
        EventKind::TimerFire { timer } | EventKind::TimerCancel { timer } => {
            before.timers.get(&timer).and_then(|timer| timer.task)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sample;

    #[test]
    fn every_event_has_a_row_that_says_what_it_did() {
        let trace = sample::crowd(4, 20);
        let mut rows = Rows::default();
        for first in (0..trace.len()).step_by(ROWS) {
            rows.turn_to(&trace, first, trace.len());
            assert_eq!(rows.rows.len(), ROWS.min(trace.len() - first));
            for row in &rows.rows {
                assert!(!row.said.is_empty() && !row.at.is_empty(), "{row:?}");
            }
        }
    }

    #[test]
    fn a_page_is_the_same_from_wherever_it_is_turned_to() {
        let trace = sample::crowd(4, 20);
        let (mut forward, mut back) = (Rows::default(), Rows::default());
        forward.turn_to(&trace, 0, trace.len());
        back.turn_to(&trace, ROWS, trace.len());
        let second = back.rows.clone();
        back.turn_to(&trace, 0, trace.len());
        assert_eq!(forward.rows, back.rows);
        forward.turn_to(&trace, ROWS, trace.len());
        assert_eq!(forward.rows, second);
    }

    #[test]
    fn awaits_and_timers_are_their_tasks() {
        let trace = sample::endings();
        let mut rows = Rows::default();
        rows.turn_to(&trace, 0, trace.len());
        for row in &rows.rows {
            let about_a_task = row.kind.starts_with("await.") || row.kind.starts_with("timer.");
            if about_a_task {
                assert!(row.task.is_some(), "{row:?}");
            }
        }
    }
}

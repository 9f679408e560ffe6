//! The table of tasks. Of many rows only those in sight are in the document.

use trace::Task;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::rows::{Column, Order, Rows, id, stance, warnings, window};
use super::{Inspector, State, glyph};
use crate::view::colours::task_class;
use crate::view::events::element;
use crate::view::part::Link;
use crate::view::tag::{Tag, classes, tag};

/// Rows that are in sight as long as nobody has scrolled.
const USUAL: usize = 48;

/// Which rows are in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    first: usize,
    count: usize,
}

impl Default for Sight {
    fn default() -> Self {
        Self { first: 0, count: USUAL }
    }
}

/// Draws the table.
pub fn table(props: &Inspector, state: &State, link: &Link<State>) -> Html {
    let trace = props.trace.borrow();
    let tasks = &props.state.tasks;
    let count = tasks.len();
    if count == 0 {
        let said = "No task yet. Step forward or run live: the first one is main.";
        return tag!("p", "class" = "empty").child(said).html();
    }
    let warned = warnings(&props.lints.found, count, props.state.position);
    let rows = Rows { trace: &trace, state: &props.state, now: props.now, warnings: &warned };
    let sorted = rows.sorted(state.order);
    let shown = window(count, state.sight.first, state.sight.count);
    // One row is where the Tab key leads: the chosen one, or the first.
    let chosen = |index: &u32| props.selected == Some(id(*index));
    let stop = sorted[shown.clone()].iter().copied().find(chosen).unwrap_or(sorted[shown.start]);
    let drawn = shown
        .clone()
        .map(|at| row(props, &rows, &tasks[sorted[at] as usize], at, sorted[at] == stop));
    let body =
        tag!("tbody").child(space(shown.start)).children(drawn).child(space(count - shown.end));
    let head = Column::ALL.iter().map(|column| heading(*column, state.order, link));
    let table = tag!("table", "class" = "in-table", "aria-rowcount" = (count + 1).to_string())
        .child(tag!("caption", "class" = "in-hidden").child("Tasks"))
        .child(tag!("thead").child(tag!("tr", "aria-rowindex" = "1").children(head)))
        .child(body);
    tag!("div", "class" = "in-scroll in-tasks")
        .on_scroll(scrolled(state.sight, link))
        .on_key(Callback::from(moved))
        .child(table)
        .html()
}

/// The place of rows that are not in the document.
fn space(rows: usize) -> Option<Tag> {
    let cell = || tag!("td", "style" = format!("height:calc({rows} * var(--in-row))"));
    (rows > 0).then(|| tag!("tr", "aria-hidden" = "true").child(cell()))
}

fn heading(column: Column, order: Order, link: &Link<State>) -> Tag {
    let sorted = (order.column == column).then_some(match order.descending {
        true => "descending",
        false => "ascending",
    });
    let link = link.clone();
    let press = move |_| {
        link.change(move |state| {
            state.order = state.order.pressed(column);
            state.sight.first = 0;
            state.to_top = true;
        });
    };
    let button = tag!("button", "type" = "button", "title" = column.meaning())
        .on_click(press.into())
        .child(column.heading())
        .child(tag!("i", "class" = "in-arrow", "aria-hidden" = "true"));
    let class = classes(if column.is_figure() { "figures" } else { "" }, &[]);
    tag!("th", "scope" = "col", "class" = class, "aria-sort" = sorted)
        .key(column.heading())
        .child(button)
}

fn row(props: &Inspector, rows: &Rows, task: &Task, at: usize, is_stop: bool) -> Tag {
    let chosen = props.selected == Some(task.id);
    let lit = props.hover.task == Some(task.id);
    let more = [(lit, "lit"), (chosen, "selected"), (true, task_class(task.id))];
    let mut row = tag!(
        "tr",
        "class" = classes("in-row", &more),
        "data-task" = task.id.to_string(),
        "aria-rowindex" = (at + 2).to_string(),
        "aria-current" = chosen.then_some("true"),
    )
    .key(task.id.index());
    for column in Column::ALL {
        row = row.child(cell(rows, task, column, is_stop));
    }
    row
}

fn cell(rows: &Rows, task: &Task, column: Column, is_stop: bool) -> Tag {
    let text = rows.text(task, column);
    match column {
        Column::Name => {
            let button = tag!(
                "button",
                "type" = "button",
                "class" = "in-name",
                "tabindex" = if is_stop { "0" } else { "-1" },
                "title" = text.clone(),
            );
            tag!("th", "scope" = "row").child(button.child(mark()).child(text))
        }
        Column::State => {
            tag!("td", "class" = "in-state").child(glyph(stance(task).word())).child(text)
        }
        Column::Warnings => tag!("td", "class" = "in-warned figures").child(text),
        _ if column.is_figure() => tag!("td", "class" = "figures").child(text),
        _ => tag!("td").child(text),
    }
}

fn mark() -> Tag {
    tag!("i", "class" = "in-mark", "aria-hidden" = "true")
}

/// The rows that come into sight are drawn before they do.
fn scrolled(before: Sight, link: &Link<State>) -> Callback<Event> {
    let link = link.clone();
    Callback::from(move |event: Event| {
        let Some(sight) = element(&event).and_then(|scroll| in_sight(&scroll)) else { return };
        // A few rows more or less are there already.
        if sight.first.abs_diff(before.first) > super::rows::BEYOND / 2
            || sight.count > before.count
        {
            link.change(move |state| state.sight = sight);
        }
    })
}

fn in_sight(scroll: &Element) -> Option<Sight> {
    let row = scroll.query_selector(".in-row").ok()??.client_height().max(1);
    let count = (scroll.client_height() / row + 2) as usize;
    Some(Sight { first: (scroll.scroll_top() / row) as usize, count: count.max(USUAL) })
}

/// Arrows lead from row to row.
fn moved(event: KeyboardEvent) {
    let down = match &*event.key() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let Some(row) = element(&event).and_then(|from| from.closest(".in-row").ok()?) else { return };
    event.prevent_default();
    event.stop_propagation();
    let beside = if down { row.next_element_sibling() } else { row.previous_element_sibling() };
    let name = beside.and_then(|row| row.query_selector(".in-name").ok()?);
    if let Some(name) = name.and_then(|name| name.dyn_into::<HtmlElement>().ok()) {
        let _ = name.focus();
    }
}

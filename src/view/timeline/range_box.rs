//! What is selected, in figures: how long it is, and what each task did in it.

use playground::action::{Action, Range};
use scene::timeline::comparison::Role;
use scene::timeline::select::{Sums, TaskSums, sums};
use trace::show_micros;
use yew::prelude::*;

use super::pane::Pane;
use super::{Msg, Timeline};
use crate::view::colours::chip;
use crate::view::icons::Icon;
use crate::view::tag::{Tag, tag, truth};

/// Tasks that are listed for each run; the others are counted.
const LISTED: usize = 12;

impl Timeline {
    /// The sums of what is selected come when it has been selected: they make the lanes narrower,
    /// which must not move what is under the pointer. Returns whether they came or went.
    pub(super) fn sum_up(&mut self, ctx: &Context<Self>) -> bool {
        let held = self.panes.iter().any(|pane| pane.model.is_held());
        let before = self.sums;
        self.sums = ctx.props().snapshot.range.is_some() && (before || !held);
        before != self.sums
    }

    /// The sums of what is selected, beside the lanes or below them.
    pub(super) fn range_box(&self, ctx: &Context<Self>) -> Option<Tag> {
        let snapshot = &ctx.props().snapshot;
        let range = snapshot.range.filter(|_| self.sums)?;
        let send = |action: Action| {
            let dispatch = ctx.props().dispatch.clone();
            Callback::from(move |_: MouseEvent| dispatch.emit(action.clone()))
        };
        let button = |icon: Icon, label: &'static str, heard: Callback<MouseEvent>| {
            tag!("button", "type" = "button", "aria-label" = label, "title" = label)
                .on_click(heard)
                .child(icon.html())
        };
        let again = tag!(
            "button",
            "type" = "button",
            "aria-label" = "Loop it",
            "title" = "Loop it (l)",
            "aria-pressed" = truth(snapshot.looped),
        )
        .on_click(send(Action::ToggleLoop))
        .child(Icon::Loop.html());
        let widen = ctx.link().callback(|_| Msg::Focus);
        let Range { from, to } = range;
        let span = match from == to {
            true => format!("the instant at {}", show_micros(from)),
            false => format!("{} to {}", show_micros(from), show_micros(to)),
        };
        let head = tag!("div", "class" = "head")
            .child(tag!("b").child(show_micros(to - from)))
            .child(tag!("span").child(span))
            .child(again)
            .child(button(Icon::Widen, "Zoom to it (f)", widen))
            .child(button(Icon::Close, "Deselect (Esc)", send(Action::Range(None))));
        let runs = self.panes.iter().enumerate().map(|(number, pane)| of_run(number, pane, range));
        let figures = tag!(
            "div",
            "class" = "runs",
            "tabindex" = "0",
            "role" = "group",
            "aria-label" = "Sums over the selected time",
        );
        let section = tag!("section", "class" = "timeline-range", "aria-label" = "Selected time")
            .key("range")
            .child(head)
            .child(figures.children(runs));
        Some(section)
    }
}

fn of_run(number: usize, pane: &Pane, range: Range) -> Tag {
    let snapshot = pane.model.snapshot();
    let trace = snapshot.trace.borrow();
    let sums = sums(&pane.model.lanes, trace.events(), range, snapshot.now, LISTED);
    let head = ["Task", "Busy", "Scheduled", "Idle", "Polls"];
    let head = head.into_iter().map(|title| tag!("th", "scope" = "col").key(title).child(title));
    let row = |task: &TaskSums| {
        let name = pane.model.lanes.lane(task.task).map_or("", |lane| trace.label(lane.name));
        let polls = task.polls.to_string();
        let times = [task.busy, task.scheduled, task.idle].map(show_micros);
        let figures = times.into_iter().chain([polls]).enumerate();
        tag!("tr")
            .key(task.task.index())
            .child(tag!("th", "scope" = "row").child(chip(task.task, name, "plain")))
            .children(figures.map(|(number, figure)| tag!("td").key(number).child(figure)))
    };
    let table = tag!("table")
        .child(tag!("thead").child(tag!("tr").children(head)))
        .child(tag!("tbody").children(sums.tasks.iter().map(row)));
    let title = (pane.model.role() != Role::Alone)
        .then(|| tag!("b").child(snapshot.variant().label.clone()));
    let more = (sums.more > 0).then(|| tag!("p").child(format!("and {} more tasks", sums.more)));
    tag!("div")
        .key(number)
        .child(tag!("p", "role" = "status").child(title).child(counted(&sums)))
        .child((!sums.tasks.is_empty()).then_some(table))
        .child(more)
}

/// `3 polls, 1 wake, 0 prints`
fn counted(sums: &Sums) -> String {
    let count =
        |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let (polls, wakes) = (count(sums.polls, "poll"), count(sums.wakes, "wake"));
    format!("{polls}, {wakes}, {}", count(sums.prints, "print"))
}

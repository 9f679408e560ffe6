//! What a task awaits, and the state machine that its future is.

use trace::{Machines, Op, Phase, Span, Task, TaskEnd, TaskId, Trace, await_tree, show_micros};
use yew::prelude::*;

use super::held::to_do;
use super::machine::machines;
use super::{Inspector, State, empty, glyph};
use crate::view::tag::{Tag, classes, tag};

/// Awaits that are listed.
const MOST: usize = 200;
/// Tasks that are offered.
const OFFERED: usize = 8;

/// Draws the awaits of the task that was chosen; else of the one that is polled, else of `main`.
pub fn awaits(props: &Inspector, state: &State) -> Html {
    let trace = &*props.trace.borrow();
    let chosen = props.selected.and_then(|task| props.state.task(task));
    let polled = || props.state.running.first().and_then(|(_, task)| props.state.task(*task));
    let Some(task) = chosen.or_else(polled).or(props.state.tasks.first()) else {
        return empty("No task yet. Step forward or run live: the first one is main.").html();
    };
    let futures = Machines::of(&state.machines, trace, &props.state, task.id);
    tag!(
        "div",
        "class" = "in-scroll in-awaits",
        "tabindex" = "0",
        "role" = "group",
        "aria-label" = "Awaits"
    )
    .child(offered(props, trace, task.id))
    .child(tag!("h3").child(format!("What {} awaits", trace.label(task.name))))
    .child(tree(props, trace, task))
    .child(machines(props, trace, task, &futures))
    .html()
}

/// Tasks to choose from: the first that are not over, and the one that is shown.
fn offered(props: &Inspector, trace: &Trace, shown: TaskId) -> Tag {
    let others = props.state.tasks.iter().filter(|task| task.id != shown && !task.is_done());
    let all = 1 + others.clone().count();
    let mut tasks: Vec<TaskId> = others.take(OFFERED - 1).map(|task| task.id).collect();
    tasks.insert(tasks.partition_point(|task| *task < shown), shown);
    let title = "Click a task anywhere to select it; Esc deselects it";
    tag!("p", "class" = "in-offered", "title" = title)
        .child(tag!("span", "class" = "label").child("Task"))
        .child(props.chips(trace, &tasks, all))
}

fn tree(props: &Inspector, trace: &Trace, task: &Task) -> Tag {
    let (tree, left_out) = await_tree(&props.state, task.id, MOST);
    if tree.is_empty() {
        return empty(format!("{} awaits nothing: {}.", trace.label(task.name), why_none(task)));
    }
    let leaf = |at: usize| tree.get(at + 1).is_none_or(|next| next.depth <= tree[at].depth);
    // With several leaves nothing says which of them a resource belongs to.
    let alone = (0..tree.len()).filter(|at| leaf(*at)).count() == 1;
    let rows = tree.iter().enumerate().filter_map(|(at, nested)| {
        let span = props.state.spans.get(&nested.span)?;
        let reason = (alone && leaf(at)).then(|| reason(props, trace, task)).flatten();
        let row = row(props, trace, task, span, reason);
        let style = format!("--depth:{}", nested.depth);
        let class = classes("in-await", &[(nested.depth > 0, "nested")]);
        let item =
            tag!("li", "class" = class, "style" = style, "data-site" = span.site.to_string());
        Some(item.key(nested.span.index()).child(row))
    });
    let more = (left_out > 0).then(|| tag!("li").key("more").child(format!("and {left_out} more")));
    tag!("ol", "class" = "in-tree").children(rows.chain(more))
}

fn row(props: &Inspector, trace: &Trace, task: &Task, span: &Span, reason: Option<String>) -> Tag {
    let site = trace.site(span.site);
    let text = site.map_or("a future", |site| &site.text).to_owned();
    let lasts = show_micros(props.now.saturating_sub(span.entered_at));
    let running = task.phase == Phase::Running && !span.pending;
    let what = match running {
        true => "being polled for the first time".to_owned(),
        false if task.phase == Phase::Running => format!("pending for {lasts}, being polled again"),
        false => format!("pending for {lasts}"),
    };
    tag!("div")
        .child(glyph(if running { "running" } else { "idle" }))
        .child(tag!("code").child(text))
        .child(
            site.map(|site| tag!("span", "class" = "in-line").child(format!("line {}", site.line))),
        )
        .child(tag!("span", "class" = "in-lasts").child(what))
        .child(reason.map(|reason| tag!("span", "class" = "in-reason").child(reason)))
}

/// What holds the task's waker, as far as the trace tells.
fn reason(props: &Inspector, trace: &Trace, task: &Task) -> Option<String> {
    if task.phase == Phase::Idle && task.wakers == 0 {
        return Some("nobody holds its waker".to_owned());
    }
    let state = &props.state;
    if let Some((id, op)) = state.waits_of(task.id).next()
        && let Some(resource) = state.resources.get(&id)
    {
        let thing = resource.kind.title(trace.label(resource.name));
        return Some(match resource.holder.filter(|_| op == Op::Acquire) {
            Some(holder) => format!("{thing} is held by {}", props.name(trace, holder)),
            None => format!("{thing}: waits {}", to_do(op)),
        });
    }
    let own = state.timers.values().filter(|timer| timer.task == Some(task.id));
    let deadline = own.map(|timer| timer.deadline).min()?;
    Some(format!("a timer wakes it at {}", show_micros(deadline)))
}

fn why_none(task: &Task) -> &'static str {
    match task.phase {
        Phase::Done(TaskEnd::Ready) => "it has returned",
        Phase::Done(TaskEnd::Cancelled) => "it was dropped",
        Phase::Done(TaskEnd::Panicked) => "it panicked",
        _ if task.polls == 0 => "it was never polled",
        Phase::Running => "its own code runs",
        Phase::Scheduled | Phase::Idle => {
            "its future was written by hand, or runs on its own thread"
        }
    }
}

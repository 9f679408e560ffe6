//! The locks, channels and timers that exist at the position, with who holds them and who waits.

use scene::runtime::places::{Figure, figure};
use trace::{Resource, ResourceKind, TaskId, Trace, show_micros};
use yew::prelude::*;

use super::held::{Due, Held, deadlines, held, to_do};
use super::{Inspector, empty, glyph};
use crate::view::tag::{Tag, list, tag};

/// Permits and places that are drawn one by one.
const PIPS: u32 = 16;

/// Draws them all.
pub fn resources(props: &Inspector) -> Html {
    let trace = &*props.trace.borrow();
    let (held, left_out) = held(&props.state);
    let (due, later) = deadlines(&props.state);
    if held.is_empty() && due.is_empty() {
        let said = "Nothing here at this moment. Locks, semaphores, channels, kept futures and timers \
            are listed from the moment the program makes them until it drops them.";
        return empty(said).html();
    }
    let said = |left_out: usize, what: &str| {
        (left_out > 0).then(|| empty(format!("{left_out} more {what} are not shown.")))
    };
    let all = held.iter().filter_map(|held| {
        let found = props.state.resources.get(&held.resource)?;
        Some(resource(props, trace, held, found))
    });
    tag!(
        "div",
        "class" = "in-scroll",
        "tabindex" = "0",
        "role" = "group",
        "aria-label" = "Resources"
    )
    .child(tag!("ul", "class" = "in-resources").children(all))
    .child(said(left_out, "resources"))
    .child((!due.is_empty()).then(|| tag!("h3").child("Timers")))
    .child(
        tag!("ul", "class" = "in-resources")
            .children(due.iter().map(|due| timer(props, trace, due))),
    )
    .child(said(later, "timers"))
    .html()
}

fn resource(props: &Inspector, trace: &Trace, held: &Held, found: &Resource) -> Tag {
    let title = found.kind.title(trace.label(found.name));
    // What it is, then the name that the program has for it: "mutex", "cache".
    let noun = found.kind.noun();
    let name = title.strip_prefix(noun).map(str::trim_start);
    let site = found.site.and_then(|site| trace.site(site));
    let line =
        site.map(|site| tag!("span", "class" = "in-line").child(format!("line {}", site.line)));
    let head = tag!("span", "class" = "in-what")
        .child(tag!("span", "class" = "in-kind").child(name.map_or(&*title, |_| noun).to_owned()))
        .child(name.filter(|name| !name.is_empty()).map(|name| tag!("code").child(name.to_owned())))
        .child(line);
    tag!("li", "data-site" = found.site.map(|site| site.to_string()))
        .key(held.resource.index())
        .child(head)
        .child(tag!("span", "class" = "in-has").child(has(props, trace, found)))
        .child(waiting(props, trace, held))
}

/// What it holds, or who holds it.
fn has(props: &Inspector, trace: &Trace, found: &Resource) -> Html {
    let text = |text: String| tag!("span").child(text).html();
    match figure(found) {
        Figure::Held(holder) => {
            list([text("held by ".to_owned()), props.chip(trace, holder).html()])
        }
        Figure::Free => text("free".to_owned()),
        Figure::PassedOn => text("handed to the first task that waits".to_owned()),
        Figure::Of { filled, all, free } => {
            let what = if free { "permits free" } else { "places taken" };
            list([pips(filled, all), text(format!("{filled} of {all} {what}"))])
        }
        Figure::Messages(1) => text("1 message in it".to_owned()),
        Figure::Messages(count) => text(format!("{count} messages in it")),
        Figure::Arrived(here, all) => {
            list([pips(here, all), text(format!("{here} of {all} came"))])
        }
        Figure::None if found.kind == ResourceKind::RwLock => text(match found.len {
            0 => "free".to_owned(),
            1 => "held by 1 reader".to_owned(),
            count => format!("held by {count} readers"),
        }),
        Figure::None if found.kind == ResourceKind::Future => text(match found.len {
            0 => "never polled".to_owned(),
            1 => "polled once".to_owned(),
            count => format!("polled {count} times"),
        }),
        Figure::None => Html::default(),
    }
}

fn pips(filled: u32, all: u32) -> Html {
    if all > PIPS {
        return Html::default();
    }
    let pip = |at: u32| tag!("i", "class" = (at < filled).then_some("full")).key(at as usize);
    tag!("span", "class" = "in-pips", "aria-hidden" = "true").children((0..all).map(pip)).html()
}

fn waiting(props: &Inspector, trace: &Trace, held: &Held) -> Option<Tag> {
    let (_, op) = held.waiting.first()?;
    let same = held.waiting.iter().all(|(_, other)| other == op);
    let tasks: Vec<TaskId> = held.waiting.iter().map(|(task, _)| *task).collect();
    let waits = if held.count == 1 { "waits" } else { "wait" };
    let what = if same { format!("{waits} {}", to_do(*op)) } else { waits.to_owned() };
    let waiting = tag!("span", "class" = "in-waits")
        .child(glyph("idle"))
        .child(props.chips(trace, &tasks, held.count))
        .child(tag!("span").child(what));
    Some(waiting)
}

fn timer(props: &Inspector, trace: &Trace, due: &Due) -> Tag {
    let left = due.deadline.saturating_sub(props.now);
    let when = match left {
        0 => "due".to_owned(),
        _ => format!("due in {}", show_micros(left)),
    };
    let head = tag!("span", "class" = "in-what")
        .child(tag!("span", "class" = "in-kind").child("timer"))
        .child(tag!("code").child(show_micros(due.deadline)));
    let wakes = (!due.wakes.is_empty()).then(|| {
        tag!("span", "class" = "in-waits")
            .child(tag!("span").child("will wake"))
            .child(props.chips(trace, &due.wakes, due.count))
    });
    tag!("li")
        .key(due.deadline.to_string())
        .child(head)
        .child(tag!("span", "class" = "in-has").child(when))
        .child(wakes)
}

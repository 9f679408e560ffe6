//! A future as a state machine: a box for each state.

use std::rc::Rc;

use trace::{At, Machine, Phase, Site, SiteId, Task, Trace};
use yew::prelude::*;

use super::Inspector;
use crate::view::colours::task_class;
use crate::view::tag::{Tag, classes, list, tag};

/// From this many bytes on a future is large: the lint says so too.
const LARGE: u32 = 1_024;

/// Draws a task's future and those within it.
pub fn machines(props: &Inspector, trace: &Trace, task: &Task, all: &[Machine]) -> Html {
    if all.is_empty() {
        return Html::default();
    }
    let drawn = all.iter().enumerate().map(|(at, machine)| {
        tag!("section", "class" = classes("in-future", &[(true, task_class(task.id))]))
            .key(at)
            .child(head(props, trace, task, machine))
            .child(states(trace, task, machine))
            .child(tag!("p", "class" = "in-said").child(said(trace, task, machine)))
    });
    let title = match all.len() {
        1 => "Its future, a state machine",
        _ => "Its future, a state machine with others inside",
    };
    list([tag!("h3").child(title), tag!("div", "class" = "in-futures").children(drawn)])
}

fn head(props: &Inspector, trace: &Trace, task: &Task, machine: &Machine) -> Tag {
    let name = match machine.is_block {
        true => "async block in ",
        false => "async fn ",
    };
    let polled_by = machine.of.and_then(|span| props.state.spans.get(&span));
    let polled_by = polled_by.and_then(|span| trace.site(span.site));
    let head = tag!("div", "class" = "in-future-head")
        .child(tag!("span").child(name).child(tag!("code").child(machine.function.clone())));
    match polled_by {
        Some(site) => head.child(
            tag!("span", "class" = "in-line")
                .child(format!("polled by the await in line {}", site.line)),
        ),
        None => head.child(size(task.size)),
    }
}

fn size(bytes: u32) -> Option<Tag> {
    if bytes == 0 {
        return None;
    }
    let share = (u64::from(bytes.min(LARGE)) * 100 / u64::from(LARGE)).max(2);
    let large = bytes >= LARGE;
    let said = if large { format!("{bytes} bytes, large") } else { format!("{bytes} bytes") };
    let bar = tag!("i", "style" = format!("width:{share}%"));
    let size = tag!(
        "span",
        "class" = classes("in-size", &[(large, "large")]),
        "title" = "The size of the future; from 1024 bytes on it is large",
    );
    Some(
        size.child(tag!("span", "class" = "in-bar", "aria-hidden" = "true").child(bar)).child(said),
    )
}

fn states(trace: &Trace, task: &Task, machine: &Machine) -> Tag {
    let plain = |name: &'static str, is: bool, class: &'static str| {
        state(class, is, task).key(name).child(tag!("b").child(name))
    };
    let stops = machine.stops.iter().enumerate().map(|(at, id)| {
        let place = trace.site(*id).map(place);
        state("", machine.at == At::Stop(at), task)
            .key(at)
            .child(tag!("b").child(format!("Suspend{at}")))
            .child(place)
    });
    let ends = tag!("li", "class" = "in-ends").key("ends").child(
        tag!("ul").child(plain("Returned", machine.at == At::Returned, "ready")).child(plain(
            "Panicked",
            machine.at == At::Panicked,
            "failed",
        )),
    );
    let first = plain("Unresumed", machine.at == At::Unresumed, "");
    let all = std::iter::once(first).chain(stops).chain([ends]);
    tag!("ol", "class" = "in-states", "aria-label" = "States").children(all)
}

fn state(class: &'static str, is: bool, task: &Task) -> Tag {
    let runs = is && task.phase == Phase::Running;
    let class = classes("in-at", &[(!class.is_empty(), class), (is, "now"), (runs, "runs")]);
    tag!("li", "class" = class, "aria-current" = is.then_some("step"))
}

fn place(site: &Site) -> Html {
    list([
        tag!("code").child(AttrValue::Rc(Rc::clone(&site.text))),
        tag!("span", "class" = "in-line").child(format!("line {}", site.line)),
    ])
}

/// Where it is, in a sentence.
fn said(trace: &Trace, task: &Task, machine: &Machine) -> String {
    let line = |id: &SiteId| trace.site(*id).map_or(0, |site| site.line);
    let runs = task.phase == Phase::Running;
    match machine.at {
        At::Unresumed => "It was made, and none of its body has run: futures are lazy.".to_owned(),
        At::Stop(at) if runs => {
            format!(
                "It is being polled, and polls what it awaits in line {}.",
                line(&machine.stops[at])
            )
        }
        At::Stop(at) => format!(
            "It is suspended in line {}: what lives across that await is kept in it.",
            line(&machine.stops[at])
        ),
        At::Between if runs => "It is being polled: its own code runs.".to_owned(),
        At::Between => "It is suspended in something that the trace does not name.".to_owned(),
        At::Returned => "It returned Ready, and must not be polled again.".to_owned(),
        At::Panicked => "It panicked, and its locals were dropped.".to_owned(),
        At::Dropped => {
            "It was dropped before it returned: the rest of its body never runs.".to_owned()
        }
    }
}

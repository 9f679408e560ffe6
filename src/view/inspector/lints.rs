//! What looks wrong in the run, and what to do about it.

use playground::action::Action;
use trace::{Lint, LintKind, Severity, Trace, show_micros};
use yew::prelude::*;

use super::{Inspector, empty};
use crate::view::events::sends;
use crate::view::tag::{Tag, classes, list, tag};

/// Lints of one kind that are listed.
const MOST: usize = 50;

/// Draws them, those of a kind together.
pub fn lints(props: &Inspector) -> Html {
    let found = &props.lints.found;
    if !props.lints.is_whole {
        return empty("Findings are listed once the run is over and all of it has been checked.")
            .html();
    }
    if found.is_empty() {
        return none();
    }
    let trace = &*props.trace.borrow();
    let mut kinds: Vec<LintKind> = Vec::new();
    for lint in found {
        if !kinds.contains(&lint.kind) {
            kinds.push(lint.kind);
        }
    }
    tag!(
        "div",
        "class" = "in-scroll in-lints",
        "tabindex" = "0",
        "role" = "group",
        "aria-label" = "Lints"
    )
    .children(kinds.into_iter().map(|kind| group(props, trace, kind)))
    .html()
}

fn none() -> Html {
    let looked_for = "Looked for: tasks that wake themselves, lost wakers, polls over 10 ms, tasks that \
        wait more than 5 ms for a poll or never yield, futures of 1024 bytes and more, awaits of 10 s, \
        queues over 100 messages, unfinished tasks, deadlocks and futurelocks.";
    list([empty("Nothing looks wrong in this run."), empty(looked_for)])
}

fn group(props: &Inspector, trace: &Trace, kind: LintKind) -> Tag {
    let own = props.lints.found.iter().filter(|lint| lint.kind == kind);
    let count = own.clone().count();
    let critical = own.clone().any(|lint| lint.severity == Severity::Critical);
    let title = match count {
        1 => kind.title().to_owned(),
        _ => format!("{}, {count} times", kind.title()),
    };
    let rows = own.take(MOST).map(|lint| row(props, trace, lint));
    let more = (count > MOST).then(|| empty(format!("{} more are not shown.", count - MOST)));
    tag!("section", "class" = classes("in-lint", &[(critical, "critical")]))
        .key(kind.title())
        .child(tag!("h3").child(severity(critical)).child(title))
        .child(tag!("ul").children(rows))
        .child(more)
        .child(tag!("p", "class" = "in-advice").child(kind.advice()))
}

/// Its form tells what its colour does: a triangle warns, a square is critical.
fn severity(critical: bool) -> Tag {
    let said = if critical { "Critical" } else { "Warning" };
    tag!("i", "class" = "in-severity", "role" = "img", "aria-label" = said, "title" = said)
}

fn row(props: &Inspector, trace: &Trace, lint: &Lint) -> Tag {
    let evidence = &lint.evidence;
    let ahead = evidence.start >= props.state.position;
    let chip = lint.task.filter(|task| props.state.task(*task).is_some());
    let line =
        lint.site.and_then(|site| trace.site(site)).map(|site| format!("line {}", site.line));
    let lead =
        tag!("button", "type" = "button", "class" = "in-found", "title" = "Go to where it begins")
            .on_click(leads(props, lint))
            .child(sentence(&lint.found));
    let last = evidence.end.saturating_sub(1);
    let at = |index: usize| trace.events().get(index).map_or(0, |event| event.at);
    let begins = show_micros(at(evidence.start));
    let end = (last > evidence.start).then(|| {
        tag!("button", "type" = "button", "class" = "link", "title" = "Go to where it ends")
            .on_click(sends(&props.dispatch, Action::Seek(evidence.end)))
            .child(format!("to {}", show_micros(at(last))))
    });
    tag!(
        "li",
        "class" = classes("", &[(ahead, "ahead")]),
        "data-site" = lint.site.map(|site| site.to_string()),
    )
    .key(format!("{} {}", evidence.start, lint.found))
    .child(lead)
    .child(chip.map(|task| props.chip(trace, task)))
    .child(line.map(|line| tag!("span", "class" = "in-line").child(line)))
    .child(tag!("span", "class" = "in-when").child(begins).child(end))
}

/// To the first event that shows it, with its task chosen.
fn leads(props: &Inspector, lint: &Lint) -> Callback<MouseEvent> {
    let (dispatch, to, task) = (props.dispatch.clone(), lint.evidence.start + 1, lint.task);
    Callback::from(move |_| {
        dispatch.emit(Action::Seek(to));
        dispatch.emit(Action::SelectTask(task));
    })
}

fn sentence(found: &str) -> String {
    let mut text = found.to_owned();
    text.push('.');
    text
}

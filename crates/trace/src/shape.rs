//! A trace as lines of text, for golden files and for comparing two runs.

use std::fmt::Write;

use crate::{EventKind, Label, SiteId, State, TaskId, Trace, WokenBy, show_micros};

/// Every event on a line of its own, under a heading for each instant.
///
/// The text is the same for every build, because sizes in bytes are left out.
pub fn shape(trace: &Trace) -> String {
    let mut text = String::new();
    let mut instant = None;
    lines(trace, |at, event, line| {
        if matches!(event, EventKind::TurnEnd) {
            return;
        }
        if instant != Some(at) {
            instant = Some(at);
            let _ = writeln!(text, "{}", show_micros(at));
        }
        let _ = writeln!(text, "  {line}");
    });
    text
}

/// The events of tasks, awaits, resources and prints, without times, turns and timers: the part of
/// a run that is the same on every clock.
pub fn task_events(trace: &Trace) -> Vec<String> {
    let mut events = Vec::new();
    lines(trace, |_, event, line| {
        let of_the_host = matches!(
            event,
            EventKind::TurnStart { .. }
                | EventKind::TurnEnd
                | EventKind::TimerSet { .. }
                | EventKind::TimerFire { .. }
                | EventKind::TimerCancel { .. }
        );
        if !of_the_host {
            events.push(line.to_owned());
        }
    });
    events
}

fn lines(trace: &Trace, mut each: impl FnMut(u64, &EventKind, &str)) {
    let mut state = State::default();
    for event in trace.events() {
        state.apply(event);
        each(event.at, &event.kind, &line(trace, &state, &event.kind));
    }
}

fn line(trace: &Trace, state: &State, event: &EventKind) -> String {
    let name = |task: TaskId| state.task(task).map_or("?", |task| trace.whole_label(task.name));
    let who = |task: Option<TaskId>| task.map_or("host", name);
    let text = |label: Label| trace.whole_label(label).escape_debug().to_string();
    let place = |site: Option<SiteId>| match site.and_then(|site| trace.site(site)) {
        Some(site) => format!("line {} {}", site.line, site.text),
        None => "unknown place".to_owned(),
    };
    let snake = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    match *event {
        EventKind::RunStart => "run.start".to_owned(),
        EventKind::RunEnd { why } => format!("run.end {}", snake(&why)),
        EventKind::TurnStart { cause } => format!("turn.start {}", snake(&cause)),
        EventKind::TurnEnd => "turn.end".to_owned(),
        EventKind::TaskSpawn { task, parent, kind, site, .. } => {
            format!("task.spawn {} {} by {} {}", name(task), snake(&kind), who(parent), place(site))
        }
        EventKind::PollStart { task, number, worker } => {
            format!("poll.start {} poll {number} worker {worker}", name(task))
        }
        EventKind::PollEnd { task, ready, wakers } => {
            let result = if ready { "ready" } else { "pending" };
            format!("poll.end {} {result} wakers {wakers}", name(task))
        }
        EventKind::AwaitEnter { span, parent, task, site } => {
            let under = parent.map_or(String::new(), |parent| format!(" under #{parent}"));
            format!("await.enter #{span}{under} {} {}", name(task), place(Some(site)))
        }
        EventKind::AwaitPending { span } => format!("await.pending #{span}"),
        EventKind::AwaitReady { span } => format!("await.ready #{span}"),
        EventKind::AwaitDrop { span } => format!("await.drop #{span}"),
        EventKind::Wake { task, by, how, resource } => {
            let by = match by {
                WokenBy::Task(task) => name(task),
                WokenBy::Timer(_) => "timer",
                WokenBy::Host => "host",
            };
            let through = resource.map_or(String::new(), |id| format!(" through resource {id}"));
            format!("waker.wake {} by {by} {}{through}", name(task), snake(&how))
        }
        EventKind::ResourceNew { resource, kind, name: label, capacity, task, site } => format!(
            "resource.new {resource} {} {} capacity {capacity} by {} {}",
            snake(&kind),
            text(label),
            who(task),
            place(site)
        ),
        EventKind::ResourceOp { resource, task, op, phase } => {
            format!("resource.op {resource} {} {} {}", who(task), snake(&op), snake(&phase))
        }
        EventKind::ResourceState { resource, holder, waiters, len, permits } => format!(
            "resource.state {resource} holder {} waiters {waiters} len {len} permits {permits}",
            holder.map_or("none", name),
        ),
        EventKind::ResourceDrop { resource } => format!("resource.drop {resource}"),
        EventKind::TimerSet { task, deadline, .. } => {
            format!("timer.set {} for {}", who(task), show_micros(deadline))
        }
        EventKind::TimerFire { .. } => "timer.fire".to_owned(),
        EventKind::TimerCancel { .. } => "timer.cancel".to_owned(),
        EventKind::Busy { task, site, micros } => {
            format!("busy {} {} {}", who(task), show_micros(micros), place(site))
        }
        EventKind::TaskEnd { task, how, .. } => format!("task.end {} {}", name(task), snake(&how)),
        EventKind::Print { task, text: printed, stream, .. } => {
            format!("print {} {} \"{}\"", who(task), snake(&stream), text(printed))
        }
        EventKind::Limit { what, bound } => format!("limit {} {bound}", snake(&what)),
    }
}

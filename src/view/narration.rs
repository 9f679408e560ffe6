//! One plain sentence for what has just happened.

use playground::snapshot::{StateHandle, TraceHandle};
use trace::{EventKind, RunEnd, State, TaskEnd, TaskId, Trace, sentence, show_micros};
use yew::prelude::*;

use super::colours::task_class;
use super::part::{Link, View};
use super::tag::{Child, Tag, classes, list, tag};
use super::words::{Word, words};

/// Tasks whose names are looked for in a sentence; with more than this nobody tells them apart.
const NAMED: usize = 200;

/// The sentence for the latest event, with its number, time and kind; the idea before
/// the first.
#[derive(PartialEq)]
pub struct Narration {
    /// The idea of what is shown.
    pub idea: AttrValue,
    /// The run.
    pub trace: TraceHandle,
    /// The state at the position.
    pub state: StateHandle,
    /// The state before the latest event.
    pub before: StateHandle,
    /// The program has just been opened.
    pub fresh: bool,
    /// Sentences come faster than they could be read out.
    pub is_quiet: bool,
}

impl View for Narration {
    type State = ();

    fn html(&self, _: &(), _: &Link<()>) -> Html {
        narration(self)
    }
}

fn narration(props: &Narration) -> Html {
    let trace = props.trace.borrow();
    let index = props.state.position.min(trace.len()).checked_sub(1);
    let Some(index) = index.filter(|_| !says_idea(props.fresh, &props.state)) else {
        let meta = match props.fresh {
            true => "The idea".to_owned(),
            false => before_the_start(props.trace.len()),
        };
        return pane(tag!("p", "class" = "sentence").child(props.idea.clone()), meta.node());
    };
    let said = sentence(&trace, index, &props.before, &props.state);
    let event = trace.events()[index];
    let kind = tag!("code", "class" = if went_wrong(&event.kind) { "kind failed" } else { "kind" })
        .child(kind(&event.kind));
    let meta = list([
        tag!("span").child(format!("event {} of {}", index + 1, props.trace.len())),
        tag!("span").child(show_micros(event.at)),
        kind,
    ]);
    let said = marked_up(&said, &trace, &props.state);
    let live = if props.is_quiet { "off" } else { "polite" };
    pane(tag!("p", "class" = "sentence", "aria-live" = live).child(said), meta)
}

/// Whether the sentence is the scenario's idea: before the first event, and when a program has just been
/// opened, unless something went wrong in its run.
pub fn says_idea(fresh: bool, state: &State) -> bool {
    let wrong = matches!(state.ended, Some(RunEnd::Deadlock | RunEnd::Limit));
    state.position == 0 || (fresh && !wrong)
}

fn pane(sentence: Tag, meta: Html) -> Html {
    // A long sentence scrolls where there is little room: by the keyboard, too.
    tag!("section", "class" = "pane narration", "aria-label" = "What happens", "tabindex" = "0")
        .child(tag!("div", "class" = "meta").child(meta))
        .child(sentence)
        .html()
}

fn before_the_start(events: usize) -> String {
    match events {
        0 => "before the run".to_owned(),
        _ => format!("before the first of {events} events"),
    }
}

fn marked_up(said: &str, trace: &Trace, state: &StateHandle) -> Html {
    let tasks = state.tasks.iter().take(NAMED);
    let names: Vec<(&str, TaskId)> = tasks.map(|task| (trace.label(task.name), task.id)).collect();
    let code: Vec<&str> = trace.sites().iter().map(|site| &*site.text).collect();
    let word = |(key, word): (usize, Word<TaskId>)| match word {
        Word::Text(text) => tag!("span").key(key).child(text.to_owned()),
        Word::Code(text) => tag!("code").key(key).child(text.to_owned()),
        Word::Name(text, task) => tag!("b", "class" = classes("name", &[(true, task_class(task))]))
            .key(key)
            .child(text.to_owned()),
    };
    list(words(said, &names, &code).into_iter().enumerate().map(word))
}

fn went_wrong(event: &EventKind) -> bool {
    matches!(
        event,
        EventKind::Limit { .. }
            | EventKind::RunEnd { why: RunEnd::Deadlock | RunEnd::Limit }
            | EventKind::TaskEnd { how: TaskEnd::Panicked, .. }
    )
}

/// The event's name in the trace's vocabulary.
pub fn kind(event: &EventKind) -> &'static str {
    match event {
        EventKind::RunStart => "run.start",
        EventKind::RunEnd { .. } => "run.end",
        EventKind::TurnStart { .. } => "turn.start",
        EventKind::TurnEnd => "turn.end",
        EventKind::TaskSpawn { .. } => "task.spawn",
        EventKind::PollStart { .. } => "poll.start",
        EventKind::PollEnd { .. } => "poll.end",
        EventKind::AwaitEnter { .. } => "await.enter",
        EventKind::AwaitPending { .. } => "await.pending",
        EventKind::AwaitReady { .. } => "await.ready",
        EventKind::AwaitDrop { .. } => "await.drop",
        EventKind::Wake { .. } => "waker.wake",
        EventKind::ResourceNew { .. } => "resource.new",
        EventKind::ResourceOp { .. } => "resource.op",
        EventKind::ResourceState { .. } => "resource.state",
        EventKind::ResourceDrop { .. } => "resource.drop",
        EventKind::TimerSet { .. } => "timer.set",
        EventKind::TimerFire { .. } => "timer.fire",
        EventKind::TimerCancel { .. } => "timer.cancel",
        EventKind::Busy { .. } => "busy",
        EventKind::TaskEnd { .. } => "task.end",
        EventKind::Print { .. } => "print",
        EventKind::Limit { .. } => "limit",
    }
}

//! One plain sentence for what has just happened.

use scenarios::Scenario;
use trace::{Cursor, EventKind, RunEnd, TaskEnd, TaskId, Trace, sentence, show_micros};
use yew::prelude::*;

use super::colours::task_class;
use super::words::{Word, words};
use crate::snapshot::{StateHandle, TraceHandle};

/// Tasks whose names are looked for in a sentence; with more than this nobody tells them apart.
const NAMED: usize = 200;

/// What [`Narration`] needs.
#[derive(Properties, PartialEq)]
pub struct NarrationProps {
    /// The scenario.
    pub scenario: &'static Scenario,
    /// The run.
    pub trace: TraceHandle,
    /// The state at the position.
    pub state: StateHandle,
    /// The program has just been opened.
    pub fresh: bool,
}

/// The sentence for the latest event, with its number, time and kind; the scenario's idea before
/// the first.
#[component]
pub fn Narration(props: &NarrationProps) -> Html {
    let cursor = use_mut_ref(|| (props.trace.clone(), Cursor::default()));
    let trace = props.trace.borrow();
    let idea = |meta| pane(html! { <p class="sentence">{ props.scenario.idea }</p> }, meta);
    if props.fresh {
        return idea(html! { "The idea" });
    }
    let index = props.state.position.min(trace.len()).checked_sub(1);
    let Some(index) = index else {
        return idea(html! { { before_the_start(props.trace.len()) } });
    };
    let mut cursor = cursor.borrow_mut();
    if !cursor.0.same_run(&props.trace) {
        *cursor = (props.trace.clone(), Cursor::default());
    }
    let before = cursor.1.seek(&trace, index);
    let said = sentence(&trace, index, &before, &props.state);
    let event = trace.events()[index];
    pane(
        html! {
            <p class="sentence" aria-live="polite">{ marked_up(&said, &trace, &props.state) }</p>
        },
        html! {
            <>
                <span>{ format!("event {} of {}", index + 1, props.trace.len()) }</span>
                <span>{ show_micros(event.at) }</span>
                <code class={classes!("kind", went_wrong(&event.kind).then_some("failed"))}>
                    { kind(&event.kind) }
                </code>
            </>
        },
    )
}

fn pane(sentence: Html, meta: Html) -> Html {
    html! {
        <section class="pane narration" aria-label="What happens">
            <div class="meta">{ meta }</div>
            { sentence }
        </section>
    }
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
    let words = words(said, &names, &code);
    words
        .into_iter()
        .enumerate()
        .map(|(key, word)| match word {
            Word::Text(text) => html! { <span {key}>{ text }</span> },
            Word::Code(text) => html! { <code {key}>{ text }</code> },
            Word::Name(text, task) => {
                html! { <b {key} class={classes!("name", task_class(task))}>{ text }</b> }
            }
        })
        .collect()
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
fn kind(event: &EventKind) -> &'static str {
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

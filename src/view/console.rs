//! What the program has printed up to the position.

use trace::{EventKind, SiteId, Stream, TaskId, Trace, show_micros};
use web_sys::Element;
use yew::prelude::*;

use super::colours::chip;
use super::hovering::use_hovering;
use crate::action::Action;
use crate::snapshot::{StateHandle, TraceHandle};

/// Lines that are drawn; a program may print many more, and nobody reads those.
const SHOWN: usize = 300;

/// What [`Console`] needs.
#[derive(Properties, PartialEq)]
pub struct ConsoleProps {
    /// The run.
    pub trace: TraceHandle,
    /// The state at the position.
    pub state: StateHandle,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The console pane.
#[component]
pub fn Console(props: &ConsoleProps) -> Html {
    let prints = use_mut_ref(|| (props.trace.clone(), Prints::default()));
    let (over, out) = use_hovering(&props.dispatch);
    let list = use_node_ref();
    use_end_in_sight(&list, props.state.prints);

    let trace = props.trace.borrow();
    let mut prints = prints.borrow_mut();
    if !prints.0.same_run(&props.trace) {
        *prints = (props.trace.clone(), Prints::default());
    }
    prints.1.grow(&trace);
    let printed = &prints.1.at[..props.state.prints.min(prints.1.at.len())];
    let hidden = printed.len().saturating_sub(SHOWN);
    html! {
        <section class="pane console" id="console" role="tabpanel" aria-label="Console">
            <h2 class="pane-title">{ "Console" }</h2>
            if printed.is_empty() {
                <p class="empty">{ "Nothing printed yet. Run live or press play." }</p>
            }
            if hidden > 0 {
                <p class="empty">{ format!("{hidden} lines before these are not shown.") }</p>
            }
            <ol
                ref={list}
                role="log"
                aria-live="polite"
                tabindex="0"
                aria-label="What the program printed"
                onmouseover={over}
                onmouseleave={out}
            >
                { for printed[hidden..].iter().map(|index| row(props, &trace, *index)) }
            </ol>
        </section>
    }
}

fn row(props: &ConsoleProps, trace: &Trace, index: usize) -> Html {
    let event = trace.events()[index];
    let EventKind::Print { task, site, text, stream } = event.kind else { return Html::default() };
    let latest = index + 1 == props.state.position;
    let class =
        classes!(latest.then_some("latest"), (stream == Stream::Stderr).then_some("stderr"),);
    let site_number = site.map(|site| site.to_string());
    html! {
        <li key={index} {class} data-site={site_number}>
            <time>{ show_micros(event.at) }</time>
            <span class="printed">
                if stream == Stream::Stderr {
                    <span class="stream">{ "stderr" }</span>
                }
                { trace.label(text).strip_suffix('\n').unwrap_or(trace.label(text)) }
            </span>
            { by(props, trace, task) }
            { line(props, trace, site, index) }
        </li>
    }
}

fn by(props: &ConsoleProps, trace: &Trace, task: Option<TaskId>) -> Html {
    let Some(task) = task.and_then(|task| props.state.task(task)) else {
        return html! { <span /> };
    };
    chip(task.id, trace.label(task.name), "plain")
}

/// The line it was printed at; it leads to the moment just after.
fn line(props: &ConsoleProps, trace: &Trace, site: Option<SiteId>, index: usize) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = move |_| dispatch.emit(Action::Seek(index + 1));
    let label = match site.and_then(|site| trace.site(site)) {
        Some(site) => format!("line {}", site.line),
        None => "go".to_owned(),
    };
    html! {
        <button type="button" class="link" title="Go to this print" {onclick}>{ label }</button>
    }
}

/// Scrolls to the newest line, unless the reader has scrolled up.
#[hook]
fn use_end_in_sight(list: &NodeRef, prints: usize) {
    let height_before = use_mut_ref(|| 0);
    let list = list.clone();
    use_effect_with(prints, move |_| {
        let Some(list) = list.cast::<Element>() else { return };
        let height = height_before.replace(list.scroll_height());
        // Where the end was before this line came.
        if list.scroll_top() + list.client_height() + 8 >= height {
            list.set_scroll_top(list.scroll_height());
        }
    });
}

/// The prints of a trace, by index of their events.
#[derive(Default)]
struct Prints {
    seen: usize,
    at: Vec<usize>,
}

impl Prints {
    fn grow(&mut self, trace: &Trace) {
        let new = trace.events().iter().enumerate().skip(self.seen);
        let prints = new.filter(|(_, event)| matches!(event.kind, EventKind::Print { .. }));
        self.at.extend(prints.map(|(index, _)| index));
        self.seen = trace.len();
    }
}

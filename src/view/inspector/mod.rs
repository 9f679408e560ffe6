//! The inspector: what one would see in tokio-console, at any position of the trace.
//!
//! Parts that need no browser: [`rows`] (the table's columns and order), [`held`] (who holds what and
//! who waits for it). What awaits are under way and which state a future is in, the crate `trace` says.

mod awaits;
pub mod held;
mod lints;
mod machine;
mod resources;
pub mod rows;
mod table;

use std::rc::Rc;

use playground::action::{Action, Hover};
use playground::snapshot::{LintReport, StateHandle, TraceHandle};
use scene::of_run::OfRun;
use trace::{Machines, Micros, TaskId, Trace};
use web_sys::Element;
use yew::prelude::*;

use self::rows::Order;
use self::table::Sight;
use super::colours::task_class;
use super::hovering::{Last, hovering, selecting};
use super::part::{Link, View};
use super::tabs::{Tabs, tabs};
use super::tag::{Tag, classes, tag};

/// The inspector pane.
#[derive(PartialEq)]
pub struct Inspector {
    /// Whether it can be seen: its tables take time to draw.
    pub is_open: bool,
    /// The run.
    pub trace: TraceHandle,
    /// The state at the position.
    pub state: StateHandle,
    /// The time at the playhead.
    pub now: Micros,
    /// What is lit.
    pub hover: Hover,
    /// The task that was chosen.
    pub selected: Option<TaskId>,
    /// What looks wrong in the run.
    pub lints: Rc<LintReport>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The state of the inspector.
#[derive(Default)]
pub struct State {
    section: usize,
    order: Order,
    sight: Sight,
    /// The rows have another order, so that the first ones are to be seen.
    to_top: bool,
    /// The futures of the run up to its end; only up to date while awaits are shown.
    machines: OfRun<Machines>,
    last: Last,
    body: NodeRef,
}

/// The number of the section that shows awaits.
const AWAITS: usize = 1;

impl View for Inspector {
    type State = State;

    fn changed(&self, state: &mut State) {
        if self.is_open && state.section == AWAITS {
            state.machines.of(&self.trace).grow(&self.trace.borrow());
        }
    }

    fn html(&self, state: &State, link: &Link<State>) -> Html {
        let pane = tag!(
            "section",
            "class" = "pane inspector",
            "id" = "inspector",
            "role" = "tabpanel",
            "aria-label" = "Inspector",
        )
        .child(tag!("h2", "class" = "pane-title").child("Inspector"));
        if !self.is_open {
            return pane.html();
        }
        let inside = match state.section {
            0 => table::table(self, state, link),
            AWAITS => awaits::awaits(self, state),
            2 => resources::resources(self),
            _ => lints::lints(self),
        };
        let (over, out) = hovering(&state.last, &self.dispatch);
        let body = tag!("div", "class" = "in-body", "id" = "inspected")
            .found(&state.body)
            .on_over(over)
            .on_leave(out)
            .on_click(selecting(&self.dispatch))
            .child(inside);
        pane.child(self.sections(state.section, link)).child(body).html()
    }

    fn rendered(&self, state: &mut State, _: &Link<State>) {
        if !std::mem::take(&mut state.to_top) {
            return;
        }
        let body = state.body.cast::<Element>();
        if let Some(scroll) = body.and_then(|body| body.query_selector(".in-scroll").ok()?) {
            scroll.set_scroll_top(0);
        }
    }
}

impl Inspector {
    fn sections(&self, section: usize, link: &Link<State>) -> Html {
        let count = |name: &'static str, count: usize| match count {
            0 => AttrValue::from(name),
            _ => format!("{name} {}", scene::runtime::words::grouped(count)).into(),
        };
        let items = [
            count("Tasks", self.state.tasks.len()),
            "Awaits".into(),
            count("Resources", held::count(&self.state)),
            count("Lints", self.lints.found.len()),
        ];
        let link = link.clone();
        let on_select = Callback::from(move |section| {
            link.change(move |state| {
                state.section = section;
                state.sight = Sight::default();
                state.to_top = true;
            });
        });
        tabs(Tabs {
            label: "What is inspected",
            class: "tabs in-sections",
            items: &items,
            selected: section,
            panels: &["inspected"],
            on_select,
        })
    }

    fn name<'t>(&self, trace: &'t Trace, task: TaskId) -> &'t str {
        self.state.task(task).map_or("a task", |task| trace.label(task.name))
    }

    /// A task that can be chosen.
    fn chip(&self, trace: &Trace, task: TaskId) -> Tag {
        let lit = self.hover.task == Some(task);
        let selected = self.selected == Some(task);
        let more = [(true, task_class(task)), (lit, "lit"), (selected, "selected")];
        tag!(
            "button",
            "type" = "button",
            "class" = classes("in-chip", &more),
            "data-task" = task.to_string(),
        )
        .key(task.index())
        .child(tag!("i", "class" = "in-mark", "aria-hidden" = "true"))
        .child(self.name(trace, task).to_owned())
    }

    /// Some of the tasks, and how many there are besides.
    fn chips(&self, trace: &Trace, tasks: &[TaskId], count: usize) -> Tag {
        let more = count.saturating_sub(tasks.len());
        tag!("span", "class" = "in-chips")
            .children(tasks.iter().map(|task| self.chip(trace, *task)))
            .child((more > 0).then(|| tag!("span", "class" = "in-more").child(format!("+{more}"))))
    }
}

/// What a task is doing, by form; the word stands beside it.
fn glyph(stance: &'static str) -> Tag {
    tag!("i", "class" = classes("in-glyph", &[(true, stance)]), "aria-hidden" = "true")
}

fn empty(said: impl Into<String>) -> Tag {
    tag!("p", "class" = "empty").child(said.into())
}

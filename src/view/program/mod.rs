//! The program that runs: its text, and where its tasks stand in it.

mod compare;
mod copy;
mod follow;
mod line;
mod lines;
mod marks;

use std::rc::Rc;

use scenarios::{Scenario, Variant};
use trace::{Site, SiteId, SiteKind};
use yew::prelude::*;

use self::copy::CopyButton;
use self::follow::use_following;
use self::line::CodeLine;
use self::lines::Line;
use self::marks::{line_of, marks};
use super::hovering::use_hovering;
use super::span_index::SpanIndex;
use super::tabs::Tabs;
use crate::action::{Action, Hover};
use crate::snapshot::{StateHandle, TraceHandle};

/// What [`Program`] needs: nothing that changes while only time passes.
#[derive(Properties, PartialEq)]
pub struct ProgramProps {
    /// The scenario.
    pub scenario: &'static Scenario,
    /// Index of the variant that is shown.
    pub variant: usize,
    /// Index of the one that it is compared with.
    pub compared: Option<usize>,
    /// Its run.
    pub trace: TraceHandle,
    /// The state at the position.
    pub state: StateHandle,
    /// The knobs' values.
    pub knobs: Rc<[i64]>,
    /// What is lit.
    pub hover: Hover,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The program pane, its variants as tabs.
#[component]
pub fn Program(props: &ProgramProps) -> Html {
    let variant = &props.scenario.variants[props.variant];
    let lines = use_memo((props.scenario.id, props.variant), |_| {
        let source = variant.program.source;
        lines::lines(source, &scenarios::tokens(source), &variant.program.sites())
    });
    let index = use_mut_ref(|| (props.trace.clone(), SpanIndex::default()));
    let (over, out) = use_hovering(&props.dispatch);
    let code = use_node_ref();

    let trace = props.trace.borrow();
    let mut index = index.borrow_mut();
    if !index.0.same_run(&props.trace) {
        *index = (props.trace.clone(), SpanIndex::default());
    }
    index.1.grow(&trace);
    let mut marks = marks(&trace, &props.state, &index.1);
    let active = marks
        .iter()
        .min_by_key(|(line, mark)| (mark.chips.first().map(|chip| chip.stance), **line))
        .map(|(line, _)| *line);
    use_following(&code, (props.scenario.id, props.variant), active);

    let polls = polls(variant, trace.sites(), &index.1, props.state.position);
    let rows = (1..=lines.len() as u32).map(|number| {
        html! {
            <CodeLine
                key={number}
                lines={lines.clone()}
                {number}
                mark={marks.remove(&number)}
                polls={polls[number as usize]}
                knob={knob(variant, &props.knobs, number)}
                lit={props.hover.site.filter(|site| has(&lines, number, *site))}
            />
        }
    });
    html! {
        <section class="pane program" aria-label="Program">
            <div class="pane-head">
                <Head
                    scenario={props.scenario}
                    variant={props.variant}
                    compared={props.compared}
                    dispatch={props.dispatch.clone()}
                />
                <CopyButton text={variant.program.source} />
            </div>
            <div
                ref={code}
                class="code"
                id="program-text"
                role="tabpanel"
                aria-label="Program text"
                tabindex="0"
                onmouseover={over}
                onmouseleave={out}
            >
                <div class="lines">{ for rows }</div>
            </div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct HeadProps {
    scenario: &'static Scenario,
    variant: usize,
    compared: Option<usize>,
    dispatch: Callback<Action>,
}

/// The variants as tabs, and what compares them; the file's name if there is only one.
#[component]
fn Head(props: &HeadProps) -> Html {
    let scenario = props.scenario;
    let on_select =
        use_callback((scenario, props.dispatch.clone()), |variant: usize, (scenario, dispatch)| {
            dispatch.emit(Action::Select {
                scenario: scenario.id,
                variant: scenario.variants[variant].id,
            });
        });
    if scenario.variants.len() == 1 {
        let file = format!("{}.rs", scenario.variants[0].program.id);
        return html! { <span class="file">{ file }</span> };
    }
    let items: Vec<AttrValue> =
        scenario.variants.iter().map(|variant| variant.label.into()).collect();
    html! {
        <>
            <Tabs
                label="Variants"
                {items}
                selected={props.variant}
                panels={vec![AttrValue::from("program-text")]}
                {on_select}
            />
            { compare::control(scenario, props.variant, props.compared, &props.dispatch) }
        </>
    }
}

/// By line, from 1: how often its awaits have been polled.
fn polls(variant: &Variant, sites: &[Site], index: &SpanIndex, position: usize) -> Vec<usize> {
    let mut polls = vec![0; variant.program.source.lines().count() + 2];
    for (number, site) in sites.iter().enumerate() {
        // A group's branches are counted on their own lines.
        if site.kind == SiteKind::Group {
            continue;
        }
        if let Some(line) = polls.get_mut(line_of(site) as usize) {
            *line += index.polls(SiteId::from_index(number), position);
        }
    }
    polls
}

fn knob(variant: &Variant, values: &[i64], line: u32) -> Option<(i64, i64)> {
    let knobs = variant.program.knobs.iter().zip(values);
    knobs
        .filter(|(knob, value)| knob.line == line && knob.default != **value)
        .map(|(knob, value)| (knob.default, *value))
        .next()
}

fn has(lines: &[Line], number: u32, site: SiteId) -> bool {
    let parts = lines.get(number as usize - 1).map(|line| &line.parts);
    parts.is_some_and(|parts| parts.iter().any(|part| part.sites.contains(&site)))
}

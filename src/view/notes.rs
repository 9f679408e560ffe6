//! The teaching: what to watch, what to predict, what goes wrong, and why.

use scenarios::{Scenario, Watch};
use yew::prelude::*;

use super::markdown::{Markdown, line};
use super::path;
use crate::action::Action;
use crate::snapshot::TraceHandle;

/// What [`Notes`] needs.
#[derive(Properties, PartialEq)]
pub struct NotesProps {
    /// The scenario.
    pub scenario: &'static Scenario,
    /// Index of the variant that is shown.
    pub variant: usize,
    /// Its run, in which the bookmarks are found.
    pub trace: TraceHandle,
    /// How many events have happened.
    pub position: usize,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The notes pane.
#[component]
pub fn Notes(props: &NotesProps) -> Html {
    let Scenario { idea, watch, pitfall, question, answer, reading, body, .. } = props.scenario;
    let wanted = use_wanted_bookmark(props);
    // Looked for once a trace, not once a position: a trace may be long.
    let needs = (props.scenario, props.variant, props.trace.clone());
    let places = use_memo(needs, |(scenario, variant, trace)| {
        let trace = trace.borrow();
        let place = |watch: &Watch| match variant_of(scenario, watch) == *variant {
            true => trace::bookmark(&trace, watch.bookmark),
            false => None,
        };
        scenario.watch.iter().map(place).collect::<Vec<_>>()
    });
    html! {
        // Another scenario's notes are read from their beginning.
        <section
            key={props.scenario.id}
            class="pane notes"
            id="notes"
            role="tabpanel"
            aria-label="Notes"
            tabindex="0"
        >
            <h2 class="pane-title">{ "Notes" }</h2>
            <div class="notes-text">
                // At the start the narration says it.
                if props.position > 0 {
                    <p class="idea">{ line(idea) }</p>
                }
                if !question.is_empty() {
                    // Another scenario's answer must not stand open because this one's did.
                    <details class="question" key={props.scenario.id}>
                        <summary>
                            <span class="label">{ "Predict" }</span>
                            <span>{ line(question) }</span>
                            <span class="show">{ "Show answer" }</span>
                        </summary>
                        <p>{ line(answer) }</p>
                    </details>
                }
                if !watch.is_empty() {
                    <h3>{ "What to watch" }</h3>
                    <ol class="watch">
                        { for watch.iter().zip(&*places).enumerate().map(|(key, (watch, place))| html! {
                            <li {key}>{ bookmark(props, watch, *place, &wanted) }</li>
                        }) }
                    </ol>
                }
                if !pitfall.is_empty() {
                    <div class="pitfall">
                        <span class="label">{ "Pitfall" }</span>
                        <p>{ line(pitfall) }</p>
                    </div>
                }
                <Markdown text={*body} />
                if !reading.is_empty() {
                    <h3>{ "Further reading" }</h3>
                    <ul class="reading">
                        { for reading.iter().map(|text| html! { <li key={*text}>{ line(text) }</li> }) }
                    </ul>
                }
                { path::links(props.scenario, &props.dispatch) }
            </div>
        </section>
    }
}

/// The index of a watch's variant; an empty name is the first.
fn variant_of(scenario: &Scenario, watch: &Watch) -> usize {
    scenario.variants.iter().position(|variant| variant.id == watch.variant).unwrap_or(0)
}

/// A point to watch, as a button that leads there.
fn bookmark(
    props: &NotesProps,
    watch: &'static Watch,
    place: Option<usize>,
    wanted: &Callback<&'static Watch>,
) -> Html {
    let variant = variant_of(props.scenario, watch);
    let here = variant == props.variant;
    // A live run gets there later.
    let missing = here && place.is_none();
    let wanted = wanted.clone();
    let title = match missing {
        true => "This run has not come to it".to_owned(),
        false => format!("Go to: {}", watch.bookmark),
    };
    let label = (props.scenario.variants.len() > 1).then(|| props.scenario.variants[variant].label);
    html! {
        <button
            type="button"
            class={classes!("bookmark", (!here).then_some("elsewhere"))}
            disabled={missing}
            aria-current={(place == Some(props.position)).then_some("true")}
            {title}
            onclick={move |_| wanted.emit(watch)}
        >
            if let Some(label) = label {
                <span class="tag">{ label }</span>
            }
            <span>{ line(watch.text) }</span>
        </button>
    }
}

/// Leads to a bookmark. One in another variant is found only when that variant's run is there, so
/// it is kept in mind until then.
#[hook]
fn use_wanted_bookmark(props: &NotesProps) -> Callback<&'static Watch> {
    let kept = use_mut_ref(|| None::<&'static Watch>);
    {
        let (kept, dispatch, trace) = (kept.clone(), props.dispatch.clone(), props.trace.clone());
        let shown = (props.scenario, props.variant, trace);
        use_effect_with(shown, move |(scenario, variant, trace)| {
            let wanted = kept.borrow_mut().take_if(|watch| variant_of(scenario, watch) == *variant);
            let place = wanted.and_then(|watch| trace::bookmark(&trace.borrow(), watch.bookmark));
            if let Some(place) = place {
                dispatch.emit(Action::Seek(place));
            }
        });
    }
    let (scenario, shown, trace) = (props.scenario, props.variant, props.trace.clone());
    let needs = (scenario, shown, trace, props.dispatch.clone());
    use_callback(needs, move |watch: &'static Watch, (scenario, shown, trace, dispatch)| {
        let variant = variant_of(scenario, watch);
        if variant != *shown {
            *kept.borrow_mut() = Some(watch);
            let variant = scenario.variants[variant].id;
            dispatch.emit(Action::Select { scenario: scenario.id, variant });
        } else if let Some(place) = trace::bookmark(&trace.borrow(), watch.bookmark) {
            dispatch.emit(Action::Seek(place));
        }
    })
}

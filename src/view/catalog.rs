//! All scenarios, by group.

use scenarios::Scenario;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use crate::action::Action;

/// What [`Catalog`] needs.
#[derive(Properties, PartialEq)]
pub struct CatalogProps {
    /// All scenarios, by group and order.
    pub all: &'static [Scenario],
    /// The one that is shown.
    pub current: &'static Scenario,
    /// The search box, for whoever has a key for it.
    pub search: NodeRef,
    /// One was chosen.
    pub on_chosen: Callback<()>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The catalog with its search box.
#[component]
pub fn Catalog(props: &CatalogProps) -> Html {
    let sought = use_state_eq(String::new);
    let typed = use_callback(sought.setter(), |event: InputEvent, sought| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            sought.set(input.value());
        }
    });
    let found: Vec<&'static Scenario> =
        props.all.iter().filter(|scenario| matches(scenario, &sought)).collect();
    let keyed = {
        let first = found.first().copied();
        let needs = (first, sought.clone(), props.dispatch.clone(), props.on_chosen.clone());
        use_callback(needs, |event: KeyboardEvent, (first, sought, dispatch, chosen)| {
            match (event.key().as_str(), first) {
                ("Enter", Some(first)) if !sought.is_empty() => {
                    dispatch.emit(Action::Select { scenario: first.id, variant: "" });
                    chosen.emit(());
                }
                ("Escape", _) if !sought.is_empty() => {
                    event.stop_propagation();
                    sought.set(String::new());
                }
                _ => {}
            }
        })
    };
    let list = use_node_ref();
    use_current_in_sight(&list, props.current);
    let groups = found.chunk_by(|a, b| a.group == b.group);
    html! {
        <nav class="pane catalog" aria-label="Programs">
            <input
                ref={props.search.clone()}
                type="search"
                class="search"
                placeholder="Search  /"
                aria-label="Search the programs"
                value={(*sought).clone()}
                oninput={typed}
                onkeydown={keyed}
            />
            <div ref={list} class="groups">
                if found.is_empty() {
                    <p class="empty">{ format!("No program matches “{}”.", *sought) }</p>
                }
                { for groups.map(|group| html! {
                    <section key={group[0].group.title()}>
                        <h2>{ group[0].group.title() }</h2>
                        <ul>{ for group.iter().map(|scenario| entry(props, scenario)) }</ul>
                    </section>
                }) }
            </div>
        </nav>
    }
}

fn entry(props: &CatalogProps, scenario: &'static Scenario) -> Html {
    let current = scenario == props.current;
    let (dispatch, chosen) = (props.dispatch.clone(), props.on_chosen.clone());
    let onclick = move |event: MouseEvent| {
        // With these keys the browser opens a tab or a window of its own.
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        dispatch.emit(Action::Select { scenario: scenario.id, variant: "" });
        chosen.emit(());
    };
    html! {
        <li key={scenario.id}>
            <a
                href={format!("#/{}", scenario.id)}
                title={scenario.idea}
                aria-current={current.then_some("page")}
                {onclick}
            >
                { scenario.title }
            </a>
        </li>
    }
}

/// Scrolls to the current entry if it is out of sight.
#[hook]
fn use_current_in_sight(list: &NodeRef, current: &'static Scenario) {
    let list = list.clone();
    use_effect_with(current, move |_| {
        let Some(list) = list.cast::<HtmlElement>() else { return };
        let Ok(Some(entry)) = list.query_selector("[aria-current]") else { return };
        let (entry, list_box) = (entry.get_bounding_client_rect(), list.get_bounding_client_rect());
        if entry.top() < list_box.top() || entry.bottom() > list_box.bottom() {
            let middle = (list_box.top() + list_box.bottom()) / 2.0;
            list.set_scroll_top(list.scroll_top() + (entry.top() - middle) as i32);
        }
    });
}

/// Whether each word that is sought stands in what the catalog knows of a scenario. Its texts are
/// English: a download with the tables for the capitals of all scripts would be larger by 12 KB.
fn matches(scenario: &Scenario, sought: &str) -> bool {
    let Scenario { id, title, idea, group, .. } = scenario;
    let known = format!("{id} {title} {idea} {}", group.title()).to_ascii_lowercase();
    sought.to_ascii_lowercase().split_whitespace().all(|word| known.contains(word))
}

//! All scenarios, by group.

use scenarios::{Scenario, Variant};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};
use yew::prelude::*;

use super::path::visit;
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
    let clear = use_callback((sought.setter(), props.search.clone()), clear);
    let found: Vec<Found> = props.all.iter().filter_map(|known| find(known, &sought)).collect();
    let keyed = {
        let first = found.first().copied();
        let needs = (first, sought.clone(), props.dispatch.clone(), props.on_chosen.clone());
        use_callback(needs, |event: KeyboardEvent, (first, sought, dispatch, chosen)| {
            match (event.key().as_str(), first) {
                ("Enter", Some(found)) if !sought.is_empty() => {
                    let variant = found.variant().map_or("", |variant| variant.id);
                    dispatch.emit(Action::Select { scenario: found.scenario.id, variant });
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
    let groups = found.chunk_by(|a, b| a.scenario.group == b.scenario.group);
    let searching = !sought.trim().is_empty();
    html! {
        <nav
            class={classes!("pane", "catalog", searching.then_some("searching"))}
            aria-label="Programs"
            onkeydown={Callback::from(walk)}
        >
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
                <p class="found" role="status">
                    if searching {
                        { summary(found.len(), sought.trim()) }
                        { " " }
                        <button type="button" class="link" onclick={clear}>{ "Show all" }</button>
                    }
                </p>
                <div>
                    { for groups.map(|group| {
                        let title = group[0].scenario.group.title();
                        html! {
                            <section key={title}>
                                <h2>{ title }</h2>
                                <ul>{ for group.iter().map(|found| entry(props, *found)) }</ul>
                            </section>
                        }
                    }) }
                </div>
            </div>
        </nav>
    }
}

fn entry(props: &CatalogProps, found: Found) -> Html {
    let (scenario, variant) = (found.scenario, found.variant());
    let current = scenario == props.current;
    let id = variant.map_or("", |variant| variant.id);
    let (show, chosen) = (visit(scenario, id, props.dispatch.clone()), props.on_chosen.clone());
    let onclick = move |event: MouseEvent| {
        show(event.clone());
        if event.default_prevented() {
            chosen.emit(());
        }
    };
    let query = variant.map(|variant| format!("?variant={}", variant.id)).unwrap_or_default();
    html! {
        <li key={scenario.id}>
            <a
                href={format!("#/{}{query}", scenario.id)}
                title={scenario.idea}
                aria-current={current.then_some("page")}
                {onclick}
            >
                { scenario.title }
                if let Some(variant) = variant {
                    <small>{ variant.label }</small>
                }
            </a>
        </li>
    }
}

/// Arrows lead from the search box through what was found, and back.
fn walk(event: KeyboardEvent) {
    // Yew listens at the root of the page, which is the event's current target.
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return };
    let Ok(Some(list)) = target.closest("nav") else { return };
    let Ok(links) = list.query_selector_all("input, a") else { return };
    let count = links.length();
    let node: &web_sys::Node = &target;
    let Some(here) = (0..count).find(|at| links.item(*at).as_ref() == Some(node)) else { return };
    let to = match event.key().as_str() {
        "ArrowDown" => (here + 1).min(count - 1),
        "ArrowUp" => here.saturating_sub(1),
        // In the search box these move the caret.
        "Home" if here > 0 => 1,
        "End" if here > 0 => count - 1,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if let Some(element) = links.item(to).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

fn clear(_: MouseEvent, (sought, search): &(UseStateSetter<String>, NodeRef)) {
    sought.set(String::new());
    if let Some(search) = search.cast::<HtmlElement>() {
        let _ = search.focus();
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

/// A scenario that was found, and the variant by which it was, if by one.
#[derive(Clone, Copy, PartialEq)]
struct Found {
    scenario: &'static Scenario,
    /// Its index.
    variant: Option<usize>,
}

impl Found {
    fn variant(self) -> Option<&'static Variant> {
        self.variant.and_then(|variant| self.scenario.variants.get(variant))
    }
}

/// A scenario is found if each word that is sought stands in what the catalog knows of it. Its texts
/// are English: a download with the tables for the capitals of all scripts would be larger by 12 KB.
fn find(scenario: &'static Scenario, sought: &str) -> Option<Found> {
    let Scenario { id, title, idea, group, .. } = scenario;
    let named = format!("{id} {title} {idea} {}", group.title()).to_ascii_lowercase();
    let mut found = Found { scenario, variant: None };
    for word in sought.to_ascii_lowercase().split_whitespace() {
        if named.contains(word) {
            continue;
        }
        let has = |variant: &Variant| {
            format!("{} {}", variant.id, variant.label).to_ascii_lowercase().contains(word)
        };
        let variant = scenario.variants.iter().position(has)?;
        found.variant = found.variant.or(Some(variant));
    }
    Some(found)
}

/// How many programs were found.
fn summary(count: usize, sought: &str) -> String {
    match count {
        0 => format!("No program matches “{sought}”."),
        1 => "1 program".to_owned(),
        _ => format!("{count} programs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sought: &str, id: &str, variant: Option<&str>) {
        let all = scenarios::scenarios();
        let found = all.iter().filter_map(|scenario| find(scenario, sought));
        let found: Vec<_> =
            found.map(|found| (found.scenario.id, found.variant().map(|v| v.id))).collect();
        assert!(found.contains(&(id, variant)), "{sought}: {found:?}");
    }

    #[test]
    fn programs_are_found_by_title_idea_id_group_and_variant() {
        check("JOIN!", "join", None);
        check("ten-thousand", "ten-thousand", None);
        check("sharing mpsc", "mpsc", None);
        check("let both waits", "join", None);
        check("lost waker", "future-trait", Some("lost-waker"));
        check("select biased", "select", Some("biased"));
    }

    #[test]
    fn every_word_must_be_found() {
        let all = scenarios::scenarios();
        assert!(all.iter().all(|scenario| find(scenario, "join qwxyz").is_none()));
        assert!(all.iter().all(|scenario| find(scenario, "  ").is_some()));
    }
}

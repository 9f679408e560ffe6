//! The bar at the top: where one is, the theme, the keys.

use scenarios::Scenario;
use yew::prelude::*;

use super::icons::Icon;
use crate::action::{Action, Theme};

/// What [`Header`] needs.
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The scenario.
    pub scenario: &'static Scenario,
    /// The theme.
    pub theme: Theme,
    /// Whether the catalog's drawer is open, where it is one.
    pub drawer: bool,
    /// The drawer is to be opened or closed.
    pub on_drawer: Callback<()>,
    /// The keys are to be shown.
    pub on_keys: Callback<()>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The bar at the top.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let drawer = use_callback(props.on_drawer.clone(), |_: MouseEvent, open| open.emit(()));
    let keys = use_callback(props.on_keys.clone(), |_: MouseEvent, keys| keys.emit(()));
    let theme =
        use_callback((props.theme, props.dispatch.clone()), |_: MouseEvent, (theme, dispatch)| {
            dispatch.emit(Action::Theme(after(*theme)))
        });
    let (icon, is) = match props.theme {
        Theme::System => (Icon::System, "as the system has it"),
        Theme::Light => (Icon::Light, "light"),
        Theme::Dark => (Icon::Dark, "dark"),
    };
    let theme_label = format!("Theme: {is}");
    html! {
        <header class="bar">
            <button
                type="button"
                class="quiet menu"
                aria-label="Programs"
                title="Programs"
                aria-expanded={props.drawer.to_string()}
                aria-controls="rail"
                onclick={drawer}
            >
                { Icon::Menu.html() }
            </button>
            <div class="brand">
                { mark() }
                <span>{ "Futurescope" }</span>
            </div>
            <div class="crumbs">
                <span class="group">{ props.scenario.group.title() }</span>
                <span class="sep" aria-hidden="true">{ "›" }</span>
                <h1>{ props.scenario.title }</h1>
            </div>
            <button
                type="button"
                class="quiet"
                title={theme_label.clone()}
                aria-label={theme_label}
                onclick={theme}
            >
                { icon.html() }
            </button>
            <button
                type="button"
                class="quiet keys-button"
                title="Keys (?)"
                aria-label="Keys"
                onclick={keys}
            >
                { "?" }
            </button>
        </header>
    }
}

/// The one that the button leads to.
fn after(theme: Theme) -> Theme {
    match theme {
        Theme::System => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::System,
    }
}

/// The same as `static/favicon.svg`.
fn mark() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <circle cx="16" cy="16" r="11" fill="none" stroke="currentColor" stroke-width="3" />
            <circle cx="16" cy="16" r="4.5" fill="currentColor" />
        </svg>
    }
}

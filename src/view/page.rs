//! The whole screen.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use trace::Site;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use super::catalog::Catalog;
use super::console::Console;
use super::header::Header;
use super::keys::{Command, Focus, command};
use super::keys_dialog::KeysDialog;
use super::knobs::Knobs;
use super::narration::Narration;
use super::notes::Notes;
use super::notices::Notices;
use super::player::Player;
use super::program::Program;
use super::tabs::Tabs;
use super::timeline::Timeline;
use crate::action::{Action, Speed};
use crate::snapshot::{Mode, Snapshot};

/// What [`Page`] needs.
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// What to show.
    pub snapshot: Rc<Snapshot>,
    /// Where actions go; always the same one.
    pub dispatch: Callback<Action>,
}

/// Panes that share a place on a wide screen.
const SIDE: [&str; 2] = ["notes", "console"];
/// Panes that share a place on a phone.
const NARROW: [&str; 4] = ["timeline", "console", "notes", "knobs"];

/// The whole screen: where each pane stands is the style sheet's business.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let PageProps { snapshot, dispatch } = props;
    let side = use_state_eq(|| 0);
    let narrow = use_state_eq(|| 0);
    let drawer = use_state_eq(|| false);
    let keys = use_state_eq(|| false);
    let search = use_node_ref();
    use_keys(props, &search, &drawer, &keys);
    use_console_when_live(snapshot.mode, &side);
    use_timeline_when_compared(snapshot.compared.is_some(), &narrow);

    let close_drawer = use_callback(drawer.setter(), |(), drawer| drawer.set(false));
    let toggle_drawer = use_callback(drawer.clone(), |(), drawer| drawer.set(!**drawer));
    let shut = use_callback(drawer.setter(), |_: MouseEvent, drawer| drawer.set(false));
    let pick_side = use_callback(side.setter(), |tab: usize, side| side.set(tab));
    let pick_narrow = use_callback(narrow.setter(), |tab: usize, narrow| narrow.set(tab));
    let open_keys = use_callback(keys.setter(), |(), keys| keys.set(true));
    let close_keys = use_callback(keys.setter(), |(), keys| keys.set(false));
    let scenario = snapshot.scenario;
    // The constants are the last one, if there are any.
    let last_pane = NARROW.len() - 1 - usize::from(snapshot.variant().program.knobs.is_empty());
    html! {
        <div
            class={classes!(
                "page",
                drawer.then_some("drawer-open"),
                snapshot.compared.is_some().then_some("comparing"),
            )}
            data-side={SIDE[*side]}
            data-narrow={NARROW[(*narrow).min(last_pane)]}
        >
            <Header
                {scenario}
                theme={snapshot.theme}
                drawer={*drawer}
                on_drawer={toggle_drawer}
                on_keys={open_keys}
                dispatch={dispatch.clone()}
            />
            <div class="shade" onclick={shut} />
            <div class="rail" id="rail">
                <Catalog
                    all={scenarios::scenarios()}
                    current={scenario}
                    {search}
                    on_chosen={close_drawer}
                    dispatch={dispatch.clone()}
                />
                <Knobs
                    {scenario}
                    variant={snapshot.variant}
                    values={snapshot.knobs.clone()}
                    dispatch={dispatch.clone()}
                />
            </div>
            <main>
                { centre(props) }
                { aside(props, (*side, pick_side), (*narrow, pick_narrow)) }
                <div class="pane timeline-pane" id="timeline">
                    <Timeline snapshot={snapshot.clone()} dispatch={dispatch.clone()} />
                </div>
            </main>
            { player(props) }
            <Notices notices={snapshot.notices.clone()} dispatch={dispatch.clone()} />
            <KeysDialog open={*keys} on_close={close_keys} />
        </div>
    }
}

fn centre(PageProps { snapshot, dispatch }: &PageProps) -> Html {
    html! {
        <Program
            scenario={snapshot.scenario}
            variant={snapshot.variant}
            compared={snapshot.compared.as_ref().map(|other| other.variant)}
            trace={snapshot.trace.clone()}
            state={snapshot.state.clone()}
            knobs={snapshot.knobs.clone()}
            hover={snapshot.hover}
            dispatch={dispatch.clone()}
        />
    }
}

/// What stands beside the program, with the tabs that choose and what choosing calls.
fn aside(
    PageProps { snapshot, dispatch }: &PageProps,
    (side, pick_side): (usize, Callback<usize>),
    (narrow, pick_narrow): (usize, Callback<usize>),
) -> Html {
    let printed = match snapshot.state.prints {
        0 => AttrValue::from("Console"),
        count => format!("Console {count}").into(),
    };
    let mut panes = vec!["Timeline".into(), printed.clone(), "Notes".into()];
    if !snapshot.variant().program.knobs.is_empty() {
        panes.push("Constants".into());
    }
    html! {
        <div class="side">
            <Narration
                scenario={snapshot.scenario}
                trace={snapshot.trace.clone()}
                state={snapshot.state.clone()}
                fresh={snapshot.fresh}
            />
            <Tabs
                label="Beside the program"
                class="side-tabs"
                items={vec![AttrValue::from("Notes"), printed]}
                selected={side}
                panels={SIDE.map(AttrValue::from).to_vec()}
                on_select={pick_side}
            />
            <Tabs
                label="Below the program"
                class="narrow-tabs"
                selected={narrow.min(panes.len() - 1)}
                items={panes}
                panels={NARROW.map(AttrValue::from).to_vec()}
                on_select={pick_narrow}
            />
            <Console
                trace={snapshot.trace.clone()}
                state={snapshot.state.clone()}
                dispatch={dispatch.clone()}
            />
            <Notes
                scenario={snapshot.scenario}
                variant={snapshot.variant}
                trace={snapshot.trace.clone()}
                position={snapshot.position()}
                dispatch={dispatch.clone()}
            />
        </div>
    }
}

fn player(PageProps { snapshot, dispatch }: &PageProps) -> Html {
    html! {
        <Player
            mode={snapshot.mode}
            clock={snapshot.clock}
            speed={snapshot.speed}
            needs={snapshot.needs}
            workers={snapshot.workers}
            written_workers={snapshot.trace.borrow().run.workers}
            seed={snapshot.seed}
            chance={snapshot.trace.borrow().sites().iter().any(leaves_to_chance)}
            now={snapshot.now}
            duration={snapshot.duration()}
            playhead={snapshot.playhead}
            end={snapshot.end()}
            position={snapshot.position()}
            len={snapshot.trace.len()}
            dispatch={dispatch.clone()}
        />
    }
}

/// A `select!` begins with a branch by chance, unless it says that it does not.
fn leaves_to_chance(site: &Site) -> bool {
    site.text.contains("select!") && !site.text.contains("biased")
}

/// Shows the console when a live run begins: its lines are what one waits for.
#[hook]
fn use_console_when_live(mode: Mode, side: &UseStateHandle<usize>) {
    let side = side.setter();
    use_effect_with(mode == Mode::Live, move |live| {
        if *live {
            side.set(1);
        }
    });
}

/// Shows the timeline on a phone when a comparison begins: that is where it is.
#[hook]
fn use_timeline_when_compared(compares: bool, narrow: &UseStateHandle<usize>) {
    let narrow = narrow.setter();
    use_effect_with(compares, move |compares| {
        if *compares {
            narrow.set(0);
        }
    });
}

/// Listens to keys while the page is there.
#[hook]
fn use_keys(
    props: &PageProps,
    search: &NodeRef,
    drawer: &UseStateHandle<bool>,
    keys: &UseStateHandle<bool>,
) {
    // Not the snapshot: the listener would keep an old trace alive.
    let now = use_mut_ref(|| (Mode::Paused, Speed::default(), false));
    // Esc leaves a comparison only when there is nothing above it to close.
    let leaves = props.snapshot.compared.is_some() && !**drawer && !**keys;
    *now.borrow_mut() = (props.snapshot.mode, props.snapshot.speed, leaves);
    // A drawer that opens for a search can take the focus only when it is there.
    let sought = use_mut_ref(|| false);
    {
        let (search, sought) = (search.clone(), sought.clone());
        use_effect_with(**drawer, move |open| {
            if *open && sought.take() {
                focus(&search);
            }
        });
    }
    let (search, drawer, keys) = (search.clone(), drawer.setter(), keys.setter());
    use_effect_with(props.dispatch.clone(), move |dispatch| {
        let dispatch = dispatch.clone();
        let listener = on_keys(move |event| {
            let (mode, speed, leaves) = *now.borrow();
            let focus = Focus::of(event);
            let Some(command) = command(&event.key(), focus, mode, speed) else { return };
            match command {
                Command::Do(action) => {
                    event.prevent_default();
                    dispatch.emit(action);
                }
                Command::Help => keys.set(true),
                Command::Search => {
                    event.prevent_default();
                    sought.replace(true);
                    drawer.set(true);
                    self::focus(&search);
                }
                Command::Close => {
                    if leaves && focus != Focus::Field {
                        dispatch.emit(Action::Compare(None));
                    }
                    drawer.set(false);
                    keys.set(false);
                    blur(&search);
                }
            }
        });
        move || drop(listener)
    });
}

/// Listens to the keys of the whole page, but for those that browsers use with Ctrl, Alt or Meta.
fn on_keys(each: impl Fn(&KeyboardEvent) + 'static) -> Option<EventListener> {
    let document = web_sys::window()?.document()?;
    let options = EventListenerOptions::enable_prevent_default();
    let heard = move |event: &Event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let browsers = event.ctrl_key() || event.alt_key() || event.meta_key();
        if !browsers && !event.default_prevented() {
            each(event);
        }
    };
    Some(EventListener::new_with_options(&document, "keydown", options, heard))
}

fn focus(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        let _ = input.focus();
        input.select();
    }
}

fn blur(input: &NodeRef) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        let _ = input.blur();
    }
}

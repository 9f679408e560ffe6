//! The bar at the bottom: run, play, step, scrub.

use trace::{Micros, Needs, show_micros};
use yew::prelude::*;

use super::choices::Choices;
use super::icons::Icon;
use super::scrubber::Scrubber;
use crate::action::{Action, Direction, Speed, Step};
use crate::elastic::Stretched;
use crate::snapshot::{Clock, Mode};

/// What [`Player`] needs.
#[derive(Properties, PartialEq)]
pub struct PlayerProps {
    /// What it does.
    pub mode: Mode,
    /// Where the trace comes from.
    pub clock: Clock,
    /// Its speed.
    pub speed: Speed,
    /// What the program needs more than one thread for.
    pub needs: Option<Needs>,
    /// How many workers poll, if the reader has said.
    pub workers: Option<u16>,
    /// How many did in the run that is shown.
    pub written_workers: u16,
    /// Seed of everything that is free to be ordered.
    pub seed: u64,
    /// The program leaves something to chance.
    pub chance: bool,
    /// The program's clock at the playhead.
    pub now: Micros,
    /// How long the run is, or has been so far.
    pub duration: Micros,
    /// The playhead on the elastic axis.
    pub playhead: Stretched,
    /// That axis' end.
    pub end: Stretched,
    /// How many events have happened.
    pub position: usize,
    /// How many there are.
    pub len: usize,
    /// Where actions go.
    pub dispatch: Callback<Action>,
}

/// The player.
#[component]
pub fn Player(props: &PlayerProps) -> Html {
    let (now, duration) = (show_micros(props.now), show_micros(props.duration));
    let text = format!("{now} of {duration}, event {} of {}", props.position, props.len);
    html! {
        <footer class="player" aria-label="Player">
            <Buttons
                mode={props.mode}
                at_start={props.position == 0 && props.playhead == 0}
                at_end={props.position == props.len && props.playhead >= props.end}
                needs={props.needs}
                dispatch={props.dispatch.clone()}
            />
            <div class="where">
                <div class="time" role="timer" aria-live="off">
                    <b>{ now }</b>
                    // How long a live run will be is not known yet.
                    if props.mode != Mode::Live {
                        { " / " }{ duration }
                    }
                </div>
                <ClockLabel clock={props.clock} needs={props.needs} />
            </div>
            <Scrubber
                playhead={props.playhead}
                end={props.end}
                {text}
                dispatch={props.dispatch.clone()}
            />
            <Choices
                speed={props.speed}
                workers={props.workers}
                written={props.written_workers}
                several={props.needs == Some(Needs::Workers) || props.written_workers > 1}
                chance={props.chance}
                seed={props.seed}
                dispatch={props.dispatch.clone()}
            />
        </footer>
    }
}

#[derive(Properties, PartialEq)]
struct ButtonsProps {
    mode: Mode,
    at_start: bool,
    at_end: bool,
    needs: Option<Needs>,
    dispatch: Callback<Action>,
}

/// The buttons, which stay as they are from frame to frame.
#[component]
fn Buttons(props: &ButtonsProps) -> Html {
    use Direction::{Back, Forward};
    let live = matches!(props.mode, Mode::Live | Mode::LivePaused);
    let moves = matches!(props.mode, Mode::Live | Mode::Playing);
    let step = |icon, label, key, class, step, direction| {
        // What a live run will do next has not happened yet.
        let off = match direction {
            Back => props.at_start,
            Forward => props.at_end,
        };
        button(props, Action::Step(step, direction), icon, label, key, class, off)
    };
    let (play, play_label) = match moves {
        true => (Icon::Pause, "Pause"),
        false => (Icon::Play, "Play"),
    };
    html! {
        <>
            { run(props, live) }
            <div class="transport" role="group" aria-label="Steps">
                { step(Icon::ToStart, "To the start", "Home", "edge", Step::Edge, Back) }
                { step(Icon::PreviousPoll, "Previous poll", "<", "", Step::Poll, Back) }
                { step(Icon::Back, "One event back", ",", "", Step::Event, Back) }
                { button(props, Action::TogglePlay, play, play_label, "space", "play", false) }
                { step(Icon::Forward, "One event forward", ".", "", Step::Event, Forward) }
                { step(Icon::NextPoll, "Next poll", ">", "", Step::Poll, Forward) }
                { step(Icon::ToEnd, "To the end", "End", "edge", Step::Edge, Forward) }
            </div>
        </>
    }
}

/// What begins a run on the event loop, or ends it. A program that cannot run there says why: the
/// button keeps the focus, so that the reason can be read with every kind of hand.
fn run(props: &ButtonsProps, live: bool) -> Html {
    let (icon, label, action, title) = match live {
        true => (Icon::Stop, "Stop", Action::Stop, "End the run here (r)"),
        false => (
            Icon::Record,
            "Run live",
            Action::RunLive,
            "Run the program on the browser's event loop, from its start (r)",
        ),
    };
    let reason = props.needs.filter(|_| !live).map(Needs::sentence);
    let dispatch = props.dispatch.clone();
    let onclick = move |_| {
        if reason.is_none() {
            dispatch.emit(action.clone());
        }
    };
    let hold = move |event: MouseEvent| {
        if reason.is_none() {
            keep_focus(event);
        }
    };
    html! {
        <div class="run">
            <button
                type="button"
                class={classes!("primary", live.then_some("live"))}
                title={if reason.is_none() { Some(title) } else { None }}
                aria-disabled={reason.map(|_| "true")}
                aria-describedby={reason.map(|_| "run-reason")}
                onmousedown={hold}
                {onclick}
            >
                { icon.html() }
                <span>{ label }</span>
            </button>
            if let Some(reason) = reason {
                <p class="reason" id="run-reason" role="tooltip">
                    <b>{ "This program cannot run live." }</b>
                    { " " }{ reason }{ " Its run is simulated." }
                </p>
            }
        </div>
    }
}

fn button(
    props: &ButtonsProps,
    action: Action,
    icon: Icon,
    label: &'static str,
    key: &str,
    class: &'static str,
    disabled: bool,
) -> Html {
    let dispatch = props.dispatch.clone();
    html! {
        <button
            type="button"
            {class}
            aria-label={label}
            title={format!("{label} ({key})")}
            {disabled}
            onmousedown={keep_focus}
            onclick={move |_| dispatch.emit(action.clone())}
        >
            { icon.html() }
        </button>
    }
}

/// A click leaves the focus where it was, so that space goes on to mean play and pause; with the
/// Tab key a button gets the focus as usual.
fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}

#[derive(Properties, PartialEq)]
struct ClockLabelProps {
    clock: Clock,
    needs: Option<Needs>,
}

#[component]
fn ClockLabel(props: &ClockLabelProps) -> Html {
    let (label, title) = match props.clock {
        Clock::Browser => (
            "browser’s event loop",
            "This run was polled by the browser's own event loop: its microtasks and timers gave \
             the times.",
        ),
        Clock::Simulated => (
            match props.needs {
                Some(_) => "simulated clock and ",
                None => "simulated clock",
            },
            "This run has exact times: its clock jumps to the next deadline when nothing is \
             ready. Run live to see it on the browser's event loop.",
        ),
    };
    // A page has one thread: what more a run shows is simulated, and says so.
    let more = props.needs.filter(|_| props.clock == Clock::Simulated).map(Needs::simulated);
    html! { <div class="clock" {title}>{ label }{ more }</div> }
}

//! The bar at the bottom: run, play, step, scrub.

use trace::{Micros, show_micros};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

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
                at_end={props.position == props.len}
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
                <ClockLabel clock={props.clock} />
            </div>
            <Scrubber
                playhead={props.playhead}
                end={props.end}
                {text}
                dispatch={props.dispatch.clone()}
            />
            <SpeedChoice speed={props.speed} dispatch={props.dispatch.clone()} />
        </footer>
    }
}

#[derive(Properties, PartialEq)]
struct ButtonsProps {
    mode: Mode,
    at_start: bool,
    at_end: bool,
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
    let (run, run_label, run_action) = match live {
        true => (Icon::Stop, "Stop", Action::Stop),
        false => (Icon::Record, "Run live", Action::RunLive),
    };
    let dispatch = props.dispatch.clone();
    let run_title = match live {
        true => "End the run here (r)",
        false => "Run the program on the browser's event loop, from its start (r)",
    };
    let (play, play_label) = match moves {
        true => (Icon::Pause, "Pause"),
        false => (Icon::Play, "Play"),
    };
    html! {
        <>
            <button
                type="button"
                class={classes!("primary", live.then_some("live"))}
                title={run_title}
                onmousedown={keep_focus}
                onclick={move |_| dispatch.emit(run_action.clone())}
            >
                { run.html() }
                <span>{ run_label }</span>
            </button>
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
            "simulated clock",
            "This run has exact times: its clock jumps to the next deadline when nothing is \
             ready. Run live to see it on the browser's event loop.",
        ),
    };
    html! { <div class="clock" {title}>{ label }</div> }
}

#[derive(Properties, PartialEq)]
struct SpeedChoiceProps {
    speed: Speed,
    dispatch: Callback<Action>,
}

#[component]
fn SpeedChoice(props: &SpeedChoiceProps) -> Html {
    let onchange = use_callback(props.dispatch.clone(), |event: Event, dispatch| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        if let Some(Ok(speed)) = select.map(|select| select.value().parse()) {
            dispatch.emit(Action::Speed(Speed(speed)));
        }
    });
    let speeds = (Speed::SLOWEST.0..=Speed::FASTEST.0).map(Speed);
    html! {
        <label class="speed" title="Speed (+ and -)">
            <span>{ "Speed" }</span>
            <select {onchange}>
                { for speeds.map(|speed| html! {
                    <option
                        key={speed.0}
                        value={speed.0.to_string()}
                        selected={speed == props.speed}
                    >
                        { speed.label() }
                    </option>
                }) }
            </select>
        </label>
    }
}

//! The bar at the bottom: run, play, step, scrub.

use playground::action::{Action, Direction, Speed, Step};
use playground::snapshot::{Clock, Mode, Snapshot};
use trace::{Needs, Site, show_micros};
use yew::prelude::*;

use super::choices::Choices;
use super::events::sends;
use super::icons::Icon;
use super::part::{Link, View, part};
use super::scrubber::scrubber;
use super::tag::{Tag, list, tag, truth};

/// The player.
pub fn player(snapshot: &Snapshot, dispatch: &Callback<Action>) -> Html {
    let Snapshot { mode, clock, needs, now, playhead, .. } = *snapshot;
    let (position, len) = (snapshot.position(), snapshot.trace.len());
    let (now, duration) = (show_micros(now), show_micros(snapshot.duration()));
    let text = format!("{now} of {duration}, event {position} of {len}");
    let written = snapshot.trace.borrow().run.workers;
    let opened = snapshot.origin.is_some();
    let buttons = Buttons {
        opened,
        mode,
        at_start: position == 0 && playhead == 0,
        at_end: !snapshot.has_more(),
        needs,
        dispatch: dispatch.clone(),
    };
    let time = tag!("div", "class" = "time", "role" = "timer", "aria-live" = "off")
        .child(tag!("b").child(now))
        // How long a live run will be is not known yet.
        .child((mode != Mode::Live).then(|| format!(" / {duration}")));
    let choices = Choices {
        speed: snapshot.speed,
        workers: snapshot.workers,
        written,
        several: !opened && (needs == Some(Needs::Workers) || written > 1),
        chance: !opened && snapshot.trace.borrow().sites().iter().any(leaves_to_chance),
        seed: snapshot.seed,
        dispatch: dispatch.clone(),
    };
    let opened = snapshot.origin.is_some();
    let live = mode.is_live().then_some(snapshot.speed);
    let clocks = Clocks { clock, live, needs, opened, dispatch: dispatch.clone() };
    tag!("footer", "class" = "player", "aria-label" = "Player")
        .child(part(buttons))
        .child(tag!("div", "class" = "where").child(time).child(part(clocks)))
        .child(scrubber(snapshot, text, dispatch))
        .child(part(choices))
        .html()
}

/// A `select!` begins with a branch by chance, unless it says that it does not.
fn leaves_to_chance(site: &Site) -> bool {
    site.text.contains("select!") && !site.text.contains("biased")
}

/// The buttons, which stay as they are from frame to frame.
#[derive(PartialEq)]
struct Buttons {
    /// A trace that was opened is not run here.
    opened: bool,
    mode: Mode,
    at_start: bool,
    at_end: bool,
    needs: Option<Needs>,
    dispatch: Callback<Action>,
}

impl View for Buttons {
    type State = ();

    fn html(&self, _: &(), _: &Link<()>) -> Html {
        buttons(self)
    }
}

fn buttons(props: &Buttons) -> Html {
    use Direction::{Back, Forward};
    let live = props.mode.is_live();
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
    let steps = tag!("div", "class" = "transport", "role" = "group", "aria-label" = "Steps")
        .child(step(Icon::ToStart, "To the start", "Home", "edge", Step::Edge, Back))
        .child(step(Icon::PreviousPoll, "Previous poll", "<", "", Step::Poll, Back))
        .child(step(Icon::Back, "One event back", ",", "", Step::Event, Back))
        .child(button(props, Action::TogglePlay, play, play_label, "space", "play", false))
        .child(step(Icon::Forward, "One event forward", ".", "", Step::Event, Forward))
        .child(step(Icon::NextPoll, "Next poll", ">", "", Step::Poll, Forward))
        .child(step(Icon::ToEnd, "To the end", "End", "edge", Step::Edge, Forward));
    list([(!props.opened).then(|| run(props, live)), Some(steps)])
}

/// What begins a run on the event loop, or ends it. A program that cannot run there says why: the
/// button keeps the focus, so that the reason can be read with every kind of hand.
fn run(props: &Buttons, live: bool) -> Tag {
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
    let why = reason.map(|reason| {
        tag!("p", "class" = "reason", "id" = "run-reason", "role" = "tooltip")
            .child(tag!("b").child("This program cannot run live."))
            .child(format!(" {reason} Its run is simulated."))
    });
    let mut button = tag!(
        "button",
        "type" = "button",
        "class" = if live { "primary live" } else { "primary" },
        "title" = reason.is_none().then_some(title),
        "aria-disabled" = reason.map(|_| "true"),
        "aria-describedby" = reason.map(|_| "run-reason"),
    );
    if reason.is_none() {
        button =
            button.on_press(Callback::from(keep_focus)).on_click(sends(&props.dispatch, action));
    }
    let button = button.child(icon.html()).child(tag!("span").child(label));
    tag!("div", "class" = "run").child(button).child(why)
}

fn button(
    props: &Buttons,
    action: Action,
    icon: Icon,
    label: &'static str,
    key: &str,
    class: &'static str,
    disabled: bool,
) -> Tag {
    tag!(
        "button",
        "type" = "button",
        "class" = class,
        "aria-label" = label,
        "title" = format!("{label} ({key})"),
        "disabled" = disabled,
    )
    .on_press(Callback::from(keep_focus))
    .on_click(sends(&props.dispatch, action))
    .child(icon.html())
}

/// A click leaves the focus where it was, so that space goes on to mean play and pause; with the
/// Tab key a button gets the focus as usual.
fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}

/// Whose clock gave the times of what is shown, and the other one to choose.
fn clock_choice(props: &Clocks) -> Tag {
    // A page has one thread: what more a run shows is simulated, and says so.
    if let Some(needs) = props.needs.filter(|_| props.clock == Clock::Simulated) {
        return tag!("div", "class" = "clock", "title" = SIMULATED)
            .child("simulated clock and ")
            .child(needs.simulated());
    }
    if props.opened {
        let (label, title) = match props.clock {
            Clock::Simulated => ("simulated clock", SIMULATED),
            Clock::Browser => ("browser’s event loop", BROWSER),
        };
        return tag!("div", "class" = "clock", "title" = title).child(label);
    }
    let choice = |clock, label: &'static str, title: &'static str| {
        let shown = props.clock == clock;
        let button =
            tag!("button", "type" = "button", "aria-pressed" = truth(shown), "title" = title,)
                .on_press(Callback::from(keep_focus))
                .child(label);
        if shown { button } else { button.on_click(sends(&props.dispatch, Action::Clock(clock))) }
    };
    let title = match props.clock {
        Clock::Simulated => SIMULATED,
        Clock::Browser => BROWSER,
    };
    let segments = tag!("span", "class" = "segments")
        .child(choice(Clock::Simulated, "simulated", SIMULATED))
        .child(choice(Clock::Browser, "browser", BROWSER));
    tag!("div", "class" = "clock", "role" = "group", "aria-labelledby" = "clock-label")
        .child(tag!("span", "id" = "clock-label").child("Clock"))
        .child(segments)
        .child(tag!("small", "title" = title).child(says(props.clock, props.live)))
}

/// What the times that are shown are, in a few words. `live` is how fast the clock of a live run goes.
fn says(clock: Clock, live: Option<Speed>) -> String {
    match (clock, live) {
        (Clock::Simulated, _) => "exact times, computed at once".to_owned(),
        (Clock::Browser, None) => "measured with real timers".to_owned(),
        (Clock::Browser, Some(Speed(0))) => "real timers, in real time".to_owned(),
        (Clock::Browser, Some(Speed(power))) => {
            let than = if power < 0 { "slower" } else { "faster" };
            format!("real timers, {} times {than}", 1_u32 << power.unsigned_abs())
        }
    }
}

const SIMULATED: &str = "Simulated clock: the whole run is computed at once. Its times are exact, since the \
                         clock jumps to the next deadline when nothing is ready.";
const BROWSER: &str = "Browser clock: the program runs live on this browser’s event loop, and its timers \
                       give the times. In slow motion both take so many times as long. Choosing it \
                       runs the program.";

/// The clock, which stays as it is from frame to frame.
#[derive(PartialEq)]
struct Clocks {
    clock: Clock,
    /// How fast the clock of a live run goes.
    live: Option<Speed>,
    needs: Option<Needs>,
    /// The run comes from a file: there is no other.
    opened: bool,
    dispatch: Callback<Action>,
}

impl View for Clocks {
    type State = ();

    fn html(&self, _: &(), _: &Link<()>) -> Html {
        clock_choice(self).html()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_are_said_to_be_as_slow_as_the_live_run() {
        let says = |live| says(Clock::Browser, live);
        assert_eq!(says(Some(Speed(0))), "real timers, in real time");
        assert_eq!(says(Some(Speed(-3))), "real timers, 8 times slower");
        assert_eq!(says(Some(Speed(2))), "real timers, 4 times faster");
        assert!(!says(None).contains("in real time"), "it may have been in slow motion");
    }
}

//! The titles of two runs on one axis: how long each took, and what it printed last.

use std::rc::Rc;

use playground::plain::Plain;
use playground::snapshot::{Clock, Compared, Mode, Snapshot};
use scene::timeline::comparison::Role;
use trace::{EventKind, Micros, RunEnd, show_micros};
use yew::prelude::*;

use super::pane::Pane;
use super::{Msg, Timeline};
use crate::view::tag::{Tag, tag, truth};

/// The title of a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heading {
    variant: usize,
    title: AttrValue,
    shown: bool,
    /// How long it took.
    long: String,
    /// That in comparison with the run above.
    compared: String,
    /// What it printed last.
    printed: Option<String>,
    /// Its share of the height, in percent.
    share: u32,
}

/// The snapshots of the runs that are shown, from top to bottom: in the order of the tabs, so that
/// they keep their places when the other is chosen.
pub fn runs(snapshot: &Rc<Snapshot>) -> Vec<(Rc<Snapshot>, Role)> {
    let Some(compared) = &snapshot.compared else {
        return vec![(snapshot.clone(), Role::Alone)];
    };
    let shown = (snapshot.clone(), Role::Shown);
    let other = (Rc::new(beside(snapshot, compared)), Role::Beside);
    match compared.variant < snapshot.variant {
        true => vec![other, shown],
        false => vec![shown, other],
    }
}

/// The other run as a snapshot of its own.
fn beside(snapshot: &Snapshot, compared: &Compared) -> Snapshot {
    let Compared { variant, trace, state, elastic } = compared.clone();
    let playhead = elastic.end();
    let (mode, clock) = (Mode::Paused, Clock::Simulated);
    let (compared, hover) = (None, Default::default());
    Snapshot {
        variant,
        trace,
        state,
        elastic,
        playhead,
        edge: None,
        mode,
        clock,
        compared,
        hover,
        ..snapshot.clone()
    }
}

/// The titles of two runs; nothing for one.
pub(super) fn headings(panes: &mut [Pane]) -> Vec<Heading> {
    let [first, second] = panes else { return Vec::new() };
    let ends = [first.end(), second.end()];
    let weight = |pane: &Pane| {
        let lanes = pane.model.lanes.lanes.iter().take(20);
        lanes.map(|lane| 1.6 + lane.tracks.len() as f64).sum::<f64>().max(1.6)
    };
    let share = weight(first) / (weight(first) + weight(second)) * 100.0;
    let share = share.clamp(36.0, 64.0).round() as u32;
    let compared = match ends {
        [End::Done(first), End::Done(second)] => relative(second, first),
        _ => String::new(),
    };
    let heading = |pane: &mut Pane, end: End, compared, share| {
        let snapshot = pane.model.snapshot().clone();
        Heading {
            variant: snapshot.variant,
            title: snapshot.variant().label.clone(),
            shown: pane.model.role() == Role::Shown,
            long: end.words(),
            compared,
            printed: pane.printed(),
            share,
        }
    };
    vec![
        heading(first, ends[0], String::new(), share),
        heading(second, ends[1], compared, 100 - share),
    ]
}

/// How a run ended, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    Done(Micros),
    Stalled(Micros),
    Cut(Micros),
    /// It runs live.
    Open,
}

impl End {
    fn words(self) -> String {
        match self {
            End::Done(at) => show_micros(at),
            End::Stalled(at) => format!("stalls at {}", show_micros(at)),
            End::Cut(at) => format!("ended at {}", show_micros(at)),
            End::Open => "live".to_owned(),
        }
    }
}

impl Pane {
    fn end(&self) -> End {
        let snapshot = self.model.snapshot();
        let trace = snapshot.trace.borrow();
        match snapshot.trace.len().checked_sub(1).and_then(|last| trace.events().get(last)) {
            Some(event) => match event.kind {
                EventKind::RunEnd { why: RunEnd::Done } => End::Done(event.at),
                EventKind::RunEnd { why: RunEnd::Deadlock } => End::Stalled(event.at),
                EventKind::RunEnd { .. } => End::Cut(event.at),
                _ => End::Open,
            },
            None => End::Open,
        }
    }

    /// The last line that was printed up to the position.
    fn printed(&mut self) -> Option<String> {
        let snapshot = self.model.snapshot().clone();
        let prints = snapshot.state.prints;
        if let Some((at, trace, text)) = &self.printed
            && *at == prints
            && trace.same_run(&snapshot.trace)
        {
            return text.clone();
        }
        let text = {
            let trace = snapshot.trace.borrow();
            let happened = &trace.events()[..snapshot.position().min(trace.len())];
            happened.iter().rev().take_while(|_| prints > 0).find_map(|event| match event.kind {
                EventKind::Print { text, .. } => Some(trace.label(text).trim_end().to_owned()),
                _ => None,
            })
        };
        self.printed = Some((prints, snapshot.trace.clone(), text.clone()));
        text
    }
}

/// How long one took in comparison with another, in words.
fn relative(own: Micros, other: Micros) -> String {
    if own == other {
        return "just as long".to_owned();
    }
    let (word, times) = if own < other { ("less", "as fast") } else { ("more", "as long") };
    let difference = format!("{} {word}", show_micros(own.abs_diff(other)));
    let ratio = own.max(other) as f64 / own.min(other) as f64;
    if !(1.05..1_000.0).contains(&ratio) {
        return difference;
    }
    let ratio = if ratio < 9.95 { (ratio * 10.0).round() / 10.0 } else { ratio.round() };
    format!("{difference}, {} times {times}", Plain(ratio))
}

impl Heading {
    /// The style of the run's box.
    pub(super) fn style(&self) -> String {
        format!("flex-grow: {}", self.share)
    }

    pub(super) fn html(&self, ctx: &Context<Timeline>) -> Tag {
        let variant = self.variant;
        let title = match self.shown {
            true => "Its program is shown",
            false => "Show its program",
        };
        let button =
            tag!("button", "type" = "button", "title" = title, "aria-pressed" = truth(self.shown),)
                .on_click(ctx.link().callback(move |_| Msg::Show(variant)))
                .child(self.title.clone());
        let compared = (!self.compared.is_empty())
            .then(|| tag!("span", "class" = "compared").child(self.compared.clone()));
        let printed = self
            .printed
            .as_ref()
            .map(|printed| tag!("samp", "title" = "What it printed last").child(printed.clone()));
        let class = if self.shown { "timeline-title shown" } else { "timeline-title" };
        tag!("div", "class" = class)
            .child(button)
            .child(tag!("b").child(self.long.clone()))
            .child(compared)
            .child(printed)
    }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn durations_are_compared_in_words() {
        for (own, other, words) in [
            (300_000, 500_000, "200 ms less, 1.7 times as fast"),
            (500_000, 300_000, "200 ms more, 1.7 times as long"),
            (200_000, 100_000, "100 ms more, 2 times as long"),
            (100_000, 3_000_000, "2.9 s less, 30 times as fast"),
            (300_000, 300_000, "just as long"),
            (0, 200_000, "200 ms less"),
            (101_000, 100_000, "1 ms more"),
        ] {
            assert_eq!(relative(own, other), words);
        }
    }
}

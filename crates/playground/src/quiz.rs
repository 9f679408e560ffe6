//! Predict first: a scenario's question as one that can be answered before the run, and its answer
//! checked against the run that the reader then has, with the reader's own constants.

use scenarios::{Check, Scenario, Variant};
use trace::{EventKind, HostKind, Micros, Stream, Trace};

/// What is to be predicted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// How many milliseconds pass until the run is over.
    Time,
    /// How many times this task is polled.
    Polls(&'static str),
    /// Which of these lines are printed, and in which order; here they stand in another.
    Order(Vec<&'static str>),
}

/// A prediction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guess {
    /// Milliseconds or polls.
    Number(u64),
    /// Lines in their order.
    Order(Vec<&'static str>),
}

/// How a prediction compares with a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub right: bool,
    /// What would have been right in that run.
    pub truth: Guess,
    /// The position just after the event that decides it.
    pub decided: usize,
}

/// The browser's timers are late by this much at most, or by a twentieth of the whole: a prediction
/// for a live run is right within that.
const LATE: Micros = 20_000;

impl Question {
    /// What a scenario asks, and the index of the variant that it asks about.
    pub fn of(scenario: &Scenario) -> Option<(Self, usize)> {
        let check = scenario.check?;
        let question = match check {
            Check::Duration(_) => Self::Time,
            Check::Polls(_, task) => Self::Polls(task),
            Check::Order(_) => Self::Order(cards(scenario)),
        };
        let of = |variant: &Variant| variant.id == check.variant();
        Some((question, scenario.variants.iter().position(of)?))
    }

    /// Compares a prediction with a run; none if the run is not over.
    pub fn verdict(&self, trace: &Trace, guess: &Guess) -> Option<Verdict> {
        let is_over = |event: &trace::Event| matches!(event.kind, EventKind::RunEnd { .. });
        trace.events().last().filter(|event| is_over(event))?;
        let verdict = match self {
            Self::Time => {
                let took = trace.duration();
                let truth = Guess::Number((took + 500) / 1_000);
                let near = match guess {
                    Guess::Number(ms) => took.abs_diff(ms.saturating_mul(1_000)),
                    Guess::Order(_) => Micros::MAX,
                };
                let live = trace.run.host == HostKind::Browser;
                let right = truth == *guess || live && near <= LATE.max(took / 20);
                Verdict { right, truth, decided: time_decided(trace) }
            }
            Self::Polls(task) => {
                let polls = polls_of(trace, task);
                let truth = Guess::Number(polls.len() as u64);
                let decided = polls.last().copied().unwrap_or(trace.len());
                Verdict { right: truth == *guess, truth, decided }
            }
            Self::Order(cards) => order(trace, cards, guess),
        };
        Some(verdict)
    }
}

/// What the answer quotes and what stands beside it, in an order that gives nothing away.
fn cards(scenario: &Scenario) -> Vec<&'static str> {
    let quoted = |text: &'static str| text.split('"').skip(1).step_by(2);
    let mut all: Vec<&'static str> = Vec::new();
    for card in quoted(scenario.answer).chain(quoted(scenario.also)) {
        if !all.contains(&card) {
            all.push(card);
        }
    }
    let every_other = |from| all.iter().skip(from).step_by(2);
    every_other(1).chain(every_other(0)).copied().collect()
}

/// The first event of the last instant; live, where no two events share one, the last timer.
fn time_decided(trace: &Trace) -> usize {
    let events = trace.events();
    let fires = |event: &trace::Event| matches!(event.kind, EventKind::TimerFire { .. });
    match trace.run.host {
        HostKind::Browser => events.iter().rposition(fires).map_or(events.len(), |at| at + 1),
        HostKind::Simulated => {
            let took = trace.duration();
            let first = events.partition_point(|event| event.at < took);
            let fired = events[first..].iter().position(fires).unwrap_or(0);
            first + fired + 1
        }
    }
}

/// The positions just after the starts of a task's polls.
fn polls_of(trace: &Trace, name: &str) -> Vec<usize> {
    let spawned = trace.events().iter().find_map(|event| match event.kind {
        EventKind::TaskSpawn { task, name: own, .. } if trace.whole_label(own) == name => {
            Some(task)
        }
        _ => None,
    });
    let is_poll = |event: &trace::Event| match event.kind {
        EventKind::PollStart { task, .. } => Some(task) == spawned,
        _ => false,
    };
    let polls = trace.events().iter().enumerate().filter(|(_, event)| is_poll(event));
    polls.map(|(index, _)| index + 1).collect()
}

fn order(trace: &Trace, cards: &[&'static str], guess: &Guess) -> Verdict {
    let lines = lines(trace);
    let mut truth: Vec<(&'static str, usize)> = Vec::new();
    for card in cards {
        let whole = lines.iter().find(|(line, _)| line.trim() == *card);
        let begun = || lines.iter().find(|(line, _)| line.trim().starts_with(card));
        if let Some((_, position)) = whole.or_else(begun) {
            let place = truth.partition_point(|(_, other)| other < position);
            truth.insert(place, (card, *position));
        }
    }
    let guessed: &[&str] = match guess {
        Guess::Order(lines) => lines,
        Guess::Number(_) => &[],
    };
    let same = truth.iter().zip(guessed).take_while(|((card, _), guess)| card == *guess).count();
    let right = same == truth.len() && same == guessed.len() && matches!(guess, Guess::Order(_));
    // The line where the two part; if they do not, the last.
    let at = same.min(truth.len().saturating_sub(1));
    let decided = truth.get(at).map_or(trace.len(), |(_, position)| *position);
    let truth = Guess::Order(truth.into_iter().map(|(card, _)| card).collect());
    Verdict { right, truth, decided }
}

/// What is printed, line by line, each with the position just after the event that ends it.
fn lines(trace: &Trace) -> Vec<(String, usize)> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for (index, event) in trace.events().iter().enumerate() {
        let EventKind::Print { text, stream: Stream::Stdout, .. } = event.kind else { continue };
        for part in trace.whole_label(text).split_inclusive('\n') {
            line += part;
            if part.ends_with('\n') {
                lines.push((std::mem::take(&mut line), index + 1));
            }
        }
    }
    if !line.is_empty() {
        lines.push((line, trace.len()));
    }
    lines
}

//! A scenario's question, which a reader can answer before the run is shown. The answer is checked against
//! the reader's own run, with the constants that the reader has set.

use scenarios::{Check, Scenario, Variant};
use trace::{EventKind, HostKind, Micros, Stream, Trace};

/// What the reader is asked to predict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// How many milliseconds pass until the run is over.
    Time,
    /// How many times this task is polled.
    Polls(&'static str),
    /// Which of these lines are printed, and in which order; the lines are given in another order.
    Order(Vec<&'static str>),
}

/// A reader's prediction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guess {
    /// A number of milliseconds or polls.
    Number(u64),
    /// Lines in their order.
    Order(Vec<&'static str>),
}

/// How a prediction compares with a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the prediction is right.
    pub right: bool,
    /// The right prediction for that run.
    pub truth: Guess,
    /// The position just after the event that decides whether the prediction is right.
    pub decided: usize,
}

/// A prediction for a live run may be wrong by this many microseconds, or by a twentieth of the duration if
/// that is more, since the browser's timers are late.
const LATE: Micros = 20_000;

impl Question {
    /// The question of a scenario, and the index of the variant that it is about.
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

    /// Compares a prediction with a run; `None` if the run has not ended.
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

/// The lines quoted in the answer and in the text beside it, in an order that gives nothing away.
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

/// The position that decides a run's duration: after the first timer that fires in the last instant, or after
/// the first event of that instant if none does; in a live run, where no two events share an instant, after
/// the last timer.
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

/// The positions just after the start of each poll of a task.
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
    // The first line at which the two differ; the last line if they do not.
    let at = same.min(truth.len().saturating_sub(1));
    let decided = truth.get(at).map_or(trace.len(), |(_, position)| *position);
    let truth = Guess::Order(truth.into_iter().map(|(card, _)| card).collect());
    Verdict { right, truth, decided }
}

/// The printed lines of standard output, each with the position just after the event that completes it.
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

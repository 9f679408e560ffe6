//! What `cargo xtask run` asks for. It comes in a variable of the environment, since the command line is the
//! program's.

use std::path::PathBuf;

use lexopt::prelude::*;

use crate::contract::{OPTIONS, SEPARATOR};

/// A year of simulated time and ten times the events of a page: nobody waits for a picture here.
const YEAR: u64 = 365 * 24 * 60 * 60 * 1_000_000;
const EVENTS: usize = 15_000_000;

/// Some seconds of an empty loop.
const TURNS: u64 = 4_000_000_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// The current-thread scheduler, unless it says otherwise: that is whose order programs are
    /// compared in.
    pub(crate) workers: u16,
    pub(crate) seed: u64,
    /// Bounds: events, microseconds of simulated time, turns of loops between two events.
    pub(crate) events: usize,
    pub(crate) time: u64,
    pub(crate) turns: u64,
    pub(crate) trace: Option<PathBuf>,
    pub(crate) chrome: Option<PathBuf>,
}

/// The options, from the environment.
///
/// # Errors
/// If they are none: only a person can have written those.
pub(crate) fn read() -> Result<Options, String> {
    let text = std::env::var(OPTIONS).unwrap_or_default();
    parse(&text).map_err(|error| format!("{OPTIONS} was not understood: {error}"))
}

fn parse(text: &str) -> Result<Options, lexopt::Error> {
    let mut options = Options {
        workers: 1,
        seed: 0,
        events: EVENTS,
        time: YEAR,
        turns: TURNS,
        trace: None,
        chrome: None,
    };
    let arguments = text.split(SEPARATOR).filter(|argument| !argument.is_empty());
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("workers") => options.workers = parser.value()?.parse()?,
            Long("seed") => options.seed = parser.value()?.parse()?,
            Long("events") => options.events = parser.value()?.parse()?,
            Long("time") => options.time = parser.value()?.parse()?,
            Long("turns") => options.turns = parser.value()?.parse()?,
            Long("trace") => options.trace = Some(parser.value()?.into()),
            Long("chrome") => options.chrome = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_given_is_one_worker_and_wide_bounds() {
        let options = parse("").expect("it parses");
        assert_eq!((options.workers, options.seed, options.events), (1, 0, EVENTS));
        assert_eq!((options.time, options.turns), (YEAR, TURNS));
    }

    #[test]
    fn arguments_stand_between_separators() {
        let options = parse("--seed\u{1f}7\u{1f}--time\u{1f}5\u{1f}--trace\u{1f}/a b.json");
        let options = options.expect("it parses");
        assert_eq!((options.seed, options.time), (7, 5));
        assert_eq!(options.trace, Some("/a b.json".into()));
        assert!(parse("--frob").is_err());
    }
}

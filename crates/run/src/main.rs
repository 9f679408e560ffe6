//! Runs the program that it was built with on the simulated clock, prints what that prints and writes its
//! trace.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program's output is printed")]

#[allow(warnings, unsafe_code, missing_docs, clippy::all, clippy::pedantic, clippy::restriction)]
mod program {
    include!(concat!(env!("OUT_DIR"), "/program.rs"));
}

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use engine::{Limits, Program, Settings, simulate};
use lexopt::prelude::*;
use trace::{RunEnd, State, Stream, TaskEnd, Trace, lints, show_micros};

/// What the command line asks for.
struct Options {
    /// The current-thread scheduler, unless it says otherwise: that is whose order programs are
    /// compared in.
    workers: u16,
    seed: u64,
    trace: Option<PathBuf>,
    chrome: Option<PathBuf>,
}

fn main() -> ExitCode {
    match options().map_err(|error| error.to_string()).and_then(|options| run(&options)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options, lexopt::Error> {
    let mut options = Options { workers: 1, seed: 0, trace: None, chrome: None };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("workers") => options.workers = parser.value()?.parse()?,
            Long("seed") => options.seed = parser.value()?.parse()?,
            Long("trace") => options.trace = Some(parser.value()?.into()),
            Long("chrome") => options.chrome = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<ExitCode, String> {
    let program = Program {
        id: "program",
        source: include_str!(concat!(env!("OUT_DIR"), "/source.rs")),
        sites: program::SITES,
        knobs: program::KNOBS,
        main: program::__program_main,
    };
    // A year of simulated time and ten times the events of a page: nobody waits for a picture here.
    const YEAR: u64 = 365 * 24 * 60 * 60 * 1_000_000;
    let limits = Limits { events: 15_000_000, time: YEAR, ..Limits::default() };
    let settings = Settings {
        workers: Some(options.workers),
        seed: options.seed,
        limits,
        ..Settings::default()
    };
    engine::context::echo(show);
    let trace = simulate(program, settings);
    let trace = trace.borrow();
    if let Some(path) = &options.trace {
        write(path, |file| trace.write_json(program.source, file))?;
    }
    if let Some(path) = &options.chrome {
        write(path, |file| trace.write_chrome(file))?;
    }
    Ok(verdict(&trace))
}

fn write(
    path: &Path,
    body: impl FnOnce(io::BufWriter<fs::File>) -> io::Result<()>,
) -> Result<(), String> {
    let written = fs::File::create(path).and_then(|file| body(io::BufWriter::new(file)));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

fn show(stream: Stream, text: &str) {
    match stream {
        Stream::Stdout => print!("{text}"),
        Stream::Stderr => eprint!("{text}"),
    }
}

/// How a process with this run would have ended; says so where it would not have.
fn verdict(trace: &Trace) -> ExitCode {
    let state = State::after(trace.events());
    let after = show_micros(trace.duration());
    match state.ended {
        Some(RunEnd::Deadlock) => {
            eprintln!("{} ({after})", sentence_of_end(trace));
            for lint in lints(trace) {
                eprintln!("{}: {}", lint.kind.title(), lint.found);
            }
            ExitCode::FAILURE
        }
        Some(RunEnd::Limit) => {
            eprintln!(
                "The run was ended after {after}, since it reached a bound: {:?}",
                state.limit
            );
            ExitCode::FAILURE
        }
        _ => match state.tasks.first().map(|main| main.phase) {
            // What std's runtime exits with when main panics.
            Some(trace::Phase::Done(TaskEnd::Panicked)) => ExitCode::from(101),
            _ => tokio::__rt::exit_code(),
        },
    }
}

fn sentence_of_end(trace: &Trace) -> String {
    let last = trace.len() - 1;
    let before = State::after(&trace.events()[..last]);
    trace::sentence(trace, last, &before, &State::after(trace.events()))
}

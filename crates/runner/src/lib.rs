//! Runs the program that it is linked with on the simulated clock, prints what that prints, writes its trace,
//! and ends as its process would have.
//!
//! `crates/run` writes the package that links the two. This crate knows neither the program's text
//! nor how it was built.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program's output is printed")]

mod contract;
mod loops;
mod options;
mod words;

use std::cell::RefCell;
use std::path::Path;
use std::pin::pin;
use std::process::ExitCode;
use std::rc::Rc;
use std::task::{Context, Waker};
use std::{fs, io};

use engine::{Limits, Run, Settings, Simulated, drive};
use trace::{RunEnd, State, Stream, TaskEnd, Trace, lints};

pub use engine::Compiled;
pub use loops::turn;

use options::Options;

/// Runs the program to its end, as the options in the environment say.
pub fn main(program: Compiled) -> ExitCode {
    match options::read().and_then(|options| run(program, &options)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(program: Compiled, options: &Options) -> Result<ExitCode, String> {
    // A poll of a program that has something to do takes about ten events.
    let polls = u32::try_from(options.events / 10).unwrap_or(u32::MAX);
    let limits = Limits { events: options.events, polls, time: options.time, ..Limits::default() };
    let settings = Settings {
        workers: Some(options.workers),
        seed: options.seed,
        limits,
        ..Settings::default()
    };
    seeded::begin(options.seed);
    engine::context::echo(show);
    let source = program.source;
    let run = Run::new(program, settings);
    let trace = Rc::clone(run.trace());
    watch_loops(&trace, options, source);
    // The simulated host never waits, so that one poll is the whole run.
    let _ = pin!(drive(&run, &Simulated)).poll(&mut Context::from_waker(Waker::noop()));
    let trace = trace.borrow();
    write_traces(&trace, options, source)?;
    Ok(verdict(&trace))
}

fn watch_loops(trace: &Rc<RefCell<Trace>>, options: &Options, source: &'static str) {
    let (counted, written, options) = (Rc::clone(trace), Rc::clone(trace), options.clone());
    // The engine borrows the trace only while it writes an event, and no program runs then.
    let events = move || counted.try_borrow().map_or(0, |trace| trace.len());
    loops::watch(options.turns, events, move |line| {
        end_in_a_loop(&written, &options, source, line)
    });
}

/// Ends the process in the middle of a run whose program is in a loop that awaits nothing.
fn end_in_a_loop(trace: &RefCell<Trace>, options: &Options, source: &str, line: u32) -> ! {
    eprintln!("{}", words::endless(source, line, options.turns));
    if let Ok(trace) = trace.try_borrow()
        && let Err(error) = write_traces(&trace, options, source)
    {
        eprintln!("{error}");
    }
    std::process::exit(1)
}

fn write_traces(trace: &Trace, options: &Options, source: &str) -> Result<(), String> {
    if let Some(path) = &options.trace {
        write(path, |file| trace.write_json(source, file))?;
    }
    if let Some(path) = &options.chrome {
        write(path, |file| trace.write_chrome(file))?;
    }
    Ok(())
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
    match state.ended {
        Some(RunEnd::Deadlock) => {
            eprintln!("{} ({})", sentence_of_end(trace), words::time(trace.duration()));
            for lint in lints(trace) {
                eprintln!("{}: {}", lint.kind.title(), lint.found);
            }
            ExitCode::FAILURE
        }
        Some(RunEnd::Limit) => {
            eprintln!("{}", words::limit(state.limit, trace.duration()));
            ExitCode::FAILURE
        }
        _ => match state.tasks.first().map(|main| main.phase) {
            // What std's runtime exits with when main panics.
            Some(trace::Phase::Done(TaskEnd::Panicked)) => ExitCode::from(101),
            _ => facade::__rt::exit_code(),
        },
    }
}

fn sentence_of_end(trace: &Trace) -> String {
    let last = trace.len() - 1;
    let before = State::after(&trace.events()[..last]);
    trace::sentence(trace, last, &before, &State::after(trace.events()))
}

//! Programs as the marking makes them of blocking code: what `std` is to them, and that their threads
//! take the simulated time that they should.

use std::time::Duration;

use engine::{Census, Main, Program, Settings, census, simulate};
use facade as tokio;
use tokio::__rt::std::thread::{self, JoinHandle};
use trace::{EventKind, Listing, RunEnd, State, Trace};

#[path = "../any_program/well_formed.rs"]
mod well_formed;

mod channels;
mod condvar;
mod locks;
mod runtime;
mod scope;
mod threads;
mod time;

/// Prints a line of the program's.
macro_rules! say {
    ($($text:tt)*) => { facade::__println!(0, $($text)*) };
}
use say;

/// Panics as the marking has it.
macro_rules! panics {
    ($($text:tt)*) => {
        match {
            let panicking = facade::__rt::panicking::<0>(format_args!($($text)*));
            panicking
        }
        .await {}
    };
}
use panics;

/// Runs a program: what it printed, each line with its millisecond. It must return.
fn check(main: fn() -> Main, expected: &[&str]) {
    check_with(main, Settings::default(), RunEnd::Done, expected);
}

/// Runs a program twice, which must be the same: what it printed, and how it ended.
fn check_with(main: fn() -> Main, settings: Settings, end: RunEnd, expected: &[&str]) {
    let trace = traced(main, settings);
    assert_eq!(State::after(trace.events()).ended, Some(end));
    assert_eq!(printed(&trace), expected);
    assert_eq!(census(), Census::default());
}

/// Runs a program twice: the trace, which must be the same both times and well-formed.
fn traced(main: fn() -> Main, settings: Settings) -> Trace {
    let program = Program::new(Listing::plain("std", ""), main);
    let [trace, again] =
        [(); 2].map(|()| simulate(program.clone(), settings.clone()).borrow().clone());
    assert_eq!(trace, again);
    well_formed::check(&trace);
    trace
}

fn printed(trace: &Trace) -> Vec<String> {
    let printed = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::Print { text, .. } => {
            Some(format!("{}: {}", event.at / 1_000, trace.whole_label(text).trim_end()))
        }
        _ => None,
    });
    printed.collect()
}

/// Runs as many as `count` workers, drawing from `seed`.
fn on_workers(count: u16, seed: u64) -> Settings {
    Settings { workers: Some(count), seed, ..Settings::default() }
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

async fn sleep(millis: u64) {
    thread::__sleep::<0>(ms(millis)).await;
}

/// A thread that sleeps and then says something.
fn sleeper(millis: u64, text: &'static str) -> JoinHandle<()> {
    thread::__spawn(move || async move {
        sleep(millis).await;
        say!("{text}");
    })
}

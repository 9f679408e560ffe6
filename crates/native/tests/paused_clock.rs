//! The durations and poll counts in the notes hold on the real tokio with its clock paused, where
//! time passes only while everything waits: the same rule as on the page's simulated clock.

#[allow(dead_code)]
mod programs;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use scenarios::Check;
use tokio::runtime::Builder;
use tokio::time::{Instant, sleep};

type Main = fn() -> Pin<Box<dyn Future<Output = ()>>>;

// The programs whose `main` can be awaited here, and `PROGRAMS`, the table of them: see build.rs.
include!(concat!(env!("OUT_DIR"), "/awaited.rs"));

/// Longer than any program; on a paused clock it costs nothing.
const NEVER: Duration = Duration::from_secs(3600);

#[test]
fn durations_are_those_of_the_notes() {
    each(|program, run| {
        let expected = (!program.stalls).then(|| Duration::from_millis(program.ms));
        assert_eq!(run.took, expected, "{}", program.name);
    });
}

#[test]
fn answers_that_count_the_polls_of_main_are_right() {
    let mut checked = 0;
    each(|program, run| {
        if program.answer_check == Some(Check::Polls("", "main")) && !program.stalls {
            let expected = format!("{}.", run.polls);
            assert!(program.answer.starts_with(&expected), "{}: {expected}", program.name);
            checked += 1;
        }
    });
    assert!(checked > 0, "no note asks for the polls of main");
}

/// How long a program may block its thread, in real time, before it is believed that it does.
const BLOCKED: Duration = Duration::from_secs(5);

/// How one run on the paused clock went.
struct Run {
    /// `None` if it did not end.
    took: Option<Duration>,
    polls: u32,
}

fn each(mut check: impl FnMut(&programs::Program, Run)) {
    let programs = programs::all();
    for (name, main) in PROGRAMS {
        let program = programs.iter().find(|program| program.name == *name);
        check(program.expect("build.rs and the walk find the same files"), run(*main));
    }
}

/// On a thread of its own, as a program that stalls may do so by blocking its thread.
fn run(main: Main) -> Run {
    let (tx, rx) = mpsc::channel();
    thread::spawn(move || tx.send(run_here(main)));
    rx.recv_timeout(BLOCKED).unwrap_or(Run { took: None, polls: 0 })
}

fn run_here(main: Main) -> Run {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime without I/O can be built").block_on(async {
        let begin = Instant::now();
        let mut polls = 0;
        let mut main = main();
        let counted = poll_fn(|cx| {
            polls += 1;
            main.as_mut().poll(cx)
        });
        // `biased`: the wake of this sleep must not poll a main that nothing else would wake.
        let took = tokio::select! {
            biased;
            () = sleep(NEVER) => None,
            () = counted => Some(begin.elapsed()),
        };
        Run { took, polls }
    })
}

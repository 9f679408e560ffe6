//! The table of all programs: what each does on the simulated clock and on the real tokio, beside what
//! its notes say. Each is run as a process on the real tokio and prints what stands in its `.out`.
//!
//! It has no harness, since what it prints is to be seen when it passes too.

#[allow(dead_code)]
mod programs;

use std::collections::BTreeMap;
use std::io::Read;
use std::process::{Child, ChildStdout, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use engine::{Settings, simulate};
use programs::Program;
use scenarios::{Scenario, Variant, expected, scenarios};
use trace::{EventKind, Stream, Trace, lints, needs_threads};

/// No program takes longer, however busy the machine is.
const DEADLINE: Duration = Duration::from_secs(20);
/// How many programs run at a time.
const AT_ONCE: usize = 8;
/// How long a program that stalls must do nothing before it is believed.
const GRACE: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    let programs = programs::all();
    let native = all_on_real_tokio(&programs);
    let mut failures = Vec::new();
    let mut rows = 0;
    println!(
        "\n{:<34} {:>9} {:>10} {:>9}  {:<22} live",
        "program", "simulated", "real tokio", "time", "lints"
    );
    for (scenario, variant) in
        scenarios().iter().flat_map(|s| s.variants.iter().map(move |v| (s, v)))
    {
        let id = variant.program.id;
        let place = programs.iter().position(|program| program.name == id);
        let native = match place {
            Some(place) => native[place].clone(),
            None => Err(format!("{id} is not run natively")),
        };
        failures.extend(row(scenario, variant, native));
        rows += 1;
    }
    let missing = programs.iter().filter(|program| {
        !scenarios().iter().flat_map(|s| s.variants).any(|v| v.program.id == program.name)
    });
    failures.extend(missing.map(|program| format!("{} is not in the catalog", program.name)));
    println!("{}", failures.join("\n\n"));
    let (verdict, failed) =
        if failures.is_empty() { ("ok", 0) } else { ("FAILED", failures.len()) };
    let passed = rows - failed.min(rows);
    println!(
        "\ntest result: {verdict}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out"
    );
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs each program to its end. A few at a time, since most of them do nothing but wait, and those that
/// keep a core busy by themselves: the clock is real, and what has no core misses its timers.
fn all_on_real_tokio(programs: &[Program]) -> Vec<Result<(), String>> {
    let next = AtomicUsize::new(0);
    let waiting = || {
        let mut results = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            match programs.get(index) {
                Some(program) if program.computes => {}
                Some(program) => results.push((index, check(program))),
                None => return results,
            }
        }
    };
    let mut results: BTreeMap<usize, _> = thread::scope(|scope| {
        let seats: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(waiting)).collect();
        seats.into_iter().flat_map(|seat| seat.join().expect("check does not panic")).collect()
    });
    for (index, program) in programs.iter().enumerate() {
        let result = results.entry(index).or_insert_with(|| check(program));
        if result.is_err() {
            *result = alone(program);
        }
    }
    results.into_values().collect()
}

/// Runs the program again with nothing beside it: its clock is real, and what the machine did meanwhile
/// may have come between two of its timers. What it does wrong itself, it does each time.
fn alone(program: &Program) -> Result<(), String> {
    check(program).or_else(|_| check(program)).or_else(|_| check(program))
}

/// Prints the row of a program; what is wrong with it.
fn row(scenario: &Scenario, variant: &Variant, native: Result<(), String>) -> Option<String> {
    let trace = simulate(variant.program, Settings::default());
    let trace = trace.borrow();
    let prints = expected(variant.program.id) == Some(&*stdout(&trace));
    let takes = trace.duration() == variant.duration_ms * 1_000;
    let mut found: Vec<_> = lints(&trace).iter().map(|lint| lint.kind).collect();
    found.sort_unstable();
    let mut announced: Vec<_> = scenario
        .lints
        .iter()
        .filter(|(of, ..)| *of == variant.id)
        .flat_map(|(_, kind, count)| vec![*kind; *count])
        .collect();
    announced.sort_unstable();
    let names: Vec<_> = found.iter().map(|kind| format!("{kind:?}")).collect();
    let live = if needs_threads(&trace).is_some() { "needs threads" } else { "same" };
    println!(
        "{:<34} {:>9} {:>10} {:>6} ms  {:<22} {live}",
        variant.program.id,
        if prints { "same" } else { "DIFFERS" },
        if native.is_ok() { "same" } else { "DIFFERS" },
        trace.duration() / 1_000,
        if names.is_empty() { "none".to_owned() } else { names.join(" ") },
    );
    let id = variant.program.id;
    let mut wrong: Vec<String> = native.err().into_iter().collect();
    if !prints {
        wrong.push(format!("{id} prints on the simulated clock:\n{}", stdout(&trace)));
    }
    if !takes {
        wrong.push(format!("{id} takes {} µs, not {} ms", trace.duration(), variant.duration_ms));
    }
    if found != announced {
        wrong.push(format!("{id} shows {found:?}, its notes announce {announced:?}"));
    }
    (!wrong.is_empty()).then(|| wrong.join("\n"))
}

fn stdout(trace: &Trace) -> String {
    let printed = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::Print { text, stream: Stream::Stdout, .. } => Some(trace.whole_label(text)),
        _ => None,
    });
    printed.collect()
}

/// Runs the program to its end, or to its stall, and compares what it printed.
fn check(program: &Program) -> Result<(), String> {
    let name = &program.name;
    let mut child = programs::on_real_tokio(name)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map(Running)
        .map_err(|error| format!("{name}: does not start: {error}"))?;
    let pieces = read_in_pieces(child.0.stdout.take().expect("stdout is piped"));
    let deadline = Instant::now() + DEADLINE;

    let mut printed = Vec::new();
    let closed = loop {
        // What is to stall is watched until it has printed all it should, and a little longer.
        let wait = if program.stalls && printed.len() >= program.output.len() {
            GRACE
        } else {
            deadline.saturating_duration_since(Instant::now())
        };
        match pieces.recv_timeout(wait) {
            Ok(piece) => printed.extend(piece),
            Err(RecvTimeoutError::Disconnected) => break true,
            Err(RecvTimeoutError::Timeout) => break false,
        }
    };
    let printed = String::from_utf8_lossy(&printed);
    if printed != program.output {
        let late = if closed { "" } else { ", and was still running when the test gave up" };
        let expected = &program.output;
        return Err(format!("{name} printed{late}:\n{printed}\nbut {name}.out says:\n{expected}"));
    }
    match (program.stalls, closed) {
        (true, true) => Err(format!("{name} ended, but its note says that it stalls")),
        (true, false) => match child.0.try_wait() {
            Ok(None) => Ok(()),
            ended => Err(format!("{name} should still hang, but: {ended:?}")),
        },
        (false, false) => {
            Err(format!("{name} printed all it should, but did not end in {DEADLINE:?}"))
        }
        (false, true) => match child.0.wait() {
            Ok(status) if status.success() => Ok(()),
            ended => Err(format!("{name} should end well, but: {ended:?}")),
        },
    }
}

/// The output as it comes; disconnected when the program has closed it.
fn read_in_pieces(mut stdout: ChildStdout) -> Receiver<Vec<u8>> {
    let (tx, rx) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = stdout.read(&mut buffer) {
            if tx.send(buffer[..length].to_vec()).is_err() {
                return;
            }
        }
    });
    rx
}

/// A program that does not outlive its check.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only if the program has ended already, which is as well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

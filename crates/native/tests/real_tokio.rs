//! The table of all programs: what each does on the simulated clock and on the real tokio, beside what
//! its notes say. Each is run as a process on the real tokio and prints what stands in its `.out`.
//!
//! It has no harness, since what it prints is to be seen when it passes too.

#[allow(dead_code)]
mod programs;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitCode, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use engine::{Settings, simulate};
use programs::Program;
use scenarios::{Scenario, Variant, expected, scenarios};
use trace::{EventKind, Stream, Trace, lints, needs_threads};

/// No program takes longer, however busy the machine is.
const DEADLINE: Duration = Duration::from_secs(20);
/// How long a program that stalls must do nothing before it is believed.
const GRACE: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    let programs = programs::all();
    let native: Vec<_> = thread::scope(|scope| {
        let runs: Vec<_> = programs.iter().map(|program| scope.spawn(|| check(program))).collect();
        runs.into_iter().map(|run| run.join().expect("check does not panic")).collect()
    });
    let native: Vec<_> = programs
        .iter()
        .zip(native)
        .map(|(program, first)| first.or_else(|_| alone(program)))
        .collect();
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
        EventKind::Print { text, stream: Stream::Stdout, .. } => Some(trace.label(text)),
        _ => None,
    });
    printed.collect()
}

/// Runs the program to its end, or to its stall, and compares what it printed.
fn check(program: &Program) -> Result<(), String> {
    let name = &program.name;
    let mut child = Command::new(example(name)?)
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

/// The built example, or what to do so that there is one.
fn example(name: &str) -> Result<PathBuf, String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest =
        fs::read_to_string(package.join("Cargo.toml")).expect("the manifest is readable");
    let entry = format!("name = \"{name}\"\npath = \"../scenarios/programs/{name}.rs\"\n");
    if !manifest.contains(&entry) {
        return Err(format!(
            "{name}.rs is not run: add to crates/native/Cargo.toml\n\n[[example]]\n{entry}"
        ));
    }
    // This test is target/<profile>/deps/real_tokio-…, the examples are in target/<profile>/examples.
    let test = std::env::current_exe().expect("a test knows its own path");
    let profile = test.ancestors().nth(2).expect("it lies in deps");
    let path = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !path.exists() {
        let path = path.display();
        return Err(format!(
            "{path} is not built: run `cargo test -p native`, which builds examples too"
        ));
    }
    Ok(path)
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

//! Each program, run as a process on the real tokio, prints what stands beside it in its `.out`.

#[allow(dead_code)]
mod programs;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use programs::Program;

/// No program takes longer, however busy the machine is.
const DEADLINE: Duration = Duration::from_secs(20);
/// How long a program that stalls must do nothing before it is believed.
const GRACE: Duration = Duration::from_millis(300);

#[test]
fn every_program_prints_what_stands_beside_it() {
    let programs = programs::all();
    let failures: Vec<String> = thread::scope(|scope| {
        let runs: Vec<_> = programs.iter().map(|program| scope.spawn(|| check(program))).collect();
        let results = runs.into_iter().map(|run| run.join().expect("check does not panic"));
        results.filter_map(Result::err).collect()
    });
    assert!(failures.is_empty(), "\n{}\n", failures.join("\n\n"));
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

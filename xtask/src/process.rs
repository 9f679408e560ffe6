//! Child processes, which never outlive us.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// The processes to end when we are told to end. Each leads a process group of its own, so that
/// its children (cargo's compilers, chromedriver's browsers) end with it.
static RUNNING: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// How long a process may take to end by itself once it is asked to.
const GRACE: Duration = Duration::from_secs(3);

/// How many of the last lines of a quiet command are shown when it failed.
const TAIL: usize = 20;

/// What a shell reports for a program that was ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

/// Ends all children, then us, on Ctrl-C, on termination and when the terminal is closed.
///
/// # Errors
/// If the system does not let us watch for signals.
pub fn end_all_on_signal() -> Outcome {
    ctrlc::set_handler(|| {
        // The lock is kept, so that nothing new starts while we end.
        let running = running();
        for &id in &*running {
            signal_group(id, "TERM");
        }
        std::thread::sleep(Duration::from_millis(300));
        for &id in &*running {
            signal_group(id, "KILL");
        }
        std::process::exit(INTERRUPTED);
    })
    .map_err(|error| Failure::new(format!("Signals cannot be watched for: {error}.")))
}

/// A child process with all of its descendants. Dropping it ends them.
pub struct Running {
    child: Child,
    /// How it is called in what we say about it.
    name: String,
}

impl Running {
    /// Starts `command`.
    ///
    /// # Errors
    /// If there is no such program.
    pub fn start(command: &mut Command) -> Outcome<Self> {
        let name = describe(command);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = running();
        let child = command
            .spawn()
            .map_err(|error| Failure::new(format!("`{name}` could not be started: {error}.")))?;
        running.insert(child.id());
        Ok(Self { child, name })
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// If it did not succeed.
    pub fn wait(mut self) -> Outcome {
        let status = self.child.wait();
        // Whatever it left behind is ended by `drop`.
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::new(format!("`{}` {}.", self.name, ending(status)))),
            Err(error) => Err(Failure::new(format!("`{}` was lost: {error}.", self.name))),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let id = self.child.id();
        signal_group(id, "TERM");
        let start = Instant::now();
        while !self.has_ended() && start.elapsed() < GRACE {
            std::thread::sleep(Duration::from_millis(20));
        }
        signal_group(id, "KILL");
        if !cfg!(unix) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        running().remove(&id);
    }
}

/// Runs `command` to its end, its output on the terminal.
///
/// # Errors
/// If it did not succeed.
pub fn run(command: &mut Command) -> Outcome {
    Running::start(command)?.wait()
}

/// Runs `command` with its standard output passed through line by line, each shown to `on_line`.
///
/// # Errors
/// If it did not succeed.
pub fn run_watched(command: &mut Command, mut on_line: impl FnMut(&str)) -> Outcome {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    if let Some(output) = running.child.stdout.take() {
        let mut terminal = std::io::stdout().lock();
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            // A closed terminal must not stop the tests.
            let _ = terminal.write_all(&line);
            let _ = terminal.write_all(b"\n");
            on_line(&String::from_utf8_lossy(&line));
        }
    }
    running.wait()
}

/// Runs `command` silently, with its output in the file `log`; if it fails, shows the last lines.
///
/// # Errors
/// If it did not succeed.
pub fn run_quietly(command: &mut Command, log: &Path) -> Outcome {
    let file = create(log)?;
    let errors = file.try_clone().map_or_else(|_| Stdio::null(), Stdio::from);
    let outcome = run(command.stdout(file).stderr(errors));
    if outcome.is_err() {
        let text = std::fs::read(log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines[lines.len().saturating_sub(TAIL)..] {
            eprintln!("  | {line}");
        }
    }
    outcome
}

fn create(log: &Path) -> Outcome<File> {
    log.parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| File::create(log))
        .map_err(|error| Failure::new(format!("{} cannot be written: {error}.", log.display())))
}

fn running() -> MutexGuard<'static, BTreeSet<u32>> {
    // A set of numbers is right even if someone panicked while holding it.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// std can only kill one process, and only the hard way; every Unix shell can do the rest.
/// Elsewhere this does nothing, and `Drop` kills the process itself.
fn signal_group(id: u32, signal: &str) {
    if cfg!(unix) {
        let _ = Command::new("/bin/sh")
            .args(["-c", &format!("kill -s {signal} -- -{id}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

/// The command as one would type it, without folders and shortened.
fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut text =
        program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    for argument in command.get_args().take(3) {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

fn ending(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with exit code {code}"),
        None => format!("was ended by a signal ({status})"),
    }
}

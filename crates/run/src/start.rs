//! The start of a program that is built.

use std::fs::File;
use std::path::{Path, absolute};
use std::process::{Command, ExitCode};

use crate::args::Options;
use crate::contract;
use crate::subject::Subject;

/// Runs the program, and ends as it does. `turn` is given back once it runs.
///
/// # Errors
/// If it cannot be started.
pub fn start(
    binary: &Path,
    subject: &Subject,
    options: &Options,
    turn: File,
) -> Result<ExitCode, String> {
    let mut command = Command::new(binary);
    command.args(&options.arguments).env(contract::OPTIONS, for_runner(options)?);
    name(&mut command, subject);
    become_it(command, turn)
}

/// What the runner is to do.
fn for_runner(options: &Options) -> Result<String, String> {
    let mut arguments: Vec<String> = Vec::new();
    for (name, value) in &options.runner {
        arguments.extend([(*name).to_owned(), value.clone()]);
    }
    for (name, path) in [("--trace", &options.trace), ("--chrome", &options.chrome)] {
        if let Some(path) = path {
            let path = absolute(path).map_err(|error| format!("{}: {error}.", path.display()))?;
            arguments.extend([name.to_owned(), path.display().to_string()]);
        }
    }
    Ok(arguments.join(&contract::SEPARATOR.to_string()))
}

/// The program finds the name that cargo would have given its binary.
#[cfg(unix)]
fn name(command: &mut Command, subject: &Subject) {
    std::os::unix::process::CommandExt::arg0(command, format!("target/debug/{}", subject.stem()));
}

#[cfg(not(unix))]
fn name(_: &mut Command, _: &Subject) {}

/// This process becomes the program, so that signals and exit codes are its own. The lock of `turn` ends
/// with this process's files.
#[cfg(unix)]
fn become_it(mut command: Command, turn: File) -> Result<ExitCode, String> {
    let error = std::os::unix::process::CommandExt::exec(&mut command);
    drop(turn);
    Err(format!("The program could not be started: {error}."))
}

#[cfg(not(unix))]
fn become_it(mut command: Command, turn: File) -> Result<ExitCode, String> {
    let started = command.spawn();
    drop(turn);
    let status = started.and_then(|mut child| child.wait());
    let status = status.map_err(|error| format!("The program could not be started: {error}."))?;
    Ok(ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

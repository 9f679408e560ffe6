//! `cargo xtask run`: any program, on the simulated clock. The crate `run` does it.

use std::ffi::OsString;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::project::Project;

/// Has the crate `run` built, which takes some seconds the first time, and becomes it.
///
/// # Errors
/// If cargo cannot be started.
pub fn run(project: &Project, arguments: &[OsString]) -> Outcome {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--manifest-path"]).arg(project.root().join("Cargo.toml"));
    // Where we are is where the program's file is looked for, and where the program runs.
    command.args(["--package", "run", "--"]).args(arguments);
    become_it(command)
}

/// This process becomes the command, so that signals and exit codes are its own.
#[cfg(unix)]
fn become_it(mut command: Command) -> Outcome {
    let error = std::os::unix::process::CommandExt::exec(&mut command);
    Err(Failure::new(format!("cargo could not be started: {error}.")))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Outcome {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => Err(Failure::new(format!("cargo could not be started: {error}."))),
    }
}

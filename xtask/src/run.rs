//! `cargo xtask run`: any program, on the simulated clock.

use std::ffi::OsString;
use std::path::{Path, absolute};

use crate::failure::{Failure, Outcome};
use crate::project::Project;

/// Marks the program up, compiles it against the facade, runs it, and ends with its exit code.
///
/// # Errors
/// If there is no such file or cargo cannot be started.
pub fn run(project: &Project, file: &Path, options: &[OsString]) -> Outcome {
    if !file.is_file() {
        return Err(Failure::new(format!("There is no file {}.", file.display())));
    }
    let mut command = project.command("cargo");
    command
        .args(["run", "--quiet", "--package", "run", "--"])
        .args(in_this_folder(options)?)
        .env("FUTURESCOPE_PROGRAM", in_this_folder(&[file.into()])?.remove(0));
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("cargo could not be started: {error}.")))?;
    std::process::exit(status.code().unwrap_or(1));
}

/// Cargo runs in the project's folder: what names a file is made absolute.
fn in_this_folder(arguments: &[OsString]) -> Outcome<Vec<OsString>> {
    let names_a_file = |index: usize| {
        index == 0 || ["--trace", "--chrome"].iter().any(|name| arguments[index - 1] == *name)
    };
    let path = |argument: &OsString| {
        absolute(argument).map(Into::into).map_err(|error| Failure::new(format!("{error}.")))
    };
    let arguments = arguments.iter().enumerate();
    arguments
        .map(|(index, argument)| match names_a_file(index) && !is_option(argument) {
            true => path(argument),
            false => Ok(argument.clone()),
        })
        .collect()
}

fn is_option(argument: &OsString) -> bool {
    argument.to_string_lossy().starts_with("--")
}

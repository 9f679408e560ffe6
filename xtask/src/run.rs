//! `cargo xtask run`: any program, on the simulated clock.

mod build;
mod errors;

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf, absolute};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::project::Project;
use crate::run::build::{Build, Built, Marks};

/// Marks the program up, compiles it against the facade, runs it, and ends with its exit code.
///
/// # Errors
/// If there is no such file, or it is no program that can run here.
pub fn run(project: &Project, file: &Path, options: &[OsString]) -> Outcome {
    if !file.is_file() {
        return Err(Failure::new(format!("There is no file {}.", file.display())));
    }
    let program = absolute(file).map_err(|error| Failure::new(format!("{error}.")))?;
    // Programs are built in one place: whoever comes second waits until the first has started.
    let turn = turn(project)?;
    if !project.root().join("target/debug/run").exists() {
        eprintln!("The engine is built, which takes a minute the first time.");
    }
    let binary = binary(&Build { project, program: &program, shown: file })?;
    let mut child = Command::new(&binary)
        .args(with_absolute_paths(options)?)
        .stdin(Stdio::inherit())
        .spawn()
        .map_err(|error| Failure::new(format!("The program could not be started: {error}.")))?;
    drop(turn);
    let status = child.wait().map_err(|error| Failure::new(format!("{error}.")))?;
    std::process::exit(status.code().unwrap_or(1));
}

/// The program's binary.
fn binary(build: &Build<'_>) -> Outcome<PathBuf> {
    let marked = match build.binary(Marks::All)? {
        Built::Binary(path) => return Ok(path),
        Built::Not(errors) => errors,
    };
    if let Some(sentence) = errors::of_marking(&marked) {
        let given = build.shown.display().to_string();
        return Err(Failure::new(sentence.replace(&*build.program.to_string_lossy(), &given)));
    }
    if let Some(errors) = build.errors_as_written()? {
        return Err(Failure::new(errors));
    }
    // Nothing is wrong with the program, so the marks are: those at blocking code say the most of its
    // types.
    match build.binary(Marks::Awaits)? {
        Built::Binary(path) => {
            eprintln!(
                "Only what awaits is marked in this program: where it blocks, it is not left."
            );
            Ok(path)
        }
        Built::Not(_) => Err(Failure::new(format!(
            "{}: the program is right, but its marked-up form does not compile:\n{}",
            build.shown.display(),
            errors::first(&marked)
        ))),
    }
}

/// Held while a program is built and started.
fn turn(project: &Project) -> Outcome<File> {
    let folder = project.root().join("target");
    let locked = std::fs::create_dir_all(&folder)
        .and_then(|()| File::create(folder.join("run.lock")))
        .and_then(|file| file.lock().map(|()| file));
    locked.map_err(|error| Failure::new(format!("{}: {error}.", folder.display())))
}

/// What names a file is made absolute.
fn with_absolute_paths(options: &[OsString]) -> Outcome<Vec<OsString>> {
    let names_a_file = |index: usize| {
        index > 0 && ["--trace", "--chrome"].iter().any(|name| options[index - 1] == *name)
    };
    let path = |argument: &OsString| {
        absolute(argument).map(Into::into).map_err(|error| Failure::new(format!("{error}.")))
    };
    let options = options.iter().enumerate();
    options
        .map(|(index, option)| match names_a_file(index) {
            true => path(option),
            false => Ok(option.clone()),
        })
        .collect()
}

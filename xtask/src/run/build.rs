//! What cargo builds of a program, and what it says when it cannot.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use super::errors;
use crate::failure::{Failure, Outcome};
use crate::project::Project;

/// What is built.
pub struct Build<'a> {
    pub project: &'a Project,
    /// The program's file, as an absolute path.
    pub program: &'a Path,
    /// Its path as it was given.
    pub shown: &'a Path,
}

/// How much of a program is marked.
#[derive(Clone, Copy)]
pub enum Marks {
    All,
    Awaits,
}

/// What came of it.
pub enum Built {
    Binary(PathBuf),
    /// What cargo said.
    Not(String),
}

impl Build<'_> {
    /// The binary of the marked-up program.
    ///
    /// # Errors
    /// If cargo cannot be started.
    pub fn binary(&self, marks: Marks) -> Outcome<Built> {
        let what = ["build", "--message-format=json-render-diagnostics", "--bin", "run"];
        let output = self.cargo(&what, marks)?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let artifacts = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(match output.status.success().then(|| errors::executable(&artifacts)).flatten() {
            Some(path) => {
                eprint!("{}", errors::warnings(&said));
                Built::Binary(path.into())
            }
            None => Built::Not(said),
        })
    }

    /// What the compiler says of the program as it stands, if it does not compile.
    ///
    /// # Errors
    /// If cargo cannot be started.
    pub fn errors_as_written(&self) -> Outcome<Option<String>> {
        let output = self.cargo(&["check", "--example", "as_written"], Marks::All)?;
        let said = String::from_utf8_lossy(&output.stderr);
        let name = self.program.file_name().unwrap_or_default().to_string_lossy();
        let shown = self.shown.display().to_string();
        Ok((!output.status.success()).then(|| errors::at_home(&said, &name, &shown)))
    }

    fn cargo(&self, what: &[&str], marks: Marks) -> Outcome<Output> {
        let marks = match marks {
            Marks::All => "all",
            Marks::Awaits => "awaits",
        };
        self.project
            .command("cargo")
            .args(what)
            .args(["--quiet", "--package", "run"])
            .env("FUTURESCOPE_PROGRAM", self.program)
            .env("FUTURESCOPE_MARKS", marks)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| Failure::new(format!("cargo could not be started: {error}.")))
    }
}

//! Cargo, as it builds the packages of a program.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::{JoinHandle, spawn};

use crate::errors;

/// What cargo is to do.
#[derive(Clone, Copy)]
pub struct Command {
    pub arguments: &'static [&'static str],
    /// What the compiler is told besides.
    pub flags: &'static str,
}

/// Whether cargo may download.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// It may, and the crates that it builds are named on the terminal as they come.
    Aloud,
    /// All is there.
    None,
}

impl Network {
    pub fn of(new: bool) -> Self {
        if new { Self::Aloud } else { Self::None }
    }
}

/// Cargo at work.
pub struct Cargo {
    child: Child,
    stdout: JoinHandle<String>,
    stderr: JoinHandle<String>,
}

/// What came of it.
pub struct Said {
    pub success: bool,
    /// What it said to people.
    pub stderr: String,
    /// The binary that it built, if it built one.
    pub binary: Option<PathBuf>,
}

impl Cargo {
    /// Starts cargo on the package in `folder`, with its artifacts in `target`.
    ///
    /// # Errors
    /// If there is no cargo.
    pub fn start(
        command: Command,
        folder: &Path,
        target: &Path,
        network: Network,
    ) -> Result<Self, String> {
        let mut child = std::process::Command::new("cargo")
            .args(command.arguments)
            .arg("--manifest-path")
            .arg(folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(target)
            .args(["--color", "never"])
            .args((network == Network::None).then_some("--offline"))
            // Of the cargo that runs us.
            .env_remove("CARGO_TARGET_DIR")
            .env("RUSTFLAGS", command.flags)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cargo could not be started: {error}."))?;
        let stdout = child.stdout.take().map(|pipe| spawn(move || all(pipe)));
        let stderr =
            child.stderr.take().map(|pipe| spawn(move || lines(pipe, network == Network::Aloud)));
        let (Some(stdout), Some(stderr)) = (stdout, stderr) else {
            return Err("cargo has no output.".to_owned());
        };
        Ok(Self { child, stdout, stderr })
    }

    /// Waits for its end.
    pub fn finish(mut self) -> Said {
        let success = self.child.wait().is_ok_and(|status| status.success());
        let stdout = self.stdout.join().unwrap_or_default();
        let stderr = self.stderr.join().unwrap_or_default();
        Said { success, stderr, binary: errors::executable(&stdout).map(PathBuf::from) }
    }

    /// Ends it: nobody needs what it builds any more.
    pub fn stop(mut self) {
        // Both fail only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn all(mut pipe: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = pipe.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What cargo tells of its own work, which is no error.
const PROGRESS: [&str; 11] = [
    "Adding",
    "Blocking",
    "Building",
    "Checking",
    "Compiling",
    "Downloaded",
    "Downloading",
    "Finished",
    "Locking",
    "Removing",
    "Updating",
];

fn lines(pipe: impl Read, aloud: bool) -> String {
    let mut said = String::new();
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        let progress = line.starts_with(' ')
            && PROGRESS.iter().any(|word| line.trim_start().starts_with(&format!("{word} ")));
        match progress {
            true if aloud => eprintln!("{line}"),
            true => {}
            false => said = said + &line + "\n",
        }
    }
    said
}

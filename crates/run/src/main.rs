//! `cargo xtask run`: marks any one program up, builds it against the facades and runs it on the simulated
//! clock.
//!
//! While the marked-up program is built, the program as it is written is checked against the real crates:
//! what the real tokio would not compile is not run, and rustc says why.
#![allow(clippy::print_stderr, reason = "a command line program talks by printing")]

mod args;
mod cargo;
#[path = "../../runner/src/contract.rs"]
mod contract;
mod edition;
mod errors;
mod first;
mod manifest;
mod modules;
mod names;
mod offered;
mod packages;
mod start;
mod subject;
#[cfg(test)]
mod testing;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::args::Options;
use crate::cargo::{Cargo, Network, Said};
use crate::offered::Offered;
use crate::packages::{Marks, PLAIN, Packages};
use crate::subject::Subject;

/// Warnings are for whoever works on the program, not for whoever runs it.
const CHECK: cargo::Command = cargo::Command { arguments: &["check"], flags: "-Awarnings" };

/// A lint that the program allows at its head is not to stop the module that it becomes.
const BUILD: cargo::Command = cargo::Command {
    arguments: &["build", "--message-format=json-render-diagnostics"],
    flags: "--cap-lints allow",
};

fn main() -> ExitCode {
    match args::parse(std::env::args_os().skip(1)).and_then(|options| run(&options)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<ExitCode, String> {
    let root = root();
    let subject = Subject::find(&options.program, options.edition, &root)?;
    if subject.edition != edition::Edition::E2024 && options.edition.is_none() {
        let path = subject.manifest.as_ref().map(|manifest| manifest.path.display().to_string());
        eprintln!("Edition {}, as {} says.", subject.edition, path.unwrap_or_default());
    }
    let offered = Offered::new();
    let used = offered.used(&subject.flat, &subject.names, subject.manifest.as_ref())?;
    let packages = Packages { root: &root, subject: &subject, offered: &offered, used: &used };
    // Programs are built in one place: whoever comes second waits until the first has started.
    let lock = lock(&packages.folder())?;
    let binary = build(&packages, options)?;
    start::start(&binary, &subject, options, lock)
}

/// The folder of Futurescope: cargo sets the variable when it runs us, also after the project was moved.
fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.ancestors().nth(2).map_or_else(PathBuf::new, Path::to_owned)
}

/// Held while a program is built and started.
fn lock(folder: &Path) -> Result<File, String> {
    let locked = std::fs::create_dir_all(folder)
        .and_then(|()| File::create(folder.join("lock")))
        .and_then(|file| file.lock().map(|()| file));
    locked.map_err(|error| format!("{}: {error}.", folder.display()))
}

/// The program's binary.
fn build(packages: &Packages<'_>, options: &Options) -> Result<PathBuf, String> {
    match attempt(packages, options) {
        // What was downloaded once is gone.
        Err(error) if error.contains("--offline") => {
            first::forget(packages);
            attempt(packages, options)
        }
        result => result,
    }
}

fn attempt(packages: &Packages<'_>, options: &Options) -> Result<PathBuf, String> {
    let (folder, unmarked) = packages.marked(Marks::All)?;
    let aloud = first::announce(packages);
    let real = packages.real()?;
    let check = Cargo::start(CHECK, &real, &packages.folder().join("checked"), Network::of(aloud))?;
    let build = marked(packages, &folder, Network::of(aloud))?;
    let check = check.finish();
    if !check.success {
        build.stop();
        return Err(rejected(packages, &check.stderr, options));
    }
    let built = build.finish();
    first::done(packages, built.success);
    if let (true, Some(binary)) = (built.success, built.binary) {
        unmarked.iter().for_each(|line| eprintln!("{line}"));
        return Ok(binary);
    }
    if let Some(errors) = lacking(packages)? {
        return Err(errors);
    }
    only_awaits(packages, &built.stderr)
}

/// Cargo, building the marked-up program: whether its text is right is for `real` to say.
fn marked(packages: &Packages<'_>, folder: &Path, network: Network) -> Result<Cargo, String> {
    let target = packages.folder().join("built");
    Cargo::start(BUILD, folder, &target, network)
}

/// What the compiler says of a program that the real crates do not compile.
fn rejected(packages: &Packages<'_>, said: &str, options: &Options) -> String {
    let errors = errors::at_home(said, |path| packages.subject.shown(Path::new(path)));
    let known = options.edition.is_some() || packages.subject.manifest.is_some();
    match errors.contains("keyword") && !known {
        true => format!(
            "{errors}\n\nIt was compiled as edition 2024; `--edition 2021` takes the one before."
        ),
        false => errors,
    }
}

/// What of the real crates ours lack, if that is why a program does not compile here.
fn lacking(packages: &Packages<'_>) -> Result<Option<String>, String> {
    let plain = packages.plain()?;
    let Said { success, stderr, .. } =
        Cargo::start(CHECK, &plain, &packages.folder().join("built"), Network::None)?.finish();
    if success {
        return Ok(None);
    }
    let copy = plain.join("src").join(PLAIN).display().to_string();
    let errors = errors::of_flat(&stderr, &copy, |line| packages.place(line));
    let sentence =
        "The program is right, but uses something of its crates that is not offered here:";
    Ok(Some(format!("{sentence}\n{errors}")))
}

/// Nothing is wrong with the program, so the marks are: those at blocking code say the most of its types.
fn only_awaits(packages: &Packages<'_>, said: &str) -> Result<PathBuf, String> {
    let (folder, unmarked) = packages.marked(Marks::Awaits)?;
    let built = marked(packages, &folder, Network::None)?.finish();
    match (built.success, built.binary) {
        (true, Some(binary)) => {
            unmarked.iter().for_each(|line| eprintln!("{line}"));
            eprintln!(
                "Only what awaits is marked in this program: where it blocks, it is not left."
            );
            Ok(binary)
        }
        _ => Err(format!(
            "{}: the program is right, but its marked-up form does not compile:\n{}",
            packages.subject.shown.display(),
            errors::first(said)
        )),
    }
}

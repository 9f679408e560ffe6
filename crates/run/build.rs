//! Marks up the program that `FUTURESCOPE_PROGRAM` names: everything in it, or with
//! `FUTURESCOPE_MARKS=awaits` no more than its awaits.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use instrument::Options;

/// Compiled when no program is named, so that the workspace always builds.
const NONE: &str = "fn main() { eprintln!(\"cargo xtask run FILE.rs runs a program\"); }";

fn main() -> ExitCode {
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("cargo::error={error}"));
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), String> {
    say("cargo::rerun-if-env-changed=FUTURESCOPE_PROGRAM");
    say("cargo::rerun-if-env-changed=FUTURESCOPE_MARKS");
    say("cargo::rerun-if-changed=build.rs");
    let (source, file) = match env::var_os("FUTURESCOPE_PROGRAM").map(PathBuf::from) {
        None => (NONE.to_owned(), PathBuf::from("none.rs")),
        Some(path) => {
            say(&format!("cargo::rerun-if-changed={}", path.display()));
            let source = fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            (source, path)
        }
    };
    let only_awaits = env::var("FUTURESCOPE_MARKS").is_ok_and(|marks| marks == "awaits");
    let options = Options { blocking: !only_awaits, ..Options::default() };
    let shown = file.display().to_string();
    let marked =
        instrument::mark_up_with(&source, &shown, &options).map_err(|error| error.to_string())?;
    for (line, reason) in &marked.unmarked {
        say(&format!("cargo::warning={shown}:{line}: runs, but is not recorded: {reason}"));
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    as_written(&source, &file, &out)?;
    write(&out.join("source.rs"), &source)?;
    write(&out.join("program.rs"), &marked.code)
}

/// The program as a module of its own, for the example `as_written`.
fn as_written(source: &str, file: &Path, out: &Path) -> Result<(), String> {
    let shown = file.display().to_string();
    let text = instrument::as_written(source, &shown).map_err(|error| error.to_string())?;
    let folder = out.join("as_written");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let copy = folder.join(file.file_name().ok_or("the program's file has no name")?);
    write(&copy, &text)?;
    write(&out.join("as_written.rs"), &format!("#[path = {copy:?}]\nmod program;\n"))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Cargo reads a build script's output.
fn say(line: &str) {
    let _ = std::io::Write::write_all(&mut std::io::stdout(), format!("{line}\n").as_bytes());
}

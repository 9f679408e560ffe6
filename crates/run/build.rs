//! Marks up the program that `FUTURESCOPE_PROGRAM` names.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

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
    say("cargo::rerun-if-changed=build.rs");
    let (source, file) = match env::var_os("FUTURESCOPE_PROGRAM").map(PathBuf::from) {
        None => (NONE.to_owned(), "no program".to_owned()),
        Some(path) => {
            say(&format!("cargo::rerun-if-changed={}", path.display()));
            let source = fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            (source, path.display().to_string())
        }
    };
    let marked = instrument::mark_up(&source, &file).map_err(|error| error.to_string())?;
    for (line, reason) in &marked.unmarked {
        say(&format!("cargo::warning={file}:{line}: runs, but is not recorded: {reason}"));
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(out.join("source.rs"), source).map_err(|error| error.to_string())?;
    fs::write(out.join("program.rs"), marked.code).map_err(|error| error.to_string())
}

/// Cargo reads a build script's output.
fn say(line: &str) {
    let _ = std::io::Write::write_all(&mut std::io::stdout(), format!("{line}\n").as_bytes());
}

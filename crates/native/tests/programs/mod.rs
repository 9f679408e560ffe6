//! What the tests know of a program: its files, and what the catalog says of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scenarios::{Check, Ends};

/// One program and what is said of it beside it.
pub struct Program {
    /// The file's name without `.rs`.
    pub name: String,
    /// What it prints on stdout; for one that stalls, what it prints before.
    pub output: String,
    /// How long its note says it takes on simulated time, in milliseconds.
    pub ms: u64,
    /// Whether its note says that it never ends.
    pub stalls: bool,
    /// Whether it says of a function that it keeps a core busy.
    pub computes: bool,
    /// How the answer to its scenario's question is checked, and the answer.
    pub answer_check: Option<Check>,
    pub answer: &'static str,
}

/// The folder of the programs.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/programs")
}

/// Those that cannot be modules of the program that has all others; each is a `[[bin]]`.
const ALONE: [(&str, &str); 1] =
    [("drop-in-crate-paths", env!("CARGO_BIN_EXE_drop-in-crate-paths"))];

/// The program as a process on the real tokio.
pub fn on_real_tokio(name: &str) -> Command {
    if let Some((_, file)) = ALONE.iter().find(|(alone, _)| *alone == name) {
        return Command::new(file);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_native"));
    command.arg(name);
    command
}

/// Every program in the folder, by name. Panics with what is missing, and where it belongs.
pub fn all() -> Vec<Program> {
    let mut programs: Vec<Program> = names("rs").iter().map(|name| read(name)).collect();
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(!programs.is_empty(), "no programs in {}", folder().display());
    programs
}

fn read(name: &str) -> Program {
    let text = |file: String| {
        let path = folder().join(file);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let mut variants = scenarios::scenarios()
        .iter()
        .flat_map(|scenario| scenario.variants.iter().map(move |variant| (scenario, variant)));
    let (scenario, variant) = variants
        .find(|(_, variant)| variant.program.id == name)
        .unwrap_or_else(|| panic!("{name}.rs is a variant of no scenario"));
    Program {
        name: name.to_owned(),
        output: text(format!("{name}.out")),
        ms: variant.duration_ms,
        stalls: variant.ends == Ends::Stall,
        computes: text(format!("{name}.rs")).contains("// cost:"),
        answer_check: scenario.check,
        answer: scenario.answer,
    }
}

/// The names, without extension, of the folder's files with this extension.
fn names(extension: &str) -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the programs' folder is readable");
    let paths = entries.map(|entry| entry.expect("its entries too").path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| path.file_stem().unwrap().to_str().expect("names are UTF-8").to_owned())
        .collect()
}

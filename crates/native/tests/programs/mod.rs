//! What the tests know of a program: its files, and the line of its note that names it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    /// The rest of the note's line `answer-check`, and the line `answer`.
    pub answer_check: String,
    pub answer: String,
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
    // `join-joined` is a variant of `join`, and `async-fn` is itself: the longest fit is meant.
    let id = names("md")
        .into_iter()
        .filter(|id| name == id || name.starts_with(&format!("{id}-")))
        .max_by_key(String::len)
        .unwrap_or_else(|| panic!("{name}.rs has no note: no <id>.md fits its name"));
    let variant = name[id.len()..].trim_start_matches('-');
    let note = text(format!("{id}.md"));
    let values = |key: &str| {
        let start = format!("{key}:");
        let lines = note.lines().filter_map(move |line| line.strip_prefix(&start).map(str::trim));
        lines.collect::<Vec<_>>()
    };
    let fields = values("variant")
        .into_iter()
        .map(|line| line.split('|').map(str::trim).collect::<Vec<_>>())
        .find(|fields| fields[0] == variant)
        .unwrap_or_else(|| panic!("{id}.md has no line `variant: {variant} | …` for {name}.rs"));
    let malformed = || -> ! {
        panic!("{id}.md: want `variant: <id> | <label> | <n> ms | done or stall`, got {fields:?}")
    };
    let [_, _, ms, ends] = fields[..] else { malformed() };
    Program {
        name: name.to_owned(),
        output: text(format!("{name}.out")),
        ms: ms.strip_suffix(" ms").and_then(|ms| ms.parse().ok()).unwrap_or_else(|| malformed()),
        stalls: match ends {
            "done" => false,
            "stall" => true,
            _ => malformed(),
        },
        computes: text(format!("{name}.rs")).contains("// cost:"),
        answer_check: values("answer-check").concat(),
        answer: values("answer").concat(),
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
